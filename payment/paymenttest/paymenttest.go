// Package paymenttest proves that a way to pay keeps the contract of package
// payment. Every handler's tests call Run, which looks at the handler alone, and
// Drive, which tells a real market of money as the handler's provider would and
// looks at receipts and ledger.
package paymenttest

import (
	"testing"

	"agora/money"
	"agora/payment"
)

// Run proves a handler: asking twice is asking once, money moves forward only,
// and no sum is taken or given that was not there. arrived brings an attempt to
// the state in which its money may be captured; nil when it is there at once.
func Run(t *testing.T, make func() payment.Handler, arrived func(payment.Attempt) payment.Attempt) {
	t.Helper()
	RunIn(t, "PKR", make, arrived)
}

// RunIn is Run in another currency than PKR.
func RunIn(t *testing.T, c money.Currency, make func() payment.Handler, arrived func(payment.Attempt) payment.Attempt) {
	t.Helper()
	intent := payment.Intent{Group: 42, Ref: "AG-7KQ2X9M", Amount: money.Of(31_472_00, c)}
	begin := func(t *testing.T) (payment.Handler, payment.Attempt) {
		t.Helper()
		h := make()
		a, err := h.Authorize(t.Context(), intent)
		if err != nil {
			t.Fatal(err)
		}
		if arrived != nil {
			a = arrived(a)
		}
		return h, a
	}
	captured := func(t *testing.T) (payment.Handler, payment.Attempt) {
		t.Helper()
		h, a := begin(t)
		a, err := h.Capture(t.Context(), a, intent.Amount)
		if err != nil {
			t.Fatal(err)
		}
		return h, a
	}
	t.Run("asking twice is asking once", func(t *testing.T) {
		h, a := begin(t)
		again, err := h.Authorize(t.Context(), intent)
		if err != nil || again.ID != a.ID || a.Handler != h.Kind() || a.Group != intent.Group || a.Amount != intent.Amount || a.Reference == "" {
			t.Errorf("%+v, then %+v (%v)", a, again, err)
		}
	})
	t.Run("nothing is no payment", func(t *testing.T) {
		for _, bad := range []payment.Intent{{}, {Group: 1, Ref: "x"}, {Group: 1, Ref: "x", Amount: money.Of(-5, c)}, {Group: 1, Ref: "x", Amount: money.Of(5, "")}} {
			if _, err := make().Authorize(t.Context(), bad); err == nil {
				t.Errorf("%+v was accepted", bad)
			}
		}
	})
	t.Run("capture, late and again", func(t *testing.T) {
		h, a := captured(t)
		if a.State != payment.Captured || a.Captured != intent.Amount {
			t.Fatalf("%+v", a)
		}
		if b, err := h.Capture(t.Context(), a, intent.Amount); err != nil || b.State != a.State || b.Captured != a.Captured {
			t.Errorf("a repeated capture: %+v, %v", b, err)
		}
		if _, err := h.Cancel(t.Context(), a); err == nil {
			t.Error("captured money was cancelled")
		}
	})
	t.Run("given up before anything came in", func(t *testing.T) {
		h, a := begin(t)
		if a.State == payment.Captured {
			t.Skip("this way is paid at once")
		}
		for range 2 {
			var err error
			if a, err = h.Cancel(t.Context(), a); err != nil || a.State != payment.Cancelled {
				t.Fatalf("%+v, %v", a, err)
			}
		}
		if _, err := h.Capture(t.Context(), a, intent.Amount); err == nil {
			t.Error("a payment that was given up came in")
		}
		if _, err := h.Refund(t.Context(), a, intent.Amount); err == nil {
			t.Error("money that never came went back")
		}
	})
	t.Run("less may come in, never more", func(t *testing.T) {
		h, a := begin(t)
		if a.State == payment.Captured {
			t.Skip("this way is paid at once")
		}
		for _, m := range []money.Amount{money.Of(intent.Amount.Minor+1, c), money.Of(0, c), money.Of(5, "KGS")} {
			if _, err := h.Capture(t.Context(), a, m); err == nil {
				t.Errorf("%s came in for %s", m, intent.Amount)
			}
		}
		part := money.Of(intent.Amount.Minor-1, c)
		if a, err := h.Capture(t.Context(), a, part); err != nil || a.Captured != part {
			t.Errorf("%+v, %v", a, err)
		}
	})
	t.Run("wrong sums and currencies", func(t *testing.T) {
		h, a := captured(t)
		for _, m := range []money.Amount{money.Of(0, c), money.Of(-1, c), money.Of(intent.Amount.Minor+1, c), money.Of(1, "KGS")} {
			if _, err := h.Refund(t.Context(), a, m); err == nil {
				t.Errorf("%s went back of %s", m, a.Captured)
			}
		}
	})
	t.Run("refund in parts, and again", func(t *testing.T) {
		h, a := captured(t)
		part := money.Of(10_000, c)
		for range 2 {
			var err error
			if a, err = h.Refund(t.Context(), a, part); err != nil || a.Refunded != part || a.State == payment.Refunded {
				t.Fatalf("%+v, %v", a, err)
			}
		}
		a, err := h.Refund(t.Context(), a, intent.Amount)
		if err != nil || a.State != payment.Refunded || a.Refunded != intent.Amount {
			t.Errorf("%+v, %v", a, err)
		}
	})
}
