package relief

import (
	"context"
	"encoding/json"
	"io"
	"time"

	"agora/db"
	"agora/money"
)

var moneyHeads = []string{"id", "date", "status", "description", "currency", "value"}

// moneyTags are the row of HXL 1.1 under them.
var moneyTags = []string{"#meta+id", "#date", "#status", "#description", "#currency", "#value"}

// ExportFund writes each sum of a crisis as CSV with a row of HXL tags: what came in is
// above zero; what is committed, spent or returned below. The sums of a currency add up
// to what is left. Donors are named where they chose it.
func (s *Service) ExportFund(ctx context.Context, id CrisisID, w io.Writer) error {
	var rows [][]string
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		came, err := receiptRows(tx, id)
		if err != nil {
			return err
		}
		left, err := outlayRows(tx, id)
		rows = append(came, left...)
		return err
	})
	if err != nil {
		return err
	}
	return tagged(w, moneyHeads, moneyTags, func(row func(...string)) {
		for _, cells := range rows {
			row(cells...)
		}
	})
}

func receiptRows(tx *db.Tx, id CrisisID) (rows [][]string, err error) {
	err = tx.Each(func(scan db.Scan) error {
		var receipt, minor int64
		var c, doc string
		var g Giver
		err := scan(&receipt, &minor, &c, &doc)
		if err == nil {
			err = json.Unmarshal([]byte(doc), &g)
		}
		who := ""
		if g.Public {
			who = g.Donor
		}
		rows = append(rows, moneyRow(receipt, db.TimeOfID(receipt), "received", who, money.Of(minor, money.Currency(c))))
		return err
	}, `SELECT r.receipt_id, r.amount, d.currency, d.doc FROM relief_receipts r JOIN relief_donations d ON d.crisis_id = r.crisis_id AND d.donation_id = r.donation_id
		WHERE r.crisis_id = $1 ORDER BY r.receipt_id`, int64(id))
	return rows, err
}

func outlayRows(tx *db.Tx, id CrisisID) (rows [][]string, err error) {
	err = tx.Each(func(scan db.Scan) error {
		o, err := scanOutlay(scan)
		status, sum := "committed", o.Amount
		if o.State == Paid {
			status, sum.Minor = "spent", o.Paid
		}
		if o.Donation != 0 { // why it goes back is told to nobody
			o.What = ""
			if o.State == Paid {
				status = "returned"
			}
		}
		rows = append(rows, moneyRow(int64(o.ID), o.Day, status, o.What, sum.Neg()))
		return err
	}, "SELECT "+outlayWhole+" FROM relief_outlays WHERE crisis_id = $1 AND state <> 'released' ORDER BY outlay_id", int64(id))
	return rows, err
}

func moneyRow(id int64, at time.Time, status, what string, sum money.Amount) []string {
	return []string{number(id), at.Format(time.DateOnly), status, what, string(sum.Currency), sum.Plain()}
}
