package api

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"sync"
	"testing"

	"agora/token"
)

// ear is a program that listens to webhooks.
type ear struct {
	*httptest.Server
	mu    sync.Mutex
	heard []spoken
	sick  bool
}

// spoken is what one message says.
type spoken struct {
	Type string
	Data any
}

func (b *bench) ear() *ear {
	e := &ear{}
	e.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		var m spoken
		if err := json.Unmarshal(body, &m); err != nil {
			b.Error(err)
		}
		e.mu.Lock()
		defer e.mu.Unlock()
		e.heard = append(e.heard, m)
		if e.sick {
			http.Error(w, "busy", http.StatusServiceUnavailable)
		}
	}))
	b.Cleanup(e.Close)
	return e
}

// listen sends what is due and gives what was heard.
func (b *bench) listen(e *ear) []spoken {
	b.Helper()
	b.must(b.hooks.Step(b.Context()))
	e.mu.Lock()
	defer e.mu.Unlock()
	out := e.heard
	e.heard = nil
	return out
}

// TestAWebhookSaysWhatIsReadThere compares each message with the answer of the
// thing it is about.
func TestAWebhookSaysWhatIsReadThere(t *testing.T) {
	each(t, func(b *bench) {
		e := b.ear()
		made := read[Webhook](b, b.ask(b.all, "POST", "/webhooks", `{"url":"`+e.URL+`","kinds":["order.placed","order.accepted","product.changed","stock.changed"]}`))
		if made.Secret == "" || !made.On {
			b.Fatalf("made %+v", made)
		}
		b.listen(e)
		same := func(kind, path string) {
			b.Helper()
			heard := b.listen(e)
			if len(heard) != 1 || heard[0].Type != kind {
				b.Fatalf("%s: heard %+v", kind, heard)
			}
			if got := read[any](b, b.ask(b.all, "GET", path, "")); !reflect.DeepEqual(got, heard[0].Data) {
				b.Errorf("%s says\n%v\n%s answers\n%v", kind, heard[0].Data, path, got)
			}
		}
		o := b.sell(b.shop)
		b.sell(b.other) // it is told of its own shop only
		same("order.placed", "/orders/"+id(o.ID))
		b.ask(b.all, "POST", "/orders/"+id(o.ID)+"/accept", "")
		same("order.accepted", "/orders/"+id(o.ID))
		p := read[Product](b, b.ask(b.all, "GET", "/products/cap", ""))
		b.ask(b.all, "PATCH", "/variants/"+p.Variants[0].ID, `{"price":{"minor":55000,"currency":"PKR"}}`)
		same("product.changed", "/products/cap")
		b.ask(b.all, "PUT", "/variants/"+p.Variants[0].ID+"/stock", `{"on_hand":3}`)
		if heard := b.listen(e); len(heard) != 1 || heard[0].Type != "stock.changed" || heard[0].Data.(map[string]any)["on_hand"] != 3.0 {
			b.Errorf("stock: %+v", heard)
		}
	})
}

