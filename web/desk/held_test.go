package desk

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"agora/audit"
	"agora/catalog"
	"agora/db"
	"agora/db/dbtest"
	"agora/event"
	"agora/identity"
	"agora/money"
	"agora/pricewatch"
)

// TestAFaultyAppealIsNotMade sends an appeal that holds what is no text: it is shown again
// with what is wrong, and is not made.
func TestAFaultyAppealIsNotMade(t *testing.T) {
	b := newBench(t)
	store := dbtest.SQLite(t, event.Schema, audit.Schema, pricewatch.Schema)
	b.Prices = pricewatch.New(store, nil, nil, nil)
	doc, err := json.Marshal(pricewatch.Story{Title: catalog.Texts{"en": "Cap"}, ShopName: "The loom",
		Evidence: pricewatch.Evidence{Over: 10, Base: pricewatch.Entry{Unit: pricewatch.Units[0], Amount: money.Of(40_000, "PKR"), Source: "Price list"}}})
	b.must(err)
	b.must(store.Write(t.Context(), func(tx *db.Tx) error {
		_, err := tx.Exec("INSERT INTO price_holds (shop_id, hold_id, product_id, crisis_id, state, doc) VALUES ($1, 1, 7, 1, 'held', $2)", int64(b.shop.ID), string(doc))
		return err
	}))
	page := b.desk(b.shop) + "/products/7/held"
	state := func() pricewatch.HoldState {
		h, err := b.Prices.HoldOf(t.Context(), identity.System(), b.shop.ID, 7)
		b.must(err)
		return h.State
	}
	if r := b.ask("sadia", page, url.Values{"words": {"I paid\x01 45"}}); r.status != 422 || strings.Count(r.body, `href="#f-words"`) != 1 || !strings.Contains(r.body, "I paid 45") || state() != pricewatch.Held {
		t.Errorf("a faulty appeal: %d, %s", r.status, state())
	}
	if r := b.ask("sadia", page, url.Values{"words": {"I paid 45"}}); r.status != 303 || state() != pricewatch.Appealed {
		t.Errorf("an appeal: %d, %s", r.status, state())
	}
}
