package storefront

import (
	"net/url"
	"strings"
	"testing"
)

// TestASearchIsSavedAndFoundAgain saves a search, opens it from the account and
// forgets it.
func TestASearchIsSavedAndFoundAgain(t *testing.T) {
	b := newBazaar(t)
	const path = "/search?country=PK&q=cap"
	if page := b.ask(path, nil).body; !strings.Contains(page, `value="/search?country=PK&amp;q=cap"`) {
		t.Error("the search can't be saved")
	}
	if page := b.ask("/search", nil).body; strings.Contains(page, savedPath) {
		t.Error("a search for everything can be saved")
	}
	keep := url.Values{"name": {"Caps of Pakistan"}, "path": {path}}
	if r := b.ask(savedPath, keep); r.status != 303 || r.to != "/account/sign-in?next=/search?country=PK%26q=cap" {
		t.Errorf("a stranger: %d %s", r.status, r.to)
	}
	b.ask("/account/sign-up", url.Values{"name": {"Hira Malik"}, "login": {"hira@example.org"}, "password": {"a long enough one"}, "country": {"PK"}})
	if r := b.ask(savedPath, nil); r.status != 200 || !strings.Contains(r.body, "No saved searches yet") {
		t.Errorf("none yet: %d", r.status)
	}
	if r := b.ask(savedPath, keep); r.status != 303 || r.to != path {
		t.Errorf("saving: %d %s", r.status, r.to)
	}
	if r := b.ask(savedPath, url.Values{"name": {"x"}, "path": {"https://evil.example/search"}}); r.to != "/search" {
		t.Errorf("an address elsewhere: %d %s", r.status, r.to)
	}
	page := b.ask(savedPath, nil).body
	if !strings.Contains(page, "Caps of Pakistan") || strings.Contains(page, "evil") {
		t.Error("the list is wrong")
	}
	for _, m := range hiddenInput.FindAllStringSubmatch(page, -1) {
		if m[1] == "drop" {
			b.ask(savedPath, url.Values{"drop": {m[2]}})
		}
	}
	if page := b.ask(savedPath, nil).body; strings.Contains(page, "Caps of Pakistan") {
		t.Error("what was taken away is still there")
	}
}
