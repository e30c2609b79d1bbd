package ucp

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"agora/catalog"
	"agora/db"
	"agora/money"
	"agora/ucp/ucptest"
)

func by(handler, kind string) m {
	return m{"payment": m{"instruments": []any{m{"id": "pi_1", "handler_id": handler, "type": kind, "selected": true}}}}
}

// TestT26OnlyWhatIsOfferedIsPaidWith: a handler of another checkout, or of
// nobody, places no order.
func TestT26OnlyWhatIsOfferedIsPaidWith(t *testing.T) {
	s := onOne(t)
	c := s.client(t, ucptest.Platform{})
	v := s.Shops[0].Variants[0]
	id := s.ready(t, c, lines(1, v), "post").Text("id")
	for _, handler := range []string{"card", "CASH", "example.bazaar.pay.cash_on_delivery", "payme"} {
		a := c.CompleteCheckout(id, by(handler, "cash_on_delivery"))
		if says(t, a, "payment_failed"); a.Text("status") != incomplete || a.JSON["payment"] != nil || about(a, "payment_failed")["severity"] != recoverable {
			t.Errorf("%s: %s", handler, a.Raw)
		}
		body := buying(lines(1, v), "post")
		body["payment"] = by(handler, "x")["payment"]
		if a := c.UpdateCheckout(id, body); a.Text("status") == ready {
			t.Errorf("%s was chosen: %s", handler, a.Raw)
		}
	}
	if s.left(t, v) != 10 {
		t.Error("something was sold")
	}
	two := m{"payment": m{"instruments": []any{m{"id": "a", "handler_id": "play", "type": "play_money", "selected": true, "credential": m{"type": "token", "token": tokenSucceeds}},
		m{"id": "b", "handler_id": "cash", "type": "cash_on_delivery", "selected": true}}}}
	c.UpdateCheckout(id, buying(lines(1, v), "post"))
	if a := c.CompleteCheckout(id, two); a.Text("status") != completed { // the client judges that one is selected
		t.Errorf("%s", a.Raw)
	}
}

