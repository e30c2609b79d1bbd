package goods_test

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"agora/db"
	"agora/db/dbtest"
	"agora/fault"
	. "agora/goods"
)

const book = BookID(7)

var start = time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)

// books runs a test on every engine, with a clock that it moves.
func books(t *testing.T, do func(b *store, clock *time.Time)) {
	t.Helper()
	clock := start
	dbtest.EachAt(t, func() time.Time { return clock }, []db.Schema{Schema}, func(t *testing.T, d *db.DB) {
		clock = start
		do(&store{t, d}, &clock)
	})
}

type store struct {
	*testing.T
	d *db.DB
}

func (b *store) lot(item ItemID, batch string, expires Day) (id LotID) {
	b.Helper()
	b.must(b.d.Write(b.Context(), func(tx *db.Tx) (err error) {
		id, err = LotOf(tx, book, Lot{Item: item, Batch: batch, Expires: expires})
		return err
	}))
	return id
}

func (b *store) must(err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

// move carries units of a lot from one account to another.
func (b *store) move(lot LotID, units int64, from, to Account, reason string) (id MoveID, err error) {
	err = b.d.Write(b.Context(), func(tx *db.Tx) error {
		id, err = Post(tx, Move{Book: book, Kind: "test", Reason: reason, Lines: []Line{{from, lot, -units}, {to, lot, units}}})
		return err
	})
	return id, err
}

func (b *store) in(a Account) (n int64) {
	b.Helper()
	b.must(b.d.Read(b.Context(), func(tx *db.Tx) error {
		list, err := Holds(tx, book, a)
		n = 0
		for _, s := range list {
			n += s.Units
		}
		return err
	}))
	return n
}

func (b *store) sound() {
	b.Helper()
	r, err := Check(b.Context(), b.d)
	if err != nil || len(r.Problems) > 0 {
		b.Fatalf("check: %v %v", err, r.Problems)
	}
}

// TestUnitsComeFromSomewhere refuses what is not balanced, and what there is not.
func TestUnitsComeFromSomewhere(t *testing.T) {
	books(t, func(b *store, _ *time.Time) {
		lot, ward, box := b.lot(1, "M26-118", 0), In(3), Inside(3, 411)
		if again := b.lot(1, "M26-118", 0); again != lot {
			t.Error("the same batch is another lot")
		}
		_, err := b.move(lot, 2000, From(1), box, "")
		b.must(err)
		if _, err := b.move(lot, 2001, box, ward, ""); !fault.HasKey(err, "fault.goods_short") {
			t.Errorf("more than is in the box: %v", err)
		}
		if b.in(box) != 2000 || b.in(ward) != 0 {
			t.Error("half a move stayed")
		}
		for name, lines := range map[string][]Line{
			"from nowhere":      {{ward, lot, 5}},
			"too little":        {{box, lot, -5}, {ward, lot, 4}},
			"another lot":       {{box, lot, -5}, {ward, b.lot(2, "", 0), 5}},
			"no such account":   {{box, lot, -5}, {"cellar", lot, 5}},
			"no such lot":       {{From(1), 99, -5}, {ward, 99, 5}},
			"nothing whatever":  {{box, lot, 0}, {ward, lot, 0}},
			"an account unsaid": {{box, lot, -5}, {"place", lot, 5}},
		} {
			if err := b.d.Write(b.Context(), func(tx *db.Tx) error {
				_, err := Post(tx, Move{Book: book, Kind: "test", Lines: lines})
				return err
			}); err == nil {
				t.Errorf("%s was posted", name)
			}
		}
		b.sound()
	})
}

// TestStaleGoodsGoNowhere tries every way for what is expired or recalled.
func TestStaleGoodsGoNowhere(t *testing.T) {
	books(t, func(b *store, clock *time.Time) {
		last := DayOf(start.AddDate(0, 0, 10))
		ward, other, box, donor := In(3), In(4), Inside(3, 1), From(1)
		for i, stale := range []func(lot LotID, item ItemID){
			func(LotID, ItemID) { *clock = start.AddDate(0, 0, 11) },
			func(_ LotID, item ItemID) {
				b.must(b.d.Write(b.Context(), func(tx *db.Tx) error {
					n, err := Recall(tx, book, item, "B", "seams open")
					if n != 1 {
						t.Errorf("%d lots recalled", n)
					}
					return err
				}))
			},
		} {
			*clock = start
			item := ItemID(i + 1)
			lot := b.lot(item, "B", last)
			for _, to := range []Account{ward, box, Lost(3, 8)} {
				_, err := b.move(lot, 100, donor, to, "")
				b.must(err)
			}
			*clock = start.AddDate(0, 0, 10) // on the last day it is good
			_, err := b.move(lot, 1, ward, GivenBy(3), "")
			b.must(err)
			stale(lot, item)
			for _, c := range []struct {
				from, to Account
				may      bool
			}{
				{ward, GivenBy(3), false}, {ward, other, false}, {ward, box, false}, {box, GivenBy(3), false}, {donor, box, false}, {donor, GivenBy(3), false},
				{box, ward, true}, {donor, ward, true}, {box, Inside(3, 2), true}, {Lost(3, 8), Inside(3, 9), true}, {Lost(3, 8), ward, true}, {ward, Lost(3, 8), false},
			} {
				for _, reason := range []string{"", "arrived late"} {
					_, err := b.move(lot, 1, c.from, c.to, reason)
					if (err == nil) != (c.may && reason != "") {
						t.Errorf("%d: %s to %s for %q: %v", i, c.from, c.to, reason, err)
					}
				}
			}
			for _, from := range []Account{ward, box} {
				_, err := b.move(lot, 1, from, WrittenOff(3, Expired), "")
				b.must(err)
			}
			b.must(b.d.Read(b.Context(), func(tx *db.Tx) error {
				if _, err := Pick(tx, book, ward, item, 1); !fault.HasKey(err, "fault.goods_fewer") {
					t.Errorf("stale goods are picked: %v", err)
				}
				return nil
			}))
		}
		b.sound()
	})
}

// TestWhatExpiresFirstIsPickedFirst takes from three lots.
func TestWhatExpiresFirstIsPickedFirst(t *testing.T) {
	books(t, func(b *store, _ *time.Time) {
		ward := In(3)
		for _, l := range []struct {
			batch   string
			expires Day
		}{{"never", 0}, {"later", DayOf(start) + 90}, {"soon", DayOf(start) + 5}} {
			_, err := b.move(b.lot(1, l.batch, l.expires), 10, From(1), ward, "")
			b.must(err)
		}
		b.must(b.d.Read(b.Context(), func(tx *db.Tx) error {
			picked, err := Pick(tx, book, ward, 1, 23)
			var got string
			for _, s := range picked {
				got += fmt.Sprint(s.Lot.Batch, s.Units, " ")
			}
			if got != "soon10 later10 never3 " {
				t.Errorf("picked %s", got)
			}
			return err
		}))
	})
}

// TestAMoveIsReversedOnce undoes one.
func TestAMoveIsReversedOnce(t *testing.T) {
	books(t, func(b *store, _ *time.Time) {
		lot := b.lot(1, "", 0)
		id, err := b.move(lot, 10, From(1), In(3), "")
		b.must(err)
		reverse := func() error {
			return b.d.Write(b.Context(), func(tx *db.Tx) error {
				_, err := Reverse(tx, book, id, "typed twice")
				return err
			})
		}
		b.must(reverse())
		if b.in(In(3)) != 0 {
			t.Error("it is still there")
		}
		if err := reverse(); !fault.HasKey(err, "fault.goods_reversed") {
			t.Errorf("a second time: %v", err)
		}
		b.sound()
	})
}

// TestGoodsAreNeverMadeNorLost moves at random, of which some must fail, and compares
// with a plain model: what came in is somewhere.
func TestGoodsAreNeverMadeNorLost(t *testing.T) {
	d := dbtest.SQLite(t, Schema)
	b := &store{t, d}
	accounts := []Account{From(1), From(2), In(1), In(2), Inside(3, 1), Inside(3, 2), GivenBy(1), WrittenOff(1, Damaged), Lost(3, 8)}
	lots := []LotID{b.lot(1, "a", 0), b.lot(1, "b", DayOf(time.Now())+900), b.lot(2, "", 0)}
	model := map[Account]map[LotID]int64{}
	for _, a := range accounts {
		model[a] = map[LotID]int64{}
	}
	rapid.Check(t, func(t *rapid.T) {
		for range rapid.IntRange(1, 12).Draw(t, "moves") {
			from, to := rapid.SampledFrom(accounts).Draw(t, "from"), rapid.SampledFrom(accounts).Draw(t, "to")
			lot, units := rapid.SampledFrom(lots).Draw(t, "lot"), rapid.Int64Range(1, 40).Draw(t, "units")
			_, err := b.move(lot, units, from, to, "")
			if can := from.Sort() == Source || model[from][lot] >= units; can != (err == nil) {
				t.Fatalf("%d of lot %d from %s, which has %d: %v", units, lot, from, model[from][lot], err)
			}
			if err == nil {
				model[from][lot] -= units
				model[to][lot] += units
			}
		}
		sums := map[ItemID]int64{}
		if err := d.Read(b.Context(), func(tx *db.Tx) error {
			list, _, err := Totals(tx, book, "")
			for _, s := range list {
				sums[s.Item] += s.Units
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		for item, n := range sums {
			if n != 0 {
				t.Fatalf("of item %d there are %d units from nowhere", item, n)
			}
		}
	})
	for a, lots := range model {
		var n int64
		for _, units := range lots {
			n += units
		}
		if got := b.in(a); got != n {
			t.Errorf("%s holds %d, and the model %d", a, got, n)
		}
	}
	b.sound()
}
