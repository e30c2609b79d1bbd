package relief_test

import (
	"slices"
	"testing"
	"time"

	"agora/event"
	"agora/fault"
	"agora/identity"
	"agora/match"
	. "agora/relief"
)

// wants opens a need of the hospital, or of another facility.
func (a *aid) wants(at FacilityID, code string, w Want) Need {
	a.Helper()
	n, err := a.Report(a.Context(), expects, Need{Crisis: a.crisis.ID, Facility: at, Item: a.item(code).ID, Want: w})
	a.must(err)
	return n
}

// promises takes a pledge of somebody in Osh.
func (a *aid) promises(code string, units int64) Pledge {
	a.Helper()
	p, err := a.Pledge(a.Context(), Pledge{Crisis: a.crisis.ID, Item: a.item(code).ID, Units: units,
		Gift: Gift{Donor: "A maker", Place: "Osh", Lat: 40_51400, Lon: 72_81600, Contact: Contact{Email: "maker@example.org"}}})
	a.must(err)
	a.must(a.Take(a.Context(), expects, a.crisis.ID, p.ID, true))
	return p
}

func (a *aid) proposes() Proposal {
	a.Helper()
	p, err := a.Propose(a.Context(), expects, a.crisis.ID)
	a.must(err)
	return p
}

func (a *aid) lines(in ...AllotmentState) []Line {
	a.Helper()
	list, err := a.Lines(a.Context(), a.crisis.ID, 0, in...)
	a.must(err)
	return list
}

func (a *aid) approves(lines ...Line) {
	a.Helper()
	a.must(a.ApproveLines(a.Context(), expects, a.crisis.ID, choice(lines)))
}

func choice(lines []Line) (c Choice) {
	for _, l := range lines {
		c.Lines = append(c.Lines, l.ID)
	}
	return c
}

func (a *aid) pledge(id PledgeID) Pledge {
	a.Helper()
	p, err := a.PledgeOf(a.Context(), a.crisis.ID, id)
	a.must(err)
	return p
}

func (a *aid) rests(p Proposal) []Rest {
	a.Helper()
	list, err := a.Rests(a.Context(), p, "", 0)
	a.must(err)
	return list
}

func (a *aid) clinic() Facility {
	a.Helper()
	f, err := a.Found(a.Context(), expects, Facility{Crisis: a.crisis.ID, Kind: "clinic", Profile: Profile{Name: "Vose", Country: "TJ", Town: "Vose", Lat: 37_80400, Lon: 69_64300, Vulnerable: 50}})
	a.must(err)
	return f
}

var letter = Letter{Number: "M-1", From: "A maker", Place: "Osh", Currency: "KGS"}

func reason(l Line, key match.Key) (match.Reason, bool) {
	i := slices.IndexFunc(l.Reasons, func(r match.Reason) bool { return r.Key == key })
	if i < 0 {
		return match.Reason{}, false
	}
	return l.Reasons[i], true
}

// TestAProposalIsApprovedByLine matches two needs with one gift, approves one line, sends
// and receives it, and proposes again: what is under way is lacking no more.
func TestAProposalIsApprovedByLine(t *testing.T) {
	crises(t, func(a *aid, clock *time.Time) {
		clinic := a.clinic()
		if _, err := a.Propose(a.Context(), expects, a.crisis.ID); !fault.HasKey(err, "fault.relief_match_none") {
			t.Errorf("nothing is matched: %v", err)
		}
		n := a.wants(a.hospital.ID, "mask-iir", Want{Daily: 100, Days: 10, Stock: 200, Staff: 20})
		a.wants(clinic.ID, "mask-iir", Want{Units: 300})
		a.wants(clinic.ID, "thermometer", Want{Units: 5})
		gift := a.promises("mask-iir", 1000)
		if _, err := a.Propose(a.Context(), identity.Guest(), a.crisis.ID); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a guest proposes: %v", err)
		}
		p := a.proposes()
		lines := a.lines(Suggested)
		if p.Needs != 3 || p.Pledges != 1 || p.Lines != 2 || p.Units != 1000 || p.Weights["exposed"] != 600 || p.By != expects.Name || len(lines) != 2 {
			t.Fatalf("%+v %+v", p, lines)
		}
		slices.SortFunc(lines, func(x, y Line) int { return int(y.Units - x.Units) })
		one, other := lines[0], lines[1]
		if one.Need != n.ID || one.Units != 800 || one.To.Name != a.hospital.Name || one.Gift.Place != "Osh" || other.Units != 200 {
			t.Errorf("%+v", lines)
		}
		for key, want := range map[match.Key]int64{match.RunsOut: 2, match.Exposed: 20, match.Kind: 100, match.FirstShare: 300, match.Split: 2} {
			if r, ok := reason(one, key); !ok || r.Number != want {
				t.Errorf("%s: %+v %v", key, r, ok)
			}
		}
		if _, ok := reason(one, match.Nearest); ok {
			t.Error("the hospital, whose place nobody knows, is near")
		}
		if r, ok := reason(other, match.Nearest); !ok || r.Number < 400 || r.Number > 420 {
			t.Errorf("to the clinic: %+v %v", r, ok)
		}
		if rests := a.rests(p); len(rests) != 2 || rests[0].At.Name != "Vose" || rests[0].Units != 100 || rests[0].Why != match.NoneLeft || rests[1].Why != match.NoItem {
			t.Errorf("%+v", rests)
		}
		a.approves(one)
		a.must(a.RejectLines(a.Context(), expects, a.crisis.ID, choice([]Line{other})))
		if err := a.ApproveLines(a.Context(), expects, a.crisis.ID, choice(lines)); !fault.HasKey(err, "fault.relief_lines_none") {
			t.Errorf("it is approved twice: %v", err)
		}
		if got := a.pledge(gift.ID); got.Allotted != 800 || got.Rest() != 200 || got.State != Taken {
			t.Errorf("%+v", got)
		}
		*clock = now.AddDate(0, 0, 1)
		again := a.proposes()
		lines = a.lines(Suggested)
		if again.Needs != 2 || len(lines) != 1 || lines[0].Units != 200 {
			t.Fatalf("%+v %+v", again, lines)
		}
		if r, ok := reason(lines[0], match.Earlier); !ok || r.Number != 100 {
			t.Errorf("what the clinic did not get: %+v", r)
		}
		c, err := a.SendAllotted(a.Context(), expects, a.crisis.ID, one.ID, Consignment{Letter: letter}, 4)
		a.must(err)
		if c.To != a.hospital.ID || c.Packages != 4 || a.total("mask-iir").OnTheWay != 800 {
			t.Errorf("%+v", c)
		}
		if _, err := a.SendAllotted(a.Context(), expects, a.crisis.ID, one.ID, Consignment{Letter: letter}, 4); !fault.Is(err, fault.Conflict) {
			t.Errorf("it is sent twice: %v", err)
		}
		a.syncs(c, "phone", scans(1, 4))
		_, err = a.CloseCount(a.Context(), counts, a.crisis.ID, c.ID)
		a.must(err)
		a.must(a.Receive(a.Context(), counts, a.crisis.ID, c.ID, ""))
		if last := a.proposes(); last.Needs != 2 {
			t.Errorf("what arrived is lacking: %+v", last)
		}
	})
}

