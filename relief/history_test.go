package relief_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"agora/country"
	"agora/db"
	"agora/db/dbtest"
	"agora/event"
	"agora/goods"
	. "agora/relief"
)

// TestGoodsAreSomewhereInAnyHistory packs, ships, splits pledges, sends substitutes, scans
// and counts by a link and at the desk, sends scans twice, receives, finds, gives up, gives
// out, sends on, writes off, recalls, lets expire and says numbers anew, at random: what
// came in is on its way, missing, in stock, given or written off for its reason, to the
// unit; the public figures are those of the packages; and what was sent twice changes
// nothing.
func TestGoodsAreSomewhereInAnyHistory(t *testing.T) {
	clock := now
	d := dbtest.At(t, func() time.Time { return clock }, event.Schema, goods.Schema, Schema)
	rapid.Check(t, func(r *rapid.T) {
		clock = now
		h := &history{aid: newAid(t, d), rapid: r, clock: &clock, off: map[goods.Reason]int64{}, needs: map[wanted]*said{}}
		depot, err := h.Found(t.Context(), expects, Facility{Crisis: h.crisis.ID, Kind: "warehouse", Profile: Profile{Name: "Depot", Country: "TJ", Town: "Dushanbe"}})
		h.must(err)
		h.places = []FacilityID{h.hospital.ID, depot.ID}
		masks := h.item("mask-iir")
		masks.Instead = []goods.ItemID{h.item("glove-m").ID}
		_, err = h.Stock(h.Context(), expects, masks)
		h.must(err)
		steps := map[string]func(){"pack": h.pack, "sync": h.sync, "close": h.close, "receive": h.receive, "give up": h.giveUp, "hand out": h.handOut,
			"send on": h.sendOn, "write off": h.writeOff, "recall": h.recall, "say": h.say, "end": h.end, "match": h.match, "arrive": h.arrive, "lose": h.lose, "swap": h.swap, "a month": func() { clock = clock.AddDate(0, 1, 0) }}
		names := slices.Sorted(maps.Keys(steps))
		for range rapid.IntRange(8, 30).Draw(r, "steps") {
			steps[rapid.SampledFrom(names).Draw(r, "step")]()
			h.adds()
		}
	})
	if report, err := goods.Check(t.Context(), d); err != nil || len(report.Problems) > 0 || report.Moves == 0 {
		t.Errorf("check: %v %+v", err, report)
	}
}

type history struct {
	*aid
	rapid  *rapid.T
	clock  *time.Time
	places []FacilityID
	sent   []*shipped
	in     int64 // units that came from outside
	off    map[goods.Reason]int64
	needs  map[wanted]*said
}

func (h *history) one() (*shipped, bool) {
	if len(h.sent) == 0 {
		return nil, false
	}
	return h.sent[len(h.sent)-1-rapid.IntRange(0, min(len(h.sent)-1, 2)).Draw(h.rapid, "back")], true // of the last three
}

func (h *history) pack() { h.consign(0) }
func (h *history) sendOn() {
	h.consign(rapid.SampledFrom(h.places).Draw(h.rapid, "origin"))
}

func (h *history) consign(origin FacilityID) {
	var list []Content
	var units int64
	item := h.either()
	for range rapid.IntRange(1, 5).Draw(h.rapid, "packages") {
		l := LineItem{Item: item, Batch: rapid.SampledFrom([]string{"a", "b"}).Draw(h.rapid, "batch"), Origin: rapid.SampledFrom([]country.Code{"", "CN"}).Draw(h.rapid, "origin"), Units: rapid.Int64Range(1, 50).Draw(h.rapid, "units"),
			Expires: goods.DayOf(now.AddDate(0, rapid.IntRange(0, 6).Draw(h.rapid, "months"), 1))}
		list = append(list, Content{Lines: []LineItem{l}, Value: 100})
		units += l.Units
	}
	c, err := h.Consign(h.Context(), expects, Consignment{Crisis: h.crisis.ID, To: rapid.SampledFrom(h.places).Draw(h.rapid, "to"), Origin: origin,
		Letter: Letter{Number: "1", From: "x", Place: "y", Currency: "CNY"}}, list)
	if err != nil { // stale, or more than there is
		return
	}
	if origin == 0 {
		h.in += units
	}
	h.ships(c, item, list)
}

