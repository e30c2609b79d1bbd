package invoice

import (
	"time"

	"agora/db"
	"agora/ledger"
	"agora/money"
)

// ID names an invoice.
type ID int64

// Invoice is what the house charges a shop for a month.
type Invoice struct {
	ID         ID
	Shop       db.ShopID
	Month      time.Time // its first day, midnight UTC
	Number     string    // "KG-2026-000001"
	House      string    // the house's name when it was made
	Holder     string    // the shop's
	Commission money.Amount
	Tax        money.Amount
	Lines      []Line // only where one is read
}

// Total is commission and tax.
func (i Invoice) Total() money.Amount {
	return money.Of(i.Commission.Minor+i.Tax.Minor, i.Commission.Currency)
}

// Credit reports whether more was given back than charged.
func (i Invoice) Credit() bool { return i.Total().Minor < 0 }

// Line is what one transfer charged or, below zero, gave back.
type Line struct {
	Transfer   ledger.TransferID
	Order      int64
	Ref        string // of the order; "" when it is about none
	Commission money.Amount
	Tax        money.Amount
}

// At is when it was booked.
func (l Line) At() time.Time { return db.TimeOfID(int64(l.Transfer)) }

// MonthOf gives the first day of the month of t, midnight UTC.
func MonthOf(t time.Time) time.Time {
	t = t.UTC()
	return time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, time.UTC)
}

// merge makes lines of the entries of both accounts, each oldest first: one for
// each transfer.
func merge(share, tax []ledger.Entry, c money.Currency) (list []Line) {
	at := map[ledger.TransferID]int{}
	for n, entries := range [...][]ledger.Entry{share, tax} {
		for _, e := range entries {
			i, ok := at[e.Transfer]
			if !ok {
				i = len(list)
				at[e.Transfer] = i
				list = append(list, Line{Transfer: e.Transfer, Order: e.Subject, Commission: money.Of(0, c), Tax: money.Of(0, c)})
			}
			if n == 0 {
				list[i].Commission.Minor += e.Amount.Minor
			} else {
				list[i].Tax.Minor += e.Amount.Minor
			}
		}
	}
	return list
}
