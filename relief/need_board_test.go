package relief_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"agora/event"
	"agora/fault"
	"agora/identity"
	. "agora/relief"
)

// need is one of the hospital.
func (a *aid) need(code string, w Want) Need {
	return Need{Crisis: a.crisis.ID, Facility: a.hospital.ID, Item: a.item(code).ID, Want: w}
}

func (a *aid) reports(by identity.Actor, n Need) Need {
	a.Helper()
	n.Reporter.Phone = "+992"
	n, err := a.Report(a.Context(), by, n)
	a.must(err)
	return n
}

func (a *aid) urgent(f NeedFilter) []Shortage {
	a.Helper()
	list, places, err := a.Urgent(a.Context(), expects, a.crisis.ID, f)
	a.must(err)
	for _, l := range list {
		if places[l.Facility].Name == "" {
			a.Errorf("need %d has no facility", l.ID)
		}
	}
	return list
}

// TestWhatIsInThePipelineIsNotLacking sends 600 of 1,000 masks, and receives 400 of
// them: what is on its way and what came is taken off, on the desk and in the totals; a
// package that is missing is lacking again, and what came before a need was said is not
// taken off it.
func TestWhatIsInThePipelineIsNotLacking(t *testing.T) {
	crises(t, func(a *aid, _ *time.Time) {
		n := a.reports(expects, a.need("mask-iir", Want{Daily: 100, Days: 11, Stock: 100}))
		is := func(when string, onTheWay, came, left int64) {
			t.Helper()
			l := a.urgent(NeedFilter{})
			if len(l) != 1 || l[0].OnTheWay != onTheWay || l[0].Came != came || l[0].Left() != left || a.needed("mask-iir") != left {
				t.Errorf("%s: %+v, %d in the totals", when, l, a.needed("mask-iir"))
			}
		}
		is("said", 0, 0, 1000)
		c := a.consigns("number,item,units\n1,mask-iir,400\n2,mask-iir,200\n3,glove-m,5\n")
		is("packed", 600, 0, 400)
		a.syncs(c, "phone", scans(1, 1))
		_, err := a.CloseCount(a.Context(), counts, a.crisis.ID, c.ID)
		a.must(err)
		is("counted", 400, 0, 600)
		a.must(a.Receive(a.Context(), counts, a.crisis.ID, c.ID, ""))
		is("received", 0, 400, 600)
		_, err = a.Confirm(a.Context(), expects, a.crisis.ID, n.ID, &n.Want)
		a.must(err)
		is("confirmed as it was", 0, 400, 600)
		again := a.reports(expects, a.need("mask-iir", Want{Daily: 100, Days: 11, Stock: 100}))
		is("said once more as it was", 0, 400, 600)
		_, err = a.Confirm(a.Context(), expects, a.crisis.ID, again.ID, &Want{Daily: 100, Days: 11, Stock: 450})
		a.must(err)
		is("said with the stock of today", 0, 0, 650)
	})
}

// TestTheMostUrgentIsFirst orders by what runs out, by deadline, and by page.
func TestTheMostUrgentIsFirst(t *testing.T) {
	crises(t, func(a *aid, _ *time.Time) {
		month := a.reports(expects, a.need("thermometer", Want{Daily: 1, Days: 90, Stock: 30}))
		never := a.reports(identity.Guest(), a.need("glove-m", Want{Units: 10}))
		thursday := a.reports(expects, a.need("mask-iir", Want{Units: 10, Deadline: now.AddDate(0, 0, 4)}))
		gloves := a.reports(expects, a.need("glove-m", Want{Daily: 10, Days: 9, Stock: 19}))
		var got []NeedID
		var f NeedFilter
		for range 4 {
			list := a.urgent(f)
			if len(list) == 0 {
				break
			}
			got = append(got, list[0].ID)
			f.Time, f.After = list[0].RunsOut, list[0].ID
		}
		if want := []NeedID{gloves.ID, thursday.ID, month.ID, never.ID}; len(got) != 4 || [4]NeedID(got) != [4]NeedID(want) {
			t.Errorf("%v, want %v", got, want)
		}
		if list := a.urgent(NeedFilter{State: Wanted, Item: a.item("glove-m").ID}); len(list) != 1 || list[0].ID != gloves.ID {
			t.Errorf("by state and item: %+v", list)
		}
		if _, _, err := a.Urgent(a.Context(), identity.Guest(), a.crisis.ID, NeedFilter{}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a guest reads them: %v", err)
		}
		if _, err := a.Report(a.Context(), expects, a.need("mask-iir", Want{Units: 1, Deadline: now.AddDate(0, -1, 0)})); !fault.HasKey(err, "fault.relief_deadline") {
			t.Errorf("a deadline that is over: %v", err)
		}
	})
}

