package desk

import (
	"slices"
	"strings"

	"agora/catalog"
	"agora/country"
	"agora/hs"
	"agora/landed"
	"agora/web"
	"agora/web/ui"
)

// codeView is the customs code of a product: the field, what the code means, and
// what else it may be.
type codeView struct {
	action   string // where the form goes
	field    ui.Field
	meaning  []hs.Entry // chapter, heading, code
	warnings []string   // what to know before the goods cross a border
	asked    bool       // suggestions were asked for
	was      string     // what the field said when they were made
	groups   []codeGroup
	none     bool // the choice that is none of them is chosen
}

// codeGroup is a heading that was suggested, with its codes to choose from.
type codeGroup struct {
	heading hs.Entry
	why     []string
	codes   []ui.Choice
}

// codeOf shows the code; a form that asked for suggestions gets them for what
// was typed.
func codeOf(r *web.Request, shop catalog.Shop, p catalog.Product, categories []catalog.Category, form *web.Form) codeView {
	v := codeView{field: form.Fill(r, ui.Field{Name: "hs", Label: r.T("desk.f_hs"), Hint: r.T("desk.hs_hint"), Value: p.HS, Dir: "ltr", Mode: "numeric", Max: 12})}
	code := p.HS
	if form != nil {
		code = readCode(form)
	}
	if m, ok := hs.Lookup(code); ok {
		v.meaning = []hs.Entry{m.Chapter, m.Heading}
		if m.Code.Code != "" {
			v.meaning = append(v.meaning, m.Code)
		}
	} else if code != "" && v.field.Error == "" {
		v.warnings = append(v.warnings, r.T("fault.hs_unknown", "year", hs.Edition))
	}
	if form == nil || !form.Has("find") && !form.Has("hs_choice") {
		return v
	}
	v.asked, v.was = true, code
	v.field.Value = code
	draft, _ := readProduct(r, shop, p, nil, form)
	v.none = true
	for _, s := range catalog.SuggestCodes(draft, categories, hs.Suggested) {
		g := codeGroup{heading: s.Heading, why: reasonsOf(r, s.Reasons)}
		for _, c := range s.Codes {
			chosen := len(code) >= 6 && c.Code == code[:6]
			v.none = v.none && !chosen
			g.codes = append(g.codes, ui.Choice{Name: "hs_choice", Value: c.Code, Title: c.Code, Note: c.Text, Checked: chosen})
		}
		v.groups = append(v.groups, g)
	}
	return v
}

// barsOf tell what goods of a code meet in the countries of the market.
func barsOf(r *web.Request, view *landed.View, code string) (list []string) {
	for _, to := range r.Countries() {
		for _, b := range view.Bars(country.Code(to.Value), code) {
			words := r.T("store.bar_"+string(b.Kind), "country", to.Text)
			if !b.Threshold.IsZero() {
				words = r.T("store.bar_above", "country", to.Text, "amount", b.Threshold)
			}
			if b.Note != "" {
				words += " " + r.T("landed."+b.Note)
			}
			list = append(list, strings.TrimSpace(words+" "+b.Words))
		}
	}
	return list
}

// reasonsOf says which of the seller's words led to a suggestion.
func reasonsOf(r *web.Request, list []hs.Reason) (words []string) {
	for _, reason := range list {
		text := r.T("desk.hs_word", "word", reason.Wrote)
		switch {
		case reason.Wrote == "":
			text = r.T("desk.f_category")
		case reason.Means != "" && !strings.EqualFold(reason.Wrote, reason.Means):
			text = r.T("desk.hs_means", "word", reason.Wrote, "meaning", reason.Means)
		}
		if !slices.Contains(words, text) {
			words = append(words, text)
		}
	}
	return words
}

// noCode is the choice of none of the suggestions: the field decides.
const noCode = "none"

// readCode gives the code of the form: the suggestion that was chosen, unless
// another was typed after they were made.
func readCode(form *web.Form) string {
	typed := plainCode(form.Get("hs"))
	if c := form.Get("hs_choice"); c != "" && c != noCode && typed == plainCode(form.Get("hs_was")) {
		return plainCode(c)
	}
	return typed
}

// plainCode is a code without the points and spaces people write in it.
func plainCode(s string) string {
	return strings.NewReplacer(".", "", " ", "").Replace(country.Digits(s))
}

// checkCode refuses a new code that the Harmonized System has not; one that was
// there before, from an import or an older edition, bars no other change.
func checkCode(p catalog.Product, draft catalog.Draft, form *web.Form) {
	if draft.HS == "" || draft.HS == p.HS {
		return
	}
	if _, ok := hs.Lookup(draft.HS); !ok {
		form.Add("hs", "fault.hs_unknown", "year", hs.Edition)
	}
}

// uncoded is the way to the products without a customs code, and how many they
// are; an empty link when there are none.
func (d *Desk) uncoded(r *web.Request, shop catalog.Shop) (l ui.Link, err error) {
	n, err := d.Catalog.Uncoded(r.R.Context(), r.Actor, shop.ID)
	if err == nil && n > 0 {
		l = ui.Link{URL: base(r) + "/products?code=" + noCode, Text: r.N("desk.hs_missing", n)}
	}
	return l, err
}
