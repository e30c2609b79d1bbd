package offline_test

import (
	"testing"

	"agora/db"
	"agora/db/dbtest"
	"agora/market"
	"agora/market/markettest"
	"agora/payment"
	"agora/payment/offline"
	"agora/payment/paymenttest"
)

// TestTransferOnARealMarket tells of transfers as a bank's statement does.
func TestTransferOnARealMarket(t *testing.T) {
	paymenttest.Drive(t, nil, func(*testing.T, *db.DB) paymenttest.Driver {
		return paymenttest.Driver{Way: offline.Transfer{}, Currency: "PKR", Tell: func(s paymenttest.Stand) func(paymenttest.Notice) bool {
			return func(n paymenttest.Notice) bool {
				return s.DB.Write(s.Context(), func(tx *db.Tx) error {
					_, err := s.Market.Take(tx, payment.Receipt{Way: "transfer", Key: n.Key, Ref: n.Ref, Amount: n.Amount})
					return err
				}) == nil
			}
		}}
	})
}

// TestATransferGoesBackByAPersonOnly: the job that sends refunds must not say
// that a transfer was made which nobody made.
func TestATransferGoesBackByAPersonOnly(t *testing.T) {
	dbtest.Each(t, markettest.Schemas(), func(t *testing.T, d *db.DB) {
		s := paymenttest.NewStand(t, d, offline.Transfer{}, "PKR")
		g := s.Place(1)
		if err := d.Write(t.Context(), func(tx *db.Tx) error {
			_, err := s.Market.Take(tx, payment.Receipt{Way: "transfer", Key: "a", Ref: g.Ref, Amount: g.Total})
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if err := s.Market.Cancel(t.Context(), paymenttest.Buyer(g), g.Orders[0].ID, ""); err != nil {
			t.Fatal(err)
		}
		r := s.Refunds(g)[0]
		if err := s.Market.SendRefund(t.Context(), r.Shop, r.ID); err != nil || s.Refunds(g)[0].State != market.RefundOwed {
			t.Errorf("%v; the refund is %s", err, s.Refunds(g)[0].State)
		}
		s.Sound()
	})
}
