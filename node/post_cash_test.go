package node

import (
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"agora/demo"
	"agora/identity"
	"agora/market"
	"agora/notify"
)

// TestTheMailedCodeConfirms follows a code from the placement to the mail, and
// its link to the button that confirms the order.
func TestTheMailedCodeConfirms(t *testing.T) {
	s := settings(t, t.TempDir())
	s.Demo = true
	n := start(t, s)
	defer stop(t, n)
	if _, err := demo.Fill(t.Context(), parts(n)); err != nil {
		t.Fatal(err)
	}
	if err := n.House.Save(t.Context(), identity.System(), map[string]string{"cash_confirm": "yes"}); err != nil {
		t.Fatal(err)
	}
	ref, err := buyIn(t.Context(), n, twoShops(t, n), "key-cash", "cash", "UZS")
	if err != nil {
		t.Fatal(err)
	}
	g, err := n.Market.GroupByRef(t.Context(), identity.System(), ref)
	if err != nil {
		t.Fatal(err)
	}
	mail := about(t, n, g.Contact.Email, "confirm order "+ref)
	code := regexp.MustCompile(`\b\d{6}\b`).FindString(mail.Text)
	link := regexp.MustCompile(`http://127.0.0.1:\d+(/orders/\d+/confirm\?k=\S+)`).FindStringSubmatch(mail.Text)
	if code == "" || link == nil || strings.Contains(mail.Subject, code) {
		t.Fatalf("the mail says %q: %q", mail.Subject, mail.Text)
	}
	if status, page := fetch(t, n, link[1]); status != http.StatusOK || !strings.Contains(page, `value="`+code+`"`) {
		t.Fatalf("the link of the mail gives %d", status)
	}
	to, _, _ := strings.Cut(link[1], "&code=")
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, n.Addr()+to, strings.NewReader(url.Values{"code": {code}}.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	res, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if text, _ := io.ReadAll(res.Body); res.StatusCode != http.StatusSeeOther {
		t.Fatalf("confirming gives %d %s", res.StatusCode, text)
	}
	about(t, n, g.Contact.Email, ref+" is placed")
	if g, err = n.Market.GroupByRef(t.Context(), identity.System(), ref); err != nil || g.Orders[0].State != market.Placed {
		t.Errorf("%v, %v", g.Orders, err)
	}
	if problems, err := n.Check(t.Context()); err != nil || !Sound(problems) {
		t.Errorf("%v %v", problems, err)
	}
}

// about waits for a message to somebody whose subject has some words.
func about(t *testing.T, n *Node, to, words string) notify.Entry {
	t.Helper()
	for want := 1; ; want++ {
		for _, e := range outbox(t, n, to, want) {
			if strings.Contains(e.Subject, words) {
				return e
			}
		}
	}
}
