package aid

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"agora/goods"
	"agora/relief"
	"agora/web"
	"agora/web/ui"
)

// crisisView is what everybody reads about a crisis.
type crisisView struct {
	title, about ui.Link
	where, at    string // countries; when it was counted
	since        string // when the needs were confirmed
	closed       bool
	cols         []ui.Col
	rows         [][]ui.Cell
	itemPages    pages
	sent         []sentView
	sentPages    pages
	placeCols    []ui.Col
	places       [][]ui.Cell
	placePages   pages
	chart        chart
	bar          string // length of the bar of the map
	file, needs  string // addresses of files
	board        string // address; "" for who does not coordinate
	need, pledge string // addresses; "" when it is closed
	url          string // of the page
	slots        string
}

// pages are the addresses of the first page of a list and of the next; "" for none.
type pages struct{ first, next string }

// What a page of a crisis shows at most: it is read on slow phones.
const (
	itemsShown  = 10
	placesShown = 10
)

// sentView is a consignment in a list.
type sentView struct {
	link         ui.Link
	words, state string
	tone         string
}

func (a *Aid) crises(r *web.Request) error {
	list, err := a.Relief.Crises(r.R.Context())
	if err != nil {
		return err
	}
	var v []crisisView
	for _, c := range list {
		one := crisisView{title: r.Words(c.Title), about: r.Words(c.About), where: countries(r, c.Countries), closed: c.State == relief.Closed}
		one.title.URL = crisisURL(c.ID)
		v = append(v, one)
	}
	return a.page(r, http.StatusOK, r.T("relief.title"), crisesPage(v, relief.Coordinates(r.Actor)))
}

func (a *Aid) page(r *web.Request, status int, title string, body templ.Component) error {
	f := r.Frame(title)
	f.Place = "relief"
	return r.Page(status, f, body)
}

// private is a page by somebody's own link.
func (a *Aid) private(r *web.Request, status int, title string, body templ.Component) error {
	f := r.Frame(title)
	f.Place, f.Private = "relief", true
	return r.Page(status, f, body)
}

func (a *Aid) crisis(r *web.Request) error {
	id, err := r.PathID("crisis")
	if err != nil {
		return err
	}
	before, _ := strconv.ParseInt(r.Query("sent"), 10, 64) // what is none is the first page
	o, err := a.Relief.Overview(r.R.Context(), relief.CrisisID(id), relief.ConsignmentID(before))
	if err != nil {
		return err
	}
	c := o.Crisis
	v := crisisView{title: r.Words(c.Title), about: r.Words(c.About), where: countries(r, c.Countries), closed: c.State == relief.Closed,
		at: r.T("relief.counted", "time", r.Moment(r.Now())), file: crisisURL(c.ID) + "/totals.csv", needs: crisisURL(c.ID) + "/needs.csv", url: crisisURL(c.ID)}
	if relief.Coordinates(r.Actor) {
		v.board = boardURL(c.ID)
	}
	if c.State == relief.Open {
		v.need, v.pledge = crisisURL(c.ID)+"/need", crisisURL(c.ID)+"/pledge"
		v.slots = crisisURL(c.ID) + "/slots"
	}
	v.fillItems(r, o)
	v.fillPlaces(r, o)
	v.fillMap(r, o)
	v.fillSent(r, o, before)
	return a.page(r, http.StatusOK, v.title.Text, crisisPage(v))
}

// part gives a page of a list of so many, and the addresses of others; the query says how
// many come before it.
func part(r *web.Request, c relief.CrisisID, query string, of, most int) (from, to int, p pages) {
	n, _ := strconv.Atoi(r.Query(query)) // what is none is the first page
	from = min(max(n, 0), of)
	to = min(from+most, of)
	if from > 0 {
		p.first = crisisURL(c) + "#" + query
	}
	if to < of {
		p.next = crisisURL(c) + "?" + query + "=" + strconv.Itoa(to) + "#" + query
	}
	return from, to, p
}

