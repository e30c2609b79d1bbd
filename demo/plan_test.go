package demo

import (
	"strings"
	"testing"

	"agora/demo/market"
	trade "agora/market"
)

// TestDealsCanBePlaced: everybody and everything a deal names exists, and there
// is enough of it for all deals together.
func TestDealsCanBePlaced(t *testing.T) {
	m := load(t)
	buyers, stock := map[string]bool{"": true}, map[string][]int{}
	for _, p := range m.People {
		buyers[strings.TrimSuffix(p.Email, market.Domain)] = p.Role == "buyer"
	}
	for _, s := range m.Shops {
		for _, p := range s.Products {
			for _, v := range p.Variants {
				n := v.Stock
				if p.File != "" || len(v.Parts) > 0 {
					n = 1 // as many as there are keys, or parts
				}
				stock[s.Handle+"/"+p.Handle] = append(stock[s.Handle+"/"+p.Handle], n)
			}
		}
	}
	states := map[trade.OrderState]bool{}
	for _, d := range append(early, deals...) {
		states[d.to] = true
		if !buyers[d.buyer] {
			t.Errorf("no buyer %q", d.buyer)
		}
		for _, l := range d.lines {
			have := stock[l.product]
			if l.variant >= len(have) || have[l.variant] < int(l.quantity) {
				t.Errorf("%s buys %d of %s, variant %d of %v", d.buyer, l.quantity, l.product, l.variant, have)
				continue
			}
			have[l.variant] -= int(l.quantity)
		}
	}
	for _, s := range []trade.OrderState{trade.AwaitingPayment, trade.Placed, trade.Accepted, trade.Packed, trade.Shipped,
		trade.Delivered, trade.Completed, trade.Cancelled, trade.Refused} {
		if !states[s] {
			t.Errorf("no deal ends %s", s)
		}
	}
}

// TestReviewsHaveOrders: who writes a review has an order of the thing that
// came.
func TestReviewsHaveOrders(t *testing.T) {
	came := map[string]bool{}
	for _, d := range append(early, deals...) {
		if d.to != trade.Delivered && d.to != trade.Completed {
			continue
		}
		for _, l := range d.lines {
			came[d.buyer+" "+l.product] = true
		}
	}
	m := load(t)
	shops, people, languages := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, r := range m.Remarks.Reviews {
		if !came[r.Buyer+" "+r.Product] {
			t.Errorf("%s writes about %s, which did not come", r.Buyer, r.Product)
		}
		shop, _, _ := strings.Cut(r.Product, "/")
		shops[shop], people[r.Buyer], languages[r.Language] = true, true, true
	}
	if len(shops) != len(m.Shops) || len(people) < 8 || len(languages) < 8 {
		t.Errorf("reviews in %d of %d shops, by %d people, in %d languages", len(shops), len(m.Shops), len(people), len(languages))
	}
}

// TestQuestionsWait: the seller whose account is printed has something to
// answer.
func TestQuestionsWait(t *testing.T) {
	answered, waiting := 0, 0
	for _, q := range load(t).Remarks.Questions {
		switch {
		case !strings.HasPrefix(q.Product, "felt/"):
		case q.Answer == "":
			waiting++
		default:
			answered++
		}
	}
	if answered < 3 || waiting < 2 {
		t.Errorf("%d answered, %d waiting", answered, waiting)
	}
}

func load(t *testing.T) market.Market {
	t.Helper()
	m, err := market.Load()
	if err != nil {
		t.Fatal(err)
	}
	return m
}