// TestT27CredentialsAreNeitherToldNorKept: whatever becomes of the payment.
func TestT27CredentialsAreNeitherToldNorKept(t *testing.T) {
	s := onOne(t)
	c := s.client(t, ucptest.Platform{})
	v := s.Shops[0].Variants[0]
	const secret = "tok_4711_nobody_may_see_this"
	pay := playing(secret)
	body := buying(lines(1, v), "post")
	body["payment"] = pay["payment"]
	id := c.CreateCheckout(body).Text("id")
	for what, a := range map[string]ucptest.Answer{"update": c.UpdateCheckout(id, body), "complete": c.CompleteCheckout(id, pay), "get": c.GetCheckout(id)} {
		if bytes.Contains(a.Raw, []byte(secret)) || bytes.Contains(a.Raw, []byte(`"credential"`)) {
			t.Errorf("%s: %s", what, a.Raw)
		}
	}
	if err := s.DB.Read(t.Context(), func(tx *db.Tx) error {
		for _, q := range []string{"SELECT doc FROM ucp_sessions", "SELECT body FROM ucp_sessions", "SELECT body FROM ucp_answers"} {
			list, err := db.List(tx, func(scan db.Scan) (text string, err error) { return text, scan(&text) }, q)
			if err != nil || strings.Contains(strings.Join(list, ""), secret) {
				t.Errorf("%s keeps it, %v", q, err)
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

// TestT46WhatCostsOtherwiseIsSaidAndNotPlaced: a seller changes her price
// between the last look and the yes.
func TestT46WhatCostsOtherwiseIsSaidAndNotPlaced(t *testing.T) {
	onBoth(t, func(t *testing.T, s *stand) {
		c := s.client(t, ucptest.Platform{})
		v := s.Shops[0].Variants[0]
		a := s.ready(t, c, lines(2, v), "post")
		id, before := a.Text("id"), a.Total("total")
		s.change(t, 0, catalog.VariantChange{Variant: v, Price: money.Of(12_000, s.Shops[0].Currency)})
		a = c.CompleteCheckout(id, playing(tokenSucceeds))
		if says(t, a, "totals_changed"); a.Total("total") <= before || a.JSON["order"] != nil || about(a, "totals_changed")["severity"] != recoverable || s.left(t, v) != 10 {
			t.Fatalf("%s", a.Raw)
		}
		now := a.Total("total")
		if a = c.CompleteCheckout(id, playing(tokenSucceeds)); a.Text("status") != completed || a.Total("total") != now || s.left(t, v) != 8 {
			t.Errorf("%s", a.Raw)
		}
	})
}

// TestT47CashIsNotForDigitalGoods: what is opened at once is not paid at a door.
func TestT47CashIsNotForDigitalGoods(t *testing.T) {
	s := onOne(t)
	c := s.client(t, ucptest.Platform{})
	v, program := s.Shops[0].Variants[0], s.digital(t, 5)
	for _, x := range []struct {
		what  string
		lines []any
		cash  string
	}{{"sent", lines(1, v), "cash"}, {"digital", lines(1, program), ""}, {"both", lines(1, v, program), ""}} {
		body := buying(x.lines, "post")
		a := c.UpdateCheckout(c.CreateCheckout(m{"line_items": x.lines}).Text("id"), body)
		if a.Handler("cash_on_delivery") != x.cash || a.Handler("play_money") != "play" || a.Text("status") != ready {
			t.Errorf("%s: %s", x.what, a.Raw)
		}
		if x.cash == "" {
			a = c.CompleteCheckout(a.Text("id"), by("cash", "cash_on_delivery"))
			if says(t, a, "payment_failed"); a.JSON["order"] != nil {
				t.Errorf("%s: %s", x.what, a.Raw)
			}
		}
	}
}

// TestT48DigitalGoodsNeedNoDelivery: a cart of only these is ready without, and
// its order says so; beside what is sent they are in no method.
func TestT48DigitalGoodsNeedNoDelivery(t *testing.T) {
	onBoth(t, func(t *testing.T, s *stand) {
		c := s.client(t, ucptest.Platform{})
		v, program := s.Shops[0].Variants[0], s.digital(t, 5)
		a := c.CreateCheckout(m{"line_items": lines(2, program), "buyer": m{"email": "saima@example.org"}, "context": m{"address_country": "PK"}})
		if a.Text("status") != ready || a.JSON["fulfillment"] != nil || a.Total("fulfillment") != 0 || a.Text("currency") != "PKR" {
			t.Fatalf("%s", a.Raw)
		}
		a = c.CompleteCheckout(a.Text("id"), playing(tokenSucceeds))
		o := c.GetOrder(a.Text("order", "id"))
		if e := o.List("fulfillment", "expectations"); len(e) != 1 || e[0]["method_type"] != "digital" || len(e[0]["destination"].(map[string]any)) != 0 {
			t.Errorf("%s", o.Raw)
		}
		a = s.ready(t, c, lines(1, v, program), "post")
		methods := a.List("fulfillment", "methods")
		if ids := methods[0]["line_item_ids"].([]any); len(methods) != 1 || len(ids) != 1 || ids[0] != a.List("line_items")[0]["id"] {
			t.Errorf("%s", a.Raw)
		}
		a = c.CompleteCheckout(a.Text("id"), playing(tokenSucceeds))
		if o := c.GetOrder(a.Text("order", "id")); len(o.List("fulfillment", "expectations")) != 2 {
			t.Errorf("%s", o.Raw)
		}
		if bare := s.client(t, ucptest.Platform{Capabilities: []string{capCheckout}}); true {
			a := bare.CreateCheckout(m{"line_items": lines(1, program), "buyer": m{"email": "saima@example.org"}})
			if a.Text("status") != ready {
				t.Errorf("without the delivery extension: %s", a.Raw)
			}
		}
	})
}

// TestHowToPayIsPartOfTheOrder: what a transfer needs is in the answer that the
// transaction of the order kept, and nothing is written after it.
func TestHowToPayIsPartOfTheOrder(t *testing.T) {
	if again() {
		t.Skip("it watches by triggers of SQLite")
	}
	s := onOne(t)
	if err := s.DB.Write(t.Context(), func(tx *db.Tx) error {
		for _, table := range []string{"ucp_answers", "ucp_sessions"} {
			when := map[string]string{"ucp_sessions": " WHEN OLD.state = 'completed'"}[table]
			if _, err := tx.Exec("CREATE TRIGGER still_" + table + " BEFORE UPDATE ON " + table + when + " BEGIN SELECT RAISE(ABORT, 'written twice'); END"); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	for kind, handler := range map[string]string{"bank_transfer": "transfer", "cash_on_delivery": "cash"} {
		c := s.client(t, ucptest.Platform{})
		id := s.ready(t, c, lines(1, s.Shops[0].Variants[0]), "post").Text("id")
		body := buying(lines(1, s.Shops[0].Variants[0]), "post")
		body["payment"] = by(handler, kind)["payment"]
		told := c.UpdateCheckout(id, body).Total("total")
		uuid := newUUID()
		key := func(r *http.Request) { r.Header.Set("Idempotency-Key", uuid) }
		a := c.CompleteCheckout(id, by(handler, kind), key)
		display, _ := a.List("payment", "instruments")[0]["display"].(map[string]any)
		if a.Text("status") != completed || display["reference"] != a.Text("order", "label") || fmt.Sprint(display["amount"]) != fmt.Sprint(told) || display["instructions"] == "" {
			t.Fatalf("%s: %s", kind, a.Raw)
		}
		for _, again := range []ucptest.Answer{c.CompleteCheckout(id, by(handler, kind), key), c.GetCheckout(id)} {
			if !bytes.Equal(again.Raw, a.Raw) {
				t.Errorf("%s again: %s", kind, again.Raw)
			}
		}
	}
}
