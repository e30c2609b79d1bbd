package relief

import (
	"context"
	"strconv"
	"time"

	"agora/db"
	"agora/fault"
	"agora/identity"
)

// SlotID names a slot.
type SlotID int64

// Slot is a span of time in which a facility hands over to, or takes from, so many people
// without a crowd.
type Slot struct {
	ID       SlotID
	Crisis   CrisisID
	Facility FacilityID
	Begins   time.Time // UTC
	Ends     time.Time // UTC
	Capacity int64
	Taken    int64
	Off      bool // called off: nobody books it any more

	Place Facility // where it is, without its contact
}

// Free is how many may still come.
func (s Slot) Free() int64 { return max(s.Capacity-s.Taken, 0) }

// Zone is the time zone in which a facility reads a clock.
func (f Facility) Zone() *time.Location {
	if z, err := time.LoadLocation(f.Country.Zone()); err == nil {
		return z
	}
	return time.UTC
}

// Hours are slots of one day, one after another: from a time to a time, each so long and
// for so many.
type Hours struct {
	Facility FacilityID
	Day      string // 2026-11-28, where the facility is
	From, To string // 09:00, 12:30
	Minutes  int64  // of each; 0 for one slot
	Capacity int64  // of each
}

// Bounds of slots.
const (
	maxSlots    = 2_000 // of a crisis that have not passed
	maxOfDay    = 96
	maxPerSlot  = 500
	maxSlotDays = 90 // ahead
)

// cut gives the slots of the hours where a facility is.
func (h Hours) cut(in Facility, now time.Time) (list []Slot, err error) {
	var bad fault.Fields
	zone := in.Zone()
	at := func(field, clock string) time.Time {
		t, err := time.ParseInLocation("2006-01-02 15:04", h.Day+" "+clock, zone)
		if err != nil {
			bad.Add(field, "fault.relief_clock")
		}
		return t
	}
	if _, err := time.Parse(time.DateOnly, h.Day); err != nil {
		bad.Add("day", "fault.relief_day")
		return nil, bad.Err()
	}
	from, to := at("from", h.From), at("to", h.To)
	if h.Capacity < 1 || h.Capacity > maxPerSlot {
		bad.Add("capacity", "fault.number_range", "min", int64(1), "max", int64(maxPerSlot))
	}
	if h.Minutes < 0 || h.Minutes > 0 && h.Minutes < 5 || h.Minutes > 24*60 {
		bad.Add("minutes", "fault.number_range", "min", int64(5), "max", int64(24*60))
	}
	if bad.Err() == nil && (!to.After(from) || !to.After(now) || from.After(now.AddDate(0, 0, maxSlotDays))) {
		bad.Add("to", "fault.relief_slot_when", "days", int64(maxSlotDays))
	}
	if err := bad.Err(); err != nil {
		return nil, err
	}
	each := time.Duration(h.Minutes) * time.Minute
	if each == 0 {
		each = to.Sub(from)
	}
	for ; !from.Add(each).After(to) && len(list) <= maxOfDay; from = from.Add(each) {
		list = append(list, Slot{Crisis: in.Crisis, Facility: in.ID, Begins: from.UTC(), Ends: from.Add(each).UTC(), Capacity: h.Capacity})
	}
	if len(list) == 0 || len(list) > maxOfDay {
		return nil, fault.Field("minutes", "fault.number_range", "min", int64(5), "max", int64(24*60))
	}
	return list, nil
}

// OpenSlots gives a facility slots; who coordinates may.
func (s *Service) OpenSlots(ctx context.Context, by identity.Actor, crisis CrisisID, h Hours) error {
	if !Coordinates(by) {
		return errNotMe
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := openCrisis(tx, crisis); err != nil {
			return err
		}
		f, err := facilityIn(tx, crisis, h.Facility)
		if err != nil || f.State == Refused {
			return fault.Field("facility", "fault.choice")
		}
		list, err := h.cut(f, tx.Now)
		if err != nil {
			return err
		}
		var have int64
		if err := tx.Row("SELECT COUNT(*) FROM relief_slots WHERE crisis_id = $1 AND ends > $2", []any{int64(crisis), db.Micro(tx.Now)}, &have); err != nil {
			return err
		}
		if have+int64(len(list)) > maxSlots {
			return fault.Field("day", "fault.at_most", "max", int64(maxSlots))
		}
		for _, one := range list {
			if _, err := tx.Exec("INSERT INTO relief_slots (crisis_id, slot_id, facility_id, begins, ends, capacity, taken, off) VALUES "+db.Places(1, 8),
				int64(crisis), tx.ID(), int64(one.Facility), db.Micro(one.Begins), db.Micro(one.Ends), one.Capacity, int64(0), int64(0)); err != nil {
				return err
			}
		}
		return nil
	})
}

