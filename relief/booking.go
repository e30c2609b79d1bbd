package relief

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"agora/db"
	"agora/fault"
	"agora/identity"
)

// BookingID names a booking.
type BookingID int64

// BookingState is how far a booking is.
type BookingState string

// States of a booking.
const (
	Booked    BookingState = "booked"
	Cancelled BookingState = "cancelled"
	Met       BookingState = "done" // handed over, and confirmed there
)

// Booking is one place in a slot. Who has its secret may cancel it; who says its pin at
// the drop point is who booked.
type Booking struct {
	ID     BookingID
	Crisis CrisisID
	Slot   SlotID
	State  BookingState
	Pin    string // six digits, other than those of the others in the slot
	Secret string // of its page
	Visit
}

// Visit is what somebody says who books: no name is asked for.
type Visit struct {
	Nick  string    `json:"nick,omitempty"` // what she is called by, or a number
	Does  string    `json:"does"`           // of VisitKinds
	What  string    `json:"what,omitempty"` // "two boxes of gloves"
	Sign  Sign      `json:"sign,omitempty"` // by what the hand-over was confirmed
	Proof string    `json:"proof,omitempty"`
	By    string    `json:"by,omitempty"` // who confirmed it
	At    time.Time `json:"at,omitzero"`
}

// VisitKinds are what people come for.
var VisitKinds = []string{"give", "fetch"}

const maxNick = 40 // characters

func (v *Visit) check() error {
	var bad fault.Fields
	v.Nick, v.What = strings.TrimSpace(v.Nick), strings.TrimSpace(v.What)
	if v.Nick == "" {
		bad.Add("nick", "fault.required")
	}
	if utf8.RuneCountInString(v.Nick) > maxNick {
		bad.Add("nick", "fault.too_long", "max", int64(maxNick))
	}
	if utf8.RuneCountInString(v.What) > maxLine {
		bad.Add("what", "fault.too_long", "max", int64(maxLine))
	}
	if !slices.Contains(VisitKinds, v.Does) {
		bad.Add("does", "fault.choice")
	}
	v.Sign, v.Proof, v.By, v.At = "", "", "", time.Time{}
	return bad.Err()
}

const bookingColumns = "crisis_id, booking_id, slot_id, state, pin, secret, doc"

func scanBooking(scan db.Scan) (b Booking, err error) {
	var doc string
	if err := scan((*int64)(&b.Crisis), (*int64)(&b.ID), (*int64)(&b.Slot), (*string)(&b.State), &b.Pin, &b.Secret, &doc); err != nil {
		return b, err
	}
	return b, json.Unmarshal([]byte(doc), &b.Visit)
}

// Book takes a place in a slot; everybody may, as long as there is one.
func (s *Service) Book(ctx context.Context, crisis CrisisID, id SlotID, v Visit) (b Booking, err error) {
	if err := v.check(); err != nil {
		return b, err
	}
	pins := make([]string, 8) // one of them is free in the slot
	for i := range pins {
		pins[i] = newCode()
	}
	secret := strings.ToLower(rand.Text())
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := openCrisis(tx, crisis); err != nil {
			return err
		}
		n, err := tx.Exec("UPDATE relief_slots SET taken = taken + 1 WHERE crisis_id = $1 AND slot_id = $2 AND taken < capacity AND off = 0 AND begins > $3", int64(crisis), int64(id), db.Micro(tx.Now))
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.New(fault.Conflict, "fault.relief_slot_full")
		}
		for _, pin := range pins {
			b = Booking{BookingID(tx.ID()), crisis, id, Booked, pin, secret, v}
			n, err := tx.Exec("INSERT INTO relief_bookings ("+bookingColumns+") VALUES "+db.Places(1, 7)+" ON CONFLICT (crisis_id, slot_id, pin) DO NOTHING",
				int64(crisis), int64(b.ID), int64(id), string(b.State), b.Pin, b.Secret, text(v))
			if err != nil || n == 1 {
				return err
			}
		}
		return fault.New(fault.Conflict, "fault.relief_slot_full")
	})
	return b, err
}

// BookingOf gives the booking of a secret with its slot.
func (s *Service) BookingOf(ctx context.Context, crisis CrisisID, secret string) (b Booking, at Slot, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if b, err = bookingIn(tx, crisis, secret); err != nil {
			return err
		}
		at, err = slotIn(tx, crisis, b.Slot)
		return err
	})
	return b, at, err
}

func bookingIn(tx *db.Tx, crisis CrisisID, secret string) (Booking, error) {
	b, err := db.One(tx, scanBooking, "SELECT "+bookingColumns+" FROM relief_bookings WHERE crisis_id = $1 AND secret = $2", int64(crisis), secret)
	return b, none(err)
}

// Unbook gives the place back; who has the secret may. Twice is once.
func (s *Service) Unbook(ctx context.Context, crisis CrisisID, secret string) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		b, err := bookingIn(tx, crisis, secret)
		if err != nil || b.State == Cancelled {
			return err
		}
		if b.State != Booked {
			return errJudged
		}
		if _, err := tx.Exec("UPDATE relief_bookings SET state = 'cancelled' WHERE crisis_id = $1 AND booking_id = $2", int64(crisis), int64(b.ID)); err != nil {
			return err
		}
		_, err = tx.Exec("UPDATE relief_slots SET taken = taken - 1 WHERE crisis_id = $1 AND slot_id = $2", int64(crisis), int64(b.Slot))
		return err
	})
}

// Meet confirms at the drop point that it was handed over: by the pin that was said, or
// by a photo, of which proof says how it is called; who coordinates may.
func (s *Service) Meet(ctx context.Context, by identity.Actor, crisis CrisisID, id BookingID, sign Sign, proof string) error {
	if !Coordinates(by) {
		return errNotMe
	}
	proof = strings.TrimSpace(proof)
	switch {
	case sign != ByCode && sign != ByPhoto:
		return fault.Field("sign", "fault.choice")
	case proof == "":
		return fault.Field("proof", "fault.required")
	case utf8.RuneCountInString(proof) > maxLine:
		return fault.Field("proof", "fault.too_long", "max", int64(maxLine))
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := openCrisis(tx, crisis); err != nil {
			return err
		}
		b, err := db.One(tx, scanBooking, "SELECT "+bookingColumns+" FROM relief_bookings WHERE crisis_id = $1 AND booking_id = $2", int64(crisis), int64(id))
		if err != nil {
			return none(err)
		}
		if b.State != Booked {
			return errJudged
		}
		if sign == ByCode && proof != b.Pin {
			return fault.Field("proof", "fault.relief_pin")
		}
		b.Sign, b.Proof, b.By, b.At = sign, proof, by.String(), tx.Now
		_, err = tx.Exec("UPDATE relief_bookings SET state = 'done', doc = $3 WHERE crisis_id = $1 AND booking_id = $2", int64(crisis), int64(id), text(b.Visit))
		return err
	})
}
