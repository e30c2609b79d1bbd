package aid

import (
	"net/http"

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
	closed       bool
	cols         []ui.Col
	rows         [][]ui.Cell
	sent         []sentView
	facilities   []ui.Row
	file, board  string // addresses; board is "" for who does not coordinate
	need, pledge string // addresses; "" when it is closed
	url          string // of the page
	slots        string
}

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

func (a *Aid) crisis(r *web.Request) error {
	c, err := a.crisisOf(r)
	if err != nil {
		return err
	}
	v := crisisView{title: r.Words(c.Title), about: r.Words(c.About), where: countries(r, c.Countries), closed: c.State == relief.Closed,
		at: r.T("relief.counted", "time", r.Moment(r.Now())), file: crisisURL(c.ID) + "/totals.csv", url: crisisURL(c.ID)}
	if relief.Coordinates(r.Actor) {
		v.board = boardURL(c.ID)
	}
	if c.State == relief.Open {
		v.need, v.pledge = crisisURL(c.ID)+"/need", crisisURL(c.ID)+"/pledge"
		v.slots = crisisURL(c.ID) + "/slots"
	}
	if err := a.fillTotals(r, c, &v); err != nil {
		return err
	}
	if err := a.fillSent(r, c, &v); err != nil {
		return err
	}
	facilities, err := a.Relief.Facilities(r.R.Context(), c.ID, 0)
	for _, f := range facilities {
		if f.State == relief.Refused {
			continue
		}
		row := ui.Row{What: f.Name + ", " + f.Town, Value: r.T("relief.kind_" + string(f.Kind)), Why: r.T("relief.unverified")}
		if f.State == relief.Verified {
			row.Why = r.T("relief.verified", "source", f.Source, "day", r.Locale.Date(f.Checked))
		}
		v.facilities = append(v.facilities, row)
	}
	if err != nil {
		return err
	}
	return a.page(r, http.StatusOK, v.title.Text, crisisPage(v))
}

// fillTotals adds up the crisis by item.
func (a *Aid) fillTotals(r *web.Request, c relief.Crisis, v *crisisView) error {
	list, err := a.Relief.Items(r.R.Context(), c.ID)
	if err != nil {
		return err
	}
	totals, err := a.Relief.Totals(r.R.Context(), c.ID)
	if err != nil {
		return err
	}
	sums := map[goods.ItemID]relief.Total{}
	for _, t := range totals {
		s := sums[t.Item]
		s.Needed, s.OnTheWay, s.Received, s.Missing, s.Lost = s.Needed+t.Needed, s.OnTheWay+t.OnTheWay, s.Received+t.Received, s.Missing+t.Missing, s.Lost+t.Lost
		sums[t.Item] = s
	}
	pledged, err := a.Relief.Pledged(r.R.Context(), c.ID)
	if err != nil {
		return err
	}
	v.cols = []ui.Col{{Head: r.T("relief.item")}, {Head: r.T("relief.needed"), Number: true}, {Head: r.T("relief.pledged"), Number: true}, {Head: r.T("relief.on_the_way"), Number: true}, {Head: r.T("relief.received"), Number: true},
		{Head: r.T("relief.missing"), Number: true}, {Head: r.T("relief.lost"), Number: true}}
	for _, i := range list {
		s, some := sums[i.ID]
		if !some && pledged[i.ID] == 0 {
			continue
		}
		missing := ui.Cell{Text: r.Locale.Number(s.Missing)}
		if s.Missing > 0 {
			missing = ui.Cell{Part: ui.Badge("pome", "", missing.Text)}
		}
		v.rows = append(v.rows, []ui.Cell{{Text: itemName(r, i) + " · " + r.T("relief.in_"+string(i.Unit))}, {Text: r.Locale.Number(s.Needed)}, {Text: r.Locale.Number(pledged[i.ID])}, {Text: r.Locale.Number(s.OnTheWay)}, {Text: r.Locale.Number(s.Received)}, missing, {Text: r.Locale.Number(s.Lost)}})
	}
	return nil
}

// fillSent lists the consignments, the newest first.
func (a *Aid) fillSent(r *web.Request, c relief.Crisis, v *crisisView) error {
	sent, err := a.Relief.Consignments(r.R.Context(), c.ID, 0)
	if err != nil {
		return err
	}
	tallies, err := a.Relief.Tallies(r.R.Context(), c.ID, sent)
	for _, s := range sent {
		t := tallies[s.ID]
		one := sentView{link: ui.Link{URL: consignmentURL(s), Text: s.Number}, state: r.T("relief.state_" + string(s.State)), tone: "lapis",
			words: r.T("relief.came_of", "came", r.Locale.Number(t.Came()), "of", r.Locale.Number(s.Packages))}
		if t[relief.Absent] > 0 {
			one.tone, one.state = "pome", r.N("relief.absent", t[relief.Absent])
		}
		v.sent = append(v.sent, one)
	}
	return err
}

// totals gives the totals of a crisis as a file with a row of HXL tags.
func (a *Aid) totals(r *web.Request) error {
	c, err := a.crisisOf(r)
	if err != nil {
		return err
	}
	return a.Relief.Export(r.R.Context(), c.ID, r.Download("totals.csv", "text/csv; charset=utf-8"))
}
