package node

import (
	"errors"

	"agora/db"
	"agora/fault"
	"agora/market"
	"agora/money"
	"agora/payment"
	"agora/relief"
	"agora/treasury"
)

// cashier takes money that banks and providers tell of: for orders, as the market does,
// and for donations to a crisis. The reference says which.
type cashier struct{ *market.Service }

var _ treasury.Orders = cashier{}

// Named gives the reference of a donation that a text names, else of an order.
func (c cashier) Named(tx *db.Tx, text string) (string, error) {
	d, err := relief.Named(tx, text)
	if fault.Is(err, fault.NotFound) {
		return c.Service.Named(tx, text)
	}
	return d.Ref, err
}

// Bill gives what a donation, or an order group, waits for.
func (c cashier) Bill(tx *db.Tx, ref string) (payment.Bill, error) {
	d, err := relief.Named(tx, ref)
	if fault.Is(err, fault.NotFound) {
		return c.Service.Bill(tx, ref)
	}
	due := d.ToCome()
	return payment.Bill{Group: int64(d.ID), Ref: d.Ref, Open: !due.IsZero() && d.State != relief.Declined, Paid: d.State == relief.Given, Due: due}, err
}

// Take books money for the donation that it names, else for the market.
func (c cashier) Take(tx *db.Tx, r payment.Receipt) (payment.Taken, error) {
	d, err := relief.Named(tx, r.Ref)
	if fault.Is(err, fault.NotFound) || err == nil && d.Amount.Currency != r.Amount.Currency {
		return c.Service.Take(tx, r) // in another currency a person has to look
	}
	if err != nil {
		return payment.Taken{}, err
	}
	t, err := payment.Keep(tx, r)
	if err != nil || t.Again {
		return t, err
	}
	if t.Again, err = relief.Receive(tx, d, relief.Receipt{Way: r.Way, Key: r.Key, Amount: r.Amount}); err != nil {
		return t, err
	}
	t.Outcome, t.Group = payment.Matched, int64(d.ID)
	return t, payment.Mark(tx, t)
}

// toDonation takes parked money of which a person says that it is for a donation.
func toDonation(tx *db.Tx, k payment.Kept, ref string) (bool, error) {
	d, err := relief.Named(tx, ref)
	if fault.Is(err, fault.NotFound) {
		return false, nil
	}
	if err == nil && d.Amount.Currency != k.Amount.Currency {
		err = fault.Field("ref", "unmatched.currency", "ref", ref)
	}
	if err == nil {
		_, err = relief.Receive(tx, d, relief.Receipt{Way: k.Way, Key: k.Key, Amount: k.Amount, Parked: true})
	}
	if err != nil {
		return false, err
	}
	k.Outcome, k.Why, k.Taken.Group = payment.Matched, "", int64(d.ID)
	return true, payment.Mark(tx, k.Taken)
}

// Reverse gives money of a donation back that its way takes back; else the market does.
func (c cashier) Reverse(tx *db.Tx, way, key, why string) error {
	k, err := payment.ByKey(tx, way, key)
	if errors.Is(err, db.ErrNone) {
		return c.Service.Reverse(tx, way, key, why)
	}
	if err != nil || k.Outcome == payment.Returned {
		return err
	}
	d, err := relief.ReceivedFor(tx, way, key)
	if fault.Is(err, fault.NotFound) {
		return c.Service.Reverse(tx, way, key, why)
	}
	if err == nil {
		err = relief.TakenBack(tx, d, relief.Receipt{Way: way, Key: key, Amount: k.Amount}, why)
	}
	if err != nil {
		return err
	}
	k.Outcome = payment.Returned
	return payment.Mark(tx, k.Taken)
}

// RefundsNamed gives the refunds of an order. What a donor has back is paid at the desk
// of its crisis, by two.
func (c cashier) RefundsNamed(tx *db.Tx, ref string, sum money.Amount) ([]payment.Back, error) {
	if _, err := relief.Named(tx, ref); !fault.Is(err, fault.NotFound) {
		return nil, err
	}
	return c.Service.RefundsNamed(tx, ref, sum)
}
