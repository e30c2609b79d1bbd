package relief_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"agora/db/dbtest"
	"agora/event"
	"agora/fault"
	"agora/goods"
	"agora/identity"
	. "agora/relief"
)

// TestNeedsInAnyHistory reports, takes, refuses, claims, releases, confirms and lets
// sleep, at random: a facility has one need of an item that counts or sleeps and one that
// waits, what counts is what the model says, and nobody decides about the task of another.
func TestNeedsInAnyHistory(t *testing.T) {
	clock := now
	d := dbtest.At(t, func() time.Time { return clock }, event.Schema, goods.Schema, Schema)
	rapid.Check(t, func(r *rapid.T) {
		clock = now
		h := &needs{aid: newAid(t, d), rapid: r, clock: &clock, model: map[NeedID]*modelled{}}
		steps := map[string]func(){"guest": func() { h.report(identity.Guest()) }, "desk": func() { h.report(expects) }, "judge": h.judge, "claim": h.claim, "release": h.release,
			"confirm": h.confirm, "sleep": h.sleep, "a day": func() { clock = clock.AddDate(0, 0, 1) }, "three days": func() { clock = clock.AddDate(0, 0, 3) }, "ten minutes": func() { clock = clock.Add(10 * time.Minute) }}
		names := slices.Sorted(maps.Keys(steps))
		for range rapid.IntRange(5, 30).Draw(r, "steps") {
			steps[rapid.SampledFrom(names).Draw(r, "step")]()
			h.agrees()
		}
	})
}

// modelled is a need as it should be.
type modelled struct {
	key       string
	state     NeedState
	units     int64
	confirmed time.Time
	asked     bool
	holder    string
	until     time.Time
}

type needs struct {
	*aid
	rapid *rapid.T
	clock *time.Time
	model map[NeedID]*modelled
}

// end withdraws what counts or sleeps under a key.
func (h *needs) end(key string, but NeedID) {
	for id, m := range h.model {
		if id != but && m.key == key && (m.state == Wanted || m.state == Asleep) {
			m.state, m.holder = Withdrawn, ""
		}
	}
}

func (h *needs) report(by identity.Actor) {
	n := h.aid.need(rapid.SampledFrom([]string{"mask-iir", "glove-m"}).Draw(h.rapid, "item"), Want{Units: rapid.Int64Range(1, 9).Draw(h.rapid, "units"), Reporter: Contact{Phone: "1"}})
	n, err := h.Report(h.Context(), by, n)
	h.must(err)
	key := fmt.Sprint(n.Item)
	m := &modelled{key: key, state: Reported, units: n.Units, confirmed: *h.clock}
	if Coordinates(by) {
		h.end(key, 0)
		m.state = Wanted
	} else if old := h.model[n.ID]; old != nil {
		m.holder, m.until = old.holder, old.until
	}
	h.model[n.ID] = m
}

// one draws a need that there is.
func (h *needs) one() (NeedID, *modelled, identity.Actor) {
	ids := slices.Sorted(maps.Keys(h.model))
	if len(ids) == 0 {
		return 0, nil, expects
	}
	id := rapid.SampledFrom(ids).Draw(h.rapid, "need")
	return id, h.model[id], rapid.SampledFrom([]identity.Actor{expects, counts}).Draw(h.rapid, "by")
}

// theirs reports whether somebody else works on it.
func (m *modelled) theirs(by identity.Actor, now time.Time) bool {
	return m.holder != "" && m.holder != by.Name && now.Before(m.until)
}

// wants compares how a deed ended with how it should.
func (h *needs) wants(err error, may bool) bool {
	if (err == nil) != may || err != nil && !fault.Is(err, fault.Conflict) {
		h.rapid.Fatalf("%v, may %v", err, may)
	}
	return may
}

func (h *needs) judge() {
	id, m, by := h.one()
	if m == nil {
		return
	}
	wanted := rapid.Bool().Draw(h.rapid, "wanted")
	may := m.state != Withdrawn && (!wanted || m.state == Reported) && !m.theirs(by, *h.clock)
	if !h.wants(h.Judge(h.Context(), by, h.crisis.ID, id, wanted), may) {
		return
	}
	m.holder, m.state = "", Withdrawn
	if wanted {
		h.end(m.key, id)
		m.state, m.confirmed, m.asked = Wanted, *h.clock, false
	}
}

func (m *modelled) waits() bool { return m.state == Reported || m.state == Asleep }

func (h *needs) claim() {
	id, m, by := h.one()
	if m == nil {
		return
	}
	_, err := h.ClaimNeed(h.Context(), by, h.crisis.ID, id)
	if h.wants(err, m.waits() && !m.theirs(by, *h.clock)) {
		m.holder, m.until = by.Name, h.clock.Add(30*time.Minute)
	}
}

func (h *needs) release() {
	id, m, by := h.one()
	if m != nil && h.wants(h.ReleaseNeed(h.Context(), by, h.crisis.ID, id), m.waits() && !m.theirs(by, *h.clock)) {
		m.holder = ""
	}
}

func (h *needs) confirm() {
	id, m, by := h.one()
	if m == nil {
		return
	}
	link := rapid.Bool().Draw(h.rapid, "link")
	if link {
		by = identity.Actor{Link: fmt.Sprint(NeedPurpose, ":", id)}
	}
	today := &Want{Units: rapid.Int64Range(0, 9).Draw(h.rapid, "today")}
	if today.Units == 0 {
		today = nil
	}
	_, err := h.Confirm(h.Context(), by, h.crisis.ID, id, today)
	if !h.wants(err, m.state != Withdrawn && (m.state != Reported || !link) && (link || !m.theirs(by, *h.clock))) {
		return
	}
	if m.state == Reported && today != nil {
		h.end(m.key, id)
	}
	m.holder = ""
	if m.state = Withdrawn; today != nil {
		m.state, m.units, m.confirmed, m.asked = Wanted, today.Units, *h.clock, false
	}
}

func (h *needs) sleep() {
	_, err := h.Sleep(h.Context(), 1000)
	h.must(err)
	for _, m := range h.model {
		if m.state == Wanted && !h.clock.Before(m.confirmed.AddDate(0, 0, 7)) {
			m.state = Asleep
		}
	}
}

// agrees compares all needs and the totals with the model.
func (h *needs) agrees() {
	have := map[string]NeedID{}
	for _, state := range []NeedState{Reported, Wanted, Asleep, Withdrawn} {
		list, err := h.Needs(h.Context(), h.crisis.ID, state, 0)
		h.must(err)
		for _, n := range list {
			m := h.model[n.ID]
			if m == nil || m.state != state || m.units != n.Units || !m.confirmed.Equal(n.Confirmed) || n.Holder.Held(*h.clock) != (m.holder != "" && h.clock.Before(m.until)) {
				h.rapid.Fatalf("%s: %+v, want %+v", state, n, m)
			}
			if state == Withdrawn {
				continue
			}
			key := m.key
			if state == Reported {
				key = "reported " + key
			}
			if other, twice := have[key]; twice {
				h.rapid.Fatalf("%d and %d are the same", other, n.ID)
			}
			have[key] = n.ID
		}
	}
	for _, code := range []string{"mask-iir", "glove-m"} {
		var want int64
		for _, m := range h.model {
			if m.state == Wanted && m.key == fmt.Sprint(h.item(code).ID) {
				want += m.units
			}
		}
		if got := h.needed(code); got != want {
			h.rapid.Fatalf("%d of %s are needed, want %d", got, code, want)
		}
	}
}
