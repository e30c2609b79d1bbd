package node

import (
	"crypto/ecdh"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"agora/catalog"
	"agora/country"
	"agora/event"
	"agora/i18n"
	"agora/identity"
	"agora/market"
	"agora/notify"
	"agora/web"
)

// TestNotesAreInTheLanguageOfTheBrowser lets two browsers of a seller ask for
// notes; each gets one line in its language that names the order and nobody.
func TestNotesAreInTheLanguageOfTheBrowser(t *testing.T) {
	n, err := Open(t.Context(), settings(t, t.TempDir()))
	if err != nil {
		t.Fatal(err)
	}
	defer n.Close()
	owner, err := n.Identity.SignUp(t.Context(), identity.NewPerson{Name: "Sadia", Login: "sadia@example.org", Password: "a long enough one", Country: "PK", Lang: "en"})
	if err != nil {
		t.Fatal(err)
	}
	origin, err := country.Address{Country: "PK", Name: "Sadia", Phone: "+923014478215", Street: "Mall 1", City: "Lahore", Province: "Punjab", Postcode: "54000"}.Check()
	if err != nil {
		t.Fatal(err)
	}
	id, err := n.Catalog.OpenShop(t.Context(), identity.System(), catalog.NewShop{Handle: "loom", Owner: owner.ID, Name: "Loom", Country: "PK", City: "Lahore",
		Currency: "PKR", Languages: []string{"en"}, Origin: origin, HandlingDays: 2, ReturnDays: 14})
	if err != nil {
		t.Fatal(err)
	}
	n.Notify = notify.New(n.DB) // keeps what it would send
	subject := web.PersonSubject(int64(owner.ID))
	for i, lang := range []string{"ur", "ru"} {
		key, err := ecdh.P256().GenerateKey(rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		b64 := base64.RawURLEncoding.EncodeToString
		if err := n.Push.Subscribe(t.Context(), notify.Subscription{Subject: subject, Lang: lang, Key: b64(key.PublicKey().Bytes()),
			Secret: b64(make([]byte, 16)), Endpoint: "https://push.invalid/" + strconv.Itoa(i)}); err != nil {
			t.Fatal(err)
		}
	}
	body, _ := json.Marshal(market.Moved{Group: 3, Ref: "AG-TEST/1", To: market.Placed})
	post := post{n.Parts, func() string { return "https://agora.example" }}
	e := event.Event{ID: 77, Shop: id, Kind: "order.placed", Subject: 5, Body: body}
	for range 2 {
		if err := post.noteSeller(t.Context(), e); err != nil {
			t.Fatal(err)
		}
	}
	list, err := n.Notify.Outbox(t.Context(), notify.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, m := range list {
		if !strings.HasPrefix(m.To, "push:") || !strings.Contains(m.Subject, "AG-TEST/1") {
			continue
		}
		seen[m.Subject] = true
		if m.Link != "/desk/"+strconv.FormatInt(int64(id), 10)+"/orders/5" {
			t.Errorf("it leads to %s", m.Link)
		}
	}
	if len(list) != 2 {
		t.Errorf("%d notes, not one for each browser", len(list))
	}
	for _, lang := range []string{"ur", "ru"} {
		if want := n.Words.Locale(lang).T("mail.accept_subject", "ref", "AG-TEST/1"); !seen[want] {
			t.Errorf("no note says %q: %v", want, seen)
		}
	}
}

func TestEveryMoveHasItsWords(t *testing.T) {
	words, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []market.OrderState{market.Placed, market.Accepted, market.Shipped, market.Delivered, market.Cancelled} {
		if got := moveWords(words.Locale("en"), market.Moved{Ref: "AG-1", To: s}); !strings.Contains(got, "AG-1") || strings.Contains(got, "{") || strings.Contains(got, "desk.") {
			t.Errorf("%s: %q", s, got)
		}
	}
}
