package console

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"agora/identity"
)

// upload posts a statement.
func (o *office) upload(who, mapping, text string) reply {
	o.Helper()
	return o.uploadTo("/console/statements", who, text, "mapping", mapping)
}

// uploadTo posts a file with the fields of its form.
func (o *office) uploadTo(path, who, text string, pairs ...string) reply {
	o.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for i := 0; i+1 < len(pairs); i += 2 {
		o.must(w.WriteField(pairs[i], pairs[i+1]))
	}
	part, err := w.CreateFormFile("file", "statement")
	o.must(err)
	_, _ = part.Write([]byte(text))
	o.must(w.Close())
	return o.send(who, http.MethodPost, path, w.FormDataContentType(), &body)
}

// TestAnOperatorBooksAStatement leads a bank's CSV from its mapping to the paid
// order, as an operator does it.
func TestAnOperatorBooksAStatement(t *testing.T) {
	o := newOffice(t)
	boss := identity.Actor{Person: 1, Roles: []identity.Role{identity.Operator}}
	o.must(o.House.Save(t.Context(), boss, map[string]string{"payout_accounts": "PKR account=PK36SCBL0000001123456702; bic=SCBLPKKX; name=House"}))
	form := url.Values{"name": {"HBL & Co"}, "account": {"PK36 SCBL 0000 0011 2345 6702"}, "currency": {"PKR"}, "charset": {"utf-8"}, "delimiter": {";"}, "decimal": {","},
		"dates": {"DD.MM"}, "day": {"Day"}, "amount": {"Sum"}, "text": {"For"}}
	if r := o.ask("olga", "/console/banks", form); r.status != 422 || !strings.Contains(r.body, "f-dates-e") || !strings.Contains(r.body, `value="PK36 SCBL`) {
		t.Fatalf("a mapping without a year: %d", r.status)
	}
	form.Set("dates", "DD.MM.YYYY")
	if r := o.ask("olga", "/console/banks", form); r.status != 303 {
		t.Fatalf("a mapping: %d", r.status)
	}
	if r := o.ask("olga", "/console/banks?name=HBL+%26+Co", nil); r.status != 200 || !strings.Contains(r.body, `value="DD.MM.YYYY"`) {
		t.Errorf("its editor: %d", r.status)
	}
	text := "Day;Sum;For\n26.11.2026;750,00;order " + o.group.Ref + "\n26.11.2026;-5;fee\n27.11.2026;3;what\n"
	for name, bad := range map[string]string{"HBL & Co": "Day;Sum\n", "": "<x/>", "None": text} {
		if r := o.upload("olga", name, bad); r.status != 422 || !strings.Contains(r.body, `role="alert"`) {
			t.Errorf("%s: %d", name, r.status)
		}
	}
	if r := o.upload("sadia", "HBL & Co", text); r.status != 403 {
		t.Errorf("a seller uploads: %d", r.status)
	}
	draft := o.upload("olga", "HBL & Co", text)
	if draft.status != 303 || !strings.HasPrefix(draft.to, "/console/statements/") {
		t.Fatalf("uploaded: %d %s", draft.status, draft.body)
	}
	for _, lang := range []string{"en", "ru", "ur"} {
		for _, path := range []string{"/console/statements", draft.to, "/console/banks"} {
			if r := o.ask("olga", path+"?lang="+lang, nil); r.status != 200 || strings.Contains(r.body, "console.") {
				t.Errorf("%s %s: %d", lang, path, r.status)
			}
		}
	}
	if r := o.ask("olga", draft.to, nil); !strings.Contains(r.body, "groups?ref="+o.group.Ref) || !strings.Contains(r.body, `value="book"`) || !strings.Contains(r.body, "For you to look at") {
		t.Error("the draft does not show what it would do")
	}
	if r := o.ask("olga", "/console/orders?state=placed", nil); strings.Contains(r.body, o.group.Ref+"/1") {
		t.Error("a draft paid the order")
	}
	if r := o.ask("olga", draft.to, url.Values{"do": {"book"}}); r.status != 303 {
		t.Fatalf("booked: %d %s", r.status, r.body)
	}
	if r := o.ask("olga", "/console/orders?state=placed", nil); !strings.Contains(r.body, o.group.Ref+"/1") {
		t.Error("the order is not paid")
	}
	if r := o.ask("olga", draft.to, nil); strings.Contains(r.body, `value="book"`) || !strings.Contains(r.body, "/console/queue") {
		t.Error("the page does not say that it was booked")
	}
	again := o.upload("olga", "HBL & Co", text)
	if r := o.ask("olga", again.to, nil); strings.Count(r.body, "In an earlier statement") != 2 {
		t.Error("the second time its lines are not known")
	}
	if r := o.ask("olga", again.to, url.Values{"do": {"drop"}}); r.status != 303 {
		t.Errorf("forgotten: %d", r.status)
	}
	if r := o.ask("olga", again.to, nil); r.status != 404 {
		t.Errorf("a forgotten one: %d", r.status)
	}
}
