package relief

import (
	"cmp"
	"context"
	"encoding/json"
	"io"
	"slices"
	"time"
	"unicode/utf8"

	"agora/audit"
	"agora/blob"
	"agora/db"
	"agora/fault"
	"agora/identity"
	"agora/ledger"
	"agora/money"
)

// OutlayID names an outlay.
type OutlayID int64

// OutlayState is how far an outlay is.
type OutlayState string

// States of an outlay. Its money is held from the moment it is written down.
const (
	Asked     OutlayState = "asked"     // a second person has to approve it
	Committed OutlayState = "committed" // waits for the proof, and for the payment
	Paid      OutlayState = "paid"
	Released  OutlayState = "released" // refused, or not needed: its money is free again
)

// Outlay is money of a fund that goes to a supplier or a carrier, or back to who gave it.
// One for a consignment is paid when that was counted and taken into stock.
type Outlay struct {
	ID          OutlayID
	Crisis      CrisisID
	Consignment ConsignmentID // that it is for; 0 for none
	Donation    DonationID    // that goes back; 0 for an outlay
	State       OutlayState
	Amount      money.Amount // held
	Paid        int64        // that left; the rest is free again
	Day         time.Time    // when it was paid, or written down
	Vouchers    int64        // how many files show what it was for
	Purpose
}

// Purpose is what is said about an outlay. What is read by everybody; the others by those
// who coordinate.
type Purpose struct {
	What     string `json:"what"`               // what it buys: "2,000 blankets"
	Payee    string `json:"payee"`              // supplier or carrier
	Document string `json:"document,omitempty"` // number of its invoice
	By       string `json:"by"`                 // who wrote it down
	Approved string `json:"approved,omitempty"` // the second person
	Number   string `json:"number,omitempty"`   // the bank's, of the payment
}

func (o Outlay) check() error {
	var bad fault.Fields
	checkSum(&bad, o.Amount)
	for name, v := range map[string]string{"what": o.What, "payee": o.Payee, "document": o.Document} {
		switch {
		case v == "" && name != "document":
			bad.Add(name, "fault.required")
		case utf8.RuneCountInString(v) > maxLine:
			bad.Add(name, "fault.too_long", "max", int64(maxLine))
		}
	}
	return bad.Err()
}

// An outlay is written by outlayColumns: nothing is attached to it yet.
const (
	outlayColumns = "crisis_id, outlay_id, consignment_id, donation_id, state, currency, amount, paid, day, doc"
	outlayWhole   = outlayColumns + ", vouchers"
)

func scanOutlay(scan db.Scan) (o Outlay, err error) {
	var doc string
	var day int64
	if err := scan((*int64)(&o.Crisis), (*int64)(&o.ID), (*int64)(&o.Consignment), (*int64)(&o.Donation), (*string)(&o.State),
		(*string)(&o.Amount.Currency), &o.Amount.Minor, &o.Paid, &day, &doc, &o.Vouchers); err != nil {
		return o, err
	}
	o.Day = db.Time(day)
	return o, json.Unmarshal([]byte(doc), &o.Purpose)
}

// Commit holds money of a fund for an outlay. Above the bound of the crisis a second
// person has to approve it. file is a voucher, nil for none yet. Who coordinates may.
func (s *Service) Commit(ctx context.Context, by identity.Actor, o Outlay, file io.Reader) (Outlay, error) {
	if !Coordinates(by) {
		return o, errNotMe
	}
	if err := o.check(); err != nil {
		return o, err
	}
	o.Donation, o.Vouchers = 0, 0
	if file == nil {
		return s.commit(ctx, by, o, "")
	}
	err := s.withVoucher(ctx, file, func(key blob.Key) (err error) {
		o, err = s.commit(ctx, by, o, key)
		return err
	})
	return o, err
}

// commit holds the money, and notes a voucher; "" for none.
func (s *Service) commit(ctx context.Context, by identity.Actor, o Outlay, voucher blob.Key) (Outlay, error) {
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := openCrisis(tx, o.Crisis); err != nil {
			return err
		}
		if o.Consignment != 0 {
			if _, err := consignmentIn(tx, o.Crisis, o.Consignment); err != nil {
				return fault.Field("consignment", "fault.choice")
			}
		}
		made, err := o.hold(tx, by)
		if err == nil && voucher != "" {
			made.Vouchers, err = 1, made.attach(tx, by, voucher)
		}
		if err == nil {
			o = made
		}
		return err
	})
	return o, err
}

// GiveBack holds money of a donation that is to go back to who gave it, as far as the
// fund still has it. It is approved and paid as an outlay is.
func (s *Service) GiveBack(ctx context.Context, by identity.Actor, crisis CrisisID, id DonationID, minor int64, why string) (o Outlay, err error) {
	if !Coordinates(by) {
		return o, errNotMe
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := openCrisis(tx, crisis); err != nil {
			return err
		}
		d, err := donationIn(tx, crisis, id)
		if err == nil {
			o, err = d.giveBack(tx, by, minor, why)
		}
		return err
	})
	return o, err
}

// giveBack holds money of a donation that is to go back.
func (d Donation) giveBack(tx *db.Tx, by identity.Actor, minor int64, why string) (Outlay, error) {
	o := Outlay{Crisis: d.Crisis, Donation: d.ID, Amount: money.Of(minor, d.Amount.Currency), Purpose: Purpose{What: why, Payee: d.Ref}}
	if err := o.check(); err != nil {
		return o, err
	}
	if left := d.Received - d.Returned; minor > left {
		return o, fault.Field("amount", "fault.pay_amount", "most", money.Of(left, d.Amount.Currency))
	}
	to := d
	to.Returned += minor
	if err := d.become(tx, to); err != nil {
		return o, err
	}
	return o.hold(tx, by)
}

