package desk

import (
	"net/http"
	"slices"

	"agora/country"
	"agora/delivery"
	"agora/fault"
	"agora/web"
	"agora/web/ui"
)

// numbersField offers the next number of each range that has one left.
func numbersField(r *web.Request, ranges []delivery.Range) ui.Field {
	f := ui.Field{Name: "range", Label: r.T("desk.number_next"), Hint: r.T("desk.number_next_hint"), Empty: r.T("desk.f_none")}
	for _, n := range ranges {
		if next := n.Number(); next != "" {
			f.Options = append(f.Options, ui.Option{Value: number(int64(n.ID)), Text: next, Selected: f.Options == nil})
		}
	}
	return f
}

// numbersView is the ranges of a shop and the form that adds one.
type numbersView struct {
	rows   []ui.Row
	fields []ui.Field
	open   bool
}

func numbersOf(r *web.Request, ranges []delivery.Range, in country.Code, form *web.Form) (v numbersView) {
	for _, n := range ranges {
		row := ui.Row{What: delivery.S10(n.Service, n.First, string(n.Country)) + " – " + delivery.S10(n.Service, n.Last, string(n.Country)),
			Value: r.N("desk.numbers_left", n.Left())}
		if next := n.Number(); next != "" {
			row.Why = r.T("desk.number_next") + ": " + next
		}
		v.rows = append(v.rows, row)
	}
	for _, f := range []ui.Field{
		{Name: "service", Label: r.T("desk.range_service"), Hint: r.T("desk.range_service_hint"), Max: 2, Dir: "ltr", Required: true},
		{Name: "country", Label: r.T("store.country"), Value: string(in), Max: 2, Dir: "ltr", Required: true},
		{Name: "first", Label: r.T("desk.range_first"), Hint: r.T("desk.range_first_hint"), Mode: "numeric", Dir: "ltr", Required: true},
		{Name: "last", Label: r.T("desk.range_last"), Mode: "numeric", Dir: "ltr", Required: true},
	} {
		f.Name = "range." + f.Name
		v.fields = append(v.fields, form.Fill(r, f))
	}
	v.open = form != nil && slices.ContainsFunc(v.fields, func(f ui.Field) bool { return f.Error != "" })
	return v
}

// addNumbers gives the shop a range of numbers.
func (d *Desk) addNumbers(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	n := delivery.Range{Shop: r.Shop, Service: form.Need("range.service", 2), Country: country.Code(form.Need("range.country", 2)), First: -1, Last: -1}
	if form.Need("range.first", 9) != "" {
		n.First = form.Int("range.first")
	}
	if form.Need("range.last", 9) != "" {
		n.Last = form.Int("range.last")
	}
	if form.Err() == nil {
		err = d.Delivery.AddRange(r.R.Context(), r.Actor, n)
		if err == nil {
			r.Say("desk.saved")
			return r.Redirect(base(r) + "/shop#numbers")
		}
		if !fault.Is(err, fault.Invalid) {
			return err
		}
		if err := form.Join("range", err); err != nil {
			return err
		}
	}
	return d.showSettings(r, nil, form, http.StatusUnprocessableEntity)
}
