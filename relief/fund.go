package relief

import (
	"context"
	"strconv"

	"agora/audit"
	"agora/db"
	"agora/fault"
	"agora/identity"
	"agora/ledger"
	"agora/money"
)

// Fund is what became of the money of a crisis in one currency, in minor units. What
// came in is left, committed, spent or returned; Left and Committed are balances of the
// ledger.
type Fund struct {
	Currency  money.Currency
	Pledged   int64 // still to come, of donations that were looked at
	Received  int64 // that ever came in
	Left      int64
	Committed int64 // held for an outlay that is not paid yet
	Spent     int64
	Returned  int64 // went back to who gave it
	Alone     int64 // up to which one person may spend
}

// maxMoney bounds one sum, in minor units: a hundred thousand million of a currency.
const maxMoney = 10_000_000_000_000

// fundOf is the account of what was given for a crisis and is free.
func fundOf(id CrisisID) ledger.Account {
	return ledger.Fund + ":" + ledger.Account(strconv.FormatInt(int64(id), 10))
}

// heldOf is the account of what of it is committed.
func heldOf(id CrisisID) ledger.Account { return fundOf(id) + ":held" }

// The kinds of transfers of a fund. Their subjects are the donation, or the outlay.
const (
	moneyCame      = "fund.received"
	moneyCommitted = "fund.committed"
	moneyReleased  = "fund.released"
	moneySpent     = "fund.spent"
	moneyReturned  = "fund.returned"
)

// Banks reports whether an actor says what is at the bank of the node, and what left it:
// who runs the node. Who coordinates commits the money, and approves.
func Banks(by identity.Actor) bool { return by.System || by.IsOperator() }

// leg is one entry of a transfer of a fund.
type leg struct {
	account ledger.Account
	minor   int64
}

// post books a transfer of a fund. A crisis belongs to no shop, so that its money is in
// the house's shard; no leg is the house's own.
func post(tx *db.Tx, kind string, subject int64, c money.Currency, legs ...leg) error {
	t := ledger.Transfer{Shop: db.House, Kind: kind, Subject: subject}
	for _, l := range legs {
		t.Legs = append(t.Legs, ledger.Leg{Account: l.account, Amount: money.Of(l.minor, c)})
	}
	_, err := ledger.Post(tx, t)
	return err
}

// checkSum looks at a sum of money that is to move.
func checkSum(bad *fault.Fields, a money.Amount) {
	switch {
	case !a.Currency.Valid() || a.Currency == money.Play:
		bad.Add("currency", "fault.choice")
	case a.Minor <= 0:
		bad.Add("amount", "fault.positive")
	case a.Minor > maxMoney:
		bad.Add("amount", "fault.pay_amount", "most", money.Of(maxMoney, a.Currency))
	}
}

// add changes the sums of a fund.
func (f Fund) add(tx *db.Tx, id CrisisID) error {
	_, err := tx.Exec(`INSERT INTO relief_funds (crisis_id, currency, pledged, received, spent, returned, alone, alone_by) VALUES `+db.Places(1, 8)+`
		ON CONFLICT (crisis_id, currency) DO UPDATE SET pledged = relief_funds.pledged + excluded.pledged, received = relief_funds.received + excluded.received,
			spent = relief_funds.spent + excluded.spent, returned = relief_funds.returned + excluded.returned`,
		int64(id), string(f.Currency), f.Pledged, f.Received, f.Spent, f.Returned, int64(0), "")
	return err
}

// Funds gives the money of a crisis by currency.
func (s *Service) Funds(ctx context.Context, id CrisisID) (list []Fund, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = fundsIn(tx, id)
		return err
	})
	return list, err
}

func fundsIn(tx *db.Tx, id CrisisID) ([]Fund, error) {
	list, err := db.List(tx, func(scan db.Scan) (f Fund, err error) {
		return f, scan((*string)(&f.Currency), &f.Pledged, &f.Received, &f.Spent, &f.Returned, &f.Alone)
	}, "SELECT currency, pledged, received, spent, returned, alone FROM relief_funds WHERE crisis_id = $1 ORDER BY currency", int64(id))
	if err != nil || len(list) == 0 {
		return list, err
	}
	free := fundOf(id)
	balances, err := ledger.InHouse(tx, []ledger.Account{free, heldOf(id)})
	for _, b := range balances {
		for i := range list {
			switch {
			case list[i].Currency != b.Amount.Currency:
			case b.Account == free:
				list[i].Left = b.Amount.Minor
			default:
				list[i].Committed = b.Amount.Minor
			}
		}
	}
	return list, err
}

// aloneIn is up to which sum somebody may spend of a fund alone: nothing, where she set
// the bound herself.
func aloneIn(tx *db.Tx, by identity.Actor, id CrisisID, c money.Currency) (n int64, err error) {
	return n, tx.Row("SELECT COALESCE(MAX(alone), 0) FROM relief_funds WHERE crisis_id = $1 AND currency = $2 AND alone_by <> $3",
		[]any{int64(id), string(c), by.String()}, &n)
}

// SpendAlone sets up to which sum one person may spend of the fund of a crisis; above it
// two have to. Who sets it may spend nothing alone. Who runs the node may.
func (s *Service) SpendAlone(ctx context.Context, by identity.Actor, id CrisisID, upTo money.Amount) error {
	if !Banks(by) {
		return errNotMe
	}
	if upTo.Minor < 0 || upTo.Minor > maxMoney || !upTo.Currency.Valid() {
		return fault.Field("alone", "fault.pay_amount", "most", money.Of(maxMoney, upTo.Currency))
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := openCrisis(tx, id); err != nil {
			return err
		}
		if err := (Fund{Currency: upTo.Currency}).add(tx, id); err != nil {
			return err
		}
		if _, err := tx.Exec("UPDATE relief_funds SET alone = $3, alone_by = $4 WHERE crisis_id = $1 AND currency = $2", int64(id), string(upTo.Currency), upTo.Minor, by.String()); err != nil {
			return err
		}
		return audit.Note(tx, by, db.House, "relief_fund.alone", subject(id), upTo)
	})
}

// subject names a crisis in the audit.
func subject(id CrisisID) string { return "crisis:" + strconv.FormatInt(int64(id), 10) }

// emptyFund wants that no money of a crisis is left, before nobody can move it any more.
func emptyFund(tx *db.Tx, id CrisisID) error {
	funds, err := fundsIn(tx, id)
	for _, f := range funds {
		if f.Left != 0 || f.Committed != 0 {
			return fault.New(fault.Conflict, "fault.relief_money_left", "sum", money.Of(f.Left+f.Committed, f.Currency))
		}
	}
	return err
}
