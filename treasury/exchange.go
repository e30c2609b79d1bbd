package treasury

import (
	"context"
	"strings"
	"time"

	"agora/audit"
	"agora/db"
	"agora/fault"
	"agora/identity"
	"agora/ledger"
	"agora/money"
)

// Position is what the house has taken and given between two currencies, over
// all shops, and has not changed at the bank.
type Position struct {
	Pair  ledger.Account // "exchange:PKR-KGS"
	Sides [2]money.Amount
}

// positionOf gives the empty position of a pair; ok is false when it is none.
func positionOf(pair ledger.Account) (p Position, ok bool) {
	root, both, _ := strings.Cut(string(pair), ":")
	a, b, ok := strings.Cut(both, "-")
	x, y := money.Currency(a), money.Currency(b)
	return Position{Pair: pair, Sides: [2]money.Amount{money.Of(0, x), money.Of(0, y)}},
		ok && root == string(ledger.Exchange) && x.Valid() && y.Valid() && x != y && x != money.Play && y != money.Play
}

// Closes gives what a sum of one side stands for on the other at the rate of
// the book: all of one side for all of the other.
func (p Position) Closes(sold money.Amount) (money.Amount, error) {
	from, to := p.Sides[0], p.Sides[1]
	if sold.Currency == to.Currency {
		from, to = to, from
	}
	if sold.Currency != from.Currency {
		return money.Amount{}, fault.Field("sold", "fault.sum_currency")
	}
	if sold.Minor <= 0 {
		return money.Amount{}, fault.Field("sold", "fault.positive")
	}
	if sold.Minor > from.Minor {
		return money.Amount{}, fault.Field("sold", "fault.at_most", "max", money.Of(max(from.Minor, 0), from.Currency))
	}
	n, err := money.HalfUp.MulDiv(-to.Minor, sold.Minor, from.Minor)
	return money.Of(n, to.Currency), err
}

// Positions gives the open positions, by pair.
func (s *Service) Positions(ctx context.Context, by identity.Actor) (list []Position, err error) {
	if !by.IsOperator() {
		return nil, fault.New(fault.Forbidden, "fault.operators_only")
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error { list, err = positions(tx); return err })
	return list, err
}

func positions(tx *db.Tx) (list []Position, err error) {
	totals, err := ledger.Totals(tx)
	at := map[ledger.Account]int{}
	for _, b := range totals {
		p, ok := positionOf(b.Account)
		if !ok || b.Amount.IsZero() {
			continue
		}
		i, known := at[p.Pair]
		if !known {
			i = len(list)
			at[p.Pair], list = i, append(list, p)
		}
		for n := range list[i].Sides {
			if list[i].Sides[n].Currency == b.Amount.Currency {
				list[i].Sides[n] = b.Amount
			}
		}
	}
	return list, err
}

// Conversion is a change of money at the bank that closes a position or a part
// of it.
type Conversion struct {
	Pair         ledger.Account
	Sold, Bought money.Amount
	Day          time.Time    // midnight UTC
	Proof        string       // the bank's number
	Gain         money.Amount // against the book; below zero a loss
}

// Convert books a conversion: what was bought above what the book says is a
// gain of the house. A bank's number is booked once.
func (s *Service) Convert(ctx context.Context, by identity.Actor, c Conversion) error {
	if !by.IsOperator() {
		return fault.New(fault.Forbidden, "fault.operators_only")
	}
	return s.db.Write(ctx, func(tx *db.Tx) (err error) {
		if c.Proof, err = proof("proof", c.Proof); err != nil {
			return err
		}
		if err := c.sound(tx.Now); err != nil {
			return err
		}
		list, err := positions(tx)
		if err != nil {
			return err
		}
		for _, p := range list {
			if p.Pair == c.Pair {
				return c.book(tx, by, p)
			}
		}
		return fault.Field("pair", "fault.choice")
	})
}

// mostBought bounds a conversion in minor units, far above any of the house's,
// so that the balance of the bank stays within 63 bits.
const mostBought = 1_000_000_000_000_000

// sound bounds what was typed: the day is of the last year, and may have begun
// where the bank is before it begins in UTC.
func (c *Conversion) sound(now time.Time) error {
	c.Day = c.Day.UTC().Truncate(24 * time.Hour)
	switch {
	case c.Day.After(now.Add(14 * time.Hour)), c.Day.Before(now.AddDate(-1, 0, 0)):
		return fault.Field("day", "fault.day")
	case c.Bought.Minor <= 0:
		return fault.Field("bought", "fault.positive")
	case c.Bought.Minor > mostBought:
		return fault.Field("bought", "fault.at_most", "max", money.Of(mostBought, c.Bought.Currency))
	}
	return nil
}

// book posts in the house's shard: positions count over all shards.
func (c Conversion) book(tx *db.Tx, by identity.Actor, p Position) error {
	closes, err := p.Closes(c.Sold)
	if err != nil {
		return err
	}
	if c.Gain, err = c.Bought.Sub(closes); err != nil {
		return fault.Field("bought", "fault.sum_currency")
	}
	id := tx.ID()
	n, err := tx.Exec(`INSERT INTO conversions (conversion_id, pair, sold_currency, sold, bought_currency, bought, gain, day, proof, who)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (proof) DO NOTHING`, id, string(c.Pair), string(c.Sold.Currency), c.Sold.Minor,
		string(c.Bought.Currency), c.Bought.Minor, c.Gain.Minor, db.Micro(c.Day), c.Proof, by.String())
	if err != nil {
		return err
	}
	if n == 0 {
		return fault.Field("proof", "fault.proof_used")
	}
	if _, err := ledger.Post(tx, ledger.Transfer{Shop: db.House, Kind: "exchange.closed", Subject: id, Legs: []ledger.Leg{
		{Account: ledger.Bank, Amount: c.Sold}, {Account: c.Pair, Amount: c.Sold.Neg()},
		{Account: ledger.Bank, Amount: c.Bought.Neg()}, {Account: c.Pair, Amount: closes}, {Account: ledger.Result, Amount: c.Gain}}}); err != nil {
		return err
	}
	return audit.Note(tx, by, db.House, "exchange.closed", string(c.Pair), map[string]string{
		"sold": c.Sold.String(), "bought": c.Bought.String(), "gain": c.Gain.String(), "proof": c.Proof})
}

// exchangeSteps are the second step: what was changed at the bank.
const exchangeSteps = `
CREATE TABLE conversions (
	conversion_id BIGINT NOT NULL,
	pair TEXT NOT NULL,
	sold_currency TEXT NOT NULL,
	sold BIGINT NOT NULL CHECK (sold > 0),
	bought_currency TEXT NOT NULL,
	bought BIGINT NOT NULL CHECK (bought > 0),
	gain BIGINT NOT NULL,
	day BIGINT NOT NULL,
	proof TEXT NOT NULL,
	who TEXT NOT NULL,
	PRIMARY KEY (conversion_id)
) /*clustered*/;
CREATE UNIQUE INDEX conversions_proof ON conversions (proof);
`
