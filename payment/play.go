package payment

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"agora/country"
	"agora/fault"
	"agora/money"
)

// Play pays with play money, at once and always: for demos, lessons and tests.
// It keeps nothing; all it knows is in the attempt.
type Play struct {
	// OnlyRehearsals leaves it to rehearsals: nobody pays real prices with it.
	OnlyRehearsals bool
}

// Offers takes the money of rehearsals, and in a demo any.
func (p Play) Offers(c money.Currency, _ country.Code) bool {
	return !p.OnlyRehearsals || c == money.Play
}

// Local: it asks nobody outside.
func (Play) Local() {}

// Kind is "play".
func (Play) Kind() string { return "play" }

// Authorize pays at once.
func (p Play) Authorize(_ context.Context, in Intent) (Attempt, error) {
	a, err := Begin(p.Kind(), in)
	if err != nil {
		return a, err
	}
	a.State, a.Captured, a.Due = Captured, in.Amount, time.Time{}
	return a, nil
}

// Capture has nothing left to take.
func (p Play) Capture(_ context.Context, a Attempt, amount money.Amount) (Attempt, error) {
	return a.Capture(amount)
}

// Cancel is refused: play money comes in at once.
func (p Play) Cancel(_ context.Context, a Attempt) (Attempt, error) { return a.Cancel() }

// Refund gives play money back.
func (p Play) Refund(_ context.Context, a Attempt, amount money.Amount) (Attempt, error) {
	return a.Refund(amount)
}

// Begin makes the pending attempt of an intent. Its ID follows from the group,
// so that asking again gives the same attempt.
func Begin(kind string, in Intent) (Attempt, error) {
	if in.Amount.Minor <= 0 || !in.Amount.Currency.Valid() || in.Group <= 0 || in.Ref == "" {
		return Attempt{}, fault.New(fault.Invalid, "fault.pay_intent").Because(fmt.Errorf("intent %+v", in))
	}
	zero := money.Of(0, in.Amount.Currency)
	return Attempt{Handler: kind, ID: kind + "-" + strconv.FormatInt(in.Group, 10), Group: in.Group, State: Pending,
		Amount: in.Amount, Captured: zero, Refunded: zero, Reference: in.Ref, Due: in.Due}, nil
}

// Capture gives the attempt after amount came in, all or less. One that was
// captured with this sum stays as it is.
func (a Attempt) Capture(amount money.Amount) (Attempt, error) {
	switch {
	case a.State == Captured && a.Captured == amount:
		return a, nil
	case a.State != Pending && a.State != Authorized:
		return a, a.refuse("capture")
	case amount.Currency != a.Amount.Currency || amount.Minor <= 0 || amount.Minor > a.Amount.Minor:
		return a, fault.Field("amount", "fault.pay_amount", "most", a.Amount)
	}
	a.State, a.Captured = Captured, amount
	return a, nil
}

// Cancel gives the attempt given up. One that was given up stays so.
func (a Attempt) Cancel() (Attempt, error) {
	switch a.State {
	case Cancelled:
		return a, nil
	case Pending, Authorized, Failed:
		a.State = Cancelled
		return a, nil
	}
	return a, a.refuse("cancel")
}

// Refund gives the attempt after amount in all went back.
func (a Attempt) Refund(amount money.Amount) (Attempt, error) {
	switch {
	case a.State != Captured && a.State != Refunded && a.State != Part && (a.State != Cancelled || a.Captured.IsZero()):
		return a, a.refuse("refund")
	case amount.Currency != a.Amount.Currency || amount.Minor <= 0 || amount.Minor > a.Captured.Minor:
		return a, fault.Field("amount", "fault.pay_amount", "most", a.Captured)
	}
	a.Refunded.Minor = max(a.Refunded.Minor, amount.Minor)
	if a.Refunded == a.Captured {
		a.State = Refunded
	}
	return a, nil
}

func (a Attempt) refuse(what string) error {
	return fault.New(fault.Conflict, "fault.pay_state").Because(fmt.Errorf("%s of a payment that is %s", what, a.State))
}
