package console

import (
	"net/http"

	"agora/bank"
	"agora/fault"
	"agora/money"
	"agora/web"
	"agora/web/ui"
)

// bank shows how a bank writes CSV, or asks for a new one.
func (c *Console) bank(r *web.Request) error {
	m := bank.Mapping{Charset: "utf-8", Delimiter: ",", Decimal: ".", Dates: "DD.MM.YYYY"}
	if name := r.Query("name"); name != "" {
		var err error
		if m, err = c.Treasury.Mapping(r.R.Context(), name); err != nil {
			return err
		}
	}
	return c.showBank(r, m, nil, http.StatusOK)
}

func (c *Console) showBank(r *web.Request, m bank.Mapping, form *web.Form, status int) error {
	var fields []ui.Field
	text := func(name, value string, need bool) {
		fields = append(fields, form.Fill(r, ui.Field{Name: name, Label: r.T("console.bank_" + name), Value: value, Max: 100, Required: need, Dir: "auto"}))
	}
	pick := func(name, value string, options ...string) {
		f := ui.Field{Name: name, Label: r.T("console.bank_" + name)}
		for _, o := range options {
			f.Options = append(f.Options, ui.Option{Value: o, Text: o})
		}
		f.Options = ui.Select(f.Options, value)
		fields = append(fields, form.Fill(r, f))
	}
	text("name", m.Name, true)
	text("account", m.Account, true)
	text("currency", string(m.Currency), true)
	pick("charset", m.Charset, "utf-8", "windows-1251")
	pick("delimiter", m.Delimiter, ",", ";", "|", "tab")
	pick("decimal", m.Decimal, ".", ",")
	text("dates", m.Dates, true)
	text("day", m.Day, true)
	for _, f := range [...][2]string{{"amount", m.Amount}, {"in", m.In}, {"out", m.Out}, {"ref", m.Ref}, {"end_to_end", m.EndToEnd}, {"text", m.Text}, {"party", m.Party}, {"other", m.Other}} {
		text(f[0], f[1], false)
	}
	return c.page(r, status, "statements", r.T("console.banks"), bankPage(fields, form.Mishaps(r)))
}

// saveBank keeps how a bank writes CSV.
func (c *Console) saveBank(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	m := bank.Mapping{Name: form.Get("name"), Account: form.Get("account"), Currency: money.Currency(form.Get("currency")), Charset: form.Get("charset"),
		Delimiter: form.Get("delimiter"), Decimal: form.Get("decimal"), Dates: form.Get("dates"), Day: form.Get("day"), Amount: form.Get("amount"),
		In: form.Get("in"), Out: form.Get("out"), Ref: form.Get("ref"), EndToEnd: form.Get("end_to_end"), Text: form.Get("text"), Party: form.Get("party"), Other: form.Get("other")}
	err = c.Treasury.SaveMapping(r.R.Context(), r.Actor, m)
	if fault.Is(err, fault.Invalid) {
		err = form.Join("", err)
	}
	if form.Err() != nil {
		return c.showBank(r, m, form, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	r.Say("console.done")
	return r.Redirect("/console/statements")
}
