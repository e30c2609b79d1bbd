package delivery_test

import (
	"strings"
	"testing"
	"time"

	"agora/db"
	"agora/db/dbtest"
	. "agora/delivery"
	"agora/fault"
	"agora/identity"
)

const prices = `kind,zone,to,grams,price,days
zone,Near,KZ UZ,,,5-9
step,Near,,500,350.00,
step,Near,,5000,900.00,
zone,Far,*,,,12-20
step,Far,,2000,1800,
fuel,,,,7.5,
each,,,,20.00,
remote,,KZ 71,,150.00,
`

func operator() identity.Actor {
	return identity.Actor{Person: 1, Roles: []identity.Role{identity.Operator}}
}

func TestPricesByTheTableOfACarrier(t *testing.T) {
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) {
		s, ctx, today := New(d), t.Context(), time.Now().UTC().Truncate(24*time.Hour)
		owner := identity.Actor{Person: 1, Shops: map[db.ShopID]identity.Role{7: identity.ShopOwner}}
		way := Option{Home: "KG", Key: "post", Carrier: "Kyrgyz Post", Service: Post, To: []string{Everywhere}, Incoterm: "DAP", Table: "post-kg", Currency: "KGS"}
		if err := s.Save(ctx, owner, 7, []Option{way}); len(fault.List(err)) != 1 || fault.List(err)[0].Field != "options.0.table" {
			t.Errorf("a table without prices: %v", err)
		}
		draft := func(from time.Time, file string) TariffID {
			t.Helper()
			id, err := s.DraftTariff(ctx, operator(), "post-kg", "KG", from, "KGS", strings.NewReader(file))
			if err != nil {
				t.Fatal(err)
			}
			return id
		}
		first := draft(today, prices)
		if _, changes, err := s.Tariff(ctx, operator(), first); err != nil || len(changes) != 8 {
			t.Errorf("%v, %v", changes, err)
		}
		if err := s.Save(ctx, owner, 7, []Option{way}); !fault.Is(err, fault.Invalid) {
			t.Errorf("a draft counts: %v", err)
		}
		for range 2 {
			if err := s.ApplyTariff(ctx, operator(), first); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.Save(ctx, owner, 7, []Option{way}); err != nil {
			t.Fatal(err)
		}
		second := draft(today, strings.NewReplacer("900.00", "950.00", "each,,,,20.00,\n", "").Replace(prices))
		if _, changes, err := s.Tariff(ctx, operator(), second); err != nil || len(changes) != 2 ||
			changes[0] != (Change{"Near, 5000 g", "900.00 KGS", "950.00 KGS"}) || changes[1] != (Change{"parcel", "20.00 KGS", ""}) {
			t.Errorf("%v, %v", changes, err)
		}
		if err := s.DropTariff(ctx, operator(), second); err != nil {
			t.Fatal(err)
		}
		later := draft(today.AddDate(0, 0, 1), strings.ReplaceAll(prices, "350.00", "400.00"))
		if err := s.ApplyTariff(ctx, operator(), later); err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			to      Place
			things  []Thing
			price   int64
			parcels int
			why     string
		}{
			{Place{Country: "KZ"}, []Thing{{Quantity: 1, Grams: 400}}, 35_000 + 2_625 + 2_000, 1, ""},
			{Place{Country: "KZ", Postcode: "71 00-10"}, []Thing{{Quantity: 1, Grams: 400}}, 35_000 + 2_625 + 2_000 + 15_000, 1, ""},
			{Place{Country: "UZ"}, []Thing{{Quantity: 3, Grams: 2_000}}, 2*(90_000+6_750) + 2*2_000, 2, ""},
			{Place{Country: "PK"}, []Thing{{Quantity: 1, Grams: 2_001}}, 0, 0, "fault.parcel_heavy"},
			{Place{Country: "PK"}, []Thing{{Quantity: 1, Grams: 1, Size: Size{900, 400, 300}}}, 0, 0, "fault.parcel_long"},
			{Place{Country: "PK"}, []Thing{{Quantity: 1, Grams: 1, Dangerous: true}}, 0, 0, "fault.parcel_dangerous"},
			{Place{Country: "KG"}, []Thing{{Quantity: 1, Grams: 1}}, 0, 0, ""},
		} {
			got, why, err := s.For(ctx, []db.ShopID{7}, c.to, map[db.ShopID][]Thing{7: c.things})
			if err != nil {
				t.Fatal(err)
			}
			reason := ""
			if why[7] != nil {
				reason = fault.List(why[7])[0].Key
			}
			if reason != c.why || len(got[7]) != min(c.parcels, 1) || c.parcels > 0 && (got[7][0].Price != som(c.price) || got[7][0].Parcels != c.parcels || got[7][0].Option.DaysMax != 9) {
				t.Errorf("%v %v: %+v, %q", c.to, c.things, got[7], reason)
			}
		}
		options, err := s.Options(ctx, 7)
		if err != nil {
			t.Fatal(err)
		}
		if tomorrow := Offers(options, Place{Country: "KZ"}, []Thing{{Quantity: 1, Grams: 1}}, today.AddDate(0, 0, 1)); len(tomorrow) != 1 || tomorrow[0].Price != som(40_000+3_000+2_000) {
			t.Errorf("tomorrow %+v", tomorrow)
		}
		if _, err := s.DraftTariff(ctx, operator(), "post-kg", "KG", today.AddDate(0, 0, -1), "KGS", strings.NewReader(prices)); !fault.Is(err, fault.Invalid) {
			t.Errorf("yesterday's prices: %v", err)
		}
		if _, err := s.DraftTariff(ctx, owner, "post-kg", "KG", today, "KGS", strings.NewReader(prices)); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a seller wrote prices: %v", err)
		}
	})
}

