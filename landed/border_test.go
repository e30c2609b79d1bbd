package landed

import (
	"testing"

	"agora/country"
	"agora/fault"
	"agora/money"
)

// of gives a parcel of lines, each of a price in dollars' worth of som and a
// weight, with their customs codes.
func of(lines ...Line) Parcel {
	p := parcel("CN", 1, 1)
	p.Lines = lines
	return p
}

func line(dollars, grams int64, hs string) Line {
	return Line{Quantity: 1, Unit: money.Of(dollars*100*100, "KGS"), Grams: grams, HS: hs, Origin: "CN"}
}

func quoted(t *testing.T, v *View, r Request) Quote {
	t.Helper()
	q, err := v.Quote(r)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

func TestTheExcessIsOfTheParcelNotOfTheLine(t *testing.T) {
	v := testView(t)
	for _, c := range []struct {
		name   string
		parcel Parcel
		euros  int64
	}{
		{"15 % of 100, over two codes", of(line(150, 500, "640520"), line(150, 500, "090210")), 15},
		{"two lines of 20 kg are 9 kg too heavy", of(line(50, 20_000, "640520"), line(50, 20_000, "090210")), 18},
		{"a cheap heavy parcel over the value: 2 euro for its 6 kg", of(line(250, 30_000, "640520")), 12},
		{"31 kg and 200 euro in two lines are free", of(line(100, 15_500, "640520"), line(100, 15_500, "090210")), 0},
	} {
		q := quoted(t, v, Request{To: "KZ", Currency: "EUR", Parcels: []Parcel{c.parcel}})
		if q.Duty.Minor != c.euros*100 || !q.VAT.IsZero() || q.Status != Estimate {
			t.Errorf("%s: duty %s, VAT %s, %s", c.name, q.Duty, q.VAT, q.Status)
		}
	}
}

func TestAThresholdWithoutARateIsUnknown(t *testing.T) {
	v := testView(t)
	delete(v.usd, "EUR")
	q := quoted(t, v, Request{To: "KZ", Currency: "KZT", Parcels: []Parcel{parcel("CN", 100, 500)}})
	if q.Status != Unknown || !q.Duty.IsZero() || !q.VAT.IsZero() {
		t.Errorf("duty %s, VAT %s, %s", q.Duty, q.VAT, q.Status)
	}
}

func TestTheSecondSetTakesOverWhenItIsSwitchedOn(t *testing.T) {
	rules, err := shippedRules()
	if err != nil {
		t.Fatal(err)
	}
	v := newView(today, rules, []Switch{{"eaeu-a", today, false}, {"eaeu-b", today, true}}, nil)
	v.usd = testView(t).usd
	for _, c := range []struct {
		name           string
		dollars, grams int64
		duty, vat      int64 // euro cents
	}{
		{"up to 200 euro no duty, but 16 % VAT", 200, 1_000, 0, 32_00},
		{"above: 5 % of the whole and 16 % of both", 300, 1_000, 15_00, 50_40},
		{"at least a euro for each kilogram", 300, 20_000, 20_00, 51_20},
	} {
		q := quoted(t, v, Request{To: "KZ", Currency: "EUR", Parcels: []Parcel{parcel("CN", c.dollars, c.grams)}})
		if q.Duty.Minor != c.duty || q.VAT.Minor != c.vat {
			t.Errorf("%s: duty %s, VAT %s", c.name, q.Duty, q.VAT)
		}
	}
}

func TestASmallDutyIsNotCollected(t *testing.T) {
	v := testView(t)
	v.usd["INR"] = money.Rate{From: "USD", To: "INR", Value: 100 * money.RateScale, Day: today}
	for dollars, duty := range map[int64]int64{10: 0, 11: 110_00} {
		q := quoted(t, v, Request{To: "IN", Currency: "INR", Parcels: []Parcel{parcel("KG", dollars, 100)}})
		if q.Duty.Minor != duty || q.Status != Unknown { // IGST is not known
			t.Errorf("%d dollars: duty %s, %s", dollars, q.Duty, q.Status)
		}
	}
}

func TestImportTaxByLine(t *testing.T) {
	v := newView(today, []Rule{
		{ID: "x", Kind: VAT, Destination: "PK", Status: Estimate, Source: "test", Rate: 2000, HS: "1"},
		{ID: "y", Kind: VAT, Destination: "PK", Status: Estimate, Source: "test", Rate: 1800, HS: "2"},
		{ID: "z", Kind: Duty, Destination: "PK", Status: Guaranteed, Source: "test"},
	}, nil, nil)
	for _, c := range []struct {
		unit, quantity int64
		hs             string
		total          int64
	}{
		{1_41, 100, "1", 169_20},         // craftcms/commerce#697, by line
		{507_63, 1, "2", 599_00},         // woocommerce#23917
		{31_858, 1, "1", 382_30},         // vendure#2662
		{38_10, 1, "2", 44_96},           // 6.858 of tax is 6.86
		{2, 1, "1", 2},                   // 0.4 of a unit is nothing
		{1 << 40, 3, "1", 3958241859994}, // 3 × 2^40 × 1.2, the tax 659706976665.6 rounded
	} {
		p := Parcel{From: "KG", Incoterm: DDP, Lines: []Line{{Quantity: c.quantity, Unit: money.Of(c.unit, "PKR"), HS: c.hs}}}
		if q := quoted(t, v, Request{To: "PK", Currency: "PKR", Parcels: []Parcel{p}}); q.Total.Minor != c.total {
			t.Errorf("%d × %d: %s, want %d", c.quantity, c.unit, q.Total, c.total)
		}
	}
}

func TestALaterDayIsTheSamePromise(t *testing.T) {
	v := demoView(t)
	r := Request{To: "PK", Currency: "PKR", Parcels: []Parcel{parcel("KG", 20, 400)}}
	a := quoted(t, v, r)
	later := *v
	later.Day = today.AddDate(0, 0, 1)
	b := quoted(t, &later, r)
	if a.Expires.Equal(b.Expires) || a.Hash() != b.Hash() {
		t.Error("a quote of the next day with the same amounts is another promise")
	}
	for name, change := range map[string]func(*Quote){
		"a rule":   func(q *Quote) { q.Parcels[0].Entries[2].Rule = "other" },
		"a status": func(q *Quote) { q.Parcels[0].Entries[2].Status = Guaranteed },
		"a rate":   func(q *Quote) { q.Parcels[0].Rate.Value++ },
		"a way":    func(q *Quote) { q.Parcels[0].Option = "other" },
		"the sum":  func(q *Quote) { q.Total.Minor++ },
	} {
		q := quoted(t, v, r)
		change(&q)
		if q.Hash() == a.Hash() {
			t.Errorf("%s changed and the hash did not", name)
		}
	}
}

func TestNonsenseIsRefused(t *testing.T) {
	v := demoView(t)
	for name, change := range map[string]func(*Request){
		"no quantity":      func(r *Request) { r.Parcels[0].Lines[0].Quantity = 0 },
		"a negative price": func(r *Request) { r.Parcels[0].Lines[0].Unit.Minor = -1 },
		"two currencies in one parcel": func(r *Request) {
			r.Parcels[0].Lines = append(r.Parcels[0].Lines, Line{Quantity: 1, Unit: money.Of(1, "CNY")})
		},
		"negative freight":            func(r *Request) { r.Parcels[0].Freight.Minor = -1 },
		"freight in another currency": func(r *Request) { r.Parcels[0].Freight = money.Of(1, "CNY") },
		"a discount above the goods":  func(r *Request) { r.Parcels[0].Discount = money.Of(1<<30, "KGS") },
		"a fee in another currency":   func(r *Request) { r.Fees = []Fee{{"fee.cash", money.Of(1, "KGS")}} },
		"a sum beyond the bound":      func(r *Request) { r.Parcels[0].Lines[0].Unit.Minor = 1 << 47; r.Parcels[0].Lines[0].Quantity = 9_999 },
		"a weight beyond the bound":   func(r *Request) { r.Parcels[0].Lines[0].Grams = 1 << 60; r.Parcels[0].Lines[0].Quantity = 9_999 },
	} {
		r := Request{To: "PK", Currency: "PKR", Parcels: []Parcel{parcel("KG", 20, 400)}}
		change(&r)
		if _, err := v.Quote(r); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTheDemosTotalsAreWhole(t *testing.T) {
	v := demoView(t)
	all := []country.Code{"CN", "IN", "KZ", "KG", "PK", "RU", "TJ", "UZ", "AF", "BY", "IR", "MN", "AM", "AZ", "KH", "NP", "LK", "TR"}
	v.usd["INR"] = money.Rate{From: "USD", To: "INR", Value: 90 * money.RateScale, Day: today}
	for _, from := range all {
		for _, to := range all {
			for _, channel := range []string{"post", "courier"} {
				p := parcel(from, 70, 400)
				p.Channel = channel
				q := quoted(t, v, Request{To: to, Currency: "USD", Parcels: []Parcel{p}})
				if q.Status == Unknown || q.Status == Guaranteed && from != to {
					t.Errorf("from %s to %s by %s: %s", from, to, channel, q.Status)
				}
			}
		}
	}
}
