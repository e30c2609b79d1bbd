package offline_test

import (
	"testing"

	"agora/money"
	"agora/payment"
	"agora/payment/offline"
	"agora/payment/paymenttest"
)

func TestCashKeepsTheContract(t *testing.T) {
	paymenttest.Run(t, func() payment.Handler { return offline.Cash{} }, nil)
}

func TestTransferKeepsTheContract(t *testing.T) {
	paymenttest.Run(t, func() payment.Handler { return offline.Transfer{} }, nil)
}

func TestCashFeeIsThatOfTheCurrency(t *testing.T) {
	c := offline.Cash{PerParcel: offline.Fees(money.Of(15_000, "PKR"))}
	if got := c.Fee("PKR"); got != money.Of(15_000, "PKR") {
		t.Errorf("%s", got)
	}
	if got := c.Fee("KGS"); got != money.Of(0, "KGS") {
		t.Errorf("a currency without a fee costs %s", got)
	}
}

func TestTransferTellsTheAccount(t *testing.T) {
	h := offline.Transfer{Account: func(c money.Currency) string { return map[money.Currency]string{"PKR": "PK36SCBL0000001123456702"}[c] }}
	for c, key := range map[money.Currency]string{"PKR": "pay.transfer.how", "KGS": "pay.transfer.wait"} {
		a, err := h.Authorize(t.Context(), payment.Intent{Group: 1, Ref: "AG-X", Amount: money.Of(5, c)})
		if err != nil || a.Instructions.Key != key || a.State != payment.Pending {
			t.Errorf("%s: %+v, %v", c, a, err)
		}
	}
}
