package assembly

import (
	"context"
	"time"

	"agora/certificate"
	"agora/db"
	"agora/fault"
	"agora/identity"
)

// errUncertified is what is said where a certificate is not due.
var errUncertified = fault.New(fault.NotFound, "fault.certificate_none")

// Merits reports whether a certificate is due to a person: the event gives them and
// is over, and she was there for as long as its host asks.
func (at Seated) Merits(now time.Time, minutes int64) bool {
	e := at.Event
	return e.Certify > 0 && e.State == Published && !now.Before(e.Ends) && at.Seat.State == Admitted && minutes >= e.Certify
}

// Certify gives a person the certificate of her attendance, in the name of issuer:
// made when she asks for it first, the same from then on, whatever the host changes.
func (s *Service) Certify(ctx context.Context, by identity.Actor, id EventID, seat SeatID, issuer string) (c certificate.Certificate, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		at, err := seatOf(tx, by, id, seat)
		if err != nil {
			return err
		}
		if c, err = certificate.Held(tx, source(id), holder(seat)); !fault.Is(err, fault.NotFound) {
			return err
		}
		minutes, err := minutesOf(tx, id, seat)
		if err != nil {
			return err
		}
		if !at.Merits(tx.Now, minutes) {
			return errUncertified
		}
		e, email := at.Event, at.Seat.Email
		if at.Seat.ByAccount() {
			email = ""
		}
		c, err = certificate.Issue(tx, certificate.Certificate{Kind: certificate.Attendance, Source: source(id), Holder: holder(seat), Words: certificate.Words{
			Name: at.Seat.Name, Title: e.Title, By: issuer, From: e.Starts, To: e.Ends, Zone: e.Zone, Minutes: minutes, Email: email}})
		return err
	})
	return c, err
}

// Standing is what a person has of an event.
type Standing struct {
	Minutes     int64                   // in any hall
	Certificate certificate.Certificate // without a number while she has none
	Answer      Answer                  // to the survey
}

// Standing tells a person what she has of an event.
func (s *Service) Standing(ctx context.Context, at Seated) (out Standing, err error) {
	id, seat := at.Event.ID, at.Seat.ID
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if out.Minutes, err = minutesOf(tx, id, seat); err != nil {
			return err
		}
		if out.Answer, err = answerOf(tx, id, seat); err != nil {
			return err
		}
		if out.Certificate, err = certificate.Held(tx, source(id), holder(seat)); fault.Is(err, fault.NotFound) {
			err = nil
		}
		return err
	})
	return out, err
}

// Uncertify takes a certificate back, by who runs the event. Its holder gets no
// other.
func (s *Service) Uncertify(ctx context.Context, by identity.Actor, id EventID, seat SeatID) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		e, err := hosted(tx, by, id)
		if err != nil {
			return err
		}
		c, err := certificate.Held(tx, source(id), holder(seat))
		if err != nil {
			return err
		}
		if err := certificate.Revoke(tx, c.Number); err != nil {
			return err
		}
		return e.note(tx, by, "certificate.revoked")
	})
}

// source and holder name an event and a seat as certificates do.
func source(id EventID) string  { return "assembly:" + number(int64(id)) }
func holder(seat SeatID) string { return "seat:" + number(int64(seat)) }
