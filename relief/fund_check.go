package relief

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"agora/db"
	"agora/ledger"
	"agora/money"
)

// Report is what CheckFunds found.
type Report struct {
	Donations, Outlays int
	Problems           []string // empty when all funds are sound
}

// purse is one fund in one currency.
type purse struct {
	crisis   CrisisID
	currency money.Currency
}

// books are the same sums told by three: the rows of donations and outlays, the sums that
// pages show, and the ledger.
type books struct {
	rows, shown, ledger map[purse]Fund
}

// CheckFunds compares the funds of all crises with the ledger: what came in, what is
// left, committed, spent and returned is the same in the rows, on the pages and in the
// entries, to the unit.
func CheckFunds(ctx context.Context, d *db.DB) (r Report, err error) {
	err = d.Read(ctx, func(tx *db.Tx) error {
		r = Report{}
		if err := tx.Row("SELECT (SELECT COUNT(*) FROM relief_donations), (SELECT COUNT(*) FROM relief_outlays)", nil, &r.Donations, &r.Outlays); err != nil {
			return err
		}
		b := books{map[purse]Fund{}, map[purse]Fund{}, map[purse]Fund{}}
		for _, read := range []func(*db.Tx) error{b.readRows, b.readShown, b.readLedger} {
			if err := read(tx); err != nil {
				return err
			}
		}
		r.Problems = b.problems()
		return r.readReturned(tx)
	})
	return r, err
}

// readReturned names donations that say of themselves that another sum goes back than
// their outlays do.
func (r *Report) readReturned(tx *db.Tx) error {
	const enough = 100
	return tx.Each(func(scan db.Scan) error {
		var crisis, donation, said, sum int64
		err := scan(&crisis, &donation, &said, &sum)
		r.Problems = append(r.Problems, fmt.Sprintf("crisis %d: donation %d says that %d goes back, and its outlays say %d", crisis, donation, said, sum))
		return err
	}, `SELECT d.crisis_id, d.donation_id, d.returned, CAST(COALESCE(SUM(o.sum), 0) AS BIGINT) FROM relief_donations d
		LEFT JOIN (SELECT crisis_id, donation_id, CASE WHEN state = 'paid' THEN paid WHEN state = 'released' THEN 0 ELSE amount END AS sum
			FROM relief_outlays WHERE donation_id <> 0) o ON o.crisis_id = d.crisis_id AND o.donation_id = d.donation_id
		GROUP BY d.crisis_id, d.donation_id, d.returned HAVING d.returned <> COALESCE(SUM(o.sum), 0) OR d.returned > MAX(d.received) LIMIT $1`, enough)
}

func (b books) readRows(tx *db.Tx) error {
	return tx.Each(func(scan db.Scan) error {
		var p purse
		var f Fund
		err := scan((*int64)(&p.crisis), (*string)(&p.currency), &f.Pledged, &f.Received, &f.Committed, &f.Spent, &f.Returned)
		f.Left = f.Received - f.Committed - f.Spent - f.Returned
		b.rows[p] = f
		return err
	}, `SELECT crisis_id, currency, CAST(SUM(pledged) AS BIGINT), CAST(SUM(received) AS BIGINT), CAST(SUM(committed) AS BIGINT), CAST(SUM(spent) AS BIGINT), CAST(SUM(returned) AS BIGINT) FROM (
			SELECT crisis_id, currency, CASE WHEN state = 'taken' AND received < amount THEN amount - received ELSE 0 END AS pledged, 0 AS received, 0 AS committed, 0 AS spent, 0 AS returned FROM relief_donations
			UNION ALL SELECT r.crisis_id, d.currency, 0, r.amount, 0, 0, 0 FROM relief_receipts r JOIN relief_donations d ON d.crisis_id = r.crisis_id AND d.donation_id = r.donation_id
			UNION ALL SELECT crisis_id, currency, 0, 0, CASE WHEN state IN ('asked', 'committed') THEN amount ELSE 0 END,
				CASE WHEN donation_id = 0 THEN paid ELSE 0 END, CASE WHEN donation_id <> 0 THEN paid ELSE 0 END FROM relief_outlays) t
		GROUP BY crisis_id, currency`)
}

func (b books) readShown(tx *db.Tx) error {
	return tx.Each(func(scan db.Scan) error {
		var p purse
		var f Fund
		err := scan((*int64)(&p.crisis), (*string)(&p.currency), &f.Pledged, &f.Received, &f.Spent, &f.Returned)
		b.shown[p] = f
		return err
	}, "SELECT crisis_id, currency, pledged, received, spent, returned FROM relief_funds")
}

// readLedger adds up the entries of the accounts of funds.
func (b books) readLedger(tx *db.Tx) error {
	list, err := ledger.MovedIn(tx, ledger.Fund)
	for _, m := range list {
		of, held := strings.CutSuffix(strings.TrimPrefix(string(m.Account), string(ledger.Fund)+":"), ":held")
		id, err := strconv.ParseInt(of, 10, 64)
		if err != nil {
			return fmt.Errorf("relief: an account %s of no crisis", m.Account)
		}
		p := purse{CrisisID(id), m.Amount.Currency}
		f := b.ledger[p]
		if held {
			f.Committed += m.Amount.Minor
		} else {
			f.Left += m.Amount.Minor
		}
		switch m.Kind {
		case moneyCame:
			f.Received += m.Amount.Minor
		case moneySpent:
			f.Spent -= m.Amount.Minor
		case moneyReturned:
			f.Returned -= m.Amount.Minor
		}
		b.ledger[p] = f
	}
	return err
}

// problems names each figure that one of the three tells otherwise.
func (b books) problems() (list []string) {
	all := map[purse]bool{}
	for _, side := range []map[purse]Fund{b.rows, b.shown, b.ledger} {
		for p := range side {
			all[p] = true
		}
	}
	for p := range all {
		rows, shown, book := b.rows[p], b.shown[p], b.ledger[p]
		for _, f := range []struct {
			what         string
			rows, others int64
		}{
			{"received", rows.Received, book.Received}, {"left", rows.Left, book.Left}, {"committed", rows.Committed, book.Committed}, {"spent", rows.Spent, book.Spent}, {"returned", rows.Returned, book.Returned},
			{"shown as pledged", rows.Pledged, shown.Pledged}, {"shown as received", rows.Received, shown.Received}, {"shown as spent", rows.Spent, shown.Spent}, {"shown as returned", rows.Returned, shown.Returned},
		} {
			if f.rows != f.others {
				list = append(list, fmt.Sprintf("crisis %d: %s %s is %d, and its rows say %d", p.crisis, p.currency, f.what, f.others, f.rows))
			}
		}
		if rows.Left < 0 {
			list = append(list, fmt.Sprintf("crisis %d: %s %d is left", p.crisis, p.currency, rows.Left))
		}
	}
	return list
}
