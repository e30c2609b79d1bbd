package ucp

import (
	"fmt"
	"net/http"
	"strconv"
	"testing"

	"agora/identity"
	"agora/market"
	"agora/money"
	"agora/ucp/ucptest"
)

// orderOf reads the group behind a completed checkout.
func (s *stand) orderOf(t *testing.T, a ucptest.Answer) market.Group {
	t.Helper()
	id, err := strconv.ParseInt(a.Text("order", "id"), 10, 64)
	if err != nil {
		t.Fatalf("%s", a.Raw)
	}
	g, err := s.Market.Group(t.Context(), identity.System(), market.GroupID(id))
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// sentOff moves a shop's order until its parcel is on the way.
func (s *stand) sentOff(t *testing.T, o market.Order) {
	t.Helper()
	for _, shop := range s.Shops {
		if shop.ID != o.Shop {
			continue
		}
		for _, err := range []error{s.Market.Accept(t.Context(), shop.Seller, o.ID), s.Market.Pack(t.Context(), shop.Seller, o.ID), s.Market.Ship(t.Context(), shop.Seller, o.ID, "Post", "RR123456785KG")} {
			if err != nil {
				t.Fatal(err)
			}
		}
	}
}

func kindsOf(list []map[string]any) (kinds []string) {
	for _, v := range list {
		kinds = append(kinds, v["type"].(string))
	}
	return kinds
}

// sumsOf adds the totals of adjustments of a type.
func sumsOf(a ucptest.Answer, kind string) (sum int64) {
	for _, v := range a.List("adjustments") {
		if v["type"] == kind && v["totals"] != nil {
			sum += whole(v["totals"].([]any)[0].(map[string]any)["amount"])
		}
	}
	return sum
}

// TestT37AnOrderIsToldWhole: of two shops one cancels, one sends, delivers and
// gives something back; every line stays, the totals are those of the sale, what
// happened is appended.
func TestT37AnOrderIsToldWhole(t *testing.T) {
	onBoth(t, func(t *testing.T, s *stand) {
		c := s.client(t, ucptest.Platform{})
		a := s.bought(t, c, []any{m{"item": m{"id": variantID(s.Shops[0].Variants[0])}, "quantity": 2}, m{"item": m{"id": variantID(s.Shops[1].Variants[1])}, "quantity": 3}}, cheapest)
		id, total, g := a.Text("order", "id"), a.Total("total"), s.orderOf(t, a)
		look := func(states ...string) ucptest.Answer {
			t.Helper()
			o := c.GetOrder(id)
			list := o.List("line_items")
			if len(list) != 2 || o.Total("total") != total || o.Text("currency") != "PKR" || o.Text("checkout_id") != a.Text("id") {
				t.Fatalf("%s", o.Raw)
			}
			for i, l := range list {
				q := l["quantity"].(map[string]any)
				if l["status"] != states[i] || whole(q["original"]) != int64(2+i) || l["id"] != a.List("line_items")[i]["id"] {
					t.Errorf("line %d is %v, want %s", i, l, states[i])
				}
			}
			if e := o.List("fulfillment", "expectations"); len(e) != 2 || e[0]["method_type"] != "shipping" || e[0]["destination"].(map[string]any)["address_country"] != "PK" {
				t.Errorf("%v", e)
			}
			return o
		}
		if o := look("processing", "processing"); len(o.List("adjustments")) != 0 || len(o.List("fulfillment", "events")) != 0 {
			t.Errorf("%s", o.Raw)
		}
		if err := s.Market.Decline(t.Context(), s.Shops[1].Seller, g.Orders[1].ID, "the loom broke"); err != nil {
			t.Fatal(err)
		}
		o := look("processing", "removed")
		part := s.orderOf(t, a).Orders[1]
		// the money goes back once, and the lines say which
		cancelled := sumsOf(o, "cancellation") + sumsOf(o, "refund")
		if cancelled != -part.Charged.Minor || cancelled >= 0 {
			t.Errorf("%d goes back of %s: %s", cancelled, part.Charged, o.Raw)
		}
		for _, adj := range o.List("adjustments") {
			if adj["type"] == "cancellation" {
				if l := adj["line_items"].([]any); len(l) != 1 || whole(l[0].(map[string]any)["quantity"]) != -3 || adj["description"] != "the loom broke" {
					t.Errorf("%v", adj)
				}
			}
		}
		s.sentOff(t, g.Orders[0])
		o = look("fulfilled", "removed")
		events := o.List("fulfillment", "events")
		if kinds := kindsOf(events); len(kinds) != 2 || kinds[1] != "shipped" || events[1]["tracking_number"] != "RR123456785KG" {
			t.Errorf("%s", o.Raw)
		}
		before := len(o.List("adjustments"))
		shop := s.Shops[0]
		if _, err := s.Market.GiveBack(t.Context(), shop.Seller, g.Orders[0].ID, market.BackPrice, money.Of(3_000, shop.Currency), "a stain"); err != nil {
			t.Fatal(err)
		}
		o = look("fulfilled", "removed")
		if list := o.List("adjustments"); len(list) != before+1 || sumsOf(o, "refund")+sumsOf(o, "cancellation") >= cancelled || list[before]["description"] != "a stain" {
			t.Errorf("%s", o.Raw)
		} else if kept, _ := list[before]["line_items"].([]any); len(kept) != 1 || kept[0].(m)["id"] != o.List("line_items")[0]["id"] || fmt.Sprint(kept[0].(m)["quantity"]) != "0" {
			t.Errorf("goods that are kept: %v", list[before])
		}
		if err := s.Market.Deliver(t.Context(), shop.Seller, g.Orders[0].ID); err != nil {
			t.Fatal(err)
		}
		last := look("fulfilled", "removed").List("fulfillment", "events")
		if kinds := kindsOf(last); len(kinds) != 3 || kinds[2] != "delivered" {
			t.Errorf("%v", last)
		}
		for i, e := range events { // what was told stays as it was
			if last[i]["id"] != e["id"] || last[i]["occurred_at"] != e["occurred_at"] {
				t.Errorf("%v became %v", e, last[i])
			}
		}
	})
}

// TestT37WhatIsNotTakenAtTheDoorComesBack: an order paid in cash that is refused.
func TestT37WhatIsNotTakenAtTheDoorComesBack(t *testing.T) {
	s := onOne(t)
	c := s.client(t, ucptest.Platform{})
	a := c.CompleteCheckout(s.ready(t, c, lines(2, s.Shops[0].Variants[0]), "post").Text("id"), by("cash", "cash_on_delivery"))
	g := s.orderOf(t, a)
	s.sentOff(t, g.Orders[0])
	if err := s.Market.Refuse(t.Context(), s.Shops[0].Seller, g.Orders[0].ID, "not at home"); err != nil {
		t.Fatal(err)
	}
	o := c.GetOrder(a.Text("order", "id"))
	events := kindsOf(o.List("fulfillment", "events"))
	if o.List("line_items")[0]["status"] != "removed" || events[len(events)-1] != "returned_to_sender" || sumsOf(o, "return") != -o.Total("total") {
		t.Errorf("%s", o.Raw)
	}
}

// TestT38StatesFollowFromQuantities: each of the four.
func TestT38StatesFollowFromQuantities(t *testing.T) {
	for want, q := range map[string]quantity{"removed": {3, 0, 0}, "fulfilled": {3, 2, 2}, "partial": {3, 3, 1}, "processing": {3, 3, 0}} {
		if got := q.status(); got != want {
			t.Errorf("%+v is %s", q, got)
		}
	}
}

// TestT39AnOrderIsItsPlatforms: others learn nothing of it, and who does not
// prove who it is has to.
func TestT39AnOrderIsItsPlatforms(t *testing.T) {
	s := onOne(t)
	mine, other := s.client(t, ucptest.Platform{}), s.client(t, ucptest.Platform{})
	id := s.bought(t, mine, lines(1, s.Shops[0].Variants[0]), "post").Text("order", "id")
	none := other.GetOrder("999999")
	if a := other.GetOrder(id); string(a.Raw) != string(none.Raw) || a.Status != 200 {
		t.Errorf("%d %s", a.Status, a.Raw)
	}
	// placed in the storefront, it is no platform's
	token, err := s.Fill(t.Context(), s.Shops[0].Variants[0])
	if err != nil {
		t.Fatal(err)
	}
	order, err := s.Quoted(t.Context(), token, "play")
	if err != nil {
		t.Fatal(err)
	}
	g, err := s.Market.Place(t.Context(), identity.Guest(), order)
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{strconv.FormatInt(int64(g.ID), 10), "0", "-1", "+" + id, "99999999999999999999", "x", "%00"} {
		if a := s.ask(t, mine.Agent, "GET", "/orders/"+id, ""); a.Status != 200 || len(a.Codes()) != 1 || a.Codes()[0] != "not_found" {
			t.Errorf("%s: %d %s", id, a.Status, a.Raw)
		}
	}
	s.binding.Dev = false
	if a := s.ask(t, mine.Agent, "GET", "/orders/"+id, ""); a.Status != http.StatusUnauthorized || a.Header.Get("WWW-Authenticate") == "" {
		t.Errorf("%d %s", a.Status, a.Raw)
	}
}
