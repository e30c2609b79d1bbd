package ledger

import (
	"context"
	"fmt"

	"agora/db"
	"agora/money"
)

// Report is what Check found.
type Report struct {
	Transfers, Entries int
	Problems           []string // empty when the ledger is sound
}

type chain struct {
	seq  int64
	hash string
}

type place struct {
	shop     db.ShopID
	account  Account
	currency money.Currency
}

// Check rebuilds every chain and balance from the entries and compares them
// with what is stored.
func Check(ctx context.Context, d *db.DB) (r Report, err error) {
	err = d.Read(ctx, func(tx *db.Tx) error {
		c := checker{report: &r, chains: map[db.ShopID]chain{}, sums: map[place]int64{}}
		if err := c.walk(tx); err != nil {
			return err
		}
		if err := c.heads(tx); err != nil {
			return err
		}
		return c.balances(tx)
	})
	return r, err
}

type checker struct {
	report *Report
	chains map[db.ShopID]chain
	sums   map[place]int64
}

func (c *checker) problem(format string, args ...any) {
	const enough = 100
	if len(c.report.Problems) < enough {
		c.report.Problems = append(c.report.Problems, fmt.Sprintf(format, args...))
	}
}

// walk reads all transfers with their legs in order and proves each.
func (c *checker) walk(tx *db.Tx) error {
	var t Transfer
	var id TransferID
	var seq int64
	var hash string
	end := func() {
		if id != 0 {
			c.transfer(id, seq, hash, t)
		}
	}
	err := tx.Each(func(scan db.Scan) error {
		var next TransferID
		var l Leg
		var shop db.ShopID
		var kind, h string
		var subject, s int64
		if err := scan(&next, &shop, &s, &kind, &subject, &h, &l.Account, &l.Amount.Currency, &l.Amount.Minor); err != nil {
			return err
		}
		if next != id {
			end()
			id, seq, hash, t = next, s, h, Transfer{Shop: shop, Kind: kind, Subject: subject}
		}
		if l.Account != "" {
			t.Legs = append(t.Legs, l)
		}
		return nil
	}, `SELECT t.transfer_id, t.shop_id, t.seq, t.kind, t.subject, t.hash,
			COALESCE(e.account, ''), COALESCE(e.currency, ''), COALESCE(e.amount, 0)
		FROM ledger_transfers t LEFT JOIN ledger_entries e ON e.transfer_id = t.transfer_id AND e.shop_id = t.shop_id
		ORDER BY t.transfer_id, e.leg`)
	end()
	return err
}

func (c *checker) transfer(id TransferID, seq int64, hash string, t Transfer) {
	c.report.Transfers++
	c.report.Entries += len(t.Legs)
	if _, err := balanced(t.Legs); err != nil {
		c.problem("transfer %d does not sum to zero: %s", id, t)
	}
	last := c.chains[t.Shop]
	if seq != last.seq+1 {
		c.problem("shop %d: transfer %d has number %d after %d", t.Shop, id, seq, last.seq)
	}
	if digest(last.hash, id, seq, t) != hash {
		c.problem("shop %d: the chain breaks at transfer %d", t.Shop, id)
	}
	c.chains[t.Shop] = chain{seq, hash}
	for _, l := range t.Legs {
		c.sums[place{t.Shop, l.Account, l.Amount.Currency}] += l.Amount.Minor
	}
}

func (c *checker) heads(tx *db.Tx) error {
	seen := 0
	err := tx.Each(func(scan db.Scan) error {
		var shop db.ShopID
		var h chain
		if err := scan(&shop, &h.seq, &h.hash); err != nil {
			return err
		}
		seen++
		if c.chains[shop] != h {
			c.problem("shop %d: the chain ends at %d, its head says %d", shop, c.chains[shop].seq, h.seq)
		}
		return nil
	}, "SELECT shop_id, seq, hash FROM ledger_heads")
	if err == nil && seen != len(c.chains) {
		c.problem("%d chains, %d heads", len(c.chains), seen)
	}
	return err
}

func (c *checker) balances(tx *db.Tx) error {
	err := tx.Each(func(scan db.Scan) error {
		b, err := scanBalance(scan)
		if err != nil {
			return err
		}
		at := place{b.Shop, b.Account, b.Amount.Currency}
		if c.sums[at] != b.Amount.Minor {
			c.problem("shop %d %s: balance %s, entries sum to %d", b.Shop, b.Account, b.Amount, c.sums[at])
		}
		delete(c.sums, at)
		return nil
	}, "SELECT shop_id, account, currency, balance, held FROM ledger_balances")
	for at, sum := range c.sums {
		c.problem("shop %d %s: entries sum to %d %s, no balance is kept", at.shop, at.account, sum, at.currency)
	}
	return err
}
