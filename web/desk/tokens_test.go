package desk

import (
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
)

// TestASellerMakesAndRevokesATokenOfHerShop does so as she does, by the page.
func TestASellerMakesAndRevokesATokenOfHerShop(t *testing.T) {
	b := newBench(t)
	at := b.desk(b.shop) + "/tokens"
	if r := b.ask("bilal", at, nil); r.status != 403 {
		t.Errorf("another seller: %d", r.status)
	}
	form := url.Values{"name": {""}, "ends": {"x"}}
	r := b.ask("sadia", at, form)
	for _, want := range []string{"f-name-e", "f-ends-e", "#f-scopes"} {
		if r.status != 422 || !strings.Contains(r.body, want) {
			t.Errorf("empty: %d without %s", r.status, want)
		}
	}
	form = url.Values{"name": {"Till & co"}, "ends": {time.Now().UTC().AddDate(0, 0, 5).Format(time.DateOnly)}, "scopes": {"stock:write", "orders:read"}}
	r = b.ask("sadia", at, form)
	text := regexp.MustCompile(`agora_[0-9a-z]+_[0-9A-Z]{52}`).FindString(r.body)
	if r.status != 200 || text == "" {
		t.Fatalf("made: %d", r.status)
	}
	h, err := b.Tokens.Holder(t.Context(), text)
	b.must(err)
	if h.Name != "Till & co" || h.Shop != b.shop.ID || len(h.Scopes) != 2 {
		t.Errorf("holder %+v", h)
	}
	if r := b.ask("sadia", at, nil); strings.Contains(r.body, text) || !strings.Contains(r.body, h.Prefix) || !strings.Contains(r.body, "Till &amp; co") {
		t.Error("the list shows the token, or not its beginning")
	}
	if r := b.ask("bilal", at+"/revoke", url.Values{"token": {number(int64(h.ID))}}); r.status != 403 {
		t.Errorf("another seller revokes: %d", r.status)
	}
	if r := b.ask("sadia", at+"/revoke", url.Values{"token": {number(int64(h.ID))}}); r.status != 303 {
		t.Errorf("revoke: %d", r.status)
	}
	if _, err := b.Tokens.Holder(t.Context(), text); err == nil {
		t.Error("a revoked token works")
	}
}
