package ucp

import (
	"net/http"
	"slices"
	"testing"
	"time"

	"agora/discount"
	"agora/money"
	"agora/ucp/ucptest"
)

// lowers adds a discount to a shop of the stand.
func (s *stand) lowers(t testing.TB, shop int, d discount.Discount) discount.ID {
	t.Helper()
	at := s.Shops[shop]
	d.Shop, d.Title = at.ID, map[string]string{"en": "Navruz"}
	if d.Scope == "" {
		d.Scope = discount.OfShop
	}
	id, err := discount.New(s.DB).Save(t.Context(), at.Seller, d, at.Currency)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func codesOf(list ...any) m { return m{"codes": append([]any{}, list...)} }

// TestT25Discounts: codes replace, clear and carry over, matching ignores case,
// what each took off is said with its lines, refused codes are warnings.
func TestT25Discounts(t *testing.T) {
	onBoth(t, func(t *testing.T, s *stand) {
		today := discount.Day(time.Now())
		s.lowers(t, 0, discount.Discount{Percent: 10, Combines: true})
		s.lowers(t, 0, discount.Discount{Code: "NAVRUZ5", Off: money.Of(500, s.Shops[0].Currency), Combines: true, Most: 1})
		s.lowers(t, 0, discount.Discount{Code: "PAST", Percent: 50, First: today.AddDate(0, 0, -9), Last: today.AddDate(0, 0, -1)})
		s.lowers(t, 0, discount.Discount{Code: "LITTLE", Percent: 1})
		s.lowers(t, 1, discount.Discount{Code: "OTHERS", Percent: 20, Scope: discount.OfProducts, Products: []int64{1}})
		c := s.client(t, ucptest.Platform{})
		two := lines(2, s.Shops[0].Variants[0], s.Shops[1].Variants[0])
		home := m{"address_country": "PK"}

		a := c.CreateCart(m{"line_items": two, "context": home})
		automatic := a.List("discounts", "applied")
		if len(automatic) != 1 || automatic[0]["automatic"] != true || automatic[0]["title"] != "Navruz" || a.Total("items_discount") >= 0 {
			t.Fatalf("%s", a.Raw)
		}
		price, saved, id := a.List("line_items")[0]["item"].(m)["price"], a.Total("items_discount"), a.Text("id")
		a = c.UpdateCart(id, m{"id": id, "line_items": two, "context": home, "discounts": codesOf("navruz5", "nobody", "Navruz5", "past", "little", "others")})
		want := []string{"discount_code_invalid", "discount_code_already_applied", "discount_code_expired", "discount_code_combination_disallowed", "discount_code_user_ineligible"}
		for i, code := range want {
			if !slices.Contains(a.Codes(), code) {
				t.Errorf("%s is not said of code %d: %s", code, i+1, a.Raw)
			}
		}
		if len(a.List("discounts", "applied")) != 2 || a.Total("items_discount") >= saved || a.List("line_items")[0]["item"].(m)["price"] != price {
			t.Fatalf("%s", a.Raw)
		}
		if a = c.UpdateCart(id, m{"id": id, "line_items": two, "context": home, "discounts": codesOf()}); a.Total("items_discount") != saved || len(a.Codes()) > 1 {
			t.Errorf("cleared: %s", a.Raw)
		}
		both := c.UpdateCart(id, m{"id": id, "line_items": two, "context": home, "discounts": codesOf("Navruz5")}).Total("items_discount")
		a = c.CreateCheckout(m{"cart_id": id, "line_items": two, "context": home})
		if a.Total("items_discount") != both || len(a.List("discounts", "applied")) != 2 {
			t.Fatalf("carried over: %s", a.Raw)
		}
		id = a.Text("id")
		body := m{"line_items": two, "buyer": saima, "context": home, "fulfillment": sent(cheapest), "discounts": codesOf("Navruz5")}
		if a = c.UpdateCheckout(id, body); a.Text("status") != ready || a.Total("items_discount") != both {
			t.Fatalf("%s", a.Raw)
		}
		rival := c.CreateCheckout(body)
		total := a.Total("total")
		if a = c.CompleteCheckout(id, playing(tokenSucceeds)); a.Text("status") != completed || a.Total("total") != total || a.Total("items_discount") != both {
			t.Fatalf("%s", a.Raw)
		}
		if o := c.GetOrder(a.Text("order", "id")); o.Total("items_discount") != both || o.Total("total") != total {
			t.Errorf("%s", o.Raw)
		}
		a = c.CompleteCheckout(rival.Text("id"), playing(tokenSucceeds)) // the code was used up
		if a.Text("status") == completed || !slices.Contains(a.Codes(), "totals_changed") || !slices.Contains(a.Codes(), "discount_code_expired") {
			t.Errorf("%s", a.Raw)
		}
	})
}

// TestT25WithoutTheExtension: nothing is said of discounts, and no code is taken;
// what a shop takes off by itself counts.
func TestT25WithoutTheExtension(t *testing.T) {
	onBoth(t, func(t *testing.T, s *stand) {
		s.lowers(t, 0, discount.Discount{Percent: 10})
		s.lowers(t, 0, discount.Discount{Code: "HALF", Percent: 50})
		c := s.client(t, ucptest.Platform{Capabilities: []string{capCheckout, capCart}})
		a := c.CreateCheckout(m{"line_items": lines(1, s.Shops[0].Variants[0]), "context": m{"address_country": "PK"}, "discounts": codesOf("HALF")})
		if a.JSON["discounts"] != nil || a.Total("items_discount")*-10 > a.Total("subtotal")+10 || a.Total("items_discount") >= 0 || slices.Contains(a.Codes(), "discount_code_invalid") {
			t.Errorf("%s", a.Raw)
		}
	})
}

// guesses lets a platform try a few wrong codes.
type guesses int

func (h *guesses) Take(string, time.Time) time.Duration { *h--; return 0 }
func (h *guesses) Wait(string, time.Time) time.Duration {
	return max(0, 1-time.Duration(*h)) * time.Minute
}

// TestCodesAreNotFoundByTrying: after some wrong codes a platform is told nothing
// of further ones, right or wrong; what it named before still counts.
func TestCodesAreNotFoundByTrying(t *testing.T) {
	onBoth(t, func(t *testing.T, s *stand) {
		c := s.client(t, ucptest.Platform{})
		left := guesses(2)
		s.binding.Guess = &left
		s.lowers(t, 0, discount.Discount{Code: "SPRING", Percent: 10})
		with := func(codes ...any) m {
			return m{"line_items": lines(1, s.Shops[0].Variants[0]), "discounts": m{"codes": codes}}
		}
		made := c.CreateCheckout(with("SPRING", "wrong"))
		if made.Status != http.StatusCreated {
			t.Fatalf("%s", made.Raw)
		}
		id := made.Text("id")
		if a := c.UpdateCheckout(id, with("SPRING", "wrong")); a.Failed() || left != 1 {
			t.Errorf("named before: %s, %d left", a.Raw, left)
		}
		if a := c.UpdateCheckout(id, with("SPRING", "other")); a.Failed() || left != 0 {
			t.Errorf("the second: %s, %d left", a.Raw, left)
		}
		for _, code := range []string{"third", "SPRING"} {
			if a := c.CreateCheckout(with(code)); a.Status != http.StatusTooManyRequests || a.Header.Get("Retry-After") != "60" {
				t.Errorf("%s is told of: %d %s", code, a.Status, a.Raw)
			}
		}
		if a := c.UpdateCheckout(id, with("SPRING")); a.Failed() {
			t.Errorf("what it has: %s", a.Raw)
		}
	})
}
