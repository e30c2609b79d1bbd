package desk

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"agora/db"
	"agora/event"
	"agora/hook"
)

// TestASellerMakesAWebhookAndReadsWhatItWasTold does so as she does, by the
// pages.
func TestASellerMakesAWebhookAndReadsWhatItWasTold(t *testing.T) {
	b := newBench(t)
	status := http.StatusTeapot
	ear := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "I am a <pot>", status) }))
	defer ear.Close()
	at := b.desk(b.shop) + "/hooks"
	if r := b.ask("bilal", at, nil); r.status != 403 {
		t.Errorf("another seller: %d", r.status)
	}
	r := b.ask("sadia", at, url.Values{"url": {"https://10.0.0.1/"}})
	for _, want := range []string{"f-url-e", "#f-kinds"} {
		if r.status != 422 || !strings.Contains(r.body, want) {
			t.Errorf("empty: %d without %s", r.status, want)
		}
	}
	r = b.ask("sadia", at, url.Values{"url": {ear.URL}, "kinds": {"order.placed", "stock.changed"}})
	secret := regexp.MustCompile(`whsec_[0-9A-Za-z&#;/+]+=`)
	if r.status != 200 || !secret.MatchString(r.body) {
		t.Fatalf("made: %d", r.status)
	}
	list, err := b.Hooks.List(t.Context(), b.actor("sadia"), b.shop.ID)
	b.must(err)
	page := at + "/" + number(int64(list[0].ID))
	for _, p := range []string{at, page} {
		if r := b.ask("sadia", p, nil); r.status != 200 || secret.MatchString(r.body) || !strings.Contains(r.body, ear.URL) {
			t.Errorf("%s: %d, or it shows the secret", p, r.status)
		}
		if r := b.ask("bilal", strings.Replace(p, b.desk(b.shop), b.desk(b.other), 1), nil); p == page && r.status != 404 {
			t.Errorf("%s at another shop: %d", p, r.status)
		}
	}
	b.must(b.Hooks.Step(t.Context()))
	b.must(b.store.Write(t.Context(), func(tx *db.Tx) error { return event.Append(tx, b.shop.ID, "order.placed", 5, nil) }))
	b.must(b.Hooks.Step(t.Context()))
	sent, err := b.Hooks.Messages(t.Context(), b.actor("sadia"), b.shop.ID, list[0].ID, hook.Page{})
	b.must(err)
	one := page + "/" + number(int64(sent[0].ID))
	if r := b.ask("sadia", one, nil); r.status != 200 || !strings.Contains(r.body, "HTTP 418") || !strings.Contains(r.body, "I am a &lt;pot&gt;") {
		t.Errorf("message: %d\n%s", r.status, r.body)
	}
	status = http.StatusOK
	if r := b.ask("sadia", one, url.Values{}); r.status != 303 {
		t.Errorf("replay: %d", r.status)
	}
	for _, do := range []string{"test", "failed", "rotate", "switch"} {
		want := http.StatusSeeOther
		if do == "rotate" {
			want = http.StatusOK
		}
		if r := b.ask("sadia", page, url.Values{"do": {do}}); r.status != want || (do == "rotate") != secret.MatchString(r.body) {
			t.Errorf("%s: %d", do, r.status)
		}
	}
	h, err := b.Hooks.Hook(t.Context(), b.actor("sadia"), b.shop.ID, list[0].ID)
	b.must(err)
	if h.Why != hook.ByHand || h.Both.IsZero() {
		t.Errorf("%+v", h)
	}
	if r := b.ask("sadia", page, url.Values{"url": {ear.URL}, "kinds": {"payout.sent"}}); r.status != 303 {
		t.Errorf("change: %d", r.status)
	}
	if r := b.ask("sadia", page, url.Values{"do": {"remove"}}); r.status != 303 {
		t.Errorf("remove: %d", r.status)
	}
	if r := b.ask("sadia", page, nil); r.status != 404 {
		t.Errorf("removed: %d", r.status)
	}
}

// TestTodaySaysThatAWebhookStopped has one switched off by itself.
func TestTodaySaysThatAWebhookStopped(t *testing.T) {
	b := newBench(t)
	ear := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusGone) }))
	defer ear.Close()
	h, _, err := b.Hooks.Make(t.Context(), b.actor("sadia"), b.shop.ID, hook.Wish{URL: ear.URL, Kinds: []hook.Kind{"order.placed"}, On: true})
	b.must(err)
	link := `href="` + b.desk(b.shop) + `/hooks"`
	if r := b.ask("sadia", b.desk(b.shop), nil); strings.Contains(r.body, link) {
		t.Error("it says so while the webhook is on")
	}
	_, err = b.Hooks.Test(t.Context(), b.actor("sadia"), b.shop.ID, h.ID)
	b.must(err)
	b.must(b.Hooks.Step(t.Context()))
	if r := b.ask("sadia", b.desk(b.shop), nil); !strings.Contains(r.body, link) {
		t.Error("it does not say so")
	}
}
