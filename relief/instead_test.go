package relief_test

import (
	"testing"
	"time"

	"agora/event"
	"agora/fault"
	"agora/goods"
	. "agora/relief"
)

// swaps lets gloves come in the place of masks, and has so many units of them approved and
// sent to the hospital for its need of masks, in ten packages.
func (a *aid) swaps(units int64) (Consignment, Line) {
	a.Helper()
	i := a.item("mask-iir")
	i.Instead = []goods.ItemID{a.item("glove-m").ID}
	_, err := a.Stock(a.Context(), expects, i)
	a.must(err)
	a.promises("glove-m", units)
	a.must(a.ApproveLines(a.Context(), expects, a.crisis.ID, Choice{All: a.proposes().ID}))
	lines := a.lines(Allotted)
	if len(lines) != 1 || lines[0].Wanted != i.ID || lines[0].Item != a.item("glove-m").ID || lines[0].Units != units {
		a.Fatalf("%+v", lines)
	}
	c, err := a.SendAllotted(a.Context(), expects, a.crisis.ID, lines[0].ID, Consignment{Letter: letter}, 10)
	a.must(err)
	return c, lines[0]
}

// arrives counts packages of a consignment, and takes them into stock.
func (a *aid) arrives(c Consignment, from, to int64) {
	a.Helper()
	a.syncs(c, "phone", scans(from, to))
	if c, err := a.Consignment(a.Context(), a.crisis.ID, c.ID); err != nil || c.State == Counting {
		_, err = a.CloseCount(a.Context(), counts, a.crisis.ID, c.ID)
		a.must(err)
	}
	a.must(a.Receive(a.Context(), counts, a.crisis.ID, c.ID, ""))
}

// lack wants that everybody says that the hospital lacks so many masks and gloves: the
// public page, the desk, and the matching.
func (a *aid) lack(when string, masks, gloves int64) {
	a.Helper()
	desk, _, err := a.Urgent(a.Context(), expects, a.crisis.ID, NeedFilter{State: Wanted})
	a.must(err)
	at, err := a.At(a.Context(), a.crisis.ID, a.hospital.ID)
	a.must(err)
	a.promises("thermometer", 1) // or there is nothing to match
	matched := map[goods.ItemID]int64{}
	if p, err := a.Propose(a.Context(), expects, a.crisis.ID); err == nil {
		for _, r := range a.rests(p) {
			if r.Side == NeedSide {
				matched[r.Item] = r.Units
			}
		}
	} else if !fault.HasKey(err, "fault.relief_match_none") {
		a.Fatal(err)
	}
	for code, want := range map[string]int64{"mask-iir": masks, "glove-m": gloves} {
		item, got := a.item(code).ID, map[string]int64{"page": a.needed(code), "desk": 0, "place": 0}
		for _, s := range desk {
			if s.Item == item {
				got["desk"] += s.Left()
			}
		}
		for _, t := range at.Totals {
			if t.Item == item {
				got["place"] += t.Needed
			}
		}
		got["matching"] = matched[item]
		for where, units := range got {
			if units != want {
				a.Errorf("%s: the %s says that %d of %s lack, want %d", when, where, units, code, want)
			}
		}
	}
}

// TestASubstituteCoversWhatItWasSentFor follows gloves that go out in the place of masks:
// they cover the need of masks and not that of gloves, on their way and when they came;
// what is lost covers nothing; and new numbers hold what came before them.
func TestASubstituteCoversWhatItWasSentFor(t *testing.T) {
	crises(t, func(a *aid, clock *time.Time) {
		masks := a.wants(a.hospital.ID, "mask-iir", Want{Units: 150})
		c, _ := a.swaps(100)
		gloves := a.wants(a.hospital.ID, "glove-m", Want{Units: 70})
		a.lack("on its way", 50, 70)
		a.arrives(c, 1, 6)
		a.lack("60 came, 40 are missing", 90, 70)
		a.must(a.GiveUp(a.Context(), expects, a.crisis.ID, c.ID, []int64{10}, "stolen"))
		a.lack("given up", 90, 70)
		a.syncs(c, "other", scans(7, 8))
		a.lack("20 were found", 70, 70)

		*clock = clock.AddDate(0, 0, 1)
		_, err := a.Confirm(a.Context(), expects, a.crisis.ID, masks.ID, &Want{Units: 55})
		a.must(err)
		a.lack("new numbers, which hold what came", 35, 70)
		a.must(a.Receive(a.Context(), counts, a.crisis.ID, c.ID, ""))
		a.lack("what was found came after them", 35, 70)
		_, err = a.Confirm(a.Context(), expects, a.crisis.ID, masks.ID, &Want{Units: 55})
		a.must(err)
		a.lack("the same numbers", 35, 70)
		_, err = a.Confirm(a.Context(), expects, a.crisis.ID, gloves.ID, &Want{Units: 65})
		a.must(err)
		a.lack("new numbers of gloves", 35, 65)
		a.syncs(c, "other", scans(9, 9))
		a.must(a.Receive(a.Context(), counts, a.crisis.ID, c.ID, ""))
		a.lack("one more was found", 25, 65)
		a.must(a.Judge(a.Context(), expects, a.crisis.ID, masks.ID, false))
		a.lack("masks are not needed", 0, 65)
		a.wants(a.hospital.ID, "mask-iir", Want{Units: 55})
		a.lack("they are needed again", 55, 65)
	})
}

