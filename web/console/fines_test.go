package console

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"net/url"

	"agora/blob"
	"agora/catalog"
	"agora/identity"
)

// announce sends the form of a fine, with a file when there is content.
func (o *office) announce(who string, fields map[string]string, file string) reply {
	o.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for k, v := range fields {
		o.must(w.WriteField(k, v))
	}
	if file != "" {
		part, err := w.CreateFormFile("file", "letter.pdf")
		o.must(err)
		_, err = part.Write([]byte(file))
		o.must(err)
	}
	o.must(w.Close())
	return o.send(who, http.MethodPost, "/console/fines/new", w.FormDataContentType(), &body)
}

func TestAFineIsAnnouncedAndDecidedByAnother(t *testing.T) {
	o := newOffice(t)
	private, err := blob.Open(t.TempDir())
	o.must(err)
	o.Treasury.KeepPapers(private)
	second := o.enter("oskar")
	o.must(o.People.Grant(t.Context(), identity.System(), second.ID, identity.Operator))
	form := map[string]string{"shop": "loom", "amount": "120.50", "reason": "Sold a <b>copy</b>", "evidence": "The maker wrote."}
	if r := o.announce("sadia", form, ""); r.status != 403 {
		t.Errorf("a seller announces: %d", r.status)
	}
	for field, bad := range map[string]string{"shop": "nobody", "amount": "much", "reason": "", "evidence": ""} {
		broken := map[string]string{}
		for k, v := range form {
			broken[k] = v
		}
		broken[field] = bad
		if r := o.announce("olga", broken, ""); r.status != 422 || !strings.Contains(r.body, `id="f-`+field+`-e"`) {
			t.Errorf("%s %q: %d", field, bad, r.status)
		}
	}
	if r := o.announce("olga", form, "<script>alert(1)</script>"); r.status != 422 || !strings.Contains(r.body, `href="#f-file"`) || !strings.Contains(r.body, `value="120.50"`) {
		t.Errorf("a page as a file: %d", r.status)
	}
	key := regexp.MustCompile(`name="key" value="([^"]+)"`).FindStringSubmatch(o.ask("olga", "/console/fines/new", nil).body)
	form["key"] = key[1]
	for range 2 { // sent twice from a bad line
		if r := o.announce("olga", form, "%PDF-1.7 letter"); r.status != 303 {
			t.Fatalf("announced: %d %s", r.status, r.body)
		}
	}
	list, err := o.Treasury.Fines(t.Context(), identity.Actor{Person: 1, Roles: []identity.Role{identity.Operator}}, "", 0)
	if err != nil || len(list) != 1 {
		t.Fatalf("%d fines, %v", len(list), err)
	}
	at := finePath(list[0])
	for _, lang := range []string{"en", "ru", "ur"} {
		for _, path := range []string{"/console/fines", "/console/fines?state=announced", "/console/fines/new", at} {
			sep := "?"
			if strings.Contains(path, "?") {
				sep = "&"
			}
			r := o.ask("olga", path+sep+"lang="+lang, nil)
			if r.status != 200 || strings.Contains(r.body, "console.") || strings.Contains(r.body, "desk.") || strings.Contains(r.body, "<b>copy") {
				t.Errorf("%s %s: %d", lang, path, r.status)
			}
		}
	}
	for _, path := range []string{"/console/fines", "/console/fines/new", at, at + "/file"} {
		if r := o.ask("sadia", path, nil); r.status != 403 {
			t.Errorf("a seller at %s: %d", path, r.status)
		}
	}
	if r := o.ask("olga", at+"/file", nil); r.status != 200 || r.body != "%PDF-1.7 letter" {
		t.Errorf("the file: %d %q", r.status, r.body)
	}
	o.must(o.Treasury.Appeal(t.Context(), identity.Actor{Person: 9, Shops: map[catalog.ShopID]identity.Role{o.shop: identity.ShopOwner}}, o.shop, list[0].ID, "no"))
	if r := o.ask("olga", at, nil); strings.Contains(r.body, `value="uphold"`) {
		t.Error("who announced the fine may decide on the appeal")
	}
	if r := o.ask("olga", at, url.Values{"move": {"uphold"}, "why": {"mine"}}); r.status != 409 {
		t.Errorf("who announced it decides: %d", r.status)
	}
	if r := o.ask("oskar", at, url.Values{"move": {"uphold"}}); r.status != 422 || !strings.Contains(r.body, `id="f-why-e"`) && !strings.Contains(r.body, `id="uphold-why-e"`) {
		t.Errorf("decided without a reason: %d", r.status)
	}
	for _, move := range []string{"uphold", "lift"} {
		if r := o.ask("oskar", at, url.Values{"move": {move}, "why": {"as said"}}); r.status != 303 {
			t.Errorf("%s: %d", move, r.status)
		}
		if r := o.ask("olga", "/console/ledger", nil); r.status != 200 || strings.Contains(r.body, "fine.") {
			t.Errorf("the journal after %s: %d", move, r.status)
		}
	}
}
