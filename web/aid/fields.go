package aid

import (
	"mime/multipart"
	"slices"
	"strings"
	"time"

	"agora/country"
	"agora/fault"
	"agora/relief"
	"agora/web"
	"agora/web/ui"
)

// amount is an input of a number of things.
func amount(r *web.Request, name, label, hint string) ui.Field {
	f := ui.Field{Name: name, Label: r.T(label), Mode: "numeric", Dir: "ltr", Max: 9, Complete: "off"}
	if hint != "" {
		f.Hint = r.T(hint)
	}
	return f
}

// filled puts what was typed, and what is wrong with it, into inputs.
func filled(r *web.Request, form *web.Form, list ...ui.Field) (out []ui.Field) {
	for _, f := range list {
		out = append(out, form.Fill(r, f))
	}
	return out
}

// named are the values of a type to choose from, by their words under a prefix.
func named[T ~string](r *web.Request, prefix string, list []T) []ui.Option {
	out := []ui.Option{}
	for _, v := range list {
		out = append(out, ui.Option{Value: string(v), Text: r.T(prefix + string(v))})
	}
	return out
}

// placeOptions are facilities to choose from.
func placeOptions(list []relief.Facility) []ui.Option {
	out := []ui.Option{}
	for _, f := range list {
		out = append(out, ui.Option{Value: number(int64(f.ID)), Text: f.Name + ", " + f.Town})
	}
	return out
}

// notRefused leaves out facilities that were refused: nothing is sent there.
func notRefused(list []relief.Facility) []relief.Facility {
	return slices.DeleteFunc(list, func(f relief.Facility) bool { return f.State == relief.Refused })
}

// dayOf reads a day, in the digits of any script; no day is a fault.
func dayOf(f *web.Form, field string) time.Time {
	at, err := time.Parse(time.DateOnly, country.Digits(f.Get(field)))
	if err != nil {
		f.Add(field, "fault.relief_day")
	}
	return at
}

// day is dayOf where none may be said: that is the zero time.
func day(f *web.Form, field string) time.Time {
	if !f.Has(field) {
		return time.Time{}
	}
	return dayOf(f, field)
}

// some writes a number; nothing for none.
func some(n int64) string {
	if n == 0 {
		return ""
	}
	return number(n)
}

// fileOf opens the list that was sent; none is a fault.
func fileOf(f *web.Form) (multipart.File, error) {
	file, _, err := f.File("file")
	if err == nil && file == nil {
		err = fault.Field("file", "fault.required")
	}
	return file, err
}

// dotted writes parts that are there in a row.
func dotted(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " · ")
}
