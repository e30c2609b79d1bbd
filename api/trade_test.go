package api

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"agora/market"
	"agora/token"
)

const newKey = "0123456789abcdef-1"

// TestAProductIsReadChangedAndSentBack does what a program of a seller does.
func TestAProductIsReadChangedAndSentBack(t *testing.T) {
	each(t, func(b *bench) {
		r := b.ask(b.all, "GET", "/products/cap", "")
		p := read[Product](b, r)
		if p.Version == "" || r.head.Get("ETag") != `"`+p.Version+`"` || *p.Variants[0].OnHand != 5 || p.Variants[0].Price != (Money{50000, "PKR"}) {
			b.Fatalf("product %s", r.text)
		}
		if again := read[Product](b, b.ask(b.all, "GET", "/products/"+p.ID, "")); again.Handle != "cap" {
			b.Errorf("by id: %+v", again)
		}
		p.Title["en"] = "Felt cap"
		body, err := json.Marshal(p)
		b.must(err)
		saved := read[Product](b, b.ask(b.all, "PUT", "/products/cap", string(body), "If-Match", `"`+p.Version+`"`))
		if saved.Title["en"] != "Felt cap" || saved.Title["ur"] != "ٹوپی" || saved.Version == p.Version || *saved.Variants[0].OnHand != 5 || saved.ID != p.ID {
			b.Errorf("saved %+v", saved)
		}
		if r := b.ask(b.all, "PUT", "/products/cap", string(body), "If-Match", `"`+p.Version+`"`); r.status != 412 || r.Code != "product_moved" {
			b.Error(r.status, r.text)
		}
		if r := b.ask(b.all, "PUT", "/products/cap", string(body), "If-Match", "new"); r.status != 422 || r.Errors[0].Field != "If-Match" {
			b.Error(r.status, r.text)
		}
		if other := read[Product](b, b.ask(b.another, "GET", "/products/cap", "")); other.ID == p.ID || other.Title["en"] != "Cap" {
			b.Errorf("the other shop's: %+v", other)
		}
		if r := b.ask(b.another, "GET", "/products/"+p.ID, ""); r.status != 404 {
			b.Error(r.status, r.text)
		}
	})
}

// TestAWriteIsDoneOnce sends one again, as a program does that heard no answer.
func TestAWriteIsDoneOnce(t *testing.T) {
	each(t, func(b *bench) {
		p := read[Product](b, b.ask(b.all, "GET", "/products/cap", ""))
		put := func(body string) reply {
			return b.ask(b.all, "PUT", "/products/cap", body, "If-Match", `"`+p.Version+`"`, "Idempotency-Key", newKey)
		}
		const body = `{"status":"active","title":{"en":"Hat"},"origin":"PK","variants":[{"price":{"minor":60000,"currency":"PKR"},"grams":90}]}`
		first, second := read[Product](b, put(body)), read[Product](b, put(body))
		if first.Version != second.Version || first.Title["en"] != "Hat" {
			b.Errorf("versions %s, %s", first.Version, second.Version)
		}
		if r := put(strings.Replace(body, "Hat", "Bonnet", 1)); r.status != 409 || r.Code != "form_reused" {
			b.Error(r.status, r.text)
		}
		if r := b.ask(b.all, "PUT", "/products/cap", body, "Idempotency-Key", "short"); r.status != 422 || r.Errors[0].Field != "Idempotency-Key" {
			b.Error(r.status, r.text)
		}
	})
}

func TestPriceAndStockOfAVariant(t *testing.T) {
	each(t, func(b *bench) {
		v := read[Product](b, b.ask(b.all, "GET", "/products/cap", "")).Variants[0]
		if got := read[Variant](b, b.ask(b.all, "PATCH", "/variants/"+v.ID, `{"price":{"minor":55000,"currency":"PKR"}}`)); got.Price.Minor != 55000 {
			b.Errorf("priced %+v", got)
		}
		if r := b.ask(b.all, "PATCH", "/variants/"+v.ID, `{"price":{"minor":5,"currency":"USD"}}`); r.status != 422 || r.Errors[0].Field != "price" {
			b.Error(r.status, r.text)
		}
		count := func(body string) reply {
			return b.ask(b.all, "PUT", "/variants/"+v.ID+"/stock", body, "Idempotency-Key", newKey+body[len(body)-2:len(body)-1])
		}
		for range 2 {
			if got := read[Variant](b, count(`{"saw":5,"on_hand":9}`)); *got.OnHand != 9 {
				b.Errorf("counted %+v", got)
			}
		}
		if r := count(`{"saw":5,"on_hand":8}`); r.status != 409 || r.Code != "stock_moved" || r.Errors[0].Field != "on_hand" {
			b.Error(r.status, r.text)
		}
		if r := b.ask(b.another, "PUT", "/variants/"+v.ID+"/stock", `{"on_hand":0}`); r.status != 404 {
			b.Error(r.status, r.text)
		}
	})
}

