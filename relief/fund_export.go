package relief

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"io"
	"strconv"
	"time"

	"agora/db"
	"agora/money"
	"agora/sheet"
)

var moneyHeads = []string{"id", "date", "status", "description", "currency", "value"}

// moneyTags are the row of HXL 1.1 under them.
var moneyTags = []string{"#meta+id", "#date", "#status", "#description", "#currency", "#value"}

// ExportFund writes each sum of a crisis as CSV with a row of HXL tags: what came in is
// above zero; what is committed, spent or returned below. The sums of a currency add up
// to what is left. Donors are named where they chose it.
func (s *Service) ExportFund(ctx context.Context, id CrisisID, w io.Writer) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	_ = out.Write(moneyHeads) // what goes wrong is kept until Flush
	_ = out.Write(moneyTags)
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		if err := exportReceipts(tx, id, out); err != nil {
			return err
		}
		return exportOutlays(tx, id, out)
	})
	out.Flush()
	if err == nil {
		err = out.Error()
	}
	return err
}

func exportReceipts(tx *db.Tx, id CrisisID, out *csv.Writer) error {
	return tx.Each(func(scan db.Scan) error {
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
		_ = out.Write(moneyRow(receipt, db.TimeOfID(receipt), "received", who, money.Of(minor, money.Currency(c))))
		return err
	}, `SELECT r.receipt_id, r.amount, d.currency, d.doc FROM relief_receipts r JOIN relief_donations d ON d.crisis_id = r.crisis_id AND d.donation_id = r.donation_id
		WHERE r.crisis_id = $1 ORDER BY r.receipt_id`, int64(id))
}

func exportOutlays(tx *db.Tx, id CrisisID, out *csv.Writer) error {
	return tx.Each(func(scan db.Scan) error {
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
		_ = out.Write(moneyRow(int64(o.ID), o.Day, status, o.What, sum.Neg()))
		return err
	}, "SELECT "+outlayColumns+" FROM relief_outlays WHERE crisis_id = $1 AND state <> 'released' ORDER BY outlay_id", int64(id))
}

func moneyRow(id int64, at time.Time, status, what string, sum money.Amount) []string {
	return []string{strconv.FormatInt(id, 10), at.Format(time.DateOnly), status, sheet.Guard(what), string(sum.Currency), sum.Plain()}
}
