package desk

import (
	"net/url"
	"strings"
	"testing"

	"agora/blob"
	"agora/identity"
	"agora/money"
	"agora/treasury"
)

func TestASellerAppealsOnce(t *testing.T) {
	b := newBench(t)
	private, err := blob.Open(t.TempDir())
	b.must(err)
	b.Treasury.KeepPapers(private)
	op := identity.Actor{Person: 77, Roles: []identity.Role{identity.Operator}}
	f, err := b.Treasury.Announce(t.Context(), op, treasury.NewFine{Shop: b.shop.ID, Amount: money.Of(12_345, "PKR"), Reason: "A <i>copy</i>",
		Evidence: "A letter", File: strings.NewReader("\x89PNG\r\n\x1a\n picture")})
	b.must(err)
	list := b.desk(b.shop) + "/fines"
	at := list + "/" + number(int64(f.ID))
	for _, lang := range []string{"en", "ru", "ur"} {
		for _, path := range []string{list, at} {
			if r := b.ask("sadia", path+"?lang="+lang, nil); r.status != 200 || strings.Contains(r.body, "desk.") || strings.Contains(r.body, "<i>copy") || !strings.Contains(r.body, "123") {
				t.Errorf("%s %s: %d", lang, path, r.status)
			}
		}
	}
	for _, path := range []string{at, at + "/file"} {
		if r := b.ask("bilal", path, nil); r.status != 403 {
			t.Errorf("another seller asks %s: %d", path, r.status)
		}
		if r := b.ask("bilal", strings.Replace(path, b.desk(b.shop), b.desk(b.other), 1), nil); r.status != 404 {
			t.Errorf("another seller asks %s by his own desk: %d", path, r.status)
		}
	}
	if r := b.ask("sadia", at+"/file", nil); r.status != 200 || !strings.HasSuffix(r.body, "picture") {
		t.Errorf("the file: %d", r.status)
	}
	if r := b.ask("sadia", at+"/appeal", url.Values{"appeal": {""}}); r.status != 422 || !strings.Contains(r.body, "f-appeal-e") {
		t.Errorf("no words: %d", r.status)
	}
	for i, want := range []int{303, 409} {
		if r := b.ask("sadia", at+"/appeal", url.Values{"appeal": {"It is my own."}}); r.status != want {
			t.Errorf("appeal %d: %d", i+1, r.status)
		}
	}
	if r := b.ask("sadia", at, nil); strings.Contains(r.body, `name="appeal"`) || !strings.Contains(r.body, "It is my own.") {
		t.Error("after the appeal the page still asks for one")
	}
}