// fillItems adds up the crisis by item.
func (v *crisisView) fillItems(r *web.Request, o relief.Overview) {
	sums := relief.ByItem(o.Totals)
	v.since = confirmed(r, o.Totals)
	v.cols = []ui.Col{{Head: r.T("relief.item")}, {Head: r.T("relief.needed"), Number: true}, {Head: r.T("relief.pledged"), Number: true}, {Head: r.T("relief.on_the_way"), Number: true}, {Head: r.T("relief.received"), Number: true},
		{Head: r.T("relief.missing"), Number: true}, {Head: r.T("relief.lost"), Number: true}}
	some := slices.DeleteFunc(slices.Clone(o.Items), func(i relief.Item) bool {
		_, moved := sums[i.ID]
		return !moved && o.Pledged[i.ID] == 0
	})
	from, to, p := part(r, o.ID, "items", len(some), itemsShown)
	v.itemPages = p
	for _, i := range some[from:to] {
		s := sums[i.ID]
		v.rows = append(v.rows, []ui.Cell{{Text: itemName(r, i) + " · " + r.T("relief.in_"+string(i.Unit))}, {Text: r.Locale.Number(s.Needed)}, {Text: r.Locale.Number(o.Pledged[i.ID])}, {Text: r.Locale.Number(s.OnTheWay)}, {Text: r.Locale.Number(s.Received)}, missed(r, s), {Text: r.Locale.Number(s.Lost)}})
	}
}

// confirmed says between which days the needs were said that still stand.
func confirmed(r *web.Request, list []relief.Total) string {
	var since, until time.Time
	for _, t := range list {
		if !t.Since.IsZero() && (since.IsZero() || t.Since.Before(since)) {
			since = t.Since
		}
		if t.Since.After(until) {
			until = t.Since
		}
	}
	if since.IsZero() {
		return ""
	}
	days := r.Locale.Date(since)
	if to := r.Locale.Date(until); to != days {
		days += " – " + to
	}
	return r.T("relief.need_confirmed", "day", days)
}

// missed is what is missing, marked when it is something.
func missed(r *web.Request, t relief.Total) ui.Cell {
	c := ui.Cell{Text: r.Locale.Number(t.Missing)}
	if t.Missing > 0 {
		c = ui.Cell{Part: ui.Badge("pome", "", c.Text)}
	}
	return c
}

// fillPlaces lists the facilities, the most urgent first.
func (v *crisisView) fillPlaces(r *web.Request, o relief.Overview) {
	v.placeCols = []ui.Col{{Head: r.T("relief.where")}, {Head: r.T("relief.needs"), Number: true}, {Head: r.T("relief.days_left")}, {Head: r.T("relief.needed")}, {Head: r.T("relief.on_the_way")}, {Head: r.T("relief.received")}, {Head: r.T("relief.missing")}}
	known, items := map[relief.FacilityID]relief.Facility{}, byID(o.Items)
	for _, f := range o.Facilities {
		known[f.ID] = f
	}
	list := o.ByFacility()
	from, to, p := part(r, o.ID, "places", len(list), placesShown)
	v.placePages = p
	for _, t := range list[from:to] {
		f := known[t.Facility]
		each := func(units func(relief.Total) int64) ui.Cell { return eachItem(r, items, t.Items, units) }
		v.places = append(v.places, []ui.Cell{{Text: f.Name + ", " + f.Town, URL: placeURL(o.ID, f.ID)}, {Text: r.Locale.Number(t.Needs)}, stockLasts(r, t.DaysLeft),
			each(func(t relief.Total) int64 { return t.Needed }), each(func(t relief.Total) int64 { return t.OnTheWay }), each(func(t relief.Total) int64 { return t.Received }), each(func(t relief.Total) int64 { return t.Missing })})
	}
}

