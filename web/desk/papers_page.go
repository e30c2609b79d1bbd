package desk

import (
	"fmt"
	"net/url"
	"strings"

	"agora/academy"
	"agora/catalog"
	"agora/customs"
	"agora/market"
	"agora/web"
	"agora/web/ui"
)

// papersView is the papers of one order, and what they lack.
type papersView struct {
	base, url, ref string
	lacks          []ui.Link
	papers         []ui.Link
	mishaps        []ui.Mishap
	parcel         []ui.Field
	goods          []papersLine
	key            []string
}

// papersLine is a line whose snapshot lacks something that papers ask for.
type papersLine struct {
	title, product string
	fields         []ui.Field
}

func (d *Desk) showPapers(r *web.Request, form *web.Form, status int) error {
	shop, out, err := d.outgoing(r)
	if err != nil {
		return err
	}
	s, err := d.shipment(r.R.Context(), shop, out)
	if err != nil {
		return err
	}
	v := papersView{base: base(r), url: base(r) + "/orders/" + number(int64(out.ID)), ref: out.Ref, mishaps: form.Mishaps(r),
		key: r.FormKey(r.T("desk.papers") + " · " + out.Ref)}
	for _, k := range s.Kinds() {
		v.papers = append(v.papers, ui.Link{URL: v.url + "/papers/" + string(k) + ".pdf", Text: r.T("desk.papers_" + string(k))})
	}
	v.papers = append(v.papers, ui.Link{URL: v.url + "/papers/invoice.xml", Text: r.T("desk.papers_xml")})
	v.parcel = []ui.Field{
		form.Fill(r, ui.Field{Name: "gross", Label: r.T("desk.gross"), Hint: r.T("desk.gross_hint"), Value: unless0(out.Declared.Gross), Mode: "numeric", Dir: "ltr", Max: 12}),
		form.Fill(r, ui.Field{Name: "tracking", Label: r.T("desk.tracking"), Hint: r.T("desk.papers_number_hint"), Value: s.Number, Dir: "ltr", Max: 40}),
	}
	for i, l := range out.Promised {
		said := market.DeclaredLine{}
		if i < len(out.Declared.Lines) {
			said = out.Declared.Lines[i]
		}
		if line := lineAsked(r, shop, form, i, l, said); len(line.fields) > 0 {
			line.product = v.base + "/products?" + url.Values{"q": {line.title}}.Encode()
			v.goods = append(v.goods, line)
		}
	}
	for _, lack := range s.Missing() {
		v.lacks = append(v.lacks, lackOf(r, shop, out, lack))
	}
	return d.teaching(r, status, shop, "orders", r.T("desk.papers_of", "ref", out.Ref), papersPage(v), academy.OrderShipped)
}

func unless0(n int64) string {
	if n == 0 {
		return ""
	}
	return number(n)
}

// lineAsked gives the fields for what the snapshot of a line lacks.
func lineAsked(r *web.Request, shop catalog.Shop, form *web.Form, i int, l market.Line, said market.DeclaredLine) papersLine {
	out := papersLine{title: text(r, shop, l.Title)}
	at := fmt.Sprintf("lines.%d.", i)
	if len(l.HS) < 6 {
		f := ui.Field{Name: at + "hs", Label: r.T("desk.f_hs"), Hint: r.T("fault.hs_six"), Value: said.HS, Mode: "numeric", Dir: "ltr", Max: 12}
		if f.Value == "" {
			f.Value = l.HS
		}
		out.fields = append(out.fields, form.Fill(r, f))
	}
	if l.Origin == "" {
		out.fields = append(out.fields, form.Fill(r, ui.Field{Name: at + "origin", Label: r.T("desk.f_origin"), Options: ui.Select(r.Countries(), string(said.Origin)),
			Empty: r.T("desk.f_unknown"), Value: string(said.Origin)}))
	}
	if l.Grams == 0 {
		out.fields = append(out.fields, form.Fill(r, ui.Field{Name: at + "grams", Label: r.T("desk.col_grams"), Value: unless0(said.Grams), Mode: "numeric", Dir: "ltr", Max: 12}))
	}
	return out
}

// lackOf says what is missing, and leads to where it is mended.
func lackOf(r *web.Request, shop catalog.Shop, out market.Outgoing, lack customs.Lack) ui.Link {
	side, _, _ := strings.Cut(lack.Field, ".")
	switch side {
	case "sender":
		return ui.Link{URL: base(r) + "/shop", Text: r.T("desk.lack_sender")}
	case "addressee":
		return ui.Link{Text: r.T("desk.lack_addressee")}
	case "gross":
		return ui.Link{URL: "#f-gross", Text: r.T("desk.gross")}
	}
	names := map[string][2]string{"hs": {"desk.f_hs", "hs"}, "origin": {"desk.f_origin", "origin"}, "net": {"desk.col_grams", "grams"}}
	if n, ok := names[lack.Field]; ok {
		return ui.Link{URL: fmt.Sprintf("#f-lines-%d-%s", lack.Line-1, n[1]), Text: r.T(n[0]) + ": " + alone(text(r, shop, out.Promised[lack.Line-1].Title))}
	}
	return ui.Link{Text: r.T("desk.lack_addressee")} // only an order of another age lacks anything else
}
