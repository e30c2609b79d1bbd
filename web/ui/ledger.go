package ui

import (
	"context"

	"github.com/a-h/templ"

	"agora/money"
)

// Row is a line of a sheet of money: what, how much, and why.
type Row struct {
	What   string
	Amount money.Amount
	Guess  bool   // the amount is an estimate
	Value  string // instead of an amount: words
	Free   bool   // show Amount even when it has no currency
	Why    string // rule, rate, source and date
	URL    string // where What leads; "" for nowhere
	Sum    bool   // closes the lines above
	Total  bool   // closes the sheet, large
}

// rowClass gives the class of a ledger row.
func rowClass(r Row) templ.CSSClass {
	switch {
	case r.Total:
		return templ.ConstantCSSClass("sum total")
	case r.Sum:
		return templ.ConstantCSSClass("sum")
	}
	return templ.ConstantCSSClass("")
}

// Moment is a point of a timeline.
type Moment struct {
	What, When string
	Said       string // what somebody wrote about it
	State      string // "done", "now", "next" or "stop"
}

// Purse is where money is: one of the boxes of Escrow.
type Purse struct {
	Who, What string
	Amount    money.Amount
	Words     string // instead of an amount
	State     string // "was", "is" or ""
}

// Step is one step of a way through forms.
type Step struct {
	Text, Rest string // Rest is shown on wide screens only
	State      string // "done", "now" or ""
}

// words gives what stands in a purse.
func (p Purse) words(ctx context.Context) string {
	if p.Words != "" {
		return p.Words
	}
	return Cash(ctx, p.Amount)
}
