package catalog

import (
	"sync"
	"testing"

	"agora/db"
	"agora/fault"
)

func TestStockIsHeldShippedAndReturned(t *testing.T) {
	onBoth(t, func(s *shelf) {
		p := s.save(quilt("KGS", "razai"))
		v := p.Variants[0]
		var placed []Placed
		s.write(func(tx *db.Tx) (err error) {
			placed, err = Reserve(tx, []Demand{{s.shop.ID, v.ID, 2}, {s.shop.ID, p.Variants[1].ID, 1}, {s.shop.ID, v.ID, 1}})
			return err
		})
		if len(placed) != 2 || placed[0].Quantity != 3 {
			t.Fatalf("demand for one variant must be summed: %v", placed)
		}
		s.expect(v.ID, 5, 3)
		s.write(func(tx *db.Tx) error { return Release(tx, placed[1:]) })
		s.write(func(tx *db.Tx) error { return Ship(tx, placed[:1]) })
		s.expect(v.ID, 2, 0)
		s.expect(p.Variants[1].ID, 5, 0)
		s.write(func(tx *db.Tx) error { return Return(tx, placed[:1]) })
		s.expect(v.ID, 5, 0)
		for name, f := range map[string]func(*db.Tx, []Placed) error{"release": Release, "ship": Ship} {
			if err := s.db.Write(t.Context(), func(tx *db.Tx) error { return f(tx, placed) }); err == nil {
				t.Errorf("%s of what nobody holds must fail", name)
			}
		}
	})
}

func (s *shelf) expect(v VariantID, onHand, held int64) {
	s.t.Helper()
	lines, err := s.Variants(s.t.Context(), []VariantID{v})
	if err != nil || len(lines) != 1 {
		s.t.Fatal(lines, err)
	}
	if got := lines[0].Variant; got.OnHand != onHand || got.Held != held {
		s.t.Errorf("stock is %d with %d held, want %d with %d", got.OnHand, got.Held, onHand, held)
	}
}

func TestSoldOutNamesEveryVariantThatIsShort(t *testing.T) {
	onBoth(t, func(s *shelf) {
		p := s.save(quilt("KGS", "razai"))
		err := s.db.Write(t.Context(), func(tx *db.Tx) error {
			_, err := Reserve(tx, []Demand{{s.shop.ID, p.Variants[0].ID, 6}, {s.shop.ID, p.Variants[1].ID, 5}, {s.shop.ID, p.Variants[2].ID, 99}})
			return err
		})
		list := fault.List(err)
		if len(list) != 2 || !fault.Is(err, fault.Conflict) || list[0].Key != "fault.sold_out" ||
			list[0].Field != SoldOutField(p.Variants[0].ID) || list[0].Args[1] != "Jaipur quilt razai" || list[0].Args[3] != int64(5) {
			t.Errorf("faults = %v", list)
		}
		s.expect(p.Variants[1].ID, 5, 0) // all or nothing
		for _, d := range []Demand{{s.shop.ID, p.Variants[0].ID, 0}, {s.shop.ID, p.Variants[0].ID, -1}, {s.shop.ID, 12345, 1}, {s.shop.ID + 1, p.Variants[0].ID, 1}} {
			err := s.db.Write(t.Context(), func(tx *db.Tx) error { _, err := Reserve(tx, []Demand{d}); return err })
			if fault.List(err) == nil {
				t.Errorf("%v: %v", d, err)
			}
		}
	})
}

func TestStockIsGatheredFromSeveralPlaces(t *testing.T) {
	onBoth(t, func(s *shelf) {
		v := s.save(quilt("KGS", "razai")).Variants[0]
		s.write(func(tx *db.Tx) error {
			at := tx.ID()
			if _, err := tx.Exec("INSERT INTO locations (location_id, shop_id, name) VALUES ($1, $2, 'Bishkek')", at, int64(s.shop.ID)); err != nil {
				return err
			}
			_, err := tx.Exec("INSERT INTO stock (variant_id, location_id, shop_id, on_hand, held) VALUES ($1, $2, $3, 3, 0)", int64(v.ID), at, int64(s.shop.ID))
			return err
		})
		s.expect(v.ID, 8, 0)
		var placed []Placed
		s.write(func(tx *db.Tx) (err error) {
			placed, err = Reserve(tx, []Demand{{s.shop.ID, v.ID, 7}})
			return err
		})
		if len(placed) != 2 || placed[0].Quantity != 5 || placed[1].Quantity != 2 {
			t.Fatalf("placed = %v", placed)
		}
		s.expect(v.ID, 8, 7)
		if err := s.SetStock(t.Context(), s.owner, s.shop.ID, v.ID, 6); !fault.HasKey(err, "fault.stock_held") {
			t.Errorf("stock below what is held: %v", err)
		}
		s.write(func(tx *db.Tx) error { return Ship(tx, placed) })
		s.expect(v.ID, 1, 0)
	})
}

func TestTheDatabaseForbidsNegativeStock(t *testing.T) {
	onBoth(t, func(s *shelf) {
		v := s.save(quilt("KGS", "razai")).Variants[0]
		for _, set := range []string{"on_hand = -1", "held = -1", "held = on_hand + 1"} {
			if err := s.db.Write(t.Context(), func(tx *db.Tx) error {
				_, err := tx.Exec("UPDATE stock SET "+set+" WHERE variant_id = $1 AND shop_id = $2", int64(v.ID), int64(s.shop.ID))
				return err
			}); err == nil {
				t.Errorf("%s was allowed", set)
			}
		}
	})
}

func TestABurstSellsExactlyWhatThereIs(t *testing.T) {
	onBoth(t, func(s *shelf) {
		v := s.save(quilt("KGS", "razai")).Variants[0]
		var wait sync.WaitGroup
		var mu sync.Mutex
		sold := 0
		for range 40 {
			wait.Go(func() {
				err := s.db.Write(t.Context(), func(tx *db.Tx) error { _, err := Reserve(tx, []Demand{{s.shop.ID, v.ID, 1}}); return err })
				mu.Lock()
				defer mu.Unlock()
				if err == nil {
					sold++
				} else if !fault.HasKey(err, "fault.sold_out") {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		if sold != 5 {
			t.Errorf("sold %d of 5", sold)
		}
		s.expect(v.ID, 5, 5)
	})
}
