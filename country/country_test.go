package country

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"
)

// market are the countries of the first eighteen.
var market = []Code{"CN", "IN", "KZ", "KG", "PK", "RU", "TJ", "UZ", "AF", "BY", "IR", "MN", "AM", "AZ", "KH", "NP", "LK", "TR"}

func TestEveryCountryIsWhole(t *testing.T) {
	if len(All()) != len(market) {
		t.Fatalf("%d countries", len(All()))
	}
	for _, code := range market {
		c, ok := Find(code)
		switch {
		case !ok || !code.Known():
			t.Errorf("%s is missing", code)
		case len(c.Alpha3) != 3 || len(c.Numeric) != 3 || !c.Currency.Valid() || c.Phone[0] != '+' || len(c.Post) != 2:
			t.Errorf("%s: codes %q %q %q %q %q", code, c.Alpha3, c.Numeric, c.Currency, c.Phone, c.Post)
		case len(c.Languages) == 0:
			t.Errorf("%s has no language", code)
		}
		for _, lang := range append(strings.Fields("en ru zh-Hans ur hi fa ps ky kk uz uz-Cyrl tg tr az hy be mn ne si km"), c.Languages...) {
			if c.Names[lang] == "" {
				t.Errorf("%s has no name in %s", code, lang)
			}
		}
	}
	if _, ok := Find("XX"); ok || Code("XX").Known() || Code("XX").Name("en") != "XX" {
		t.Error("XX is known")
	}
}

func TestNames(t *testing.T) {
	for _, c := range []struct {
		code       Code
		lang, want string
	}{
		{"KG", "ru", "Кыргызстан"}, {"KG", "ur", "کرغزستان"}, {"AM", "ru", "Армения"}, {"TR", "en", "Türkiye"},
		{"CN", "zh-Hans", "中国"}, {"CN", "zh-Hans-CN", "中国"}, {"CN", "ja", "China"}, {"UZ", "uz-Cyrl", "Ўзбекистон"}, {"PK", "", "Pakistan"},
	} {
		if got := c.code.Name(c.lang); got != c.want {
			t.Errorf("%s in %q is %q, want %q", c.code, c.lang, got, c.want)
		}
	}
}

func TestFactsHaveSources(t *testing.T) {
	known := func(of string, keys []string) {
		for _, k := range keys {
			if s, ok := SourceOf(k); !ok || s.Title == "" {
				t.Errorf("%s: no source %q", of, k)
			}
		}
	}
	for _, c := range All() {
		switch f := c.VAT.Standard; f.Status {
		case "verified":
			known(string(c.Code), f.Sources)
			if f.Value == nil || len(f.Sources) == 0 || f.AsOf == "" || f.Confidence == "" {
				t.Errorf("%s: VAT is verified without value, source, date or confidence", c.Code)
			}
		case "unverified":
			if f.Value != nil {
				t.Errorf("%s: an unverified VAT has a value", c.Code)
			}
		default:
			t.Errorf("%s: VAT is %q", c.Code, f.Status)
		}
	}
	for _, m := range Memberships() {
		known(string(m.Country), m.Sources)
		if len(m.Sources) == 0 || m.From != "" && m.To != "" && m.From > m.To {
			t.Errorf("row %+v", m)
		}
	}
}

func TestMembershipsOnTwoDays(t *testing.T) {
	count := func(day string) map[string]int {
		n, seen := map[string]int{}, map[Code]string{}
		for _, m := range Memberships() {
			if m.On(day) {
				if had := seen[m.Country]; had != "" {
					t.Errorf("%s: %s is %s and %s", day, m.Country, had, m.Status)
				}
				seen[m.Country] = m.Status
				n[m.Status]++
			}
		}
		return n
	}
	then := count("2020-05-29")
	if then["member"] != 8 || then["observer"] != 4 {
		t.Errorf("on the day of the seed article: %v", then)
	}
	if now := count("2025-09-01"); now["member"] != 10 || now["partner"] != 17 || len(now) != 2 {
		t.Errorf("after Tianjin: %v", now)
	}
	af, _ := Find("AF")
	if rows := af.Memberships(); len(rows) != 2 || rows[0].To != rows[1].From {
		t.Errorf("AF has rows %+v", rows)
	}
}

// TestFactsAreThoseThatWereRead compares the file with the collection it was
// cut from, where that is at hand.
func TestFactsAreThoseThatWereRead(t *testing.T) {
	raw, err := os.ReadFile("../../shared/data/countries.json")
	if err != nil {
		t.Skip("the collection is not at hand:", err)
	}
	var full struct {
		Countries []struct {
			ISO      struct{ Alpha2, Alpha3, Numeric string }
			Currency struct{ Code string }
			Phone    struct{ Prefix string }
			Address  struct {
				Pattern  string `json:"postal_code_pattern"`
				Format   string
				Required string
			}
			VAT struct{ Standard Fact }
		}
		SCO struct{ Memberships []Membership }
	}
	if err := json.Unmarshal(raw, &full); err != nil {
		t.Fatal(err)
	}
	for _, f := range full.Countries {
		c, _ := Find(Code(f.ISO.Alpha2))
		if c.Alpha3 != f.ISO.Alpha3 || c.Numeric != f.ISO.Numeric || string(c.Currency) != f.Currency.Code || c.Phone != f.Phone.Prefix {
			t.Errorf("%s differs in its codes", f.ISO.Alpha2)
		}
		if c.Address.Format != f.Address.Format || c.Address.Postcode != f.Address.Pattern {
			t.Errorf("%s writes addresses %+v, read was %+v", f.ISO.Alpha2, c.Address, f.Address)
		}
		if v := f.VAT.Standard; c.VAT.Standard.Status != v.Status || v.Value != nil && *v.Value != *c.VAT.Standard.Value {
			t.Errorf("%s: VAT differs", f.ISO.Alpha2)
		}
	}
	if len(full.Countries) != len(market) || len(full.SCO.Memberships) != len(Memberships()) {
		t.Errorf("%d countries, %d memberships were read", len(full.Countries), len(full.SCO.Memberships))
	}
}

// TestLocation: what is no zone of people is UTC, and said to be none.
func TestLocation(t *testing.T) {
	for name, want := range map[string]bool{"Asia/Bishkek": true, "UTC": true, "": false, "Local": false, "Asia/Atlantis": false, "../etc/passwd": false} {
		l, ok := Location(name)
		if ok != want || ok && l.String() != name || !ok && l != time.UTC {
			t.Errorf("%q: %v, %t", name, l, ok)
		}
	}
}
