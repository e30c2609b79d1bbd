package payment_test

import (
	"testing"

	"agora/db"
	"agora/payment"
	"agora/payment/paymenttest"
)

func TestPlayOnARealMarket(t *testing.T) {
	paymenttest.Drive(t, nil, func(*testing.T, *db.DB) paymenttest.Driver {
		return paymenttest.Driver{Way: payment.Play{}, Currency: "PKR"}
	})
}