func TestAWebhookIsKeptByItsShop(t *testing.T) {
	each(t, func(b *bench) {
		e := b.ear()
		made := read[Webhook](b, b.ask(b.all, "POST", "/webhooks", `{"url":"`+e.URL+`","kinds":["order.placed"]}`))
		b.listen(e)
		at := "/webhooks/" + made.ID
		e.sick = true
		b.sell(b.shop)
		b.listen(e)
		log := read[Page[WebhookDelivery]](b, b.ask(b.all, "GET", at+"/deliveries?state=waiting", ""))
		if len(log.Items) != 1 || log.Items[0].Tries != 1 || log.Items[0].Due == nil || log.Items[0].Body != nil {
			b.Fatalf("log %+v", log)
		}
		sent := at + "/deliveries/" + log.Items[0].ID
		one := read[WebhookDelivery](b, b.ask(b.all, "GET", sent, ""))
		if len(one.Attempts) != 1 || one.Attempts[0].Status != 503 || one.Attempts[0].Answer != "busy\n" || one.Body == nil {
			b.Errorf("delivery %+v", one)
		}
		e.sick = false
		if again := read[WebhookDelivery](b, b.ask(b.all, "POST", sent+"/replay", "")); again.State != "waiting" || again.Tries != 0 {
			b.Errorf("replay %+v", again)
		}
		read[WebhookDelivery](b, b.ask(b.all, "POST", at+"/test", ""))
		if heard := b.listen(e); len(heard) != 2 || heard[1].Type != "webhook.test" {
			b.Errorf("heard %+v", heard)
		}
		if r := b.ask(b.all, "POST", at+"/replay", `{"since":"2026-01-01T00:00:00Z"}`); r.status != 202 || r.text != "{\"replayed\":0}\n" {
			b.Error(r.status, r.text)
		}
		turned := read[Webhook](b, b.ask(b.all, "POST", at+"/rotate", ""))
		if turned.Secret == "" || turned.Secret == made.Secret || turned.OldSecret == nil {
			b.Errorf("rotated %+v", turned)
		}
		if list := read[Page[Webhook]](b, b.ask(b.all, "GET", "/webhooks", "")); len(list.Items) != 1 || list.Items[0].Secret != "" {
			b.Errorf("list %+v", list)
		}
		for _, c := range [][2]string{{"GET", at}, {"PATCH", at}, {"POST", at + "/rotate"}, {"POST", at + "/test"}, {"GET", at + "/deliveries"}, {"GET", sent}, {"POST", sent + "/replay"}} {
			if r := b.ask(b.another, c[0], c[1], "{}"); r.status != 404 {
				b.Errorf("%s %s by another shop: %d", c[0], c[1], r.status)
			}
		}
		if off := read[Webhook](b, b.ask(b.all, "PATCH", at, `{"on":false}`)); off.On || off.Why != "hand" {
			b.Errorf("off %+v", off)
		}
		b.ask(b.another, "DELETE", at, "")
		if r := b.ask(b.all, "GET", at, ""); r.status != 200 {
			b.Error("another shop removed it")
		}
		for range 2 {
			if r := b.ask(b.all, "DELETE", at, ""); r.status != 204 {
				b.Error(r.status, r.text)
			}
		}
		if r := b.ask(b.all, "GET", at, ""); r.status != 404 {
			b.Error(r.status)
		}
	})
}

// TestAWebhookIsNoWayAroundAScope has a token that may not read orders try to
// have them sent.
func TestAWebhookIsNoWayAroundAScope(t *testing.T) {
	each(t, func(b *bench) {
		e := b.ear()
		blind := b.token(b.seller.ID, b.shop.ID, token.ReadHooks, token.WriteHooks, token.ReadCatalogue)
		if r := b.ask(blind, "POST", "/webhooks", `{"url":"`+e.URL+`","kinds":["product.changed","order.placed"]}`); r.status != 403 || r.Code != "token_scope" {
			b.Error(r.status, r.text)
		}
		mine := read[Webhook](b, b.ask(blind, "POST", "/webhooks", `{"url":"`+e.URL+`/mine","kinds":["product.changed"]}`))
		made := read[Webhook](b, b.ask(b.all, "POST", "/webhooks", `{"url":"`+e.URL+`","kinds":["order.placed"]}`))
		b.listen(e)
		b.sell(b.shop)
		b.listen(e)
		log := read[Page[WebhookDelivery]](b, b.ask(blind, "GET", "/webhooks/"+made.ID+"/deliveries", ""))
		for _, c := range [][3]string{
			{"PATCH", "/webhooks/" + made.ID, `{"url":"` + e.URL + `/elsewhere"}`},
			{"PATCH", "/webhooks/" + mine.ID, `{"kinds":["order.placed"]}`},
			{"POST", "/webhooks/" + made.ID + "/rotate", ""},
			{"GET", "/webhooks/" + made.ID + "/deliveries/" + log.Items[0].ID, ""},
			{"POST", "/webhooks/" + made.ID + "/replay", `{"since":"2026-01-01T00:00:00Z"}`},
		} {
			if r := b.ask(blind, c[0], c[1], c[2]); r.status != 403 || r.Code != "token_scope" {
				b.Errorf("%s %s: %d %s", c[0], c[1], r.status, r.text)
			}
		}
		if r := b.ask(b.all, "POST", "/webhooks", `{"url":"https://10.1.2.3/","kinds":["order.placed"]}`); r.status != 422 || r.Errors[0].Field != "url" {
			b.Error(r.status, r.text)
		}
		if r := b.ask(b.all, "POST", "/webhooks", `{"url":"`+e.URL+`","kinds":["order.placed"]}`); r.status != 409 || r.Code != "hook_twice" {
			b.Error(r.status, r.text)
		}
	})
}
