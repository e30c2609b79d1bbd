// Package demo fills a new node with the demo market: people, shops, products,
// delivery, rates, rules, orders in every state, reviews and questions, money that
// waits for the operator, events and those who come to them, a course, all through the
// services that real people use.
//
// It has no tables. Everything in the demo market is invented.
//
// Invariants: filling again changes nothing that is there; what Fill was
// interrupted in, the next Fill completes.
package demo

import (
	"context"
	"fmt"

	"agora/academy"
	"agora/assembly"
	"agora/blob"
	"agora/catalog"
	"agora/claim"
	"agora/db"
	"agora/delivery"
	"agora/demo/market"
	"agora/identity"
	"agora/landed"
	trade "agora/market"
	"agora/pricewatch"
	"agora/relief"
	"agora/setting"
	"agora/treasury"
)

// Parts are the services of the node to fill.
type Parts struct {
	DB       *db.DB
	Blobs    *blob.Store
	Identity *identity.Service
	Catalog  *catalog.Service
	Landed   *landed.Service
	Delivery *delivery.Service
	House    *setting.Service
	Market   *trade.Service
	Treasury *treasury.Service
	Claims   *claim.Service
	Assembly *assembly.Service
	Relief   *relief.Service
	Prices   *pricewatch.Service
	Academy  *academy.Service
}

// Account is a demo account that the command prints.
type Account struct {
	Role     string // "buyer", "seller", "operator"
	Name     string
	Login    string
	Password string
}

// Password is the password of every demo account. It is public: a demo node
// must not be reachable by strangers as anything else than a toy.
const Password = "bazaar-2026"

// filling is one run of Fill.
type filling struct {
	Parts
	market market.Market
	people map[string]identity.PersonID // by e-mail
	actors map[string]identity.Actor    // by e-mail, made when asked for
	shops  map[string]catalog.Shop      // by handle
}

// Fill makes of the node the demo market and gives one account of each role.
func Fill(ctx context.Context, p Parts) ([]Account, error) {
	m, err := market.Load()
	if err != nil {
		return nil, err
	}
	f := filling{p, m, map[string]identity.PersonID{}, map[string]identity.Actor{}, map[string]catalog.Shop{}}
	for _, step := range []struct {
		name string
		run  func(context.Context) error
	}{
		{"settings", f.fillSettings}, {"people", f.fillPeople}, {"rates and rules", f.fillRates}, {"categories", f.fillCategories},
		{"carrier", f.fillCarrier}, {"shops", f.fillShops}, {"pickup points", f.fillPoints}, {"products", f.fillProducts}, {"files and sets", f.fillContents}, {"orders", f.fillOrders}, {"discounts", f.fillDiscounts},
		{"reviews and questions", f.fillRemarks}, {"money", f.fillMoney}, {"a claim", f.fillClaim}, {"a consolidation", f.fillCrossing}, {"events", f.fillAssembly}, {"relief", f.fillRelief}, {"the academy", f.fillAcademy}, {"a cohort", f.fillCohort},
	} {
		if err := step.run(ctx); err != nil {
			return nil, fmt.Errorf("fill the demo's %s: %w", step.name, err)
		}
	}
	return f.accounts(), nil
}

// accounts gives the first account of each role.
func (f *filling) accounts() []Account {
	var list []Account
	for _, role := range []string{"buyer", "seller", "operator"} {
		for _, p := range f.market.People {
			if p.Role == role {
				list = append(list, Account{role, p.Name, p.Email, Password})
				break
			}
		}
	}
	return list
}
