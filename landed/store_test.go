package landed_test

import (
	"strings"
	"testing"
	"time"

	"agora/country"
	"agora/db"
	"agora/db/dbtest"
	"agora/fault"
	. "agora/landed"
	"agora/money"
)

var monday = time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)

func perDollar(c money.Currency, units int64, day time.Time) money.Rate {
	return money.Rate{From: "USD", To: c, Value: units * money.RateScale, Day: day, Source: "test"}
}

func TestTheLatestRateOnOrBeforeADay(t *testing.T) {
	dbtest.Each(t, []db.Schema{Schema}, func(t *testing.T, d *db.DB) {
		s := New(d)
		if err := s.SaveRates(t.Context(), []money.Rate{perDollar("KGS", 80, monday), perDollar("KGS", 90, monday.AddDate(0, 0, 3)),
			perDollar("PKR", 270, monday.AddDate(0, 0, -1)), perDollar("KGS", 88, monday)}); err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			after    int // days after Monday
			from, to money.Currency
			want     string // "" for none
			day      int
		}{
			{-1, "USD", "KGS", "", 0},
			{0, "USD", "KGS", "88", 0}, // written twice, the last counts
			{2, "USD", "KGS", "88", 0}, // the weekend has no rate
			{3, "USD", "KGS", "90", 3},
			{3, "KGS", "PKR", "3", -1}, // as old as its oldest side
			{3, "PKR", "KGS", "0.333333333", -1},
			{0, "KGS", "EUR", "", 0},
		} {
			v, err := s.On(t.Context(), monday.AddDate(0, 0, c.after).Add(13*time.Hour))
			if err != nil {
				t.Fatal(err)
			}
			r, ok := v.Rate(c.from, c.to)
			if ok != (c.want != "") || ok && (r.String() != c.want || !r.Day.Equal(monday.AddDate(0, 0, c.day))) {
				t.Errorf("%d days after, %s to %s: %s of %s, %v; want %q", c.after, c.from, c.to, r, r.Day, ok, c.want)
			}
		}
		if err := s.SaveRates(t.Context(), []money.Rate{perDollar("KGS", 0, monday)}); !fault.Is(err, fault.Invalid) {
			t.Errorf("a rate of zero: %v", err)
		}
	})
}

func TestTheOperatorsRuleIsSeenAtOnce(t *testing.T) {
	dbtest.Each(t, []db.Schema{Schema}, func(t *testing.T, d *db.DB) {
		s := New(d)
		look := func(id string) (found *Rule) {
			v, err := s.View(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			for _, to := range []country.Code{"KZ", "PK"} {
				for _, r := range v.Rules(to, VAT) {
					if r.ID == id {
						found = &r
					}
				}
			}
			return found
		}
		was := look("vat-kz")
		if was == nil || was.Rate != 1600 || look("mine") != nil {
			t.Fatalf("shipped: %+v", was)
		}
		changed, mine := *was, Rule{ID: "mine", Kind: VAT, Destination: "PK", Rate: 1800, Source: "the law", Seen: monday, Confidence: "high", Status: Guaranteed, From: monday}
		changed.Rate = 1200
		if err := s.SaveRules(t.Context(), []Rule{changed, mine}); err != nil {
			t.Fatal(err)
		}
		if r := look("vat-kz"); r == nil || r.Rate != 1200 || look("mine") == nil {
			t.Errorf("changed: %+v", r)
		}
		changed.Off = true
		if err := s.SaveRules(t.Context(), []Rule{changed}); err != nil {
			t.Fatal(err)
		}
		if r := look("vat-kz"); r != nil {
			t.Errorf("still in force: %+v", r)
		}
		for _, bad := range []Rule{{}, {ID: "x", Kind: VAT, Destination: "PK", Status: Estimate}, {ID: "x", Kind: "tax", Destination: "PK", Source: "s", Status: Estimate}} {
			if err := s.SaveRules(t.Context(), []Rule{bad}); !fault.Is(err, fault.Invalid) {
				t.Errorf("%+v was taken: %v", bad, err)
			}
		}
	})
}

func TestRatesOfAFile(t *testing.T) {
	const head = "currency,per_usd,day,source\n"
	for name, c := range map[string]struct {
		text string
		n    int
		key  string
	}{
		"two rows":             {head + "KGS,87.45,2026-11-23,National Bank\nPKR,281.1,2026-11-23,SBP\n", 2, ""},
		"of a spreadsheet":     {"\uFEFF" + head + "KGS,87.45,2026-11-23,National Bank\r\n", 1, ""},
		"nothing":              {"", 0, "fault.rates_head"},
		"another head":         {"code,rate,day,source\n", 0, "fault.rates_head"},
		"a comma in a number":  {head + "KGS,\"87,45\",2026-11-23,NB\n", 0, "fault.rates_row"},
		"a day of other order": {head + "KGS,87.45,23.11.2026,NB\n", 0, "fault.rates_row"},
		"no source":            {head + "KGS,87.45,2026-11-23,\n", 0, "fault.rates_row"},
		"a row too short":      {head + "KGS,87.45\n", 0, "fault.rates_row"},
	} {
		rates, err := ReadRates(strings.NewReader(c.text))
		if len(rates) != c.n || (err != nil) != (c.key != "") || err != nil && !fault.HasKey(err, c.key) {
			t.Errorf("%s: %v, %v", name, rates, err)
		}
	}
}

func FuzzReadRates(f *testing.F) {
	f.Add("currency,per_usd,day,source\nKGS,87.45,2026-11-23,NB\n")
	f.Fuzz(func(t *testing.T, s string) {
		rates, _ := ReadRates(strings.NewReader(s))
		for _, r := range rates {
			if r.Value <= 0 || !r.To.Valid() || r.Source == "" {
				t.Errorf("%+v", r)
			}
		}
	})
}
