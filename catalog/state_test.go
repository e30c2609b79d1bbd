package catalog

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"agora/db"
	"agora/money"
)

// TestAStateChangesWithItsListing does to a product and its shop what changes
// what is told of them, and wants another state each time: the one that is read
// alone, and that of the whole listing.
func TestAStateChangesWithItsListing(t *testing.T) {
	onBoth(t, func(s *shelf) {
		t := s.t
		fair(s)
		p := s.save(quilt("KGS", "quilt"))
		ctx, v := t.Context(), p.Variants[1].ID
		again := func(change func(*Draft)) error {
			d := s.look(p.ID).Draft()
			change(&d)
			_, err := s.SaveProduct(ctx, s.owner, s.shop.ID, d)
			return err
		}
		look := func() (State, Listing) {
			t.Helper()
			list, err := s.Listings(ctx, []ProductID{p.ID})
			states, err2 := s.States(ctx, []ProductID{p.ID, p.ID})
			if err != nil || err2 != nil || len(list) != 1 || len(states) != 1 {
				t.Fatal(list, states, err, err2)
			}
			if d := cmp.Diff(states[0], list[0].State()); d != "" {
				t.Fatalf("alone and of the listing: %s", d)
			}
			return states[0], list[0]
		}
		state, listing := look()
		for _, c := range []struct {
			name string
			do   func() error
		}{
			{"one price", func() error {
				return s.ChangeVariants(ctx, s.owner, s.shop.ID, 0, []VariantChange{{Variant: v, Price: money.Of(4321, "KGS")}})
			}},
			{"nothing left", func() error { return s.SetStock(ctx, s.owner, s.shop.ID, v, 0) }},
			{"some come", func() error { return s.SetStock(ctx, s.owner, s.shop.ID, v, 3) }},
			{"an order holds all", func() error {
				return s.db.Write(ctx, func(tx *db.Tx) error {
					_, err := tx.Exec("UPDATE stock SET held = on_hand WHERE variant_id = $1", int64(v))
					return err
				})
			}},
			{"a title", func() error { return again(func(d *Draft) { d.Title = Texts{"en": "Another"} }) }},
			{"a number of the shop", func() error { return again(func(d *Draft) { d.Variants[0].SKU = "other" }) }},
			{"a variant goes", func() error { return again(func(d *Draft) { d.Variants = d.Variants[:2] }) }},
			{"a category", func() error { return again(func(d *Draft) { d.Category = "linen" }) }},
			{"a translation", func() error {
				return s.Translate(ctx, s.owner, s.shop.ID, []Translation{{Product: p.ID, Field: "title", Lang: "tr", Text: "Yorgan"}})
			}},
			{"a code", func() error { return s.GiveCode(ctx, house(), s.shop.ID, p.ID, s.look(p.ID).HS, "630260") }},
			{"a review", func() error {
				return s.db.Write(ctx, func(tx *db.Tx) error {
					_, err := tx.Exec("INSERT INTO ratings (shop_id, product_id, reviews, stars, questions) VALUES ($1, $2, 1, 5, 0)", int64(s.shop.ID), int64(p.ID))
					return err
				})
			}},
			{"a name of the shop", func() error {
				n := NewShop{Name: "Indigo", City: "Osh", Languages: []string{"ru"}, Payout: "KG-0001"}
				return s.SaveShop(ctx, s.owner, s.shop.ID, n)
			}},
		} {
			if err := c.do(); err != nil {
				t.Fatal(c.name, err)
			}
			now, told := look()
			if cmp.Equal(told, listing) {
				t.Errorf("%s changed nothing", c.name)
			}
			if now == state {
				t.Errorf("%s: the state stayed", c.name)
			}
			state, listing = now, told
		}
	})
}

// TestStatesAreReadFromIndexes keeps wide rows out of what every machine's list
// reads.
func TestStatesAreReadFromIndexes(t *testing.T) {
	onBoth(t, func(s *shelf) {
		if s.db.Engine() != "sqlite" {
			return
		}
		fair(s)
		q := Query{Kinds: []string{"home"}}
		var err error
		if q.shelves, err = s.shelvesOf(s.t.Context(), q); err != nil || strings.Join(q.shelves, " ") != "home linen" {
			s.t.Fatal(q.shelves, err)
		}
		for _, q.Cursor = range []string{"", mark(0, 1<<60)} {
			text, args, err := q.statement(stateColumns, stateJoin)
			if err != nil {
				s.t.Fatal(err)
			}
			seen := 0
			if err := s.db.Read(s.t.Context(), func(tx *db.Tx) error {
				return tx.Each(func(scan db.Scan) error {
					var a, b, c int
					var step string
					err := scan(&a, &b, &c, &step)
					if strings.HasPrefix(step, "SEARCH p ") || strings.HasPrefix(step, "SCAN p") || strings.HasPrefix(step, "SEARCH s ") {
						if seen++; !strings.Contains(step, "COVERING INDEX") {
							s.t.Errorf("%s", step)
						}
					}
					return err
				}, "EXPLAIN QUERY PLAN "+text, args...)
			}); err != nil || seen < 4 {
				s.t.Error(seen, err)
			}
		}
	})
}