// TestWhatChangedIsRefusedByItself approves lines after their need was met, or withdrawn,
// and their pledge declined: each says why, and the last one stands.
func TestWhatChangedIsRefusedByItself(t *testing.T) {
	crises(t, func(a *aid, _ *time.Time) {
		clinic := a.clinic()
		met := a.wants(a.hospital.ID, "mask-iir", Want{Units: 100})
		gone := a.wants(clinic.ID, "mask-iir", Want{Units: 50})
		kept := a.wants(a.hospital.ID, "glove-m", Want{Units: 30})
		lost := a.wants(clinic.ID, "thermometer", Want{Units: 3})
		a.promises("mask-iir", 150)
		a.promises("glove-m", 30)
		declined := a.promises("thermometer", 3)
		made := a.proposes()
		_, err := a.Consign(a.Context(), expects, Consignment{Crisis: a.crisis.ID, To: a.hospital.ID, Letter: letter}, []Content{{Lines: []LineItem{{Item: met.Item, Units: 60}}}})
		a.must(err)
		a.must(a.Judge(a.Context(), expects, a.crisis.ID, gone.ID, false))
		a.must(a.Take(a.Context(), expects, a.crisis.ID, declined.ID, false))
		a.must(a.ApproveLines(a.Context(), expects, a.crisis.ID, Choice{All: made.ID}))
		want := map[NeedID]string{met.ID: WhyMet, gone.ID: WhyNeed, lost.ID: WhyPledge}
		stale := a.lines(Stale)
		for _, l := range stale {
			if l.Why != want[l.Need] {
				t.Errorf("need %d: %s", l.Need, l.Why)
			}
		}
		if good := a.lines(Allotted); len(stale) != 3 || len(good) != 1 || good[0].Need != kept.ID {
			t.Errorf("%d stale, %+v", len(stale), good)
		}
		told := map[event.Kind]int{}
		list, err := event.After(a.Context(), a.d, 0, 100)
		a.must(err)
		for _, e := range list {
			told[e.Kind]++
		}
		if told[PledgeAllotted] != 1 || told[NeedAllotted] != 1 {
			t.Errorf("%v", told)
		}
	})
}

// TestWeightsSayWhoSetThem keeps who set a number, and when, while it stays.
func TestWeightsSayWhoSetThem(t *testing.T) {
	crises(t, func(a *aid, clock *time.Time) {
		read := func() Weights {
			w, err := a.Weights(a.Context(), a.crisis.ID)
			a.must(err)
			return w
		}
		if w := read(); w.Of(WeightDaysLeft) != match.Suggested.DaysLeft || w.Of(WeightOf("hospital")) != 100 || w[0].By != "" {
			t.Errorf("%+v", w)
		}
		a.must(a.Weigh(a.Context(), expects, a.crisis.ID, map[WeightName]int64{WeightDaysLeft: 5, WeightExposed: match.Suggested.Exposed}))
		*clock = now.AddDate(0, 0, 2)
		a.must(a.Weigh(a.Context(), counts, a.crisis.ID, map[WeightName]int64{WeightDaysLeft: 5, WeightExposed: 7}))
		for _, w := range read() {
			want := map[WeightName]Weight{WeightDaysLeft: {Value: 5, By: expects.Name, At: now}, WeightExposed: {Value: 7, By: counts.Name, At: *clock}}[w.Name]
			if w.By != want.By || !w.At.Equal(want.At) || want.By != "" && w.Value != want.Value {
				t.Errorf("%+v", w)
			}
		}
		err := a.Weigh(a.Context(), expects, a.crisis.ID, map[WeightName]int64{WeightKind: 100_001, "kind_clinic": 101, "unit": -1})
		if list := fault.List(err); len(list) != 3 || list[0].Field != "weight.kind" {
			t.Errorf("%v", err)
		}
		if err := a.Weigh(a.Context(), identity.Guest(), a.crisis.ID, nil); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a guest: %v", err)
		}
	})
}