func TestAFileOfPricesNamesItsBadRow(t *testing.T) {
	for name, file := range map[string]string{
		"no head":        "a,b\n",
		"no zone":        strings.Replace(prices, "zone,Near,KZ UZ,,,5-9\n", "", 1),
		"twice":          prices + "zone,More,KZ,,,1-2\nstep,More,,1,1,\n",
		"falling":        strings.Replace(prices, "900.00", "9.00", 1),
		"below zero":     strings.Replace(prices, "20.00", "-20.00", 1),
		"no number":      strings.Replace(prices, "350.00", "free", 1),
		"unknown kind":   prices + "gift,,,,1,\n",
		"no steps":       prices + "zone,More,CN,,,1-2\n",
		"no country":     strings.Replace(prices, "KZ UZ", "Kazakhstan", 1),
		"too much fuel":  strings.Replace(prices, "7.5", "101", 1),
		"days backwards": strings.Replace(prices, "5-9", "9-5", 1),
		"nothing":        "kind,zone,to,grams,price,days\n",
	} {
		if _, err := ReadTariff(strings.NewReader(file), "KGS"); !fault.Is(err, fault.Invalid) || fault.List(err)[0].Field != "file" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if got, err := ReadTariff(strings.NewReader("\uFEFFdays,price,grams,to,zone,kind\n۵-۹,,,KZ,A,zone\n,۱,۱,,A,step\n"), "KGS"); err != nil || got.Zones[0].DaysMax != 9 {
		t.Errorf("%+v, %v", got, err)
	}
}

func FuzzReadTariff(f *testing.F) {
	f.Add(prices)
	f.Fuzz(func(t *testing.T, s string) {
		got, err := ReadTariff(strings.NewReader(s), "KGS")
		if err == nil && len(got.Changes(got)) != 0 {
			t.Errorf("%v differs from itself: %v", got, got.Changes(got))
		}
	})
}

func TestThePostOfEachCountryIsACarrier(t *testing.T) {
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) {
		s, ctx := New(d), t.Context()
		list, err := s.Carriers(ctx)
		if err != nil || len(list) != 18 {
			t.Fatalf("%d carriers, %v", len(list), err)
		}
		kz, err := s.Carrier(ctx, "post-kz")
		if err != nil || !kz.Fits("RR473283184KZ") || kz.Fits("RR473362372KG") ||
			kz.Follow("RR473283184KZ") != "https://post.kz/mail/search/track/RR473283184KZ/detail" {
			t.Errorf("%+v, %v", kz, err)
		}
		kz.Name, kz.MaxGrams, kz.Dangerous = "Qazpost", 30_000, true
		if err := s.SaveCarrier(ctx, operator(), kz); err != nil {
			t.Fatal(err)
		}
		if got, err := s.Carrier(ctx, "post-kz"); err != nil || got.Name != "Qazpost" || got.MaxGrams != 30_000 {
			t.Errorf("%+v, %v", got, err)
		}
		for field, c := range map[string]func(*Carrier){
			"key":       func(c *Carrier) { c.Key = "A B" },
			"name":      func(c *Carrier) { c.Name = " " },
			"countries": func(c *Carrier) { c.Countries = nil },
			"pattern":   func(c *Carrier) { c.Pattern = "(" },
			"page":      func(c *Carrier) { c.Page = "javascript:alert(1)" },
			"divisor":   func(c *Carrier) { c.Divisor = -1 },
		} {
			bad := kz
			c(&bad)
			if list := fault.List(s.SaveCarrier(ctx, operator(), bad)); len(list) != 1 || list[0].Field != field {
				t.Errorf("%s: %v", field, list)
			}
		}
	})
}
