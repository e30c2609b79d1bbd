package landed

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"agora/country"
	"agora/money"
)

var today = time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC)

// testView is the shipped rules and easy rates: a dollar is 100 som, 200
// rupees, 10 yuan, 1 euro.
func testView(t testing.TB, more ...Rule) *View {
	t.Helper()
	rules, err := shippedRules()
	if err != nil {
		t.Fatal(err)
	}
	var rates []money.Rate
	for c, n := range map[money.Currency]int64{"KGS": 100, "PKR": 200, "CNY": 10, "EUR": 1, "KZT": 500, "UZS": 10_000, "INR": 90, "TRY": 40, "AZN": 2, "MNT": 3500, "RUB": 80} {
		rates = append(rates, money.Rate{From: "USD", To: c, Value: n * money.RateScale, Day: today.AddDate(0, 0, -2), Source: "test"})
	}
	return newView(today, append(rules, more...), nil, rates)
}

func demoView(t testing.TB) *View {
	t.Helper()
	rules, err := DemoRules()
	if err != nil {
		t.Fatal(err)
	}
	return testView(t, rules...)
}

// parcel is one thing of a price (in dollars' worth of som) and weight.
func parcel(from country.Code, dollars, grams int64) Parcel {
	return Parcel{Shop: 1, From: from, Incoterm: DDP, Freight: money.Of(0, "KGS"),
		Lines: []Line{{Key: 1, Quantity: 1, Unit: money.Of(dollars*100*100, "KGS"), Grams: grams, HS: "640520", Origin: from}}}
}

func TestRulesOfTheBorder(t *testing.T) {
	for _, c := range []struct {
		name      string
		to        country.Code
		in        money.Currency
		parcel    Parcel
		duty, vat int64
		status    Status
	}{
		{"EAEU: 200 euro and 31 kg are free", "KZ", "KZT", parcel("CN", 200, 31_000), 0, 0, Estimate},
		{"EAEU: 15 % of what is above", "KZ", "KZT", parcel("CN", 300, 1_000), 15 * 500 * 100, 0, Estimate},
		{"EAEU: at least 2 euro for each kilogram above 31", "KZ", "KZT", parcel("CN", 201, 41_000), 20 * 500 * 100, 0, Estimate},
		{"inside the EAEU: no duty, and nobody read how VAT is settled", "KZ", "KZT", parcel("KG", 1000, 1_000), 0, 0, Unknown},
		{"Uzbekistan by post: 30 % of what is above 100 dollars", "UZ", "UZS", parcel("KG", 150, 1_000), 15 * 10_000 * 100, 0, Estimate},
		{"Uzbekistan by post: up to 100 dollars free", "UZ", "UZS", parcel("KG", 100, 1_000), 0, 0, Estimate},
		{"Azerbaijan: up to 300 dollars free", "AZ", "AZN", parcel("KG", 300, 1_000), 0, 0, Estimate},
		{"Azerbaijan: duty and VAT on the excess", "AZ", "AZN", parcel("KG", 400, 1_000), 15 * 2 * 100, (115 * 18) * 2, Estimate},
		{"Mongolia: above ten monthly wages", "MN", "MNT", parcel("CN", 2000, 1_000), 100 * 3500 * 100, 210 * 3500 * 100, Estimate},
		{"Türkiye: zero threshold, duty not known, VAT 20 %", "TR", "TRY", parcel("KG", 100, 1_000), 0, 20 * 40 * 100, Unknown},
		{"Pakistan: nothing is known, nothing is guessed", "PK", "PKR", parcel("KG", 100, 1_000), 0, 0, Unknown},
		{"at home nothing crosses a border", "KG", "KGS", parcel("KG", 5000, 1_000), 0, 0, Guaranteed},
		{"China by CBEC: no duty, 70 % of 13 %", "CN", "CNY", func() Parcel { p := parcel("KG", 100, 500); p.Channel = "cbec"; return p }(), 0, 9_10 * 10, Estimate},
	} {
		q, err := testView(t).Quote(Request{To: c.to, Currency: c.in, Parcels: []Parcel{c.parcel}})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if q.Duty.Minor != c.duty || q.VAT.Minor != c.vat || q.Status != c.status {
			t.Errorf("%s: duty %s, VAT %s, %s; want %d, %d, %s", c.name, q.Duty, q.VAT, q.Status, c.duty, c.vat, c.status)
		}
	}
}