// CallOffSlot lets nobody book a slot any more; who coordinates may. Who booked it reads
// that on her page.
func (s *Service) CallOffSlot(ctx context.Context, by identity.Actor, crisis CrisisID, id SlotID) error {
	if !Coordinates(by) {
		return errNotMe
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec("UPDATE relief_slots SET off = 1 WHERE crisis_id = $1 AND slot_id = $2", int64(crisis), int64(id))
		if err == nil && n == 0 {
			err = errNone
		}
		return err
	})
}

const slotColumns = "s.crisis_id, s.slot_id, s.facility_id, s.begins, s.ends, s.capacity, s.taken, s.off, f.crisis_id, f.facility_id, f.state, f.kind, f.doc"

const slotTables = " FROM relief_slots s JOIN relief_facilities f ON f.crisis_id = s.crisis_id AND f.facility_id = s.facility_id "

func scanSlot(scan db.Scan) (s Slot, err error) {
	var begins, ends, off int64
	s.Place, err = scanFacility(func(dest ...any) error {
		return scan(append([]any{(*int64)(&s.Crisis), (*int64)(&s.ID), (*int64)(&s.Facility), &begins, &ends, &s.Capacity, &s.Taken, &off}, dest...)...)
	})
	s.Begins, s.Ends, s.Off, s.Place.Contact = db.Time(begins), db.Time(ends), off == 1, Contact{}
	return s, err
}

// SlotPage is the last slot of the page before; the zero one is that of the first page.
type SlotPage struct {
	Begins time.Time
	ID     SlotID
}

const slotAfter = "(s.begins > $3 OR s.begins = $3 AND s.slot_id > $4) ORDER BY s.begins, s.slot_id LIMIT $5"

// FreeSlots gives the next slots that somebody may book, the soonest first.
func (s *Service) FreeSlots(ctx context.Context, crisis CrisisID, after SlotPage) (list []Slot, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, scanSlot, "SELECT "+slotColumns+slotTables+"WHERE s.crisis_id = $1 AND s.begins > $2 AND s.off = 0 AND s.taken < s.capacity AND "+slotAfter,
			int64(crisis), db.Micro(tx.Now), db.Micro(after.Begins), int64(after.ID), PageSize)
		return err
	})
	return list, err
}

// Slots gives those that are not over, and those that ended not long ago and were booked,
// with what is booked and the PageSize bookings that were cancelled last, to who coordinates.
func (s *Service) Slots(ctx context.Context, by identity.Actor, crisis CrisisID, after SlotPage) (list []Slot, booked map[SlotID][]Booking, err error) {
	if !Coordinates(by) {
		return nil, nil, errNotMe
	}
	booked = map[SlotID][]Booking{}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, scanSlot, "SELECT "+slotColumns+slotTables+"WHERE s.crisis_id = $1 AND (s.ends > $6 OR s.ends > $2 AND s.taken > 0) AND "+slotAfter,
			int64(crisis), db.Micro(tx.Now.Add(-slotLinger)), db.Micro(after.Begins), int64(after.ID), PageSize, db.Micro(tx.Now))
		if err != nil || len(list) == 0 {
			return err
		}
		var ids []SlotID
		for _, one := range list {
			ids = append(ids, one.ID)
		}
		in, args := among(2, ids)
		return tx.Each(func(scan db.Scan) error {
			b, err := scanBooking(scan)
			booked[b.Slot] = append(booked[b.Slot], b)
			return err
		}, "SELECT "+bookingColumns+" FROM relief_bookings WHERE crisis_id = $1 AND slot_id IN ("+in+") AND (state <> 'cancelled' OR booking_id IN (SELECT booking_id FROM relief_bookings WHERE crisis_id = $1 AND slot_id IN ("+in+
			") AND state = 'cancelled' ORDER BY booking_id DESC LIMIT "+strconv.Itoa(PageSize)+")) ORDER BY booking_id", append([]any{int64(crisis)}, args...)...)
	})
	return list, booked, err
}

// slotLinger is for how long a slot that is over is shown to who confirms hand-overs.
const slotLinger = 12 * time.Hour

func slotIn(tx *db.Tx, crisis CrisisID, id SlotID) (Slot, error) {
	s, err := db.One(tx, scanSlot, "SELECT "+slotColumns+slotTables+"WHERE s.crisis_id = $1 AND s.slot_id = $2", int64(crisis), int64(id))
	return s, none(err)
}

// SlotOf gives one slot.
func (s *Service) SlotOf(ctx context.Context, crisis CrisisID, id SlotID) (one Slot, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		one, err = slotIn(tx, crisis, id)
		return err
	})
	return one, err
}
