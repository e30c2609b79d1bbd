package relief_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"agora/fault"
	"agora/goods"
	"agora/identity"
	. "agora/relief"
)

// helps signs somebody up who packs and drives, and gives her with her link.
func (a *aid) helps(name string) (Helper, identity.Actor) {
	a.Helper()
	h, err := a.Help(a.Context(), identity.Guest(), Helper{Crisis: a.crisis.ID, Offer: Offer{Name: name, Skills: []Skill{"packer", "driver"}, Hours: 6, Contact: Contact{Phone: "1"}}})
	a.must(err)
	return h, identity.Actor{Link: HelperLink(h.ID)}
}

func (a *aid) posts(skill Skill, places int64) Task {
	a.Helper()
	t, err := a.PostTask(a.Context(), expects, Task{Crisis: a.crisis.ID, Skill: skill, Starts: now.Add(time.Hour), Places: places, Work: Work{What: "Pack gloves", Where: "Airport store"}})
	a.must(err)
	return t
}

// taken is how many people an open task has.
func (a *aid) taken(id TaskID) int64 {
	a.Helper()
	list, _, err := a.Tasks(a.Context(), a.crisis.ID)
	a.must(err)
	for _, t := range list {
		if t.ID == id {
			return t.Taken
		}
	}
	return -1
}

