// Package token lets a program act for a person: a token, which she makes for
// one shop that she runs (or an operator for the node), with scopes and a last
// day. It is what the management API asks for.
//
// Tables: tokens.
//
// Invariants: a token is shown once, when it is made, and kept only as SHA-256;
// it may never do more than its person may at that moment, nor touch another
// shop than its own; who makes or revokes one is in the audit.
package token

import (
	"slices"
	"time"

	"agora/db"
	"agora/identity"
)

// Schema is the tables of this package. The shop is part of the token's text,
// so that its row is looked for in one shard; 0 is the node itself.
var Schema = db.Schema{Name: "token", Steps: []string{`
CREATE TABLE tokens (
	token_id BIGINT NOT NULL,
	shop_id BIGINT NOT NULL,
	hash TEXT NOT NULL,
	person_id BIGINT NOT NULL,
	name TEXT NOT NULL,
	prefix TEXT NOT NULL,
	scopes TEXT NOT NULL,
	ends BIGINT NOT NULL,
	used BIGINT NOT NULL,
	revoked BIGINT NOT NULL,
	PRIMARY KEY (token_id, shop_id),
	UNIQUE (shop_id, hash)
) /*clustered*/;
`}}

// The bounds of tokens.
const (
	MaxTokens = 50  // of a shop that are not revoked
	MaxName   = 80  // letters
	MaxDays   = 366 // that one lasts
)

// Scope is one thing that a token may do.
type Scope string

// The scopes.
const (
	ReadCatalogue  Scope = "catalogue:read"
	WriteCatalogue Scope = "catalogue:write"
	WriteStock     Scope = "stock:write"
	ReadOrders     Scope = "orders:read"
	WriteOrders    Scope = "orders:write"
	WriteRefunds   Scope = "refunds:write"
	ReadMoney      Scope = "money:read"
	ReadHooks      Scope = "webhooks:read"
	WriteHooks     Scope = "webhooks:write"
)

// Scopes are those of a shop, in the order in which they are offered.
var Scopes = []Scope{ReadCatalogue, WriteCatalogue, WriteStock, ReadOrders, WriteOrders, WriteRefunds, ReadMoney, ReadHooks, WriteHooks}

// The scopes of the node.
const (
	ReadShops     Scope = "operator:shops:read"
	WriteShops    Scope = "operator:shops:write"
	ReadAllOrders Scope = "operator:orders:read"
	ReadClaims    Scope = "operator:claims:read"
	ReadAllMoney  Scope = "operator:money:read"
	ReadSettings  Scope = "operator:settings:read"
)

// NodeScopes are what only a token of the node may have, in the order in which
// they are offered. Those of shops it may have, too: it names the shop.
var NodeScopes = []Scope{ReadShops, WriteShops, ReadAllOrders, ReadClaims, ReadAllMoney, ReadSettings}

// Node reports whether a scope is one of the node.
func (s Scope) Node() bool { return slices.Contains(NodeScopes, s) }

// scopesOf are the scopes that a token of a shop, or of the node, may have.
func scopesOf(shop db.ShopID) []Scope {
	if shop == db.House {
		return slices.Concat(NodeScopes, Scopes)
	}
	return Scopes
}

// ID names a token.
type ID int64

// Token is a token as those who run its shop see it.
type Token struct {
	ID     ID
	Shop   db.ShopID // db.House: of the node
	Person identity.PersonID
	Name   string
	Prefix string // how it begins, to know it again
	Scopes []Scope
	Ends   time.Time // its last day, midnight UTC
	Used   time.Time // the last day on which it was used, midnight UTC; zero when it never was
}

// Made is when it was made.
func (t Token) Made() time.Time { return db.TimeOfID(int64(t.ID)) }

// Over reports whether its last day has passed.
func (t Token) Over(now time.Time) bool { return !now.Before(t.Ends.AddDate(0, 0, 1)) }

// New is what a person says of a token that she makes.
type New struct {
	Shop   db.ShopID
	Name   string
	Scopes []Scope
	Ends   time.Time // its last day
}
