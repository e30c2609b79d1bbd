package treasury

import (
	"context"
	"time"

	"agora/catalog"
	"agora/db"
	"agora/event"
	"agora/ledger"
	"agora/money"
)

// PayoutID names a payout.
type PayoutID int64

// PayoutState is how far a payout has come.
type PayoutState string

// The states.
const (
	Planned   PayoutState = "planned"   // taken from the balance; waits for an operator's yes
	Approved  PayoutState = "approved"  // goes into the next bank file
	Sent      PayoutState = "sent"      // in a bank file
	Settled   PayoutState = "settled"   // the bank confirmed it
	Returned  PayoutState = "returned"  // the bank sent it back; it is on the balance again
	Withdrawn PayoutState = "withdrawn" // given up before it was sent; it is on the balance again
)

// Payout is one sum of one shop on its way to her account.
type Payout struct {
	ID            PayoutID
	Shop          catalog.ShopID
	Day           time.Time // the payout day, midnight UTC
	Amount        money.Amount
	State         PayoutState
	Holder        string // the shop's name
	Account       string // as the owner wrote it, on the day it was planned
	Batch         int64  // of the bank file; 0 before
	First, Second string // who approved it
	Proof         string // the bank's number, or why it came back
	Updated       time.Time
}

// Plan makes the payouts of the day that dayOf tells of now, once: what waits on each shop's balance and
// is free, where it reaches the minimum and the shop has an account. It may be
// run again and again; rehearsal money is never paid out.
func (s *Service) Plan(ctx context.Context, dayOf func(time.Time) time.Time) (made int, err error) {
	const chunk = 200
	after := catalog.ShopID(0)
	for {
		var full bool
		var some int
		last := after
		err := s.db.Write(ctx, func(tx *db.Tx) error {
			full, some, after = false, 0, last
			day := dayOf(tx.Now)
			if done, err := planned(tx, day); done || err != nil {
				return err
			}
			list, err := ledger.Standing(tx, ledger.Payable, after, chunk)
			if err != nil {
				return err
			}
			for _, b := range list {
				first, err := s.plan(tx, day, b)
				if err != nil {
					return err
				}
				if first {
					some++
				}
				after = b.Shop
			}
			if full = len(list) == chunk; full {
				return nil
			}
			_, err = tx.Exec(`INSERT INTO payout_days (day, shop_id) VALUES ($1, 0)`, db.Micro(day))
			return err
		})
		if err == nil {
			made += some
		}
		if err != nil || !full {
			return made, err
		}
	}
}

// plan makes one shop's payout of a day; it tells whether it did.
func (s *Service) plan(tx *db.Tx, day time.Time, b ledger.Balance) (bool, error) {
	free := money.Of(b.Amount.Minor-b.Held.Minor, b.Amount.Currency)
	if free.Currency == money.Play || free.Minor <= 0 || free.Minor < s.house.House().PayoutMinimum(free.Currency).Minor {
		return false, nil
	}
	shop, err := catalog.ShopIn(tx, b.Shop)
	if err != nil || shop.Payout == "" {
		return false, err
	}
	p := Payout{Shop: b.Shop, Day: day, Amount: free, Holder: shop.Name, Account: shop.Payout}
	if first, err := insertPayout(tx, &p); err != nil || !first {
		return false, err
	}
	if err := p.post(tx, "payout.planned", ledger.Payable, ledger.Paying); err != nil {
		return false, err
	}
	return true, event.Append(tx, p.Shop, "payout.planned", int64(p.ID), nil)
}

// post moves the payout's sum from one account to another.
func (p Payout) post(tx *db.Tx, kind string, from, to ledger.Account) error {
	_, err := ledger.Post(tx, ledger.Transfer{Shop: p.Shop, Kind: kind, Subject: int64(p.ID), Legs: []ledger.Leg{
		{Account: from, Amount: p.Amount.Neg()}, {Account: to, Amount: p.Amount}}})
	return err
}