// TestAnOrderGoesItsWay takes an order to the carrier and another back.
func TestAnOrderGoesItsWay(t *testing.T) {
	each(t, func(b *bench) {
		o, declined := b.sell(b.shop), b.sell(b.shop)
		at := "/orders/" + id(o.ID)
		page := read[Page[Order]](b, b.ask(b.all, "GET", "/orders?state=placed,accepted", ""))
		if len(page.Items) != 2 || page.Items[1].ID != id(o.ID) || page.Items[0].Address != nil || page.Next != "" {
			b.Fatalf("page %+v", page)
		}
		if page := read[Page[Order]](b, b.ask(b.all, "GET", "/orders?cursor="+id(declined.ID), "")); len(page.Items) != 1 {
			b.Errorf("behind: %+v", page)
		}
		one := read[Order](b, b.ask(b.all, "GET", at, ""))
		if one.Address.Street != "House 14-B" || one.Contact.Email != "saima@example.org" || len(one.Lines) != 1 || one.Lines[0].Title["ur"] != "ٹوپی" {
			b.Errorf("order %+v", one)
		}
		if r := b.ask(b.another, "GET", at, ""); r.status != 404 {
			b.Error(r.status, r.text)
		}
		if r := b.ask(b.another, "POST", at+"/accept", ""); r.status != 404 {
			b.Error(r.status, r.text)
		}
		for range 2 {
			if got := read[Order](b, b.ask(b.all, "POST", at+"/accept", "", "Idempotency-Key", newKey)); got.State != "accepted" {
				b.Errorf("accepted: %s", got.State)
			}
		}
		if r := b.ask(b.all, "POST", at+"/accept", ""); r.status != 409 || r.Code != "order_state" {
			b.Error(r.status, r.text)
		}
		blind := b.token(b.seller.ID, b.shop.ID, token.WriteOrders)
		if r := b.ask(blind, "POST", at+"/pack", ""); r.status != 200 || strings.Contains(r.text, "Saima") || strings.Contains(r.text, "14-B") || strings.Contains(r.text, "saima@") {
			b.Error("who may not read orders reads one:", r.status, r.text)
		}
		if r := b.ask(b.all, "POST", at+"/ship", `{"numbers":["RR473124820PK"]}`); r.status != 422 {
			b.Error("a wrong check digit:", r.status, r.text)
		}
		sent := read[Order](b, b.ask(b.all, "POST", at+"/ship", `{"carrier":"Pakistan Post","numbers":["RR473124829PK"]}`))
		if sent.State != "shipped" || sent.Parcel == nil || len(sent.Parcel.Numbers) != 1 || sent.Parcel.Numbers[0] != "RR473124829PK" {
			b.Errorf("sent %+v", sent)
		}
		if r := b.ask(blind, "POST", at+"/refund", `{"policy":"all","why":"Torn"}`); r.status != 403 {
			b.Error("who may not give back gives back:", r.status)
		}
		if got := read[Order](b, b.ask(b.all, "POST", at+"/track", `{"what":"in_transit","place":"Multan"}`)); len(got.Parcel.Trail) != 1 || got.Parcel.Trail[0].Place != "Multan" {
			b.Errorf("tracked %+v", got.Parcel)
		}
		if r := b.ask(b.all, "POST", at+"/refund", `{"policy":"price","why":"Torn","amount":{"minor":99999999,"currency":"PKR"}}`, "Idempotency-Key", newKey+"-most"); r.status != 422 || r.Errors[0].Field != "amount" {
			b.Error(r.status, r.text)
		}
		if r := b.ask(b.all, "POST", at+"/refund", `{"policy":"all","why":"Torn"}`); r.status != 422 || r.Errors[0].Field != "Idempotency-Key" {
			b.Error("without a key:", r.status, r.text)
		}
		for range 2 {
			if got := read[Order](b, b.ask(b.all, "POST", at+"/refund", `{"policy":"price","why":"Torn","amount":{"minor":1200,"currency":"PKR"}}`, "Idempotency-Key", newKey+"-back")); got.Back == nil || got.Back.Minor != 1200 {
				b.Errorf("given back %+v", got.Back)
			}
		}
		if r := b.ask(b.all, "POST", "/orders/"+id(declined.ID)+"/decline", `{"reason":" "}`); r.status != 422 || r.Errors[0].Field != "reason" {
			b.Error(r.status, r.text)
		}
		if got := read[Order](b, b.ask(b.all, "POST", "/orders/"+id(declined.ID)+"/decline", `{"reason":"Torn"}`)); got.State != "cancelled" {
			b.Errorf("declined: %s", got.State)
		}
	})
}