// TestASubstituteGoesWithItsNeed has the need said anew, ended and opened again while gloves
// are on their way for it: they cover what is open, and gloves once nobody wants masks.
func TestASubstituteGoesWithItsNeed(t *testing.T) {
	crises(t, func(a *aid, _ *time.Time) {
		a.wants(a.hospital.ID, "mask-iir", Want{Units: 150})
		c, _ := a.swaps(100)
		a.wants(a.hospital.ID, "glove-m", Want{Units: 130})
		masks := a.wants(a.hospital.ID, "mask-iir", Want{Units: 120})
		a.lack("said anew", 20, 130)
		a.must(a.Judge(a.Context(), expects, a.crisis.ID, masks.ID, false))
		a.lack("masks are not needed", 0, 30)
		masks = a.wants(a.hospital.ID, "mask-iir", Want{Units: 110})
		a.lack("they are needed again", 10, 130)
		a.must(a.Judge(a.Context(), expects, a.crisis.ID, masks.ID, false))
		a.arrives(c, 1, 10)
		a.lack("gloves came for nobody's masks", 0, 30)
		a.wants(a.hospital.ID, "mask-iir", Want{Units: 110})
		a.lack("masks are needed once more", 110, 30)
	})
}

// TestNewNumbersHoldWhatCame follows masks themselves: what came before new numbers is in
// them, what came after covers them, and what is lost on the way covers nothing.
func TestNewNumbersHoldWhatCame(t *testing.T) {
	crises(t, func(a *aid, clock *time.Time) {
		n := a.wants(a.hospital.ID, "mask-iir", Want{Daily: 10, Days: 20, Stock: 50})
		sends := func(units int64) Consignment {
			c, err := a.Consign(a.Context(), expects, Consignment{Crisis: a.crisis.ID, To: a.hospital.ID, Letter: letter}, []Content{{Lines: []LineItem{{Item: n.Item, Units: units}}}, {Lines: []LineItem{{Item: n.Item, Units: units}}}})
			a.must(err)
			return c
		}
		first, second := sends(20), sends(15)
		a.lack("both on their way", 80, 0)
		a.arrives(first, 1, 2)
		a.lack("the first came", 80, 0)
		*clock = clock.AddDate(0, 0, 1)
		_, err := a.Confirm(a.Context(), expects, a.crisis.ID, n.ID, &Want{Daily: 10, Days: 20, Stock: 80})
		a.must(err)
		a.lack("what came is in the stock that was said", 90, 0)
		a.arrives(second, 1, 1)
		a.lack("one of the second is missing", 105, 0)
		a.must(a.GiveUp(a.Context(), expects, a.crisis.ID, second.ID, []int64{2}, "sunk"))
		a.lack("given up", 105, 0)
		a.must(a.Judge(a.Context(), expects, a.crisis.ID, n.ID, false))
		again := a.wants(a.hospital.ID, "mask-iir", Want{Daily: 10, Days: 20, Stock: 80})
		a.lack("closed and opened again, with what came in its stock", 120, 0)
		a.syncs(second, "other", scans(2, 2))
		a.lack("found", 105, 0)
		a.must(a.Receive(a.Context(), counts, a.crisis.ID, second.ID, ""))
		_, err = a.Report(a.Context(), expects, Need{Crisis: a.crisis.ID, Facility: a.hospital.ID, Item: n.Item, Want: again.Want})
		a.must(err)
		a.lack("the same said once more", 105, 0)
	})
}

// TestNothingIsAllottedToNobody refuses a place, ends a need and says one anew: what is
// allotted to it is promised again, or goes with the need; donors are told.
func TestNothingIsAllottedToNobody(t *testing.T) {
	crises(t, func(a *aid, _ *time.Time) {
		clinic := a.clinic()
		ended := a.wants(a.hospital.ID, "mask-iir", Want{Units: 100})
		answered := a.wants(a.hospital.ID, "thermometer", Want{Units: 5})
		anew := a.wants(a.hospital.ID, "glove-m", Want{Units: 30})
		a.wants(clinic.ID, "mask-iir", Want{Units: 60})
		pledge := a.promises("mask-iir", 160)
		a.promises("glove-m", 20)
		a.promises("thermometer", 5)
		a.must(a.ApproveLines(a.Context(), expects, a.crisis.ID, Choice{All: a.proposes().ID}))
		check := func(when string, lines int, allotted int64) {
			t.Helper()
			if r, err := CheckPledges(a.Context(), a.d); err != nil || len(r.Problems) > 0 {
				t.Errorf("%s: %v %v", when, err, r.Problems)
			}
			if list := a.lines(Allotted); len(list) != lines || a.pledge(pledge.ID).Allotted != allotted {
				t.Errorf("%s: %d lines are allotted, and %d of the pledge", when, len(list), a.pledge(pledge.ID).Allotted)
			}
		}
		check("approved", 4, 160)
		n := a.wants(a.hospital.ID, "glove-m", Want{Units: 25})
		check("said anew", 4, 160)
		for _, l := range a.lines(Allotted) {
			if l.Need == anew.ID || l.Item == n.Item && l.Need != n.ID {
				t.Errorf("said anew: need %d has line %d", l.Need, l.ID)
			}
		}
		a.must(a.Judge(a.Context(), expects, a.crisis.ID, ended.ID, false))
		check("ended", 3, 60)
		_, err := a.Confirm(a.Context(), expects, a.crisis.ID, answered.ID, nil)
		a.must(err)
		check("not needed any more", 2, 60)
		a.must(a.Refuse(a.Context(), expects, a.crisis.ID, clinic.ID, "there is none"))
		check("refused", 1, 0)
		told := map[event.Kind]int{}
		list, err := event.After(a.Context(), a.d, 0, 100)
		a.must(err)
		for _, e := range list {
			told[e.Kind]++
		}
		if told[PledgeFreed] != 3 || told[NeedFreed] != 2 {
			t.Errorf("%v", told)
		}
	})
}
