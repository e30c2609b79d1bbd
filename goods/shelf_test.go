package goods_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"agora/db"
	"agora/fault"
	. "agora/goods"
)

// TestAShelfIsReadInPages compares pages of two with what places hold.
func TestAShelfIsReadInPages(t *testing.T) {
	books(t, func(b *store, _ *time.Time) {
		for i, l := range []Lot{{Batch: "never"}, {Batch: "late", Expires: DayOf(start) + 90}, {Batch: "soon", Expires: DayOf(start) + 5}, {Batch: "over", Expires: DayOf(start) - 3}} {
			lot := b.lot(ItemID(1+i%2), l.Batch, l.Expires)
			for place := int64(3); place < 5; place++ {
				_, err := b.move(lot, 10*place, From(1), In(place), "came late")
				b.must(err)
			}
		}
		_, err := b.move(b.lot(1, "never", 0), 7, From(1), Inside(3, 8), "") // is not in stock
		b.must(err)
		read := func(f Shelf) (got string) {
			for {
				var list []Stock
				b.must(b.d.Read(b.Context(), func(tx *db.Tx) (err error) {
					list, err = OnShelf(tx, book, f, 2)
					return err
				}))
				for _, s := range list {
					got += fmt.Sprintf("%s@%d=%d ", s.Lot.Batch, s.Account.Party(), s.Units)
					f.After = RowOf(s)
				}
				if len(list) < 2 {
					return got
				}
			}
		}
		for want, f := range map[string]Shelf{
			"over@3=30 over@4=40 soon@3=30 soon@4=40 late@3=30 late@4=40 never@3=30 never@4=40 ": {},
			"over@4=40 soon@4=40 late@4=40 never@4=40 ":                                          {Place: 4},
			"soon@3=30 soon@4=40 never@3=30 never@4=40 ":                                         {Item: 1},
			"": {Place: 9},
		} {
			if got := read(f); got != want {
				t.Errorf("%+v: %s, want %s", f, got, want)
			}
		}
		b.must(b.d.Read(b.Context(), func(tx *db.Tx) error {
			if _, err := Held(tx, book, In(9), 1); !errors.Is(err, db.ErrNone) {
				t.Errorf("a lot that never was there: %v", err)
			}
			return nil
		}))
	})
}

// TestATrailIsAllOfABatch follows a batch from a consignment over a place to wards, to
// another place and out of the books; and what comes of it after its recall is stopped.
func TestATrailIsAllOfABatch(t *testing.T) {
	books(t, func(b *store, _ *time.Time) {
		lot, other := b.lot(1, "B", DayOf(start)+9), b.lot(1, "C", 0)
		post := func(lot LotID, kind string, subject int64, reason string, units int64, from, to Account) {
			b.Helper()
			b.must(b.d.Write(b.Context(), func(tx *db.Tx) error {
				_, err := Post(tx, Move{Book: book, Kind: kind, Subject: subject, Reason: reason, Lines: []Line{{from, lot, -units}, {to, lot, units}}})
				return err
			}))
		}
		post(other, "packed", 77, "", 9, From(77), Inside(3, 1))
		post(lot, "packed", 77, "", 100, From(77), Inside(3, 1))
		post(lot, "packed", 77, "", 50, From(77), Inside(3, 2))
		post(lot, "received", 77, "", 100, Inside(3, 1), In(3))
		post(lot, "missing", 77, "", 20, Inside(3, 2), Lost(3, 2))
		post(lot, "given", 3, "ward 1", 30, In(3), GivenBy(3))
		post(lot, "given", 3, "ward 1", 10, In(3), GivenBy(3))
		post(lot, "given", 3, "ward 2", 5, In(3), GivenBy(3))
		post(lot, "written_off", 3, "", 4, In(3), WrittenOff(3, Damaged))
		post(lot, "packed", 78, "", 11, In(3), Inside(4, 3))
		trail := func(most int64) (got string) {
			for skip := int64(0); ; skip += most {
				var list []Trace
				b.must(b.d.Read(b.Context(), func(tx *db.Tx) (err error) {
					list, err = Trail(tx, book, 1, "B", "packed", "given", skip, most)
					return err
				}))
				for _, t := range list {
					got += fmt.Sprintf("%s%d%s%s=%d ", t.Sort, t.Party, t.Words, t.Recalled, t.Units)
				}
				if int64(len(list)) < most {
					return got
				}
			}
		}
		const want = "place3=40 package3=30 package4=11 missing3=20 source77=150 source78=11 given3ward 1=40 given3ward 2=5 off3=4 "
		for _, most := range []int64{50, 4} {
			if got := trail(most); got != want {
				t.Errorf("%d at a time: %s", most, got)
			}
		}
		b.must(b.d.Write(b.Context(), func(tx *db.Tx) error {
			_, err := Recall(tx, book, 1, "B", "!")
			return err
		}))
		if got := trail(50)[:10]; got != "place3!=40" {
			t.Errorf("recalled: %s", got)
		}
		if _, err := b.move(b.lot(1, "B", DayOf(start)+20), 1, From(1), In(3), ""); !fault.HasKey(err, "fault.goods_reason") {
			t.Errorf("more of a batch that was recalled comes in: %v", err)
		}
		b.sound()
	})
}