// TestATaskHasNoMorePeopleThanPlaces has many helpers claim three places at once, each of
// them twice.
func TestATaskHasNoMorePeopleThanPlaces(t *testing.T) {
	crises(t, func(a *aid, _ *time.Time) {
		task := a.posts("packer", 3)
		type one struct {
			Helper
			by identity.Actor
		}
		var all []one
		for i := range 12 {
			h, by := a.helps(fmt.Sprint("helper ", i))
			all = append(all, one{h, by})
		}
		var wait sync.WaitGroup
		var mu sync.Mutex
		got := map[HelperID]bool{}
		for _, h := range append(all, all...) {
			wait.Go(func() {
				err := a.Claim(a.Context(), h.by, a.crisis.ID, h.ID, task.ID)
				mu.Lock()
				defer mu.Unlock()
				if err == nil {
					got[h.ID] = true
				} else if !fault.HasKey(err, "fault.relief_task_full") {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		if n := a.taken(task.ID); n != 3 || len(got) != 3 {
			t.Errorf("%d places are taken, by %d", n, len(got))
		}
		_, who, err := a.Tasks(a.Context(), a.crisis.ID)
		if err != nil || len(who) != 3 {
			t.Errorf("the desk reads %d: %v", len(who), err)
		}
	})
}

// TestATaskIsReleasedWhenNotDone claims, gives up, does, and lets time pass.
func TestATaskIsReleasedWhenNotDone(t *testing.T) {
	crises(t, func(a *aid, clock *time.Time) {
		task := a.posts("packer", 2)
		h, by := a.helps("Anna")
		other, byOther := a.helps("Bek")
		claims := func(id TaskID) error { return a.Claim(a.Context(), by, a.crisis.ID, h.ID, id) }
		a.must(claims(task.ID))
		a.must(a.Claim(a.Context(), byOther, a.crisis.ID, other.ID, task.ID))
		if err := a.GiveUpShift(a.Context(), by, a.crisis.ID, other.ID, task.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("one gives up for another: %v", err)
		}
		a.must(a.GiveUpShift(a.Context(), by, a.crisis.ID, h.ID, task.ID))
		if err := a.GiveUpShift(a.Context(), by, a.crisis.ID, h.ID, task.ID); !fault.HasKey(err, "fault.relief_judged") {
			t.Errorf("she gives up twice: %v", err)
		}
		a.must(claims(task.ID))
		a.must(a.Finish(a.Context(), byOther, a.crisis.ID, other.ID, task.ID))
		*clock = now.Add(26 * time.Hour)
		if n, err := a.ReleaseShifts(a.Context(), 10); n != 1 || err != nil {
			t.Errorf("%d were released: %v", n, err)
		}
		if n := a.taken(task.ID); n != 1 {
			t.Errorf("%d places are taken after one was done", n)
		}
		*clock = now
		for range MaxShifts {
			a.must(claims(a.posts("driver", 1).ID))
		}
		if err := claims(a.posts("driver", 1).ID); !fault.HasKey(err, "fault.relief_shifts") {
			t.Errorf("one more than a helper may: %v", err)
		}
		a.reads(h, by)
	})
}

// reads wants that a helper reads what she claimed and what waits for her, and nobody
// else does.
func (a *aid) reads(h Helper, by identity.Actor) {
	a.Helper()
	a.posts("translator", 1)
	_, list, err := a.Turns(a.Context(), by, a.crisis.ID, h.ID)
	if err != nil || len(list) != MaxShifts+2 || list[0].State != Claimed || list[len(list)-1].State != "" {
		a.Errorf("%v %+v", err, list)
	}
	for _, t := range list {
		if t.Skill == "translator" {
			a.Error("she reads what she cannot do")
		}
	}
	for _, other := range []identity.Actor{identity.Guest(), {Person: 9}, {Link: HelperPurpose + ":1"}} {
		if _, _, err := a.Turns(a.Context(), other, a.crisis.ID, h.ID); !fault.Is(err, fault.NotFound) {
			a.Errorf("%v reads it: %v", other, err)
		}
	}
	a.must(a.CloseTask(a.Context(), expects, a.crisis.ID, list[len(list)-1].ID))
	if err := a.Claim(a.Context(), by, a.crisis.ID, h.ID, list[len(list)-1].ID); !fault.Is(err, fault.Conflict) {
		a.Errorf("a closed task is claimed: %v", err)
	}
}

// TestCarriageMeetsGoods finds what goes the way of a consignment, and entrusts it.
func TestCarriageMeetsGoods(t *testing.T) {
	crises(t, func(a *aid, _ *time.Time) {
		day := goods.DayOf(now)
		offers := map[string]Room{
			"part":  {From: "Kashgar", To: "Osh", Packages: 1000},
			"whole": {From: "Kashgar, bazaar", To: "Kulob", Packages: 697},
			"small": {From: "Kashgar", To: "Kulob", Packages: 10},
			"other": {From: "Lahore", To: "Delhi", Kilos: 500},
		}
		ids := map[CarriageID]string{}
		for name, r := range offers {
			r.Vehicle, r.Carrier, r.Contact = "lorry", name, Contact{Phone: "1"}
			o, err := a.Offer(a.Context(), Carriage{Crisis: a.crisis.ID, Day: day + 2, Room: r})
			a.must(err)
			ids[o.ID] = name
		}
		c := a.consigns(manifest())
		fits := func() (names string, list []Fit) {
			j, err := a.Journey(a.Context(), a.crisis.ID, c.ID)
			a.must(err)
			all, err := a.Carriages(a.Context(), a.crisis.ID)
			a.must(err)
			list = Fitting(all, j)
			for _, f := range list {
				names += ids[f.ID] + " "
			}
			return names, list
		}
		names, list := fits()
		if names != "whole small part " {
			t.Fatalf("%s", names)
		}
		a.must(a.Entrust(a.Context(), expects, a.crisis.ID, list[0].ID, c.ID))
		if err := a.Entrust(a.Context(), expects, a.crisis.ID, list[0].ID, c.ID); !fault.HasKey(err, "fault.relief_judged") {
			t.Errorf("it is entrusted twice: %v", err)
		}
		if names, _ := fits(); names != "small part " {
			t.Errorf("after one was entrusted: %s", names)
		}
		a.must(a.Entrust(a.Context(), expects, a.crisis.ID, list[0].ID, 0))
		a.must(a.DeclineCarriage(a.Context(), expects, a.crisis.ID, list[1].ID))
		if names, _ := fits(); names != "whole part " {
			t.Errorf("after one is free and one was declined: %s", names)
		}
		for field, o := range map[string]Carriage{"day": {Day: day - 1}, "kilos": {Day: day}, "packages": {Day: day, Room: Room{Packages: -1}}, "vehicle": {Day: day, Room: Room{Vehicle: "camel"}}} {
			o.Crisis = a.crisis.ID
			if _, err := a.Offer(a.Context(), o); !fault.Is(err, fault.Invalid) || !has(err, field) {
				t.Errorf("%s: %v", field, err)
			}
		}
	})
}

// has reports whether a fault names a field.
func has(err error, field string) bool {
	for _, e := range fault.List(err) {
		if e.Field == field {
			return true
		}
	}
	return false
}

// TestWhatIsPastIsNotOffered has tasks that nobody closed, and a helper who did many.
func TestWhatIsPastIsNotOffered(t *testing.T) {
	crises(t, func(a *aid, clock *time.Time) {
		h, by := a.helps("Malika")
		for range PageSize {
			task := a.posts("packer", 1)
			a.must(a.Claim(a.Context(), by, a.crisis.ID, h.ID, task.ID))
			a.must(a.Finish(a.Context(), by, a.crisis.ID, h.ID, task.ID))
		}
		past := a.posts("packer", 1)
		*clock = past.Starts.Add(24 * time.Hour)
		next, err := a.PostTask(a.Context(), expects, Task{Crisis: a.crisis.ID, Skill: "driver", Starts: clock.Add(time.Hour), Places: 1, Work: Work{What: "Drive", Where: "Kulob"}})
		a.must(err)
		if err := a.Claim(a.Context(), by, a.crisis.ID, h.ID, past.ID); !fault.HasKey(err, "fault.relief_task_full") {
			a.Errorf("a task of yesterday is claimed: %v", err)
		}
		_, list, err := a.Turns(a.Context(), by, a.crisis.ID, h.ID)
		a.must(err)
		if list[0].ID != next.ID {
			a.Errorf("first she reads %+v", list[0])
		}
		for _, one := range list {
			if one.ID == past.ID {
				a.Error("a task of yesterday is offered")
			}
		}
		if n := a.taken(next.ID); n != 0 {
			a.Error("the desk does not see the task that is to come")
		}
	})
}