func (h *history) sync() {
	c, ok := h.one()
	if !ok {
		return
	}
	from := rapid.Int64Range(1, c.Packages).Draw(h.rapid, "from")
	list := scans(from, rapid.Int64Range(from, c.Packages+1).Draw(h.rapid, "to"))
	phone := fmt.Sprint("phone", rapid.IntRange(1, 2).Draw(h.rapid, "phone"))
	by := h.by(c, PassReceiver)
	_, err := h.Sync(h.Context(), by, h.crisis.ID, c.ID, phone, list)
	h.must(err)
	before := h.state()
	if again, err := h.Sync(h.Context(), by, h.crisis.ID, c.ID, phone, list); err != nil || again.Arrived > 0 {
		h.rapid.Fatalf("what was sent twice arrives twice: %+v", again)
	}
	if after := h.state(); !slices.Equal(before, after) {
		h.rapid.Fatalf("what was sent twice changes %v to %v", before, after)
	}
}

func (h *history) close() {
	if c, ok := h.one(); ok {
		_, _ = h.CloseCount(h.Context(), h.by(c, PassReceiver), h.crisis.ID, c.ID)
	}
}

func (h *history) receive() {
	if c, ok := h.one(); ok {
		if h.Receive(h.Context(), h.by(c, PassWard), h.crisis.ID, c.ID, rapid.SampledFrom([]string{"", "came late"}).Draw(h.rapid, "reason")) == nil {
			c.instead = c.instead || c.wanted != 0 && h.needs[wanted{c.To, c.wanted}] != nil
		}
	}
}

func (h *history) giveUp() {
	c, ok := h.one()
	if !ok {
		return
	}
	if gap := h.gap(c.Consignment); len(gap.Packages) > 0 {
		h.must(h.GiveUp(h.Context(), expects, h.crisis.ID, c.ID, []int64{gap.Packages[0].Number}, "stolen"))
	}
}

func (h *history) handOut() {
	_ = h.HandOut(h.Context(), expects, h.crisis.ID, rapid.SampledFrom(h.places).Draw(h.rapid, "by"), Handing{Item: h.either(), Units: rapid.Int64Range(1, 60).Draw(h.rapid, "units"), To: "ward 3"})
}

func (h *history) writeOff() {
	at := rapid.SampledFrom(h.places).Draw(h.rapid, "at")
	var list []goods.Stock
	h.must(h.d.Read(h.Context(), func(tx *db.Tx) (err error) {
		list, err = goods.Holds(tx, goods.BookID(h.crisis.ID), goods.In(int64(at)))
		return err
	}))
	if len(list) > 0 {
		s := list[0]
		units, reason := rapid.Int64Range(1, s.Units).Draw(h.rapid, "units"), rapid.SampledFrom(goods.Reasons).Draw(h.rapid, "reason")
		h.must(h.WriteOff(h.Context(), expects, h.crisis.ID, at, s.Lot.ID, units, reason))
		h.off[reason] += units
	}
}

func (h *history) recall() {
	_, _ = h.Recall(h.Context(), expects, h.crisis.ID, h.either(), "b", "seams open")
}

// state is every stock of the crisis.
func (h *history) state() []goods.Sum {
	var list []goods.Sum
	h.must(h.d.Read(h.Context(), func(tx *db.Tx) (err error) {
		list, _, err = goods.Totals(tx, goods.BookID(h.crisis.ID), "")
		return err
	}))
	return list
}

// adds wants that what came in is somewhere.
func (h *history) adds() {
	var in, out int64
	for _, s := range h.state() {
		if s.Sort == goods.Source {
			in -= s.Units
		} else {
			out += s.Units
		}
	}
	if in != h.in || out != h.in {
		h.rapid.Fatalf("%d units came in, the books say %d came and %d are somewhere", h.in, in, out)
	}
	h.agrees()
}
