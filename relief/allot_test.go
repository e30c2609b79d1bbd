package relief_test

import (
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"agora/db"
	"agora/db/dbtest"
	"agora/event"
	"agora/fault"
	"agora/goods"
	. "agora/relief"
)

// TestAPledgeIsWholeInAnyHistory pledges, takes, declines, asks, withdraws, proposes,
// approves, refuses, frees and sends at random: the units of a pledge are its promised
// rest, and what is allotted, sent and declined; no facility is allotted more than it
// lacks, and what is sent is in the books of goods.
func TestAPledgeIsWholeInAnyHistory(t *testing.T) {
	d := dbtest.SQLite(t, event.Schema, goods.Schema, Schema)
	rapid.Check(t, func(r *rapid.T) {
		h := &allotting{aid: newAid(t, d), rapid: r, declined: map[PledgeID]int64{}, sent: map[PledgeID]int64{}}
		h.places = []FacilityID{h.hospital.ID, h.clinic().ID}
		steps := map[string]func(){"pledge": h.promise, "need": h.need, "withdraw": h.withdraw, "propose": h.propose, "approve": h.approve, "refuse": h.refuse, "free": h.free,
			"send": h.sendWhole, "send allotted": h.sendPart, "decline": h.decline}
		names := slices.Sorted(maps.Keys(steps))
		for range 3 {
			h.promise()
			h.need()
		}
		h.propose()
		for range rapid.IntRange(3, 25).Draw(r, "steps") {
			steps[rapid.SampledFrom(names).Draw(r, "step")]()
			h.adds()
		}
	})
	if report, err := CheckPledges(t.Context(), d); err != nil || len(report.Problems) > 0 || report.Allotments == 0 {
		t.Errorf("check: %v %+v", err, report)
	}
}

// TestTheCheckSeesAPledgeThatDoesNotAddUp changes a row behind the back of the program.
func TestTheCheckSeesAPledgeThatDoesNotAddUp(t *testing.T) {
	crises(t, func(a *aid, _ *time.Time) {
		a.wants(a.hospital.ID, "mask-iir", Want{Units: 100})
		a.promises("mask-iir", 80)
		made := a.proposes()
		a.must(a.ApproveLines(a.Context(), expects, a.crisis.ID, Choice{All: made.ID}))
		problems := func() int {
			r, err := CheckPledges(a.Context(), a.d)
			a.must(err)
			return len(r.Problems)
		}
		if n := problems(); n > 0 {
			t.Errorf("%d problems where all is well", n)
		}
		state := func(table, to string) {
			a.must(a.d.Write(a.Context(), func(tx *db.Tx) error {
				_, err := tx.Exec("UPDATE "+table+" SET state = $2 WHERE crisis_id = $1", int64(a.crisis.ID), to)
				return err
			}))
		}
		for table, is := range map[string]string{"relief_needs": "open", "relief_facilities": "verified"} {
			state(table, map[string]string{"relief_needs": "withdrawn", "relief_facilities": "refused"}[table])
			if n := problems(); n != 1 {
				t.Errorf("allotted to nobody, by %s: %d problems", table, n)
			}
			state(table, is)
		}
		for _, q := range []string{"UPDATE relief_allotments SET units = 79 WHERE crisis_id = $1", "UPDATE relief_pledges SET allotted = 90 WHERE crisis_id = $1"} {
			a.must(a.d.Write(a.Context(), func(tx *db.Tx) error {
				_, err := tx.Exec(q, int64(a.crisis.ID))
				return err
			}))
			if n := problems(); n != 1 {
				t.Errorf("%s: %d problems", q, n)
			}
		}
	})
}

type allotting struct {
	*aid
	rapid          *rapid.T
	places         []FacilityID
	pledges        []PledgeID
	needs          []NeedID
	sent, declined map[PledgeID]int64
}

func (h *allotting) code() string {
	return rapid.SampledFrom([]string{"mask-iir", "glove-m"}).Draw(h.rapid, "item")
}

func (h *allotting) promise() {
	h.pledges = append(h.pledges, h.promises(h.code(), rapid.Int64Range(1, 60).Draw(h.rapid, "units")).ID)
}

func (h *allotting) need() {
	n := h.wants(rapid.SampledFrom(h.places).Draw(h.rapid, "at"), h.code(), Want{Units: rapid.Int64Range(1, 60).Draw(h.rapid, "units")})
	h.needs = append(h.needs, n.ID)
}

func (h *allotting) withdraw() {
	_ = h.Judge(h.Context(), expects, h.crisis.ID, rapid.SampledFrom(h.needs).Draw(h.rapid, "need"), false)
}

func (h *allotting) propose() { _, _ = h.Propose(h.Context(), expects, h.crisis.ID) } // there may be nothing to match

