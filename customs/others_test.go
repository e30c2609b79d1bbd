package customs

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"agora/money"
	"agora/verify/verifytest"
)

// TestInvoicesForOthers writes invoices with what they must say into the folder
// AGORA_VERIFY, where programs that are not ours read them (make verify).
func TestInvoicesForOthers(t *testing.T) {
	type invoice struct {
		Name, XML                    string
		Lines                        int
		Goods, Less, More, Sum, Paid string // in the currency of the invoice
	}
	var list []invoice
	add := func(name string, s Shipment) {
		paid := money.Of(min(s.Paid.Minor, s.Total().Minor), s.Currency)
		list = append(list, invoice{name, string(written(t, s)), len(s.Lines), money.Of(s.Goods().Minor+s.Discount.Minor, s.Currency).Plain(),
			s.Discount.Plain(), s.Freight.Plain(), s.Total().Plain(), paid.Plain()})
	}
	random := rand.New(rand.NewPCG(16931, 21))
	for _, to := range []string{"pk", "in", "kh", "cn"} {
		s := samples()[to]
		add(to, s)
		s.Addressee.Email, s.Discount, s.Paid = "saima@example.org", money.Of(50_50, "KGS"), money.Amount{}
		add(to+", discount, not paid", s)
		s.Lines = []Line{{Description: s.Lines[0].Description, Quantity: 1, Unit: money.Of(1, "KGS")}}
		s.Discount, s.Freight, s.Incoterm, s.Number, s.Gross = money.Of(0, "KGS"), money.Of(0, "KGS"), "", "", 0
		add(to+", least", s)
		for n := range 22 {
			add(fmt.Sprintf("%s, random %d", to, n), randomly(random, samples()[to]))
		}
	}
	if len(list) != 100 {
		t.Fatalf("%d invoices", len(list))
	}
	verifytest.Keep(t, "ubl.json", list)
}

// randomly gives a shipment other lines and sums in some currency of two places.
func randomly(r *rand.Rand, s Shipment) Shipment {
	s.Currency = []money.Currency{"KGS", "KZT", "PKR", "INR", "RUB", "CNY", "USD"}[r.IntN(7)]
	s.Lines = nil
	for n := range 1 + r.IntN(12) {
		s.Lines = append(s.Lines, Line{Description: map[string]string{"en": fmt.Sprintf("Felt <%d> & wool", n), "ru": "Войлок"}, SKU: fmt.Sprint("S", n), Quantity: 1 + r.Int64N(999),
			Grams: r.Int64N(3) * 125, Unit: money.Of(1+r.Int64N(9_999_999), s.Currency), HS: []string{"", "640520"}[r.IntN(2)], Origin: "KG"})
	}
	s.Discount, s.Freight = money.Of(0, s.Currency), money.Of(r.Int64N(2)*r.Int64N(1_000_000), s.Currency)
	s.Discount.Minor = r.Int64N(2) * r.Int64N(s.Goods().Minor)
	s.Paid = []money.Amount{{}, s.Total(), money.Of(s.Total().Minor/2, s.Currency)}[r.IntN(3)]
	return s
}
