package web

import (
	"strconv"

	"agora/country"
	"agora/delivery"
	"agora/web/ui"
)

// PointsView is the points of a shop or a carrier, with the form that adds one.
type PointsView struct {
	to     string // where the forms go
	rows   []pointRow
	fields []ui.Field
	cash   bool
	open   bool
}

type pointRow struct{ id, name, about string }

// PointsView makes it of points; in is the country that is offered first.
func (r *Request) PointsView(to string, list []delivery.Point, in country.Code, form *Form) PointsView {
	v := PointsView{to: to, cash: form == nil || form.Has("point.cash"), open: form != nil}
	for _, p := range list {
		about := string(p.Country) + " " + p.City + " " + p.Postcode + ", " + p.Street
		if p.Hours != "" {
			about += " (" + p.Hours + ")"
		}
		v.rows = append(v.rows, pointRow{strconv.FormatInt(int64(p.ID), 10), p.Name, about})
	}
	for _, f := range []ui.Field{
		{Name: "name", Label: r.T("desk.f_name"), Max: 80, Dir: "auto", Required: true},
		{Name: "country", Label: r.T("store.country"), Options: ui.Select(r.Countries(), string(in))},
		{Name: "city", Label: r.T("store.a_city"), Max: 80, Dir: "auto", Required: true},
		{Name: "postcode", Label: r.T("store.a_postcode"), Max: 20, Dir: "ltr"},
		{Name: "street", Label: r.T("store.a_street"), Max: 160, Dir: "auto", Required: true},
		{Name: "hours", Label: r.T("desk.point_hours"), Max: 120, Dir: "auto"},
	} {
		f.Name = "point." + f.Name
		v.fields = append(v.fields, form.Fill(r, f))
	}
	return v
}

// PointOf reads a point of the form.
func (f *Form) PointOf() delivery.Point {
	return delivery.Point{Name: f.Get("point.name"), Country: country.Code(f.Get("point.country")), City: f.Get("point.city"), Postcode: f.Get("point.postcode"),
		Street: f.Get("point.street"), Hours: f.Get("point.hours"), Cash: f.Has("point.cash")}
}
