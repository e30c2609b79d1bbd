package ucp

import (
	"bytes"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"agora/ucp/ucptest"
)

// at16 runs f so many times at once and gives what each got.
func at16(f func(n int) ucptest.Answer) []ucptest.Answer {
	out := make([]ucptest.Answer, 16)
	var wg sync.WaitGroup
	for i := range out {
		wg.Go(func() { out[i] = f(i) })
	}
	wg.Wait()
	return out
}

// TestT12ARepeatGetsTheStoredAnswer: byte for byte, after a restart too; a key
// counts for one platform and one operation.
func TestT12ARepeatGetsTheStoredAnswer(t *testing.T) {
	onBoth(t, func(t *testing.T, s *stand) {
		c := s.client(t, ucptest.Platform{})
		v := s.Shops[0].Variants[0]
		one, two := m{"line_items": lines(1, v)}, m{"line_items": lines(2, v)}
		same := func(what string, a, b ucptest.Answer) {
			t.Helper()
			if a.Status != b.Status || !bytes.Equal(a.Raw, b.Raw) {
				t.Errorf("%s: first %d %s\nthen %d %s", what, a.Status, a.Raw, b.Status, b.Raw)
			}
		}
		created := c.CreateCheckout(one, key("create"))
		same("create", created, c.CreateCheckout(one, key("create")))
		if a := c.CreateCheckout(two, key("create")); a.Status != http.StatusConflict {
			t.Errorf("another body: %d %s", a.Status, a.Raw)
		}
		if a := c.CreateCart(one, key("create")); a.Status != http.StatusCreated {
			t.Errorf("another operation: %d %s", a.Status, a.Raw)
		}
		if a := s.client(t, ucptest.Platform{}).CreateCheckout(two, key("create")); a.Status != http.StatusCreated || a.Text("id") == created.Text("id") {
			t.Errorf("another platform: %d %s", a.Status, a.Raw)
		}
		id := created.Text("id")
		first := c.UpdateCheckout(id, buying(lines(2, v), "post"), key("update"))
		c.UpdateCheckout(id, buying(lines(3, v), "post"), key("later"))
		same("update", first, c.UpdateCheckout(id, buying(lines(2, v), "post"), key("update")))
		if n := whole(c.GetCheckout(id).List("line_items")[0]["quantity"]); n != 3 {
			t.Errorf("a repeated update changed it to %d", n)
		}
		unknown := m{"line_items": []any{m{"item": m{"id": "var_999999"}, "quantity": 1}}}
		refused := c.CreateCheckout(unknown, key("unknown"))
		if a := c.CreateCheckout(one, key("unknown")); a.Status != http.StatusConflict {
			t.Errorf("another body after an answer without a resource: %d %s", a.Status, a.Raw)
		}
		declined := c.CompleteCheckout(id, playing(tokenDeclines), key("declined"))
		paid := c.CompleteCheckout(id, playing(tokenSucceeds), key("paid"))

		c = s.again(t).at(c)
		same("create after a restart", created, c.CreateCheckout(one, key("create")))
		same("unknown after a restart", refused, c.CreateCheckout(unknown, key("unknown")))
		same("declined after a restart", declined, c.CompleteCheckout(id, playing(tokenDeclines), key("declined")))
		same("paid after a restart", paid, c.CompleteCheckout(id, playing(tokenSucceeds), key("paid")))
		if a := c.CompleteCheckout(id, playing("other"), key("paid")); a.Status != http.StatusConflict {
			t.Errorf("another body: %d %s", a.Status, a.Raw)
		}
		if n := s.left(t, v); n != 7 {
			t.Errorf("%d are left of 10 after 3 were bought", n)
		}
	})
}

// TestT12TwoAtOnceDoItOnce: sixteen equal requests at once are one.
func TestT12TwoAtOnceDoItOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, s *stand) {
		c := s.client(t, ucptest.Platform{})
		v := s.Shops[0].Variants[0]
		equal := func(what string, list []ucptest.Answer) {
			t.Helper()
			for _, a := range list {
				if a.Status >= 300 || !bytes.Equal(a.Raw, list[0].Raw) {
					t.Fatalf("%s: %d %s\nand %s", what, a.Status, a.Raw, list[0].Raw)
				}
			}
		}
		equal("create", at16(func(int) ucptest.Answer { return c.CreateCheckout(m{"line_items": lines(1, v)}, key("create")) }))
		if n := s.count(t, "SELECT COUNT(*) FROM ucp_sessions"); n != 1 {
			t.Errorf("%d checkouts were made", n)
		}
		id := c.CreateCheckout(m{"line_items": lines(1, v)}, key("create")).Text("id")
		equal("update", at16(func(int) ucptest.Answer { return c.UpdateCheckout(id, buying(lines(2, v), "post"), key("update")) }))
		equal("complete", at16(func(int) ucptest.Answer { return c.CompleteCheckout(id, playing(tokenSucceeds), key("complete")) }))
		if n := s.left(t, v); n != 8 {
			t.Errorf("%d are left of 10 after 2 were bought", n)
		}
		other := c.CreateCheckout(m{"line_items": lines(1, v)}).Text("id")
		equal("cancel", at16(func(int) ucptest.Answer { return c.CancelCheckout(other, key("cancel")) }))
	})
}

