package commission_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"agora/commission"
	"agora/db"
	"agora/db/dbtest"
	"agora/fault"
	"agora/identity"
	"agora/market/markettest"
	"agora/money"
)

func TestTheMoreExactRuleWins(t *testing.T) {
	dbtest.Each(t, markettest.Schemas(), func(t *testing.T, d *db.DB) {
		s, boss := commission.New(d), markettest.Operator()
		const shop, other db.ShopID = 7, 8
		expect := func(id db.ShopID, category string, scope commission.Scope, rate money.Bps) {
			t.Helper()
			b, err := s.Book(t.Context(), shop, other)
			if r := b.For(id, category); err != nil || r.Scope != scope || r.Rate != rate {
				t.Errorf("shop %d, %q: %s %d, want %s %d; %v", id, category, r.Scope, r.Rate, scope, rate, err)
			}
		}
		add := func(r commission.Rule) {
			t.Helper()
			if err := s.Add(t.Context(), boss, r); err != nil {
				t.Fatal(err)
			}
		}
		later := time.Now().AddDate(0, 1, 0)
		expect(shop, "rugs", commission.OfHouse, 500)
		add(commission.Rule{Scope: commission.OfHouse, Rate: 600})
		add(commission.Rule{Scope: commission.OfCategory, Category: "rugs", Rate: 400})
		expect(shop, "rugs", commission.OfCategory, 400)
		expect(shop, "", commission.OfHouse, 600)
		add(commission.Rule{Scope: commission.OfProgramme, Name: "First  year", Until: later})
		add(commission.Rule{Scope: commission.Enrolment, Name: "First year", Shop: shop})
		expect(shop, "rugs", commission.OfProgramme, 0)
		expect(other, "rugs", commission.OfCategory, 400)
		add(commission.Rule{Scope: commission.OfShop, Shop: shop, Rate: 300, From: later})
		expect(shop, "rugs", commission.OfProgramme, 0)
		add(commission.Rule{Scope: commission.OfShop, Shop: shop, Rate: 350})
		expect(shop, "rugs", commission.OfShop, 350)
		add(commission.Rule{Scope: commission.OfShop, Shop: shop, Rate: commission.Ended})
		expect(shop, "rugs", commission.OfProgramme, 0)
		add(commission.Rule{Scope: commission.Enrolment, Name: "First year", Shop: shop, Rate: commission.Ended})
		expect(shop, "rugs", commission.OfCategory, 400)

		for name, r := range map[string]commission.Rule{
			"past":      {Scope: commission.OfHouse, From: time.Now().AddDate(0, 0, -2)},
			"backwards": {Scope: commission.OfHouse, From: later, Until: later},
			"much":      {Scope: commission.OfHouse, Rate: 5_001},
			"unnamed":   {Scope: commission.OfProgramme, Until: later},
			"endless":   {Scope: commission.OfProgramme, Name: "x"},
			"nobody's":  {Scope: commission.OfShop},
			"nowhere":   {Scope: commission.OfTax, Country: "XX"},
			"unknown":   {Scope: commission.Enrolment, Name: "none", Shop: shop},
			"no house":  {Scope: commission.OfHouse, Rate: commission.Ended},
			"no scope":  {Scope: "x"},
		} {
			if err := s.Add(t.Context(), boss, r); !fault.Is(err, fault.Invalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := s.Add(t.Context(), identity.Guest(), commission.Rule{Scope: commission.OfHouse}); !fault.Is(err, fault.Forbidden) {
			t.Error(err)
		}
		if list, err := s.Rules(t.Context(), boss, "", 0); err != nil || len(list) != 9 {
			t.Errorf("%d rules, %v", len(list), err)
		}
	})
}

// TestRulesByWords compares the book with the plain words of the precedence,
// over random rules.
func TestRulesByWords(t *testing.T) {
	day := time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)
	rapid.Check(t, func(r *rapid.T) {
		list := []commission.Rule{{ID: 1, Scope: commission.OfHouse, Rate: 500}}
		for i := range rapid.IntRange(0, 12).Draw(r, "rules") {
			rule := commission.Rule{ID: commission.RuleID(i + 2), Rate: money.Bps(rapid.IntRange(-1, 9).Draw(r, "rate")),
				From: day.AddDate(0, 0, rapid.IntRange(-2, 2).Draw(r, "from"))}
			if n := rapid.IntRange(0, 3).Draw(r, "days"); n > 0 {
				rule.Until = rule.From.AddDate(0, 0, n)
			}
			rule.Scope = rapid.SampledFrom([]commission.Scope{commission.OfShop, commission.OfCategory, commission.OfHouse}).Draw(r, "scope")
			switch rule.Scope {
			case commission.OfShop:
				rule.Shop = 7
			case commission.OfCategory:
				rule.Category = "rugs"
			case commission.OfHouse:
				rule.Rate = max(rule.Rate, 0)
			}
			list = append(list, rule)
		}
		want := commission.Rule{}
		for _, scope := range commission.Scopes[:4] {
			var last *commission.Rule
			for i := range list {
				if l := &list[i]; l.Scope == scope && l.On(day) && (last == nil || !l.From.Before(last.From)) {
					last = l
				}
			}
			if last != nil && last.Rate != commission.Ended {
				want = *last
				break
			}
		}
		if got := commission.BookOf(list, day).For(7, "rugs"); got.ID != want.ID {
			r.Fatalf("%+v, want %+v", got, want)
		}
	})
}