// hold writes an outlay down and holds its money.
func (o Outlay) hold(tx *db.Tx, by identity.Actor) (Outlay, error) {
	free, err := ledger.Of(tx, db.House, fundOf(o.Crisis), o.Amount.Currency)
	if err != nil {
		return o, err
	}
	if free.Amount.Minor < o.Amount.Minor {
		return o, fault.Field("amount", "fault.pay_amount", "most", free.Amount)
	}
	alone, err := aloneIn(tx, by, o.Crisis, o.Amount.Currency)
	if err != nil {
		return o, err
	}
	o.ID, o.State, o.Paid, o.Day = OutlayID(tx.ID()), Asked, 0, tx.Now
	o.By, o.Approved, o.Number = by.String(), "", ""
	if o.Amount.Minor <= alone {
		o.State = Committed
	}
	if _, err := tx.Exec("INSERT INTO relief_outlays ("+outlayColumns+") VALUES "+db.Places(1, 10), int64(o.Crisis), int64(o.ID), int64(o.Consignment), int64(o.Donation),
		string(o.State), string(o.Amount.Currency), o.Amount.Minor, o.Paid, db.Micro(o.Day), text(o.Purpose)); err != nil {
		return o, err
	}
	if err := post(tx, moneyCommitted, int64(o.ID), o.Amount.Currency, leg{fundOf(o.Crisis), -o.Amount.Minor}, leg{heldOf(o.Crisis), o.Amount.Minor}); err != nil {
		return o, err
	}
	return o, audit.Note(tx, by, db.House, moneyCommitted, subject(o.Crisis), map[string]string{"what": o.noted(), "payee": o.Payee, "sum": o.Amount.String()})
}

// noted is what of an outlay is written into the audit, which is never changed: why
// money goes back may name who gave it.
func (o Outlay) noted() string {
	if o.Donation != 0 {
		return ""
	}
	return o.What
}

func outlayIn(tx *db.Tx, crisis CrisisID, id OutlayID) (Outlay, error) {
	o, err := db.One(tx, scanOutlay, "SELECT "+outlayWhole+" FROM relief_outlays WHERE crisis_id = $1 AND outlay_id = $2", int64(crisis), int64(id))
	return o, none(err)
}

// OutlaysOpen lists what is asked for or committed, by when it was written down, after the
// last of the page before; and some of what was spent, the newest first. Both are of one
// read.
func (s *Service) OutlaysOpen(ctx context.Context, crisis CrisisID, after OutlayID, some int) (list, spent []Outlay, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, spent = nil, nil
		all, err := db.List(tx, scanOutlay, "SELECT "+outlayWhole+` FROM relief_outlays WHERE crisis_id = $1 AND outlay_id IN (
			SELECT outlay_id FROM (SELECT outlay_id FROM relief_outlays WHERE crisis_id = $1 AND state IN ('asked', 'committed') AND outlay_id > $4 ORDER BY outlay_id LIMIT $2) o UNION ALL
			SELECT outlay_id FROM (SELECT outlay_id FROM relief_outlays WHERE crisis_id = $1 AND state = 'paid' AND donation_id = 0 ORDER BY day DESC, outlay_id DESC LIMIT $3) p)
			ORDER BY outlay_id`, int64(crisis), PageSize, some, int64(after))
		for _, o := range all {
			if o.State == Paid {
				spent = append(spent, o)
			} else {
				list = append(list, o)
			}
		}
		slices.SortFunc(spent, func(a, b Outlay) int { return cmp.Or(b.Day.Compare(a.Day), cmp.Compare(b.ID, a.ID)) })
		return err
	})
	return list, spent, err
}

// OutlaysPaid lists what was spent, the newest first: before is the day of the last of
// the page before, zero for none.
func (s *Service) OutlaysPaid(ctx context.Context, crisis CrisisID, before time.Time) (list []Outlay, err error) {
	last := int64(1<<63 - 1)
	if !before.IsZero() {
		last = db.Micro(before)
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, scanOutlay, "SELECT "+outlayWhole+" FROM relief_outlays WHERE crisis_id = $1 AND state = 'paid' AND donation_id = 0 AND day < $2 ORDER BY day DESC, outlay_id DESC LIMIT $3",
			int64(crisis), last, PageSize)
		return err
	})
	return list, err
}

// Did lists what was spent in the money of a donation since it first came in, by day, at
// most PageSize.
func (s *Service) Did(ctx context.Context, d Donation) (list []Outlay, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, scanOutlay, "SELECT "+outlayWhole+` FROM relief_outlays WHERE crisis_id = $1 AND state = 'paid' AND donation_id = 0 AND currency = $2 AND outlay_id > (
			SELECT COALESCE(MIN(receipt_id), 9223372036854775807) FROM relief_receipts WHERE crisis_id = $1 AND donation_id = $3) ORDER BY day LIMIT $4`,
			int64(d.Crisis), string(d.Amount.Currency), int64(d.ID), PageSize)
		return err
	})
	return list, err
}

// OutlayOf gives one outlay to who coordinates.
func (s *Service) OutlayOf(ctx context.Context, by identity.Actor, crisis CrisisID, id OutlayID) (o Outlay, err error) {
	if !Coordinates(by) {
		return o, errNotMe
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		o, err = outlayIn(tx, crisis, id)
		return err
	})
	return o, err
}
