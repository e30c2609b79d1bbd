package relief

import (
	"cmp"
	"context"
	"errors"
	"strings"
	"unicode/utf8"

	"agora/audit"
	"agora/db"
	"agora/event"
	"agora/fault"
	"agora/identity"
	"agora/ledger"
	"agora/money"
)

// Receipt is money that came in for a donation, as a bank's statement, a provider or a
// person tells it.
type Receipt struct {
	Way    string // by which it came: "transfer"
	Key    string // the way's own name of it: the same key is the same money
	Amount money.Amount
	Parked bool // it stands already on the account of what fits no order
}

// Events of who gives. The subject of the first two is the donation, that of the third
// the helper; the body is In.
const (
	Donates event.Kind = "relief.donates" // money was pledged
	Donated event.Kind = "relief.donated" // money came in
	Helps   event.Kind = "relief.helps"   // somebody gives time
)

// In is the body of events of who gives.
type In struct{ Crisis CrisisID }

// byHand begins the keys of receipts that a person typed from a statement, and transfer
// is the way by which those come.
const (
	byHand   = "hand-"
	transfer = "transfer"
)

// Named gives the donation whose reference stands in a text; NotFound when there is none
// of a crisis that goes on.
func Named(tx *db.Tx, text string) (Donation, error) {
	ref := readRef(text)
	if ref == "" {
		return Donation{}, errNone
	}
	d, err := db.One(tx, scanDonation, "SELECT "+donationColumns+" FROM relief_donations WHERE ref = $1 LIMIT 1", ref)
	if err == nil {
		_, err = openCrisis(tx, d.Crisis)
	}
	if errors.Is(err, db.ErrNone) || errors.Is(err, errClosed) {
		err = errNone
	}
	return d, err
}

// ReceivedFor gives the donation of which a receipt is; NotFound when it is of none.
func ReceivedFor(tx *db.Tx, way, key string) (Donation, error) {
	d, err := db.One(tx, scanDonation, "SELECT "+donationColumns+` FROM relief_donations d WHERE EXISTS (SELECT 1 FROM relief_receipts r
		WHERE r.way = $1 AND r.way_key = $2 AND r.crisis_id = d.crisis_id AND r.donation_id = d.donation_id) LIMIT 1`, way, key)
	return d, none(err)
}

// Receive books money that came in for a donation, all of it to the fund of its crisis.
// What was told before, or was typed by a person before the bank told it, changes
// nothing, and again is true.
func Receive(tx *db.Tx, d Donation, r Receipt) (again bool, err error) {
	if r.Amount.Minor <= 0 || r.Amount.Currency != d.Amount.Currency || r.Key == "" {
		return false, fault.Field("amount", "fault.positive")
	}
	var known int64
	if err := tx.Row("SELECT COUNT(*) FROM relief_receipts WHERE way = $1 AND way_key = $2", []any{r.Way, r.Key}, &known); err != nil || known > 0 {
		return true, err
	}
	if again, err := typedBefore(tx, d, r); again || err != nil {
		return again, err
	}
	if _, err := tx.Exec("INSERT INTO relief_receipts (crisis_id, receipt_id, donation_id, way, way_key, amount, told) VALUES "+db.Places(1, 7),
		int64(d.Crisis), tx.ID(), int64(d.ID), r.Way, r.Key, r.Amount.Minor, int64(0)); err != nil {
		return false, err
	}
	to := d
	to.Received += r.Amount.Minor
	if to.State = Taken; to.Received >= to.Amount.Minor {
		to.State = Given
	}
	if err := d.become(tx, to); err != nil {
		return false, err
	}
	from := ledger.Way(r.Way)
	if r.Parked {
		from = ledger.Unmatched
	}
	if err := post(tx, moneyCame, int64(d.ID), r.Amount.Currency, leg{from, -r.Amount.Minor}, leg{fundOf(d.Crisis), r.Amount.Minor}); err != nil {
		return false, err
	}
	return false, event.Append(tx, db.House, Donated, int64(d.ID), In{d.Crisis})
}

// typedBefore reports whether the bank tells of what a person typed; each line of a
// statement confirms one.
func typedBefore(tx *db.Tx, d Donation, r Receipt) (bool, error) {
	if r.Way != transfer || r.Parked || strings.HasPrefix(r.Key, byHand) {
		return false, nil
	}
	n, err := tx.Exec(`UPDATE relief_receipts SET told = 1 WHERE crisis_id = $1 AND receipt_id = (SELECT MIN(receipt_id) FROM relief_receipts
		WHERE crisis_id = $1 AND donation_id = $2 AND way = 'transfer' AND way_key LIKE 'hand-%' AND amount = $3 AND told = 0)`,
		int64(d.Crisis), int64(d.ID), r.Amount.Minor)
	return n > 0, err
}

// TakenBack books that a way took a receipt of a donation back: it was given back, under
// the same key. A Conflict when the fund does not have it any more.
func TakenBack(tx *db.Tx, d Donation, r Receipt, why string) error {
	o, err := d.giveBack(tx, identity.System(), r.Amount.Minor, cmp.Or(why, r.Way))
	if fault.Is(err, fault.Invalid) {
		return fault.New(fault.Conflict, "fault.pay_amount", "most", money.Of(0, r.Amount.Currency)).Because(err)
	}
	if err != nil {
		return err
	}
	return o.pay(tx, identity.System(), r.Amount.Minor, r.Key, r.Way)
}

// Banked says that money of a donation is at the bank, under the bank's number; who
// runs the node may.
func (s *Service) Banked(ctx context.Context, by identity.Actor, crisis CrisisID, id DonationID, minor int64, number string) error {
	if !Banks(by) {
		return errNotMe
	}
	if err := checkNumber(number); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := openCrisis(tx, crisis); err != nil {
			return err
		}
		d, err := donationIn(tx, crisis, id)
		if err != nil {
			return err
		}
		var bad fault.Fields
		sum := money.Of(minor, d.Amount.Currency)
		if checkSum(&bad, sum); bad.Err() != nil {
			return bad.Err()
		}
		again, err := Receive(tx, d, Receipt{Way: transfer, Key: byHand + number, Amount: sum})
		if err == nil && again {
			err = fault.Field("number", "fault.proof_used")
		}
		if err != nil {
			return err
		}
		return audit.Note(tx, by, db.House, moneyCame, subject(crisis), map[string]any{"ref": d.Ref, "sum": sum.String(), "number": number})
	})
}

// checkNumber looks at a bank's number of a transfer.
func checkNumber(number string) error {
	switch {
	case number == "":
		return fault.Field("number", "fault.required")
	case utf8.RuneCountInString(number) > maxLine:
		return fault.Field("number", "fault.too_long", "max", int64(maxLine))
	}
	return nil
}
