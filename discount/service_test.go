package discount_test

import (
	"testing"
	"time"

	"agora/audit"
	"agora/db"
	"agora/db/dbtest"
	"agora/discount"
	"agora/event"
	"agora/fault"
	"agora/identity"
	"agora/money"
)

const shop db.ShopID = 7

var owner = identity.Actor{Person: 3, Shops: map[db.ShopID]identity.Role{shop: identity.ShopOwner}}

func TestASellersDiscounts(t *testing.T) {
	schemas := []db.Schema{event.Schema, identity.Schema, audit.Schema, discount.Schema}
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) {
		s, ctx, today := discount.New(d), t.Context(), discount.Day(time.Now())
		save := func(c discount.Discount) (discount.ID, error) {
			c.Shop = shop
			if c.Title == nil {
				c.Title = map[string]string{"en": "Spring"}
			}
			if c.Scope == "" {
				c.Scope = discount.OfShop
			}
			return s.Save(ctx, owner, c, "UZS")
		}
		field := func(name string, c discount.Discount) {
			t.Helper()
			_, err := save(c)
			if list := fault.List(err); len(list) == 0 || list[0].Field != name {
				t.Errorf("%v, want one of %s", err, name)
			}
		}
		id, err := save(discount.Discount{Code: " navruz10 ", Percent: 10, Last: today.AddDate(0, 0, 3), Most: 5})
		if err != nil {
			t.Fatal(err)
		}
		got, err := s.One(ctx, owner, shop, id)
		if err != nil || got.Code != "NAVRUZ10" || !got.First.Equal(today) || !got.Last.Equal(today.AddDate(0, 0, 3)) || got.Name("ru") != "Spring" {
			t.Fatalf("%+v %v", got, err)
		}
		field("code", discount.Discount{Code: "Navruz10", Percent: 5})
		field("code", discount.Discount{Code: "a b", Percent: 5})
		field("percent", discount.Discount{})
		field("percent", discount.Discount{Percent: 5, Off: money.Of(1, "UZS")})
		field("percent", discount.Discount{Percent: 91})
		field("off", discount.Discount{Off: money.Of(-1, "UZS")})
		field("category", discount.Discount{Percent: 5, Scope: discount.OfCategory})
		field("products", discount.Discount{Percent: 5, Scope: discount.OfProducts})
		field("last", discount.Discount{Percent: 5, First: today, Last: today.AddDate(0, 0, -1)})
		field("title", discount.Discount{Percent: 5, Title: map[string]string{"en": " "}})
		if _, err := save(discount.Discount{Code: "NAVRUZ10", Percent: 5, First: today.AddDate(0, 0, 4)}); err != nil {
			t.Errorf("the days don't meet: %v", err)
		}
		if _, err := s.Save(ctx, identity.Guest(), got, "UZS"); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a stranger: %v", err)
		}
		if err := s.End(ctx, identity.Guest(), shop, id); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a stranger ends it: %v", err)
		}
		off := discount.Off{ID: id, Revision: got.Revision, Title: got.Title}
		use := func() error { return d.Write(ctx, func(tx *db.Tx) error { return discount.Use(tx, shop, off, 3) }) }
		for i := range 5 {
			if err := use(); err != nil {
				t.Fatal(i, err)
			}
		}
		if err := use(); !fault.Is(err, fault.Conflict) {
			t.Errorf("a sixth use of five: %v", err)
		}
		got.Most = 4
		if _, err := s.Save(ctx, owner, got, "UZS"); fault.List(err) == nil || fault.List(err)[0].Field != "most" {
			t.Errorf("fewer than it was used: %v", err)
		}
		got.Most = 9
		if _, err := s.Save(ctx, owner, got, "UZS"); err != nil {
			t.Fatal(err)
		}
		if err := use(); !fault.Is(err, fault.Conflict) {
			t.Errorf("it was changed: %v", err)
		}
		if off.Revision++; use() != nil {
			t.Error("as it is now")
		}
		if err := s.End(ctx, owner, shop, id); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Save(ctx, owner, got, "UZS"); !fault.Is(err, fault.Conflict) {
			t.Errorf("it has ended: %v", err)
		}
		if list, err := s.Of(ctx, owner, shop, 0); err != nil || len(list) != 2 || !list[1].Ended || list[1].Used != 6 {
			t.Errorf("%+v %v", list, err)
		}
		if list, err := s.Shown(ctx, shop); err != nil || len(list) != 0 {
			t.Errorf("shown without a code: %v %v", list, err)
		}
	})
}
