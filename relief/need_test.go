package relief_test

import (
	"testing"
	"time"

	"agora/fault"
	"agora/goods"
	"agora/identity"
	. "agora/relief"
)

// needed adds up what is lacking of an item.
func (a *aid) needed(code string) (n int64) {
	a.Helper()
	for _, t := range a.overview().Totals {
		if t.Item == a.item(code).ID {
			n += t.Needed
		}
	}
	return n
}

// TestANeedCountsOnce has a need reported by a guest, taken, said anew by telephone, and
// withdrawn: a facility has one of an item.
func TestANeedCountsOnce(t *testing.T) {
	crises(t, func(a *aid, _ *time.Time) {
		want := func(units int64) Need {
			return Need{Crisis: a.crisis.ID, Facility: a.hospital.ID, Item: a.item("mask-iir").ID, Want: Want{Units: units, Reporter: Contact{Phone: "+992"}}}
		}
		n, err := a.Report(a.Context(), identity.Guest(), want(100))
		a.must(err)
		if a.needed("mask-iir") != 0 {
			t.Error("what nobody looked at counts")
		}
		if err := a.Judge(a.Context(), identity.Guest(), a.crisis.ID, n.ID, true); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a guest takes it: %v", err)
		}
		a.must(a.Judge(a.Context(), expects, a.crisis.ID, n.ID, true))
		if err := a.Judge(a.Context(), expects, a.crisis.ID, n.ID, true); !fault.HasKey(err, "fault.relief_judged") {
			t.Errorf("it is taken twice: %v", err)
		}
		_, err = a.Report(a.Context(), expects, want(250))
		a.must(err)
		if got := a.needed("mask-iir"); got != 250 {
			t.Errorf("%d are needed after it was said anew", got)
		}
		other, err := a.Report(a.Context(), identity.Guest(), want(40))
		a.must(err)
		a.must(a.Judge(a.Context(), expects, a.crisis.ID, other.ID, true))
		if got := a.needed("mask-iir"); got != 40 {
			t.Errorf("%d are needed after a newer report", got)
		}
		a.must(a.Judge(a.Context(), expects, a.crisis.ID, other.ID, false))
		if got := a.needed("mask-iir"); got != 0 {
			t.Errorf("%d are needed after it was withdrawn", got)
		}
		for name, w := range map[string]Want{"nothing": {}, "enough": {Daily: 10, Days: 3, Stock: 30}, "absurd": {Units: 1_000_001}, "too long": {Daily: 1, Days: 999}, "below none": {Units: -1}} {
			n := want(1)
			n.Want = w
			if _, err := a.Report(a.Context(), expects, n); !fault.Is(err, fault.Invalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if w := (Want{Daily: 10, Days: 14, Stock: 45}); w.Gap() != 95 || w.DaysLeft() != 4 {
			t.Errorf("%d lack, %d days are left", w.Gap(), w.DaysLeft())
		}
	})
}

// TestAPledgeIsPromisedTakenSent takes one on its way, and splits it evenly.
func TestAPledgeIsPromisedTakenSent(t *testing.T) {
	crises(t, func(a *aid, _ *time.Time) {
		pledged := func() int64 { return a.overview().Pledged[a.item("glove-m").ID] }
		p, err := a.Pledge(a.Context(), Pledge{Crisis: a.crisis.ID, Item: a.item("glove-m").ID, Units: 100, Gift: Gift{Donor: "A maker", Place: "Osh", Contact: Contact{Phone: "1"}}})
		a.must(err)
		if pledged() != 0 {
			t.Error("what nobody looked at counts")
		}
		c := Consignment{To: a.hospital.ID, Letter: Letter{Number: "1", From: "x", Place: "y", Currency: "KGS"}}
		if _, err := a.Send(a.Context(), expects, a.crisis.ID, p.ID, c, 3, "CN"); !fault.Is(err, fault.Conflict) {
			t.Errorf("it is sent before it was taken: %v", err)
		}
		a.must(a.Take(a.Context(), expects, a.crisis.ID, p.ID, true))
		if pledged() != 100 {
			t.Errorf("%d are pledged", pledged())
		}
		c, err = a.Send(a.Context(), expects, a.crisis.ID, p.ID, c, 3, "CN")
		a.must(err)
		if got := a.total("glove-m"); pledged() != 0 || got.OnTheWay != 100 || c.Packages != 3 {
			t.Errorf("%d pledged, %+v, %+v", pledged(), got, c)
		}
		if err := a.Take(a.Context(), expects, a.crisis.ID, p.ID, false); !fault.Is(err, fault.Conflict) {
			t.Errorf("what was sent is declined: %v", err)
		}
		bad := p
		bad.Units = 0
		if _, err := a.Pledge(a.Context(), bad); !fault.Is(err, fault.Invalid) {
			t.Errorf("nothing is pledged: %v", err)
		}
		bad = p
		bad.Item = goods.ItemID(1)
		if _, err := a.Pledge(a.Context(), bad); !fault.Is(err, fault.Invalid) {
			t.Errorf("an item that there is not: %v", err)
		}
	})
}