// TestT12AnOrderIsPlacedOnce: requests under different keys place one order,
// whoever of them wins.
func TestT12AnOrderIsPlacedOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, s *stand) {
		c := s.client(t, ucptest.Platform{})
		v := s.Shops[0].Variants[0]
		id := s.ready(t, c, lines(2, v), "post").Text("id")
		order := ""
		for _, a := range at16(func(n int) ucptest.Answer {
			return c.CompleteCheckout(id, playing(tokenSucceeds), key(fmt.Sprintf("complete-%d", n)))
		}) {
			switch got := a.Text("order", "id"); {
			case a.Status == http.StatusConflict:
			case got == "" || order != "" && got != order:
				t.Fatalf("%d %s", a.Status, a.Raw)
			default:
				order = got
			}
		}
		if n := s.left(t, v); n != 8 || order == "" || s.count(t, "SELECT COUNT(*) FROM order_groups") != 1 {
			t.Errorf("order %q, %d are left", order, n)
		}
	})
}

// TestT12KeysAreAskedForWhereMoneyMoves: completing and cancelling need one.
func TestT12KeysAreAskedForWhereMoneyMoves(t *testing.T) {
	s := onOne(t)
	c := s.client(t, ucptest.Platform{})
	id := s.ready(t, c, lines(1, s.Shops[0].Variants[0]), "post").Text("id")
	for what, a := range map[string]ucptest.Answer{"complete": c.CompleteCheckout(id, playing(tokenSucceeds), key("")), "cancel": c.CancelCheckout(id, key("")),
		"long": c.CancelCheckout(id, key(fmt.Sprintf("%0256d", 1)))} {
		if a.Status != http.StatusBadRequest {
			t.Errorf("%s: %d %s", what, a.Status, a.Raw)
		}
	}
	if a := c.CreateCart(m{"line_items": lines(1, s.Shops[0].Variants[0])}, key("")); a.Status != http.StatusCreated {
		t.Errorf("%d %s", a.Status, a.Raw)
	}
}

// TestT12AnswersAreKeptForTwoDays: and then forgotten, with sessions nobody
// came back to; a checkout that placed an order stays.
func TestT12AnswersAreKeptForTwoDays(t *testing.T) {
	onBoth(t, func(t *testing.T, s *stand) {
		c := s.client(t, ucptest.Platform{})
		list := lines(1, s.Shops[0].Variants[0])
		s.bought(t, c, list, "post")
		c.CreateCart(m{"line_items": list})
		answers := s.count(t, "SELECT COUNT(*) FROM ucp_answers")
		if err := s.binding.Forget(t.Context(), 100); err != nil || s.count(t, "SELECT COUNT(*) FROM ucp_answers") != answers || answers != 4 {
			t.Fatalf("%d answers, %v", answers, err)
		}
		for table, column := range map[string]string{"ucp_answers": "made", "ucp_sessions": "expires"} {
			if err := s.age(t, table, column, 60*24*time.Hour); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.binding.Forget(t.Context(), 100); err != nil {
			t.Fatal(err)
		}
		if a, n := s.count(t, "SELECT COUNT(*) FROM ucp_answers"), s.count(t, "SELECT COUNT(*) FROM ucp_sessions"); a != 0 || n != 1 {
			t.Errorf("%d answers and %d sessions are left", a, n)
		}
	})
}

// TestT12WithoutTheStoreNothingIsDone: who cannot know what was answered before
// is told to come again.
func TestT12WithoutTheStoreNothingIsDone(t *testing.T) {
	s := onOne(t)
	c := s.client(t, ucptest.Platform{})
	id := s.ready(t, c, lines(1, s.Shops[0].Variants[0]), "post").Text("id")
	if err := s.DB.Close(); err != nil {
		t.Fatal(err)
	}
	if a := c.CompleteCheckout(id, playing(tokenSucceeds)); a.Status != http.StatusServiceUnavailable || a.Header.Get("Retry-After") == "" {
		t.Errorf("%d %s", a.Status, a.Raw)
	}
}