// TestOneOfTwoGetsTheTask has two people claim a task at once.
func TestOneOfTwoGetsTheTask(t *testing.T) {
	crises(t, func(a *aid, clock *time.Time) {
		n := a.reports(identity.Guest(), a.need("mask-iir", Want{Units: 10}))
		var wait sync.WaitGroup
		errs := make([]error, 2)
		for i, by := range []identity.Actor{expects, counts} {
			wait.Go(func() { _, errs[i] = a.ClaimNeed(a.Context(), by, a.crisis.ID, n.ID) })
		}
		wait.Wait()
		lost, has, other := 0, counts, expects
		if errs[1] != nil {
			lost, has, other = 1, expects, counts
		}
		if errs[1-lost] != nil || !fault.HasKey(errs[lost], "fault.relief_claimed") || fault.List(errs[lost])[0].Args[1] != has.Name {
			t.Fatalf("%v", errs)
		}
		if err := a.Judge(a.Context(), other, a.crisis.ID, n.ID, true); !fault.HasKey(err, "fault.relief_claimed") {
			t.Errorf("the other decides: %v", err)
		}
		if _, err := a.ClaimNext(a.Context(), other, a.crisis.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("the other gets the same as the next: %v", err)
		}
		a.must(a.ReleaseNeed(a.Context(), has, a.crisis.ID, n.ID))
		if got, err := a.ClaimNext(a.Context(), other, a.crisis.ID); err != nil || got.ID != n.ID || got.Holder.Name != other.Name {
			t.Errorf("%+v %v", got, err)
		}
		*clock = clock.Add(30 * time.Minute)
		if _, err := a.ClaimNeed(a.Context(), has, a.crisis.ID, n.ID); err != nil {
			t.Errorf("after half an hour it is free: %v", err)
		}
		a.must(a.Judge(a.Context(), has, a.crisis.ID, n.ID, true))
		if _, err := a.ClaimNeed(a.Context(), has, a.crisis.ID, n.ID); !fault.HasKey(err, "fault.relief_judged") {
			t.Errorf("what is done is claimed: %v", err)
		}
	})
}

// TestANeedFallsAsleep is asked about on day five, asleep on day seven, and counts again
// when it is confirmed by its link.
func TestANeedFallsAsleep(t *testing.T) {
	crises(t, func(a *aid, clock *time.Time) {
		n := a.reports(expects, a.need("mask-iir", Want{Units: 10}))
		sleeps := func(want int) {
			t.Helper()
			for _, w := range []int{want, 0} { // once more finds nothing
				if got, err := a.Sleep(a.Context(), 100); err != nil || got != w {
					t.Errorf("day %d: %d %v, want %d", int(clock.Sub(now).Hours()/24), got, err, w)
				}
			}
		}
		for day, want := range []int{0, 0, 0, 0, 0, 1, 0, 1, 0} {
			*clock = now.AddDate(0, 0, day)
			sleeps(want)
			if asleep := a.needed("mask-iir") == 0; asleep != (day >= 7) {
				t.Errorf("day %d: asleep %v", day, asleep)
			}
		}
		list, err := event.After(a.Context(), a.d, 0, 1000)
		a.must(err)
		var days []string
		for _, e := range list {
			if e.Kind == NeedUnconfirmed && e.Subject == int64(n.ID) {
				days = append(days, string(e.Body))
			}
		}
		if len(days) != 2 || !strings.Contains(days[0], `"day":5`) || !strings.Contains(days[1], `"day":7`) {
			t.Errorf("told %v", days)
		}
		nurse := identity.Actor{Link: fmt.Sprint(NeedPurpose, ":", n.ID)}
		for name, by := range map[string]identity.Actor{"a guest": identity.Guest(), "with the link of another": {Link: fmt.Sprint(NeedPurpose, ":", n.ID+1)}} {
			if _, err := a.Confirm(a.Context(), by, a.crisis.ID, n.ID, &Want{Units: 7}); !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s confirms it: %v", name, err)
			}
			if _, err := a.Asking(a.Context(), by, a.crisis.ID, n.ID); !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s reads it: %v", name, err)
			}
		}
		if _, err := a.Confirm(a.Context(), nurse, a.crisis.ID, n.ID, &Want{Units: -7}); !fault.Is(err, fault.Invalid) {
			t.Errorf("less than none: %v", err)
		}
		_, err = a.Confirm(a.Context(), nurse, a.crisis.ID, n.ID, &Want{Units: 7})
		a.must(err)
		if got := a.needed("mask-iir"); got != 7 {
			t.Errorf("%d are needed after it was confirmed", got)
		}
		*clock = clock.AddDate(0, 0, 4)
		sleeps(0)
		*clock = clock.AddDate(0, 0, 30) // nobody ran for a month: asleep at once
		sleeps(1)
		if asked, err := a.Asking(a.Context(), nurse, a.crisis.ID, n.ID); err != nil || asked.State != Asleep || asked.At.Name == "" || asked.What.Code != "mask-iir" {
			t.Errorf("%+v %v", asked, err)
		}
		_, err = a.Confirm(a.Context(), nurse, a.crisis.ID, n.ID, nil)
		a.must(err)
		if _, err := a.Confirm(a.Context(), nurse, a.crisis.ID, n.ID, &Want{Units: 7}); !fault.HasKey(err, "fault.relief_judged") {
			t.Errorf("what is not needed any more is confirmed: %v", err)
		}
	})
}

// TestTheStockIsCountedDownFromWhenItWasSaid confirms a need of ten days ago with the
// stock of today: its days left begin anew, wherever they are read.
func TestTheStockIsCountedDownFromWhenItWasSaid(t *testing.T) {
	crises(t, func(a *aid, clock *time.Time) {
		want := Want{Daily: 10, Days: 30, Stock: 100}
		n, err := a.Report(a.Context(), expects, Need{Crisis: a.crisis.ID, Facility: a.hospital.ID, Item: a.item("mask-iir").ID, Want: want})
		a.must(err)
		*clock = now.AddDate(0, 0, 6)
		left := func() int64 {
			place, err := a.At(a.Context(), a.crisis.ID, a.hospital.ID)
			a.must(err)
			return place.Needs[0].DaysLeftOn(*clock)
		}
		if left() != 4 {
			t.Errorf("%d days are left of ten, six days later", left())
		}
		_, err = a.Confirm(a.Context(), expects, a.crisis.ID, n.ID, &want)
		a.must(err)
		if left() != 10 {
			t.Errorf("%d days are left of ten that were said today", left())
		}
	})
}
