package aid

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"agora/fault"
	"agora/goods"
	"agora/relief"
	"agora/web"
	"agora/web/ui"
)

// placeView is what everybody reads about a facility.
type placeView struct {
	crisis       ui.Link
	name, where  string
	verified     string
	tone         string
	facts        []ui.Row // how to bring something
	cols         []ui.Col
	rows         [][]ui.Cell
	need, pledge string // addresses; "" when the crisis is closed
	mishaps      []ui.Mishap
	write        string // address; "" where nobody can be written to
	fields       []ui.Field
	reply        bool
	desk         string // address; "" for who does not coordinate
}

// relayed bounds how often one client writes to facilities.
var relayed = web.Rate{Burst: 5, Every: 5 * time.Minute}

func (a *Aid) placeRoutes() []web.Route {
	return []web.Route{
		public("/{crisis}/at/{facility}/{$}", a.place),
		{Method: "POST", Pattern: "/relief/{crisis}/at/{facility}/{$}", Access: web.Anyone, Strict: true, Rate: relayed, Handle: a.write},
	}
}

func placeURL(c relief.CrisisID, id relief.FacilityID) string {
	return crisisURL(c) + "/at/" + number(int64(id)) + "/"
}

func (a *Aid) place(r *web.Request) error { return a.showPlace(r, nil, http.StatusOK) }

// placeOf gives the facility of the path.
func placeOf(r *web.Request) (relief.CrisisID, relief.FacilityID, error) {
	crisis, err := r.PathID("crisis")
	if err != nil {
		return 0, 0, err
	}
	id, err := r.PathID("facility")
	return relief.CrisisID(crisis), relief.FacilityID(id), err
}

func (a *Aid) showPlace(r *web.Request, form *web.Form, status int) error {
	crisis, id, err := placeOf(r)
	if err != nil {
		return err
	}
	at, err := a.Relief.At(r.R.Context(), crisis, id)
	if err != nil {
		return err
	}
	v := placeView{crisis: r.Words(at.Case.Title), name: at.Name, where: r.T("relief.kind_"+string(at.Kind)) + " · " + at.Town + ", " + r.CountryName(at.Country),
		verified: r.T("relief.unverified"), tone: "saff", mishaps: form.Mishaps(r)}
	v.crisis.URL = crisisURL(crisis)
	if at.Facility.State == relief.Verified {
		v.tone, v.verified = "leaf", r.T("relief.verified", "source", at.Source, "day", r.Locale.Date(at.Checked))
	}
	if relief.Coordinates(r.Actor) {
		v.desk = facilityURL(at.Facility)
	}
	v.facts = dropOff(r, at)
	v.cols, v.rows = lackTable(r, at)
	if at.Case.State == relief.Open {
		v.need, v.pledge = crisisURL(crisis)+"/need?at="+number(int64(id)), crisisURL(crisis)+"/pledge"
		if at.Reachable() {
			v.write, v.reply = placeURL(crisis, id), form != nil && form.Has("reply")
			v.fields = filled(r, form, ui.Field{Name: "text", Label: r.T("console.message"), Type: "area", Rows: 4, Max: relief.MaxMessage, Dir: "auto", Required: true},
				ui.Field{Name: "name", Label: r.T("relief.pledge_donor"), Max: 200, Dir: "auto", Complete: "name"},
				ui.Field{Name: "email", Label: r.T("store.email"), Type: "email", Max: 254, Dir: "ltr", Complete: "email"})
		}
	}
	return a.page(r, status, v.name, placePage(v))
}

// dropOff says how to bring something there, and what is taken.
func dropOff(r *web.Request, at relief.At) (rows []ui.Row) {
	add := func(what, value string) {
		if value != "" {
			rows = append(rows, ui.Row{What: r.T(what), Value: value})
		}
	}
	add("relief.landmark", at.Landmark)
	add("relief.hours", at.Hours)
	if at.Placed() {
		add("relief.point", "\u2066"+at.Point()+"\u2069")
	}
	takes := r.T("hall.mode_all")
	if len(at.Takes.Only) > 0 {
		takes = itemNames(r, at.Items, at.Takes.Only)
	}
	add("relief.takes", takes)
	add("relief.takes_homemade", whichWords(r, at, at.Takes.Homemade, true))
	add("relief.takes_certified", whichWords(r, at, at.Takes.Certified, false))
	return rows
}

// whichWords says of what a rule is; none of it is said where say is true.
func whichWords(r *web.Request, at relief.At, w relief.Which, say bool) string {
	switch {
	case w.All:
		return r.T("hall.mode_all")
	case len(w.Items) > 0:
		return itemNames(r, at.Items, w.Items)
	case say:
		return r.T("desk.f_none")
	}
	return ""
}

// itemNames writes items by their names.
func itemNames(r *web.Request, all []relief.Item, ids []goods.ItemID) string {
	var names []string
	for _, i := range all {
		if slices.Contains(ids, i.ID) {
			names = append(names, itemName(r, i))
		}
	}
	return strings.Join(names, ", ")
}

// lackTable is what a facility needs, and what came and comes of it.
func lackTable(r *web.Request, at relief.At) (cols []ui.Col, rows [][]ui.Cell) {
	cols = []ui.Col{{Head: r.T("relief.item")}, {Head: r.T("relief.needed"), Number: true}, {Head: r.T("relief.days_left")}, {Head: r.T("relief.on_the_way"), Number: true},
		{Head: r.T("relief.received"), Number: true}, {Head: r.T("relief.missing"), Number: true}}
	needs, totals := map[goods.ItemID]relief.Need{}, map[goods.ItemID]relief.Total{}
	for _, n := range at.Needs {
		needs[n.Item] = n
	}
	for _, t := range at.Totals {
		totals[t.Item] = t
	}
	for _, i := range at.Items {
		n, asked := needs[i.ID]
		t, some := totals[i.ID]
		if !asked && !some {
			continue
		}
		days := int64(-1)
		if asked {
			days = n.DaysLeftOn(r.Now())
		}
		rows = append(rows, []ui.Cell{{Text: itemName(r, i)}, {Text: units(r, t.Needed, i)}, stockLasts(r, days), {Text: r.Locale.Number(t.OnTheWay)}, {Text: r.Locale.Number(t.Received)}, {Text: r.Locale.Number(t.Missing)}})
	}
	return cols, rows
}

// fewDays is how many days of stock are few.
const fewDays = 7

// write takes a message to a facility.
func (a *Aid) write(r *web.Request) error {
	crisis, id, err := placeOf(r)
	if err != nil {
		return err
	}
	return sent(r, "relief.message_thanks", func(f *web.Form) (string, error) {
		m := relief.Message{Crisis: crisis, Facility: id, Note: relief.Note{Text: f.Get("text"), Name: f.Get("name"), Lang: r.Locale.Lang()}}
		if f.Has("reply") {
			if m.Reply = f.Get("email"); m.Reply == "" {
				return "", fault.Field("email", "fault.required")
			}
		}
		return placeURL(crisis, id), a.Relief.Write(r.R.Context(), m)
	}, func(f *web.Form, status int) error { return a.showPlace(r, f, status) })
}
