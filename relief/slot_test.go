package relief_test

import (
	"sync"
	"testing"
	"time"

	"agora/fault"
	"agora/identity"
	. "agora/relief"
)

// slots opens a morning of two half hours in Tajikistan, five hours before UTC.
func (a *aid) slots(capacity int64) []Slot {
	a.Helper()
	a.must(a.OpenSlots(a.Context(), expects, a.crisis.ID, Hours{Facility: a.hospital.ID, Day: "2026-11-23", From: "09:00", To: "10:00", Minutes: 30, Capacity: capacity}))
	list, err := a.FreeSlots(a.Context(), a.crisis.ID, SlotPage{})
	a.must(err)
	return list
}

func visit(nick string) Visit { return Visit{Nick: nick, Does: "give", What: "Gloves"} }

// TestASlotIsWhereItsFacilityIs cuts hours by the clock of the facility.
func TestASlotIsWhereItsFacilityIs(t *testing.T) {
	crises(t, func(a *aid, clock *time.Time) {
		list := a.slots(2)
		if len(list) != 2 || !list[0].Begins.Equal(time.Date(2026, 11, 23, 4, 0, 0, 0, time.UTC)) || list[0].Ends.Sub(list[0].Begins) != 30*time.Minute || list[0].Place.Name == "" {
			t.Fatalf("%+v", list)
		}
		*clock = list[0].Begins
		if left, err := a.FreeSlots(a.Context(), a.crisis.ID, SlotPage{}); err != nil || len(left) != 1 {
			t.Errorf("what began is free: %v %v", left, err)
		}
		if _, err := a.Book(a.Context(), a.crisis.ID, list[0].ID, visit("Late")); !fault.HasKey(err, "fault.relief_slot_full") {
			t.Errorf("what began is booked: %v", err)
		}
		a.must(a.CallOffSlot(a.Context(), expects, a.crisis.ID, list[1].ID))
		if _, err := a.Book(a.Context(), a.crisis.ID, list[1].ID, visit("Off")); !fault.HasKey(err, "fault.relief_slot_full") {
			t.Errorf("what was called off is booked: %v", err)
		}
		for name, h := range map[string]Hours{"day": {Day: "soon", From: "9:00", To: "10:00", Capacity: 1}, "from": {Day: "2026-11-24", From: "nine", To: "10:00", Capacity: 1},
			"to": {Day: "2026-11-24", From: "10:00", To: "09:00", Capacity: 1}, "capacity": {Day: "2026-11-24", From: "09:00", To: "10:00"}, "minutes": {Day: "2026-11-24", From: "09:00", To: "10:00", Minutes: 90, Capacity: 1}} {
			h.Facility = a.hospital.ID
			err := a.OpenSlots(a.Context(), expects, a.crisis.ID, h)
			if list := fault.List(err); len(list) == 0 || list[0].Field != name {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := a.OpenSlots(a.Context(), identity.Guest(), a.crisis.ID, Hours{}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a guest opens slots: %v", err)
		}
	})
}

// TestASlotIsNeverOverbooked has forty people book three places at once, some of whom
// cancel, twice.
func TestASlotIsNeverOverbooked(t *testing.T) {
	crises(t, func(a *aid, _ *time.Time) {
		slot := a.slots(3)[0]
		var mu sync.Mutex
		var got []Booking
		rush := func() {
			var all sync.WaitGroup
			for range 40 {
				all.Go(func() {
					b, err := a.Book(a.Context(), a.crisis.ID, slot.ID, visit("Somebody"))
					if err != nil && !fault.HasKey(err, "fault.relief_slot_full") {
						t.Error(err)
					}
					if err == nil {
						mu.Lock()
						got = append(got, b)
						mu.Unlock()
					}
				})
			}
			all.Wait()
		}
		rush()
		if len(got) != 3 {
			t.Fatalf("%d have three places", len(got))
		}
		for range 2 {
			a.must(a.Unbook(a.Context(), a.crisis.ID, got[0].Secret))
		}
		rush()
		if now, err := a.SlotOf(a.Context(), a.crisis.ID, slot.ID); err != nil || len(got) != 4 || now.Taken != 3 {
			t.Errorf("%d booked, %d are taken after one was given back: %v", len(got), now.Taken, err)
		}
		seen := map[string]bool{}
		for _, b := range got {
			seen[b.Pin], seen[b.Secret] = true, true
		}
		if len(seen) != 8 {
			t.Error("two have one pin or one secret")
		}
	})
}

// TestAHandOverIsConfirmed takes the pin of the booking and no other, or a photo, once.
func TestAHandOverIsConfirmed(t *testing.T) {
	crises(t, func(a *aid, _ *time.Time) {
		slot := a.slots(2)[0]
		b, err := a.Book(a.Context(), a.crisis.ID, slot.ID, visit("Z"))
		a.must(err)
		other, err := a.Book(a.Context(), a.crisis.ID, slot.ID, visit("Y"))
		a.must(err)
		meet := func(by identity.Actor, sign Sign, proof string) error {
			return a.Meet(a.Context(), by, a.crisis.ID, b.ID, sign, proof)
		}
		for want, err := range map[fault.Kind]error{fault.Forbidden: meet(identity.Guest(), "code", b.Pin), fault.Invalid: meet(expects, "code", other.Pin)} {
			if !fault.Is(err, want) {
				t.Errorf("want %v: %v", want, err)
			}
		}
		a.must(meet(expects, "code", b.Pin))
		if err := meet(expects, "photo", "IMG-1"); !fault.Is(err, fault.Conflict) {
			t.Errorf("twice: %v", err)
		}
		if err := a.Unbook(a.Context(), a.crisis.ID, b.Secret); !fault.Is(err, fault.Conflict) {
			t.Errorf("cancelled afterwards: %v", err)
		}
		a.must(a.Meet(a.Context(), expects, a.crisis.ID, other.ID, "photo", "IMG-2"))
		_, booked, err := a.Slots(a.Context(), expects, a.crisis.ID, SlotPage{})
		if err != nil || booked[slot.ID][0].State != Met || booked[slot.ID][1].Proof != "IMG-2" {
			t.Errorf("%+v %v", booked, err)
		}
		if _, err := a.Book(a.Context(), a.crisis.ID, slot.ID, Visit{Does: "steal"}); !fault.Is(err, fault.Invalid) {
			t.Errorf("without a nick: %v", err)
		}
	})
}

// TestPagesOfSlotsHaveEachOnce has two places with a hundred slots that begin at the same
// times: the pages of those who book, and of the desk, have each of them once.
func TestPagesOfSlotsHaveEachOnce(t *testing.T) {
	crises(t, func(a *aid, clock *time.Time) {
		store, err := a.Found(a.Context(), expects, Facility{Crisis: a.crisis.ID, Kind: "warehouse", Profile: Profile{Name: "Store", Country: "TJ", Town: "Dushanbe", Source: "a list"}})
		a.must(err)
		for _, at := range []FacilityID{a.hospital.ID, store.ID} {
			a.must(a.OpenSlots(a.Context(), expects, a.crisis.ID, Hours{Facility: at, Day: "2026-11-23", From: "09:00", To: "17:20", Minutes: 10, Capacity: 1}))
		}
		each := func(who string, want int, page func(SlotPage) ([]Slot, error)) {
			t.Helper()
			seen, after := map[SlotID]bool{}, SlotPage{}
			for {
				list, err := page(after)
				a.must(err)
				for _, s := range list {
					if seen[s.ID] {
						t.Errorf("%s: %v twice", who, s.Begins)
					}
					seen[s.ID] = true
				}
				if len(list) < PageSize {
					break
				}
				after = SlotPage{list[len(list)-1].Begins, list[len(list)-1].ID}
			}
			if len(seen) != want {
				t.Errorf("%s: %d slots, want %d", who, len(seen), want)
			}
		}
		free := func(p SlotPage) ([]Slot, error) { return a.FreeSlots(a.Context(), a.crisis.ID, p) }
		desk := func(p SlotPage) ([]Slot, error) {
			list, _, err := a.Slots(a.Context(), expects, a.crisis.ID, p)
			return list, err
		}
		each("free", 100, free)
		each("the desk", 100, desk)
		first, err := free(SlotPage{})
		a.must(err)
		met, err := a.Book(a.Context(), a.crisis.ID, first[0].ID, visit("Blue scarf"))
		a.must(err)
		for range PageSize + 5 {
			gone, err := a.Book(a.Context(), a.crisis.ID, first[1].ID, visit("Red hat"))
			a.must(err)
			a.must(a.Unbook(a.Context(), a.crisis.ID, gone.Secret))
		}
		_, booked, err := a.Slots(a.Context(), expects, a.crisis.ID, SlotPage{})
		if a.must(err); len(booked[met.Slot]) != 1 || len(booked[first[1].ID]) != PageSize {
			t.Errorf("booked: %d and %d", len(booked[met.Slot]), len(booked[first[1].ID]))
		}
		*clock = first[len(first)-1].Ends.Add(time.Minute) // half a page is over, and one of it was booked
		each("the desk later", 51, desk)
	})
}

// TestARefusedPlaceHasNoSlots refuses a facility whose slots are free and booked.
func TestARefusedPlaceHasNoSlots(t *testing.T) {
	crises(t, func(a *aid, _ *time.Time) {
		list := a.slots(2)
		mine, err := a.Book(a.Context(), a.crisis.ID, list[0].ID, visit("Early"))
		a.must(err)
		a.must(a.Refuse(a.Context(), expects, a.crisis.ID, a.hospital.ID, "Nobody knows it"))
		if left, err := a.FreeSlots(a.Context(), a.crisis.ID, SlotPage{}); err != nil || len(left) != 0 {
			a.Errorf("free at a refused place: %+v %v", left, err)
		}
		if _, err := a.Book(a.Context(), a.crisis.ID, list[1].ID, visit("Late")); !fault.HasKey(err, "fault.relief_slot_full") {
			a.Errorf("booked at a refused place: %v", err)
		}
		if _, at, err := a.BookingOf(a.Context(), a.crisis.ID, mine.Secret); err != nil || !at.Off {
			a.Errorf("who booked does not read it: %+v %v", at, err)
		}
	})
}
