package token

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"agora/audit"
	"agora/db"
	"agora/fault"
	"agora/identity"
)

// Service keeps the tokens of a node.
type Service struct{ db *db.DB }

// NewService makes the service.
func NewService(d *db.DB) *Service { return &Service{d} }

// may reports whether an actor may see and make tokens of a shop, or the node.
func may(by identity.Actor, shop db.ShopID) bool {
	return by.Runs(shop) || shop == db.House && by.IsOperator()
}

// Make makes a token for its maker and gives its text, which is never shown
// again. The fields of faults are "name", "scopes" and "ends".
func (s *Service) Make(ctx context.Context, by identity.Actor, n New) (text string, t Token, err error) {
	if !may(by, n.Shop) {
		return "", t, fault.New(fault.Forbidden, "fault.not_your_shop")
	}
	secret := rand.Text() + rand.Text() // 260 bits
	text = textOf(n.Shop, secret)
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if t, err = n.check(tx.Now); err != nil {
			return err
		}
		var live int
		if err := tx.Row("SELECT COUNT(*) FROM tokens WHERE shop_id = $1 AND revoked = 0", []any{int64(n.Shop)}, &live); err != nil {
			return err
		}
		if live >= MaxTokens {
			return fault.New(fault.Conflict, "fault.tokens_many", "max", int64(MaxTokens))
		}
		t.ID, t.Person, t.Prefix = ID(tx.ID()), by.Person, text[:len(text)-len(secret)+6]
		_, err := tx.Exec(`INSERT INTO tokens (token_id, shop_id, hash, person_id, name, prefix, scopes, ends, used, revoked)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, 0)`, int64(t.ID), int64(t.Shop), digest(text), int64(t.Person),
			t.Name, t.Prefix, joined(t.Scopes), db.Micro(t.Ends))
		if err != nil {
			return err
		}
		return audit.Note(tx, by, n.Shop, "token.made", subject(t.ID), map[string]any{"name": t.Name, "scopes": t.Scopes, "ends": t.Ends.Format(time.DateOnly)})
	})
	if err != nil {
		return "", Token{}, err
	}
	return text, t, nil
}

// check gives the token that is asked for, without what only storing it tells.
func (n New) check(now time.Time) (Token, error) {
	var f fault.Fields
	t := Token{Shop: n.Shop, Name: strings.TrimSpace(n.Name), Ends: day(n.Ends)}
	switch {
	case t.Name == "":
		f.Add("name", "fault.required")
	case utf8.RuneCountInString(t.Name) > MaxName:
		f.Add("name", "fault.too_long", "max", int64(MaxName))
	}
	allowed := scopesOf(n.Shop)
	for _, scope := range allowed { // in one order, each once
		if slices.Contains(n.Scopes, scope) {
			t.Scopes = append(t.Scopes, scope)
		}
	}
	if len(t.Scopes) == 0 || slices.ContainsFunc(n.Scopes, func(s Scope) bool { return !slices.Contains(allowed, s) }) {
		f.Add("scopes", "fault.token_scopes")
	}
	if t.Ends.Before(day(now)) || t.Ends.After(day(now).AddDate(0, 0, MaxDays)) {
		f.Add("ends", "fault.token_ends", "days", int64(MaxDays))
	}
	return t, f.Err()
}

// List gives the tokens of a shop that are not revoked, newest first, to those
// who run it; those of the node to operators. They are MaxTokens at most.
func (s *Service) List(ctx context.Context, by identity.Actor, shop db.ShopID) (list []Token, err error) {
	if !may(by, shop) {
		return nil, fault.New(fault.Forbidden, "fault.not_your_shop")
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, scanToken, "SELECT "+columns+" FROM tokens WHERE shop_id = $1 AND revoked = 0 ORDER BY token_id DESC LIMIT $2",
			int64(shop), MaxTokens)
		return err
	})
	return list, err
}

// Revoke ends a token at once: her own, or anybody's of a shop by its owner and
// of the node by operators. One that is revoked stays so.
func (s *Service) Revoke(ctx context.Context, by identity.Actor, shop db.ShopID, id ID) error {
	if !may(by, shop) {
		return fault.New(fault.Forbidden, "fault.not_your_shop")
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		list, err := db.List(tx, scanToken, "SELECT "+columns+" FROM tokens WHERE shop_id = $1 AND token_id = $2 AND revoked = 0", int64(shop), int64(id))
		if err != nil || len(list) == 0 {
			return err
		}
		if list[0].Person != by.Person && !by.Owns(shop) && shop != db.House {
			return fault.New(fault.Forbidden, "fault.token_of_other")
		}
		if _, err := tx.Exec("UPDATE tokens SET revoked = $3 WHERE shop_id = $1 AND token_id = $2", int64(shop), int64(id), db.Micro(tx.Now)); err != nil {
			return err
		}
		return audit.Note(tx, by, shop, "token.revoked", subject(id), map[string]string{"name": list[0].Name})
	})
}

const columns = "token_id, shop_id, person_id, name, prefix, scopes, ends, used"

func scanToken(scan db.Scan) (t Token, err error) {
	var scopes string
	var ends, used int64
	if err := scan(&t.ID, &t.Shop, &t.Person, &t.Name, &t.Prefix, &scopes, &ends, &used); err != nil {
		return t, err
	}
	for _, scope := range strings.Fields(scopes) {
		t.Scopes = append(t.Scopes, Scope(scope))
	}
	t.Ends = db.Time(ends)
	if used > 0 {
		t.Used = db.Time(used)
	}
	return t, nil
}

func joined(list []Scope) string {
	words := make([]string, len(list))
	for i, scope := range list {
		words[i] = string(scope)
	}
	return strings.Join(words, " ")
}

func subject(id ID) string { return "token:" + strconv.FormatInt(int64(id), 10) }

// day gives the midnight, UTC, with which the day of t began.
func day(t time.Time) time.Time { return t.UTC().Truncate(24 * time.Hour) }

// textOf writes a token: what it is, its shop, its secret.
func textOf(shop db.ShopID, secret string) string {
	return "agora_" + strconv.FormatInt(int64(shop), 36) + "_" + secret
}

// digest is what the table keeps of a token.
func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}
