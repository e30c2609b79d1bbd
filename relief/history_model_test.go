package relief_test

import (
	"maps"

	"pgregory.net/rapid"

	"agora/db"
	"agora/goods"
	"agora/identity"
	. "agora/relief"
)

// shipped is a consignment of one item as the history knows it.
type shipped struct {
	Consignment
	item    goods.ItemID
	wanted  goods.ItemID // for which it was sent; 0 for its own
	instead bool         // it came while that was needed
	units   []int64      // by package
}

// wanted is an item of a place.
type wanted struct {
	at   FacilityID
	item goods.ItemID
}

// said is an open need: its number, and what had come before it was said.
type said struct {
	id         NeedID
	units, had int64
}

func (h *history) either() goods.ItemID {
	return h.item(rapid.SampledFrom([]string{"mask-iir", "glove-m"}).Draw(h.rapid, "item")).ID
}

func (h *history) ships(c Consignment, item goods.ItemID, list []Content) *shipped {
	s := &shipped{Consignment: c, item: item}
	for _, p := range list {
		var units int64
		for _, l := range p.Lines {
			units += l.Units
		}
		s.units = append(s.units, units)
	}
	h.sent = append(h.sent, s)
	return s
}

// by is who counts at the desk, or who comes by a link.
func (h *history) by(c *shipped, role PassRole) identity.Actor {
	if rapid.Bool().Draw(h.rapid, "at the desk") {
		return counts
	}
	_, by := h.issues(c.Consignment, role, Holder{Name: "Gulnora", Organisation: "Ward", Closes: role == PassReceiver})
	return by
}

// say opens a need, or says its numbers anew: the same ones, or others.
func (h *history) say() {
	w := wanted{rapid.SampledFrom(h.places).Draw(h.rapid, "at"), h.either()}
	h.says(w, rapid.Int64Range(1, 120).Draw(h.rapid, "needed"))
}

func (h *history) says(w wanted, units int64) {
	_, came := h.pipeline(w)
	old := h.needs[w]
	if old != nil && rapid.Bool().Draw(h.rapid, "confirm") {
		_, err := h.Confirm(h.Context(), expects, h.crisis.ID, old.id, &Want{Units: units})
		h.must(err)
	} else {
		n, err := h.Report(h.Context(), expects, Need{Crisis: h.crisis.ID, Facility: w.at, Item: w.item, Want: Want{Units: units}})
		h.must(err)
		h.needs[w] = &said{id: n.ID, had: came}
		if old != nil && old.units == units {
			h.needs[w].had = old.had
		}
	}
	if old != nil && h.needs[w] == old && old.units != units {
		old.had = came
	}
	h.needs[w].units = units
}

// swap has masks needed and gloves promised, and sends them.
func (h *history) swap() {
	w := wanted{rapid.SampledFrom(h.places).Draw(h.rapid, "at"), h.item("mask-iir").ID}
	if h.needs[w] == nil {
		h.says(w, 100)
	}
	h.matches("glove-m")
}

// arrive has a consignment scanned in part, counted and received.
func (h *history) arrive() {
	h.sync()
	h.close()
	h.receive()
}

// lose has what is missing of a consignment given up, and perhaps found later.
func (h *history) lose() {
	h.close()
	h.giveUp()
}

// end closes a need.
func (h *history) end() {
	w := wanted{rapid.SampledFrom(h.places).Draw(h.rapid, "at"), h.either()}
	if n := h.needs[w]; n != nil {
		h.must(h.Judge(h.Context(), expects, h.crisis.ID, n.id, false))
		delete(h.needs, w)
	}
}

// match pledges, has what fits approved, and sends it in packages: also gloves for masks.
func (h *history) match() {
	h.matches(rapid.SampledFrom([]string{"mask-iir", "glove-m"}).Draw(h.rapid, "pledged"))
}

func (h *history) matches(code string) {
	h.promises(code, rapid.Int64Range(1, 80).Draw(h.rapid, "promised"))
	p, err := h.Propose(h.Context(), expects, h.crisis.ID)
	if err != nil { // nobody needs it
		return
	}
	_ = h.ApproveLines(h.Context(), expects, h.crisis.ID, Choice{All: p.ID})
	for _, l := range h.lines(Allotted) {
		packages := rapid.Int64Range(1, min(l.Units, 4)).Draw(h.rapid, "packages")
		c, err := h.SendAllotted(h.Context(), expects, h.crisis.ID, l.ID, Consignment{Letter: letter}, packages)
		h.must(err)
		h.in += l.Units
		var list []Content
		for i := range packages {
			list = append(list, Content{Lines: []LineItem{{Units: (i+1)*l.Units/packages - i*l.Units/packages}}})
		}
		s := h.ships(c, l.Item, list)
		if l.Wanted != l.Item {
			s.wanted = l.Wanted
		}
	}
}

// each gives the packages of all consignments as they are.
func (h *history) each(do func(c *shipped, p Package, units int64)) {
	for _, c := range h.sent {
		list, err := h.Packages(h.Context(), h.crisis.ID, c.ID)
		h.must(err)
		for i, p := range list {
			do(c, p, c.units[i])
		}
	}
}

// pipeline gives what is on its way to a place for an item, and what came for it, ever.
func (h *history) pipeline(w wanted) (coming, came int64) {
	h.each(func(c *shipped, p Package, units int64) {
		item := c.item
		switch p.State {
		case Sealed, Arrived:
			if c.wanted != 0 && h.needs[wanted{c.To, c.wanted}] != nil {
				item = c.wanted
			}
			if c.To == w.at && item == w.item {
				coming += units
			}
		case Stored:
			if c.instead {
				item = c.wanted
			}
			if c.To == w.at && item == w.item {
				came += units
			}
		}
	})
	return coming, came
}

// agrees compares the public figures with the packages, and the books with what was
// written off.
func (h *history) agrees() {
	want := map[wanted]Total{}
	off := maps.Clone(h.off)
	h.each(func(c *shipped, p Package, units int64) {
		t := want[wanted{c.To, c.item}]
		switch p.State {
		case Sealed, Arrived:
			t.OnTheWay += units
		case Absent:
			t.Missing += units
		case Stored:
			t.Received += units
		case Wasted:
			off[goods.Gone] += units
		}
		want[wanted{c.To, c.item}] = t
	})
	for w, n := range h.needs {
		t := want[w]
		coming, came := h.pipeline(w)
		t.Needed = max(n.units-coming-max(came-n.had, 0), 0)
		want[w] = t
	}
	for _, t := range h.overview().Totals {
		w := wanted{t.Facility, t.Item}
		if m := want[w]; t.Needed != m.Needed || t.OnTheWay != m.OnTheWay || t.Missing != m.Missing || t.Received != m.Received {
			h.rapid.Fatalf("the page says %+v, want %+v", t, m)
		}
		delete(want, w)
	}
	for w, m := range want {
		if m != (Total{}) {
			h.rapid.Fatalf("the page says nothing of %+v: %+v", w, m)
		}
	}
	for _, r := range goods.Reasons {
		var units int64
		h.must(h.d.Read(h.Context(), func(tx *db.Tx) error {
			return tx.Row("SELECT CAST(COALESCE(SUM(units), 0) AS BIGINT) FROM goods_stock WHERE book_id = $1 AND account LIKE $2", []any{int64(h.crisis.ID), "off:%:" + string(r)}, &units)
		}))
		if units != off[r] {
			h.rapid.Fatalf("%d units are written off as %s, want %d", units, r, off[r])
		}
	}
}