// some draws lines that are in a state.
func (h *allotting) some(in AllotmentState) Choice {
	list := h.lines(in)
	return choice(slices.DeleteFunc(list, func(Line) bool { return rapid.Bool().Draw(h.rapid, "without") }))
}

func (h *allotting) approve() {
	before := h.lacking()
	_ = h.ApproveLines(h.Context(), expects, h.crisis.ID, h.some(Suggested))
	for key, lack := range h.lacking() {
		if lack < 0 && lack < before[key] {
			h.rapid.Fatalf("%v is allotted %d more than it lacks", key, -lack)
		}
	}
}

func (h *allotting) refuse() {
	_ = h.RejectLines(h.Context(), expects, h.crisis.ID, h.some(Suggested))
}

func (h *allotting) free() {
	for _, id := range h.some(Allotted).Lines {
		h.must(h.Free(h.Context(), expects, h.crisis.ID, id))
	}
}

func (h *allotting) sendWhole() {
	p := h.pledge(rapid.SampledFrom(h.pledges).Draw(h.rapid, "pledge"))
	if _, err := h.Send(h.Context(), expects, h.crisis.ID, p.ID, Consignment{To: h.places[0], Letter: letter}, 1, ""); err == nil {
		h.sent[p.ID] += p.Rest()
	}
}

func (h *allotting) sendPart() {
	for _, l := range h.lines(Allotted) {
		if rapid.Bool().Draw(h.rapid, "stays") {
			continue
		}
		_, err := h.SendAllotted(h.Context(), expects, h.crisis.ID, l.ID, Consignment{Letter: letter}, 1)
		h.must(err)
		h.sent[l.Pledge] += l.Units
	}
}

func (h *allotting) decline() {
	p := h.pledge(rapid.SampledFrom(h.pledges).Draw(h.rapid, "pledge"))
	if h.Take(h.Context(), expects, h.crisis.ID, p.ID, false) == nil {
		h.declined[p.ID] = p.Units - h.sent[p.ID]
	}
}

// lacking is what facilities lack: below zero where they are to get too much.
func (h *allotting) lacking() map[[2]int64]int64 {
	lacks := map[[2]int64]int64{}
	for _, t := range h.overview().Totals {
		lacks[[2]int64{int64(t.Facility), int64(t.Item)}] = t.Needed
	}
	for _, l := range h.lines(Allotted) {
		lacks[[2]int64{int64(l.Facility), int64(l.Item)}] -= l.Units
	}
	return lacks
}

// adds wants that each pledge is whole, and the books have what was sent.
func (h *allotting) adds() {
	allotted := map[PledgeID]int64{}
	for _, l := range h.lines(Allotted) {
		allotted[l.Pledge] += l.Units
	}
	var sent, pledged int64
	for _, id := range h.pledges {
		p := h.pledge(id)
		if p.Allotted != allotted[id] || p.Sent != h.sent[id] || p.Declined != h.declined[id] || p.Rest() < 0 {
			h.rapid.Fatalf("%+v: %d allotted, %d sent, %d declined", p, allotted[id], h.sent[id], h.declined[id])
		}
		over := p.State == Sent || p.State == Declined
		if over != (p.Units == p.Sent+p.Declined) || p.State == Declined && p.Sent > 0 {
			h.rapid.Fatalf("it is %s: %+v", p.State, p)
		}
		sent += p.Sent
		pledged += p.Units - p.Sent - p.Declined
	}
	var public int64
	for _, n := range h.overview().Pledged {
		public += n
	}
	if way := h.total("mask-iir").OnTheWay + h.total("glove-m").OnTheWay; way != sent || public != pledged {
		h.rapid.Fatalf("%d of %d are on the way, %d of %d pledged", way, sent, public, pledged)
	}
}

// TestAllIsOfTheProposalThatWasRead approves and refuses all of a proposal after another one
// was made in its place.
func TestAllIsOfTheProposalThatWasRead(t *testing.T) {
	crises(t, func(a *aid, _ *time.Time) {
		a.wants(a.hospital.ID, "mask-iir", Want{Units: 100})
		a.promises("mask-iir", 80)
		read := a.proposes()
		made := a.proposes()
		for name, do := range map[string]func(Choice) error{
			"approve": func(c Choice) error { return a.ApproveLines(a.Context(), expects, a.crisis.ID, c) },
			"refuse":  func(c Choice) error { return a.RejectLines(a.Context(), expects, a.crisis.ID, c) },
		} {
			if err := do(Choice{All: read.ID}); !fault.HasKey(err, "fault.event_changed") {
				a.Errorf("%s: %v", name, err)
			}
		}
		if n := len(a.lines(Suggested)); n != 1 {
			a.Fatalf("%d lines wait", n)
		}
		a.must(a.ApproveLines(a.Context(), expects, a.crisis.ID, Choice{All: made.ID}))
	})
}
