package console

import (
	"net/http"
	"strings"
	"time"

	"agora/country"
	"agora/fault"
	"agora/ledger"
	"agora/money"
	"agora/treasury"
	"agora/web"
	"agora/web/ui"
)

// exchangeView is the house's positions with the form that closes one.
type exchangeView struct {
	listView
	fields []ui.Field
}

// exchange lists the positions between currencies.
func (c *Console) exchange(r *web.Request) error { return c.showExchange(r, nil, http.StatusOK) }

func (c *Console) showExchange(r *web.Request, form *web.Form, status int) error {
	list, err := c.Treasury.Positions(r.R.Context(), r.Actor)
	if err != nil {
		return err
	}
	rates, err := c.Landed.RatesOn(r.R.Context(), time.Now())
	if err != nil {
		return err
	}
	v := exchangeView{listView: listView{title: r.T("console.exchange"), none: r.T("console.no_positions"), mishaps: form.Mishaps(r),
		cols: []ui.Col{{Head: r.T("console.pair")}, {Head: r.T("console.taken"), Number: true}, {Head: r.T("console.given"), Number: true},
			{Head: r.T("console.book_rate"), Number: true}, {Head: r.T("console.today_rate"), Number: true}, {Head: r.T("console.today_gain"), Number: true}}}}
	var pairs []ui.Option
	for _, p := range list {
		name := strings.TrimPrefix(string(p.Pair), string(ledger.Exchange)+":")
		pairs = append(pairs, ui.Option{Value: string(p.Pair), Text: name})
		row := []ui.Cell{{Text: name, Code: true}, {Part: signed(p.Sides[0])}, {Part: signed(p.Sides[1])}, {}, {}, {}}
		if book, ok := bookRate(p); ok {
			row[3] = ui.Cell{Text: book.String(), Code: true}
		}
		if gain, rate, ok := unrealised(p, rates); ok {
			row[4], row[5] = ui.Cell{Text: rate.String(), Code: true}, ui.Cell{Part: signed(gain)}
		}
		v.rows = append(v.rows, row)
	}
	if len(pairs) > 0 {
		v.fields = exchangeFields(r, form, pairs)
	}
	return c.page(r, status, "ledger", v.title, exchangePage(v))
}

func exchangeFields(r *web.Request, form *web.Form, pairs []ui.Option) []ui.Field {
	list := []ui.Field{
		{Name: "pair", Label: r.T("console.pair"), Options: pairs},
		{Name: "sold", Label: r.T("console.sold"), Hint: r.T("console.sold_hint"), Required: true, Dir: "ltr"},
		{Name: "bought", Label: r.T("console.bought"), Required: true, Dir: "ltr"},
		{Name: "day", Label: r.T("console.day"), Type: "date", Required: true, Dir: "ltr"},
		{Name: "proof", Label: r.T("console.payout_proof"), Max: 200, Required: true, Dir: "auto"},
	}
	for i := range list {
		list[i] = form.Fill(r, list[i])
	}
	return list
}

// bookRate is the rate at which a position stands in the books; none when its
// sides don't stand against each other.
func bookRate(p treasury.Position) (rate money.Rate, ok bool) {
	if p.Sides[0].Minor == 0 {
		return rate, false
	}
	n, err := money.HalfUp.MulDiv(p.Sides[1].Minor, -money.RateScale, p.Sides[0].Minor)
	return money.Rate{From: p.Sides[0].Currency, To: p.Sides[1].Currency, Value: n}, err == nil && n > 0
}

// unrealised is what closing a position at the newest rates would gain, in its
// second currency, and the rate between the two.
func unrealised(p treasury.Position, rates []money.Rate) (gain money.Amount, rate money.Rate, ok bool) {
	var legs [2]money.Rate
	for i, side := range p.Sides {
		legs[i] = money.Same("USD")
		found := side.Currency == "USD"
		for _, rate := range rates {
			if rate.To == side.Currency {
				legs[i], found = rate, true
			}
		}
		if !found {
			return gain, rate, false
		}
	}
	rate, err := money.Cross(legs[0], legs[1])
	if err != nil {
		return gain, rate, false
	}
	// not by the cross rate: its nine decimals would round large sums
	value, err := money.HalfUp.MulDiv(p.Sides[0].Minor, legs[1].Value, legs[0].Value)
	if err != nil {
		return gain, rate, false
	}
	gain, err = money.Of(value, p.Sides[1].Currency).Add(p.Sides[1])
	return gain, rate, err == nil
}

// convert books what the bank changed.
func (c *Console) convert(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	err = nil // its faults are the form's
	v := treasury.Conversion{Pair: ledger.Account(form.Get("pair")), Proof: form.Text("proof", 200), Day: day(form, "day")}
	v.Sold, v.Bought = sumOf(form, "sold"), sumOf(form, "bought")
	if form.Err() == nil {
		err = c.Treasury.Convert(r.R.Context(), r.Actor, v)
	}
	if fault.Is(err, fault.Invalid) {
		err = form.Join("", err)
	}
	if form.Err() != nil {
		return c.showExchange(r, form, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	r.Say("console.done")
	return r.Redirect("/console/exchange")
}

// sumOf reads "150000.00 PKR", in the digits of any script.
func sumOf(form *web.Form, name string) money.Amount {
	plain, c, _ := strings.Cut(country.Digits(form.Get(name)), " ")
	cur := money.Currency(strings.ToUpper(strings.TrimSpace(c)))
	a, err := money.Parse(plain, cur)
	if err != nil || !cur.Valid() {
		form.Add(name, "fault.sum_currency")
	}
	return a
}
