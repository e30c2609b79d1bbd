package rates

import (
	"math/big"
	"testing"
	"time"

	"pgregory.net/rapid"

	"agora/landed"
	"agora/money"
)

var thursday = time.Date(2026, 11, 26, 0, 0, 0, 0, time.UTC)

// sheets reads the samples of some banks.
func sheets(t testing.TB, banks ...string) map[string]Sheet {
	t.Helper()
	out := map[string]Sheet{}
	for _, key := range banks {
		s, err := Read(key, sample(t, key))
		if err != nil {
			t.Fatal(err)
		}
		out[key] = s
	}
	return out
}

func TestRatesFollowFromSheets(t *testing.T) {
	all := sheets(t, "ru", "kg", "kz", "uz", "cn")
	for _, c := range []struct {
		pivot money.Currency
		lines string
		of    money.Currency
		bank  string // "" for none
		want  string
	}{
		{"USD", "", "KGS", "kg", "87.45"},
		{"USD", "", "RUB", "ru", "92.5"},
		{"USD", "", "CNY", "cn", "7.0813"},
		{"USD", "", "EUR", "ru", "0.923831353"},           // 92.5 ÷ 100.1265: nobody's own, so the first bank
		{"USD", "UZS uz", "EUR", "uz", "0.923787669"},     // the first that is named
		{"USD", "KGS ru", "KGS", "ru", "87.449775467"},    // 92.5 ÷ 1.05775
		{"USD", "KGS uz ru", "KGS", "ru", "87.449775467"}, // uz does not tell of it
		{"USD", "", "PKR", "uz", "280.00972973"},
		{"USD", "", "NPR", "", ""},
		{"CNY", "", "CNY", "cn", "7.0813"},
		{"CNY", "", "KGS", "kg", "85.51023815"},   // 12.0755 a yuan, 7.0813 yuan a dollar
		{"CNY", "", "USD", "", ""},                // a dollar is a dollar
		{"CNY", "", "KZT", "ru", "506.946782311"}, // its own bank names no yuan
		{"NPR", "", "KGS", "", ""},                // nobody tells what it is in dollars
	} {
		var found landed.Given
		for _, g := range derive(all, NewOrder(c.pivot, c.lines), []money.Currency{c.of}) {
			found = g
		}
		have := ""
		if found.Value != 0 {
			have = found.Rate.String()
		}
		if found.Bank != c.bank || have != c.want {
			t.Errorf("%s over %s with %q: %s by %q, want %s by %q", c.of, c.pivot, c.lines, have, found.Bank, c.want, c.bank)
		}
	}
}

// TestWhatIsDerivedIsWhatTheBankSays makes random sheets: a derived rate is that
// of the first bank in order that tells of currency and pivot, computed exactly
// and rounded once.
func TestWhatIsDerivedIsWhatTheBankSays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := map[string]Sheet{}
		codes := []money.Currency{"AMD", "CNY", "EUR", "KGS", "KZT", "RUB", "USD", "UZS"}
		for _, key := range []string{"ru", "kg", "cn"} {
			b, _ := Find(key)
			s := Sheet{Bank: key, Currency: b.Currency, Day: thursday}
			for _, c := range codes {
				if c != b.Currency && rapid.Bool().Draw(t, key+string(c)) {
					s.Lines = append(s.Lines, Line{Currency: c, Value: rapid.Int64Range(money.RateScale/10, 1_000*money.RateScale).Draw(t, "value"), Nominal: 1})
				}
			}
			all[key] = s
		}
		o := NewOrder(rapid.SampledFrom([]money.Currency{"USD", "CNY", "EUR"}).Draw(t, "pivot"),
			rapid.SampledFrom([]string{"", "KGS ru kg\nEUR cn", "AMD kg"}).Draw(t, "order"))
		got := map[money.Currency]landed.Given{}
		for _, g := range derive(all, o, codes) {
			if _, twice := got[g.To]; twice {
				t.Fatalf("%s twice", g.To)
			}
			got[g.To] = g
		}
		rat := func(key string, c money.Currency) *big.Rat {
			v, ok := all[key].Value(c)
			if !ok {
				return nil
			}
			return big.NewRat(v, money.RateScale)
		}
		pivot := big.NewRat(1, 1)
		if o.Pivot != "USD" {
			pivot = nil
			for _, key := range o.of(o.Pivot) {
				if us, p := rat(key, "USD"), rat(key, o.Pivot); us != nil && p != nil && pivot == nil {
					pivot = us.Quo(us, p)
				}
			}
		}
		for _, c := range codes[:6] {
			for _, key := range o.of(c) {
				p, x := rat(key, o.Pivot), rat(key, c)
				if pivot == nil || p == nil || x == nil {
					continue
				}
				want := new(big.Rat).Mul(new(big.Rat).Quo(p, x), pivot)
				off := new(big.Rat).Sub(want, big.NewRat(got[c].Value, money.RateScale))
				if g, ok := got[c]; ok && (g.Bank != key || off.Abs(off).Cmp(big.NewRat(1, 2*money.RateScale)) > 0) {
					t.Fatalf("%s by %s is %s, want %s by %s", c, g.Bank, g.Rate, want.FloatString(10), key)
				}
				break
			}
		}
	})
}

func TestOldSheetsDoNotCount(t *testing.T) {
	all := sheets(t, "ru", "kg")
	for days, want := range map[int]int{-1: 0, 0: 2, fresh: 2, fresh + 1: 0} {
		if n := len(counts(all, thursday.AddDate(0, 0, days))); n != want {
			t.Errorf("%d days after, %d sheets count, want %d", days, n, want)
		}
	}
}

func TestWhoIsHeardFirst(t *testing.T) {
	for text, good := range map[string]bool{"": true, "KGS kg ru\r\n\r\nEUR ru": true, "KGS": false, "KGS xx": false, "KG kg": false, "KGS kg kg": false, "XTS kg": false} {
		if (CheckOrder(text) == nil) != good {
			t.Errorf("%q is good: %v", text, !good)
		}
	}
	for text, good := range map[string]bool{"": true, "kg ru": true, "kg kg": false, "kg,ru": false, "KG": false} {
		if (CheckBanks(text) == nil) != good {
			t.Errorf("%q is good: %v", text, !good)
		}
	}
	for c, good := range map[string]bool{"USD": true, "EUR": true, "CNY": true, "PKR": false, "XXX": false} {
		if (CheckPivot(c) == nil) != good {
			t.Errorf("%s is good: %v", c, !good)
		}
	}
}
