package node

import (
	"strings"
	"testing"

	"agora/catalog"
	"agora/identity"
)

func TestASellerHearsOfHerShop(t *testing.T) {
	n := start(t, settings(t, t.TempDir()))
	defer stop(t, n)
	ctx := t.Context()
	p, err := n.Identity.SignUp(ctx, identity.NewPerson{Name: "Nargiza", Login: "nargiza@example.org", Password: "a long enough one", Country: "KG", Lang: "en"})
	if err != nil {
		t.Fatal(err)
	}
	id, err := n.Catalog.OpenShop(ctx, identity.System(), catalog.NewShop{Handle: "clay", Owner: p.ID, Name: "Clay", Country: "KG", City: "Osh", Currency: "KGS", Languages: []string{"en"}})
	if err != nil {
		t.Fatal(err)
	}
	move := func(m catalog.ShopMove, why string) {
		t.Helper()
		if err := n.Catalog.MoveShop(ctx, identity.System(), id, m, why); err != nil {
			t.Fatal(err)
		}
	}
	move(catalog.ShopSubmit, "")
	move(catalog.ShopDecline, "A photo in daylight")
	if m := outbox(t, n, "nargiza@example.org", 1)[0]; !strings.Contains(m.Text, "A photo in daylight") || !strings.Contains(m.Text, "/start") {
		t.Errorf("sent back: %q", m.Text)
	}
	if why, err := n.Catalog.SentBack(ctx, identity.System(), id); err != nil || why != "A photo in daylight" {
		t.Errorf("why: %q, %v", why, err)
	}
	move(catalog.ShopSubmit, "")
	move(catalog.ShopApprove, "")
	if list := outbox(t, n, "nargiza@example.org", 2); !strings.Contains(list[0].Subject+list[1].Subject, "Clay is open") {
		t.Errorf("opened: %q, %q", list[0].Subject, list[1].Subject)
	}
}
