package payment_test

import (
	"testing"

	"agora/db"
	"agora/db/dbtest"
	"agora/money"
	"agora/payment"
	"agora/payment/paymenttest"
)

func TestPlayKeepsTheContract(t *testing.T) {
	paymenttest.Run(t, func() payment.Handler { return payment.Play{} }, nil)
}

func TestALateAnswerUndoesNothing(t *testing.T) {
	dbtest.Each(t, []db.Schema{payment.Schema}, func(t *testing.T, d *db.DB) {
		record := func(a payment.Attempt) {
			if err := d.Write(t.Context(), func(tx *db.Tx) error { return payment.Record(tx, a) }); err != nil {
				t.Fatal(err)
			}
		}
		a, err := payment.Begin("transfer", payment.Intent{Group: 7, Ref: "AG-X", Amount: money.Of(500, "PKR")})
		if err != nil {
			t.Fatal(err)
		}
		late := a
		record(a)
		if a, err = a.Capture(a.Amount); err != nil {
			t.Fatal(err)
		}
		record(a)
		record(late) // the first answer arrives once more
		if err := d.Read(t.Context(), func(tx *db.Tx) error {
			list, err := payment.ByGroup(tx, 7)
			if len(list) != 1 || list[0].State != payment.Captured || list[0].Captured != a.Amount {
				t.Errorf("%+v", list)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	})
}
