package node

import (
	"context"
	"slices"
	"testing"
	"time"

	"agora/academy/starter"
	"agora/catalog"
	"agora/db"
	"agora/event"
	"agora/identity"
	"agora/jobs"
)

// traded reads when a learner's shop was opened, and when it sold first.
func traded(t *testing.T, n *Node, who identity.PersonID) (opened, sold int64) {
	t.Helper()
	if err := n.DB.Read(t.Context(), func(tx *db.Tx) error {
		return tx.Row("SELECT opened, sold FROM academy_learners WHERE person_id = $1", []any{int64(who)}, &opened, &sold)
	}); err != nil {
		t.Fatal(err)
	}
	return opened, sold
}

// TestWhatLearnersReachIsCounted has a learner open a shop and sell, for play money first.
func TestWhatLearnersReachIsCounted(t *testing.T) {
	n := start(t, settings(t, t.TempDir()))
	defer stop(t, n)
	ctx := t.Context()
	fails := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	p, err := n.Identity.SignUp(ctx, identity.NewPerson{Name: "Nurai", Login: "nurai@example.org", Password: "long enough words", Country: "KG", Lang: "ky"})
	fails(err)
	c, err := starter.Course()
	fails(err)
	course, _, err := n.Academy.Keep(ctx, identity.System(), c)
	fails(err)
	fails(n.Academy.Publish(ctx, identity.System(), course))
	_, err = n.Academy.Join(ctx, p.Actor(), c.ID)
	fails(err)
	shop, err := n.Catalog.OpenShop(ctx, identity.System(), catalog.NewShop{Handle: "clay", Owner: p.ID, Name: "Clay", Country: "KG", City: "Osh", Currency: "KGS", Languages: []string{"en"}})
	fails(err)
	fails(n.Catalog.MoveShop(ctx, identity.System(), shop, catalog.ShopSubmit, ""))
	fails(n.Catalog.MoveShop(ctx, identity.System(), shop, catalog.ShopApprove, ""))
	soon, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	for tick := time.NewTicker(50 * time.Millisecond); ; {
		opened, sold := traded(t, n, p.ID)
		if sold != 0 {
			t.Fatal("a shop that was opened has sold")
		}
		if opened != 0 {
			break
		}
		select {
		case <-soon.Done():
			t.Fatal("her shop is not counted")
		case <-tick.C:
		}
	}
	reactions := n.reactions()["order.completed"]
	does := reactions[slices.IndexFunc(reactions, func(r jobs.Reaction) bool { return r.Name == "count-learner" })]
	status := func(to catalog.ShopStatus) {
		t.Helper()
		fails(n.DB.Write(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec("UPDATE shops SET status = $2 WHERE shop_id = $1", int64(shop), string(to))
			return err
		}))
	}
	completed := event.Event{ID: n.DB.NewID(), Kind: "order.completed", Shop: shop, Subject: 1}
	status(catalog.ShopRehearsal)
	idle, err := does.Idle(ctx, completed)
	fails(err)
	fails(does.Do(ctx, completed))
	if _, sold := traded(t, n, p.ID); !idle || sold != 0 {
		t.Error("a sale for play money counts")
	}
	status(catalog.ShopOpen)
	idle, err = does.Idle(ctx, completed)
	fails(err)
	fails(does.Do(ctx, completed))
	if _, sold := traded(t, n, p.ID); idle || sold != db.Micro(completed.At()) {
		t.Errorf("her first sale was at %d, %v", sold, completed.At())
	}
}