// stockLasts says for how many days a stock lasts, marked when they are few; -1 for not known.
func stockLasts(r *web.Request, days int64) ui.Cell {
	if days < 0 {
		return ui.Cell{Text: "–"}
	}
	c := ui.Cell{Text: r.N("common.days", days)}
	if days < fewDays {
		c = ui.Cell{Part: ui.Badge("pome", "", c.Text)}
	}
	return c
}

// unitsOf is units of an item.
type unitsOf struct{ item, units string }

// mostItems bounds the items that a cell names.
const mostItems = 3

// eachItem names the units of each item, the largest part first: units of different items
// are never added up.
func eachItem(r *web.Request, items map[goods.ItemID]relief.Item, list []relief.Total, units func(relief.Total) int64) ui.Cell {
	some := slices.DeleteFunc(slices.Clone(list), func(t relief.Total) bool { return units(t) == 0 })
	if len(some) == 0 {
		return ui.Cell{Text: "–"}
	}
	slices.SortStableFunc(some, func(a, b relief.Total) int { return cmp.Compare(units(b), units(a)) })
	var named []unitsOf
	for _, t := range some[:min(len(some), mostItems)] {
		i := items[t.Item]
		named = append(named, unitsOf{itemName(r, i), r.N("relief.unit_"+string(i.Unit), units(t))})
	}
	more := ""
	if rest := len(some) - len(named); rest > 0 {
		more = "+" + r.Locale.Number(int64(rest))
	}
	return ui.Cell{Part: itemUnits(named, more)}
}

// fillMap draws the facilities of which it is known where they are.
func (v *crisisView) fillMap(r *web.Request, o relief.Overview) {
	lacks := map[relief.FacilityID]int64{}
	for _, t := range o.Totals {
		if t.Needed > 0 {
			lacks[t.Facility]++
		}
	}
	var spots []spot
	for _, f := range o.Facilities {
		if f.Placed() {
			spots = append(spots, spot{name: f.Name, lat: f.Lat, lon: f.Lon, lacks: lacks[f.ID]})
		}
	}
	v.chart = drawMap(spots)
	v.bar = r.T("relief.km", "n", r.Locale.Number(v.chart.km))
}

// fillSent lists a page of the consignments, the newest first.
func (v *crisisView) fillSent(r *web.Request, o relief.Overview, before int64) {
	if before > 0 {
		v.sentPages.first = crisisURL(o.ID) + "#sent"
	}
	for n, s := range o.Sent {
		if n == relief.SentPage {
			v.sentPages.next = crisisURL(o.ID) + "?sent=" + number(int64(o.Sent[n-1].ID)) + "#sent"
			break
		}
		t := o.Tallies[s.ID]
		one := sentView{link: ui.Link{URL: consignmentURL(s), Text: s.Number}, state: r.T("relief.state_" + string(s.State)), tone: "lapis",
			words: r.T("relief.came_of", "came", r.Locale.Number(t.Came()), "of", r.Locale.Number(s.Packages))}
		if t[relief.Absent] > 0 {
			one.tone, one.state = "pome", r.N("relief.absent", t[relief.Absent])
		}
		v.sent = append(v.sent, one)
	}
}

// totals gives the totals of a crisis as a file with a row of HXL tags.
func (a *Aid) totals(r *web.Request) error {
	c, err := a.crisisOf(r)
	if err != nil {
		return err
	}
	return a.Relief.Export(r.R.Context(), c.ID, r.Download("totals.csv", "text/csv; charset=utf-8"))
}

// needsCSV gives what is needed, by facility and item, as a file with a row of HXL tags.
func (a *Aid) needsCSV(r *web.Request) error {
	c, err := a.crisisOf(r)
	if err != nil {
		return err
	}
	return a.Relief.ExportNeeds(r.R.Context(), c.ID, r.Download("needs.csv", "text/csv; charset=utf-8"))
}