func TestConvertedByUnitThenMultiplied(t *testing.T) {
	// nopCommerce#8045: five of 54.99 at 0.86 are five times 47.29
	v := newView(today, nil, nil, []money.Rate{{From: "USD", To: "EUR", Value: 860_000_000, Day: today}})
	q, err := v.Quote(Request{To: "KG", Currency: "EUR", Parcels: []Parcel{{From: "KG", Freight: money.Of(0, "USD"),
		Lines: []Line{{Quantity: 5, Unit: money.Of(5499, "USD")}}}}})
	if err != nil || q.Goods.Minor != 23645 {
		t.Errorf("%s, %v", q.Goods, err)
	}
}

func TestDAPChargesNothingOfTheBorder(t *testing.T) {
	p := parcel("KG", 100, 500)
	v := demoView(t)
	paid, err := v.Quote(Request{To: "PK", Currency: "PKR", Parcels: []Parcel{p}})
	if err != nil {
		t.Fatal(err)
	}
	p.Incoterm = DAP
	door, err := v.Quote(Request{To: "PK", Currency: "PKR", Parcels: []Parcel{p}})
	if err != nil {
		t.Fatal(err)
	}
	if !door.Duty.IsZero() || !door.VAT.IsZero() || door.Total != door.Goods || door.DoorTotal != paid.Total || paid.AtDoor.Minor != 0 {
		t.Errorf("at the door %+v, paid %+v", door, paid)
	}
}

func TestAMissingRateIsNoGuess(t *testing.T) {
	v := newView(today, nil, nil, nil)
	if _, err := v.Quote(Request{To: "PK", Currency: "PKR", Parcels: []Parcel{parcel("KG", 1, 1)}}); err == nil {
		t.Error("quoted without a rate")
	}
}

// anyRequest draws parcels of several shops.
func anyRequest(r *rapid.T) Request {
	req := Request{To: rapid.SampledFrom([]country.Code{"PK", "KZ", "UZ", "CN", "AZ", "TR", "KG", "MN", "IN"}).Draw(r, "to"), Currency: "PKR"}
	for range rapid.IntRange(1, 3).Draw(r, "parcels") {
		p := Parcel{From: rapid.SampledFrom([]country.Code{"KG", "CN", "TR"}).Draw(r, "from"),
			Incoterm: rapid.SampledFrom([]string{DDP, DAP}).Draw(r, "incoterm"),
			Channel:  rapid.SampledFrom([]string{ChannelPost, ChannelCourier, ChannelCBEC}).Draw(r, "channel"),
			Freight:  money.Of(rapid.Int64Range(0, 1_000_000).Draw(r, "freight"), "KGS"), Shop: 1}
		var value int64
		for j := range rapid.IntRange(1, 4).Draw(r, "lines") {
			l := Line{Key: int64(j), Quantity: rapid.Int64Range(1, 9_999).Draw(r, "quantity"), Unit: money.Of(rapid.Int64Range(1, 10_000_000).Draw(r, "unit"), "KGS"),
				Grams: rapid.Int64Range(0, 5_000).Draw(r, "grams"), HS: rapid.SampledFrom([]string{"640520", "090210", ""}).Draw(r, "hs")}
			value += l.Quantity * l.Unit.Minor
			p.Lines = append(p.Lines, l)
		}
		p.Discount = money.Of(rapid.Int64Range(0, value).Draw(r, "discount"), "KGS")
		req.Parcels = append(req.Parcels, p)
	}
	if rapid.Bool().Draw(r, "fee") {
		req.Fees = []Fee{{"fee.cash", money.Of(rapid.Int64Range(0, 100_000).Draw(r, "fee amount"), "PKR")}}
	}
	return req
}

func TestSumsAddUp(t *testing.T) {
	v := demoView(t)
	rapid.Check(t, func(r *rapid.T) {
		q, err := v.Quote(anyRequest(r))
		if err != nil {
			r.Fatal(err)
		}
		var total, door, entries, summed int64
		for _, p := range q.Parcels {
			var charged, later int64
			for _, e := range p.Entries {
				if e.AtDoor {
					later += e.Amount.Minor
				} else {
					charged += e.Amount.Minor
				}
			}
			if charged != p.Total.Minor || later != p.AtDoor.Minor || charged+later != p.DoorTotal.Minor {
				r.Fatalf("entries charge %d and %d at the door, parcel says %s and %s", charged, later, p.Total, p.AtDoor)
			}
			total, door, entries = total+p.Total.Minor, door+p.DoorTotal.Minor, entries+charged+later
		}
		for _, e := range q.Entries {
			summed += e.Amount.Minor
		}
		if total+q.Fee.Minor != q.Total.Minor || door+q.Fee.Minor != q.DoorTotal.Minor || summed != q.DoorTotal.Minor ||
			q.Goods.Minor-q.Discount.Minor+q.Freight.Minor+q.Duty.Minor+q.VAT.Minor+q.Fee.Minor != q.Total.Minor {
			r.Fatalf("the whole is not its parts: %+v", q)
		}
	})
}

