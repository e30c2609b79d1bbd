package node

import (
	"strings"
	"testing"
	"time"

	"agora/catalog"
	"agora/identity"
	"agora/money"
	"agora/treasury"
)

// TestAFineIsToldAndChargedByItself: the seller hears of a fine and until when
// she may appeal; when the time is over the program charges it, and tells her.
func TestAFineIsToldAndChargedByItself(t *testing.T) {
	ahead := time.Duration(0)
	s := settings(t, t.TempDir())
	s.Clock = func() time.Time { return time.Now().Add(ahead) }
	n := start(t, s)
	ctx := t.Context()
	p, err := n.Identity.SignUp(ctx, identity.NewPerson{Name: "Nargiza", Login: "nargiza@example.org", Password: "a long enough one", Country: "KG", Lang: "en"})
	if err != nil {
		t.Fatal(err)
	}
	id, err := n.Catalog.OpenShop(ctx, identity.System(), catalog.NewShop{Handle: "clay", Owner: p.ID, Name: "Clay", Country: "KG", City: "Osh", Currency: "KGS", Languages: []string{"en"}})
	if err != nil {
		t.Fatal(err)
	}
	boss := identity.Actor{Person: 99, Roles: []identity.Role{identity.Operator}}
	f, err := n.Treasury.Announce(ctx, boss, treasury.NewFine{Shop: id, Amount: money.Of(70_000, "KGS"), Reason: "Sold a copy", Evidence: "A letter",
		File: strings.NewReader("%PDF-1.7 letter")})
	if err != nil {
		t.Fatal(err)
	}
	if m := outbox(t, n, "nargiza@example.org", 1)[0]; !strings.Contains(m.Text, "Sold a copy") || !strings.Contains(m.Text, "appeal once") || !strings.Contains(m.Text, "/fines/") {
		t.Errorf("announced: %q", m.Text)
	}
	if status, _ := fetch(t, n, "/media/"+string(f.File.Key)); status != 404 {
		t.Errorf("the file of a fine is open to all: %d", status)
	}
	stop(t, n)
	ahead = 8 * 24 * time.Hour
	n = start(t, s)
	defer stop(t, n)
	list := outbox(t, n, "nargiza@example.org", 2)
	if !strings.Contains(list[0].Subject+list[1].Subject, "Charged") {
		t.Errorf("charged: %q, %q", list[0].Subject, list[1].Subject)
	}
	if problems, err := n.Check(ctx); err != nil || !Sound(problems) {
		t.Errorf("%v %v", problems, err)
	}
}
