package desk

import (
	"strconv"
	"strings"

	"agora/catalog"
	"agora/country"
	"agora/money"
	"agora/web"
	"agora/web/ui"
)

// asks reports whether a row says something to who buys several, or has a fault in
// what is folded.
func (v variantView) asks() bool {
	for _, f := range v.terms {
		if f.Value != "" || f.Error != "" {
			return true
		}
	}
	return v.size.Error != ""
}

// termFields are how few of a variant are sold, in what steps, and the prices by
// quantity in one line ("10: 450; 50: 400").
func termFields(r *web.Request, form *web.Form, at string, v catalog.Variant) (list []ui.Field) {
	several := func(n int64) string {
		if n < 2 {
			return ""
		}
		return number(n)
	}
	var breaks []string
	for _, b := range v.Terms.Breaks {
		breaks = append(breaks, number(b.From)+": "+money.Of(b.Price, v.Price.Currency).Plain())
	}
	for _, f := range []ui.Field{{Name: "least", Label: r.T("desk.f_least"), Value: several(v.Terms.Least), Mode: "numeric"},
		{Name: "step", Label: r.T("desk.f_step"), Value: several(v.Terms.Step), Mode: "numeric"},
		{Name: "breaks", Label: r.T("desk.f_breaks"), Value: strings.Join(breaks, "; "), Mode: "text"}} {
		f.Name, f.Dir = at+f.Name, "ltr"
		list = append(list, form.Fill(r, f))
	}
	return list
}

// readTerms reads them, in the digits of any script.
func readTerms(r *web.Request, form *web.Form, at string, c money.Currency) *catalog.Terms {
	t := &catalog.Terms{Least: form.Int(at + "least"), Step: form.Int(at + "step")}
	for part := range strings.FieldsFuncSeq(form.Get(at+"breaks"), func(c rune) bool { return c == ';' || c == '؛' || c == '\n' }) {
		from, price, ok := strings.Cut(part, ":")
		if strings.TrimSpace(part) == "" {
			continue
		}
		n, err := strconv.ParseInt(strings.TrimSpace(country.Digits(from)), 10, 64)
		a, bad := r.Amount(price, c)
		if !ok || err != nil || bad != nil {
			form.Add(at+"breaks", "fault.breaks")
			return t
		}
		t.Breaks = append(t.Breaks, catalog.Break{From: n, Price: a.Minor})
	}
	return t
}