func TestTheHashIsWhatTheBuyerSaw(t *testing.T) {
	v := demoView(t)
	rapid.Check(t, func(r *rapid.T) {
		req := anyRequest(r)
		a, err := v.Quote(req)
		if err != nil {
			r.Fatal(err)
		}
		b, err := v.Quote(req)
		if err != nil || a.Hash() != b.Hash() {
			r.Fatal("one request gave two hashes")
		}
		l := &req.Parcels[0].Lines[0]
		l.Unit.Minor += 1_000
		if c, err := v.Quote(req); err != nil || c.Hash() == a.Hash() {
			r.Fatal("a price changed and the hash did not")
		}
	})
}

func TestMoreCostsMore(t *testing.T) {
	v := demoView(t)
	rapid.Check(t, func(r *rapid.T) {
		req := anyRequest(r)
		for i := range req.Parcels {
			req.Parcels[i].Discount.Minor = 0
		}
		a, err := v.Quote(req)
		if err != nil {
			r.Fatal(err)
		}
		if l := &req.Parcels[0].Lines[0]; rapid.Bool().Draw(r, "more pieces") {
			l.Quantity++
		} else {
			l.Unit.Minor += 1_000
		}
		b, err := v.Quote(req)
		if err != nil || b.DoorTotal.Minor <= a.DoorTotal.Minor {
			r.Fatalf("one more thing made %s of %s (%v)", b.DoorTotal, a.DoorTotal, err)
		}
	})
}

// TestPartingInventsNothing sends what went in one parcel in several: the goods
// cost the same, and what a person's value of the month frees does not grow.
func TestPartingInventsNothing(t *testing.T) {
	v := demoView(t)
	rapid.Check(t, func(r *rapid.T) {
		req := anyRequest(r)
		req.To = rapid.SampledFrom([]country.Code{"UZ", "AZ"}).Draw(r, "to a person's month")
		whole := req.Parcels[0]
		whole.Discount.Minor, whole.Freight.Minor, whole.Incoterm, whole.Channel = 0, 0, DDP, ChannelPost
		for i := range whole.Lines {
			whole.Lines[i].HS = "640520"
			whole.Lines[i].Grams = 0 // no weight is above
		}
		var parts []Parcel
		for _, l := range whole.Lines {
			p := whole
			p.Lines = []Line{l}
			parts = append(parts, p)
		}
		req.Parcels = []Parcel{whole}
		one, err := v.Quote(req)
		if err != nil {
			r.Fatal(err)
		}
		req.Parcels = parts
		many, err := v.Quote(req)
		if err != nil {
			r.Fatal(err)
		}
		if one.Goods != many.Goods {
			r.Fatalf("goods of %s became %s", one.Goods, many.Goods)
		}
		if d := one.DoorTotal.Minor - many.DoorTotal.Minor; max(d, -d) > 2*int64(len(parts)) { // each rounds its duty and its tax
			r.Fatalf("in one parcel %s, in %d parcels %s", one.DoorTotal, len(parts), many.DoorTotal)
		}
	})
}

// BenchmarkQuote prices an order of three lines of two shops; with a table a
// hundred times as long it may cost the scan of more rules, and no memory.
func BenchmarkQuote(b *testing.B) {
	rules, err := DemoRules()
	if err != nil {
		b.Fatal(err)
	}
	long := slices.Clone(rules)
	for i := range 10_000 {
		r := rules[i%len(rules)]
		r.ID, r.HS = fmt.Sprint(r.ID, "-", i), fmt.Sprintf("%06d", i)
		long = append(long, r)
	}
	first := parcel("KG", 20, 400)
	first.Lines = append(first.Lines, Line{Key: 2, Quantity: 3, Unit: money.Of(45_000, "KGS"), Grams: 150, HS: "620690", Origin: "KG"})
	req := Request{To: "PK", Currency: "PKR", Parcels: []Parcel{first, parcel("CN", 30, 200)}}
	for name, table := range map[string][]Rule{"shipped": rules, "long": long} {
		b.Run(name, func(b *testing.B) {
			v := testView(b, table...)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := v.Quote(req); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "quotes/s")
		})
	}
}
