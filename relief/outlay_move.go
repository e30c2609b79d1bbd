package relief

import (
	"context"
	"errors"

	"agora/audit"
	"agora/db"
	"agora/fault"
	"agora/identity"
	"agora/ledger"
	"agora/money"
)

// moves does something with an outlay of a crisis that goes on; who coordinates may.
func (s *Service) moves(ctx context.Context, by identity.Actor, crisis CrisisID, id OutlayID, do func(*db.Tx, Outlay) error) error {
	if !Coordinates(by) {
		return errNotMe
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := openCrisis(tx, crisis); err != nil {
			return err
		}
		o, err := outlayIn(tx, crisis, id)
		if err != nil {
			return err
		}
		return do(tx, o)
	})
}

// Approve is the second yes to an outlay: of somebody else than who wrote it down.
func (s *Service) Approve(ctx context.Context, by identity.Actor, crisis CrisisID, id OutlayID) error {
	return s.moves(ctx, by, crisis, id, func(tx *db.Tx, o Outlay) error {
		if o.State != Asked {
			return errJudged
		}
		if o.By == by.String() {
			return fault.New(fault.Forbidden, "fault.payout_second")
		}
		o.State, o.Approved = Committed, by.String()
		if err := o.store(tx); err != nil {
			return err
		}
		return audit.Note(tx, by, db.House, "fund.approved", subject(crisis), map[string]string{"what": o.noted(), "sum": o.Amount.String()})
	})
}

// Pay says that an outlay was paid, all of it or less, under the bank's number. That for
// a consignment waits until it was counted and taken into stock: money is released by
// proof, not by promise. Who runs the node may.
func (s *Service) Pay(ctx context.Context, by identity.Actor, crisis CrisisID, id OutlayID, minor int64, number string) error {
	if !Banks(by) {
		return errNotMe
	}
	if err := checkNumber(number); err != nil {
		return err
	}
	return s.moves(ctx, by, crisis, id, func(tx *db.Tx, o Outlay) error {
		if o.State != Committed {
			return errJudged
		}
		if minor < 1 || minor > o.Amount.Minor {
			return fault.Field("amount", "fault.pay_amount", "most", o.Amount)
		}
		if err := o.proven(tx); err != nil {
			return err
		}
		way, err := o.cameBy(tx)
		if err != nil {
			return err
		}
		return o.pay(tx, by, minor, number, way)
	})
}

// pay books that so much of what is held left, and frees the rest. A donation goes back
// by a way.
func (o Outlay) pay(tx *db.Tx, by identity.Actor, minor int64, number, way string) error {
	o.State, o.Paid, o.Number, o.Day = Paid, minor, number, tx.Now
	if err := o.store(tx); err != nil {
		return err
	}
	kind, to := moneySpent, ledger.Bank
	if o.Donation != 0 {
		kind, to = moneyReturned, ledger.Way(way)
	}
	if err := post(tx, kind, int64(o.ID), o.Amount.Currency, leg{heldOf(o.Crisis), -minor}, leg{to, minor}); err != nil {
		return err
	}
	f := Fund{Currency: o.Amount.Currency, Spent: minor}
	if o.Donation != 0 {
		f.Spent, f.Returned = 0, minor
	}
	if err := f.add(tx, o.Crisis); err != nil {
		return err
	}
	if err := o.free(tx, o.Amount.Minor-minor); err != nil {
		return err
	}
	return audit.Note(tx, by, db.House, kind, subject(o.Crisis), map[string]string{"what": o.noted(), "sum": money.Of(minor, o.Amount.Currency).String(), "number": number})
}

// proven wants that what an outlay is for has arrived.
func (o Outlay) proven(tx *db.Tx) error {
	if o.Consignment == 0 {
		return nil
	}
	c, err := consignmentIn(tx, o.Crisis, o.Consignment)
	if err == nil && c.State != Received {
		err = fault.New(fault.Conflict, "fault.relief_proof", "number", c.Number)
	}
	return err
}

// cameBy gives the way by which the donation came that an outlay gives back; "" for one
// that buys.
func (o Outlay) cameBy(tx *db.Tx) (way string, err error) {
	if o.Donation == 0 {
		return "", nil
	}
	way = transfer
	err = tx.Row("SELECT way FROM relief_receipts WHERE crisis_id = $1 AND donation_id = $2 ORDER BY receipt_id DESC LIMIT 1", []any{int64(o.Crisis), int64(o.Donation)}, &way)
	if errors.Is(err, db.ErrNone) {
		err = nil
	}
	return way, err
}

// Release gives up an outlay that is not paid: its money is free again.
func (s *Service) Release(ctx context.Context, by identity.Actor, crisis CrisisID, id OutlayID) error {
	return s.moves(ctx, by, crisis, id, func(tx *db.Tx, o Outlay) error {
		if o.State != Asked && o.State != Committed {
			return errJudged
		}
		o.State = Released
		if err := o.store(tx); err != nil {
			return err
		}
		if err := o.free(tx, o.Amount.Minor); err != nil {
			return err
		}
		return audit.Note(tx, by, db.House, moneyReleased, subject(crisis), map[string]string{"what": o.noted(), "sum": o.Amount.String()})
	})
}

// free gives a part of what is held back to the fund; of a donation that was to go back,
// so much stays.
func (o Outlay) free(tx *db.Tx, minor int64) error {
	if minor == 0 {
		return nil
	}
	if o.Donation != 0 {
		d, err := donationIn(tx, o.Crisis, o.Donation)
		if err != nil {
			return err
		}
		to := d
		to.Returned -= minor
		if err := d.become(tx, to); err != nil {
			return err
		}
	}
	return post(tx, moneyReleased, int64(o.ID), o.Amount.Currency, leg{heldOf(o.Crisis), -minor}, leg{fundOf(o.Crisis), minor})
}

// store keeps what changed of an outlay.
func (o Outlay) store(tx *db.Tx) error {
	_, err := tx.Exec("UPDATE relief_outlays SET state = $3, paid = $4, day = $5, doc = $6 WHERE crisis_id = $1 AND outlay_id = $2",
		int64(o.Crisis), int64(o.ID), string(o.State), o.Paid, db.Micro(o.Day), text(o.Purpose))
	return err
}
