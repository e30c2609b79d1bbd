package aid

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"agora/payment"
)

// gateway is a provider that has to be asked for the page of a payment, and counts how often
// it was.
type gateway struct {
	payment.Play
	asked *int
}

func (gateway) Kind() string { return "hosted" }

func (g gateway) Authorize(context.Context, payment.Intent) (payment.Attempt, error) {
	*g.asked++
	return payment.Attempt{}, nil
}

func (g gateway) Page(payment.Instructions, payment.Bill, string) string {
	if *g.asked == 0 {
		return ""
	}
	return "https://pay.example/1"
}

// TestNobodyPaysForAClosedCrisis sends the button of a page that was open when the crisis
// was closed.
func TestNobodyPaysForAClosedCrisis(t *testing.T) {
	o, asked := newOffice(t), 0
	o.aid.Pay = payment.Ways{gateway{asked: &asked}}
	desk, _ := o.crisis()
	mine := o.does("", "/relief"+strings.TrimPrefix(desk, "/aid")+"/give", "amount", "20", "currency", "TJS", "contact", "a@example.org")
	if r := o.post("", mine); r.status != http.StatusOK || !strings.Contains(r.body, "https://pay.example/1") || asked != 1 {
		t.Fatalf("while it is open: %d, asked %d times", r.status, asked)
	}
	o.does("sends", desk+"/close")
	if r := o.post("", mine); r.status != http.StatusConflict || asked != 1 {
		t.Errorf("when it is closed: %d, asked %d times", r.status, asked)
	}
}