// TestStockIsRead reads the stock of all variants, and of those that run out.
func TestStockIsRead(t *testing.T) {
	each(t, func(b *bench) {
		b.sell(b.shop)
		all := read[Page[Shelf]](b, b.ask(b.all, "GET", "/stock", ""))
		if len(all.Items) != 1 || all.Items[0].Product != "cap" || all.Items[0].OnHand != 5 || all.Items[0].Held != 1 || all.Items[0].Left != 4 || all.Items[0].Few != 3 {
			b.Fatalf("stock %+v", all)
		}
		for _, path := range []string{"/stock?low=true", "/stock?low=true&product=cap"} {
			if page := read[Page[Shelf]](b, b.ask(b.all, "GET", path, "")); page.Items == nil || len(page.Items) != 0 {
				b.Errorf("%s with 4 left: %+v", path, page)
			}
		}
		b.sell(b.shop)
		for _, path := range []string{"/stock?low=true", "/stock?low=true&product=cap", "/stock?product=" + b.productID("cap")} {
			if page := read[Page[Shelf]](b, b.ask(b.all, "GET", path, "")); len(page.Items) != 1 || page.Items[0].Left != 3 {
				b.Errorf("%s with 3 left: %+v", path, page)
			}
		}
		if r := b.ask(b.another, "GET", "/stock?product="+b.productID("cap"), ""); r.status != 404 {
			b.Error("another shop's:", r.status, r.text)
		}
	})
}

// TestWhatIsDueIsRead takes an order to the buyer, which gives its money a day.
func TestWhatIsDueIsRead(t *testing.T) {
	each(t, func(b *bench) {
		o, later := b.sell(b.shop), b.sell(b.shop)
		for _, move := range []string{"accept", "pack", "ship"} {
			read[Order](b, b.ask(b.all, "POST", "/orders/"+id(o.ID)+"/"+move, map[bool]string{true: `{"numbers":["RR473124829PK"]}`}[move == "ship"]))
		}
		first := read[Page[Due]](b, b.ask(b.all, "GET", "/money/due?limit=1", ""))
		if len(first.Items) != 1 || first.Next != id(o.ID) {
			b.Fatalf("first %+v", first)
		}
		d := first.Items[0]
		if d.Ref != o.Ref || d.State != "shipped" || d.Free == nil || d.PaidOut != market.PayoutDay(*d.Free).Format(time.DateOnly) || d.Amount.Minor <= 0 {
			b.Errorf("due %+v", d)
		}
		rest := read[Page[Due]](b, b.ask(b.all, "GET", "/money/due?cursor="+first.Next, ""))
		if len(rest.Items) != 1 || rest.Items[0].Order != id(later.ID) || rest.Items[0].PaidOut != "" || rest.Next != "" {
			b.Errorf("rest %+v", rest)
		}
	})
}

// productID gives the id of a product of the first shop.
func (b *bench) productID(handle string) string {
	b.Helper()
	return read[Product](b, b.ask(b.all, "GET", "/products/"+handle, "")).ID
}

func TestMoneyIsRead(t *testing.T) {
	each(t, func(b *bench) {
		b.sell(b.shop)
		b.sell(b.shop)
		m := read[Balance](b, b.ask(b.all, "GET", "/money", ""))
		if m.Held.Currency != "PKR" || m.Free.Minor != 0 || m.NextPayout == "" {
			b.Errorf("balance %+v", m)
		}
		if page := read[Page[Payout]](b, b.ask(b.all, "GET", "/money/payouts", "")); page.Items == nil || len(page.Items) != 0 {
			b.Errorf("payouts %+v", page)
		}
		first := read[Page[StatementLine]](b, b.ask(b.all, "GET", "/money/lines?limit=1", ""))
		if len(first.Items) != 1 || first.Next == "" || first.Items[0].Change.Held == 0 || first.Items[0].Currency != "PKR" {
			b.Fatalf("lines %+v", first)
		}
		second := read[Page[StatementLine]](b, b.ask(b.all, "GET", "/money/lines?limit=1&cursor="+first.Next, ""))
		if len(second.Items) != 1 || second.Items[0].After.Held != m.Held.Minor {
			b.Errorf("second %+v, balance %+v", second, m)
		}
	})
}
