package offline_test

import (
	"testing"

	"agora/db"
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
