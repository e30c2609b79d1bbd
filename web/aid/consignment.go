package aid

import (
	"net/http"
	"slices"

	"agora/fault"
	"agora/goods"
	"agora/money"
	"agora/relief"
	"agora/web"
	"agora/web/ui"
)

// rowOf is how many packages stand in a row of the picture.
const rowOf = 41

// consignmentView is the road of a consignment, and what is missing of it.
type consignmentView struct {
	crisis          ui.Link
	number, from    string
	headline        string // "676 of 697 packages arrived in Dushanbe."
	gone            string // "21 did not."
	picture         string // the picture in words
	packages        int
	missing         [][2]int // ranges of numbers
	came, absent    string
	names           string   // heading of rows
	rows            []ui.Row // what is missing, and its value
	last            []string // who signed for it last
	owner, strange  string
	road            []ui.Moment
	settled, atDesk string
	board           string
}

func (a *Aid) consignment(r *web.Request) error {
	v, _, err := a.look(r)
	if err != nil {
		return err
	}
	return a.page(r, http.StatusOK, v.number, consignmentPage(v))
}

// look reads a consignment with all that everybody may know of it.
func (a *Aid) look(r *web.Request) (v consignmentView, c relief.Consignment, err error) {
	ctx := r.R.Context()
	if c, err = a.consignmentOf(r); err != nil {
		return v, c, err
	}
	crisis, err := a.Relief.Crisis(ctx, c.Crisis)
	if err != nil {
		return v, c, err
	}
	tallies, err := a.Relief.Tallies(ctx, c.Crisis, []relief.Consignment{c})
	if err != nil {
		return v, c, err
	}
	tally := tallies[c.ID]
	to, err := a.Relief.Facility(ctx, c.Crisis, c.To)
	if err != nil {
		return v, c, err
	}
	v = consignmentView{crisis: r.Words(crisis.Title), number: c.Number, from: c.From, packages: int(c.Packages),
		headline: r.N("relief.headline", c.Packages, "came", r.Locale.Number(tally.Came()), "place", to.Town),
		came:     r.N("relief.key_came", tally.Came())}
	v.crisis.URL = crisisURL(c.Crisis)
	v.picture = v.headline
	if relief.Coordinates(r.Actor) {
		v.board = custodyURL(c)
	}
	if err := a.gap(r, c, to, &v); err != nil {
		return v, c, err
	}
	return v, c, a.road(r, c, to, tally, &v)
}

// gap names what is missing.
func (a *Aid) gap(r *web.Request, c relief.Consignment, to relief.Facility, v *consignmentView) error {
	g, err := a.Relief.Gap(r.R.Context(), c.Crisis, c.ID)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if len(g.Strange) > 0 {
		v.strange = r.T("relief.strange", "numbers", numbers(r, g.Strange))
	}
	if g.Settled {
		v.settled = r.N("relief.settled", int64(len(g.Numbers)))
		return nil
	}
	list, err := a.Relief.Items(r.R.Context(), c.Crisis)
	if err != nil {
		return err
	}
	n := int64(len(g.Packages))
	v.gone, v.absent, v.names = r.N("relief.did_not", n), r.N("relief.key_absent", n), r.N("relief.by_name", n)
	v.rows, v.missing = lacks(r, g, byID(list), c.Currency)
	v.picture += " " + v.gone
	v.owner = r.T("relief.answers", "time", r.Moment(g.Due))
	for _, custody := range lasts(g) {
		if custody.ID == 0 {
			v.last = append(v.last, r.T("relief.last_nobody"))
			continue
		}
		v.last = append(v.last, r.T("relief.last", "custodian", custody.Custodian, "person", custody.Person, "place", custody.Place, "time", r.Moment(custody.At)))
	}
	return nil
}

// lasts gives the hand-overs by which what is missing was taken over last.
func lasts(g relief.Gap) (list []relief.Custody) {
	for _, p := range g.Packages {
		if !slices.ContainsFunc(list, func(c relief.Custody) bool { return c.ID == p.Last.ID }) {
			list = append(list, p.Last)
		}
	}
	return list
}

// lacks gives a line for each lot that is missing, with the numbers of its packages, and
// their value; and the ranges of numbers.
func lacks(r *web.Request, g relief.Gap, items map[goods.ItemID]relief.Item, c money.Currency) (rows []ui.Row, ranges [][2]int) {
	type part struct {
		lot      goods.Lot
		packages []int64
		units    int64
	}
	var parts []part
	value := int64(0)
	for _, p := range g.Packages {
		value += p.Value
		n := int(p.Number)
		if last := len(ranges) - 1; last >= 0 && ranges[last][1] == n-1 {
			ranges[last][1] = n
		} else {
			ranges = append(ranges, [2]int{n, n})
		}
		for _, s := range p.Contents {
			i := slices.IndexFunc(parts, func(one part) bool { return one.lot.ID == s.Lot.ID })
			if i < 0 {
				i, parts = len(parts), append(parts, part{lot: s.Lot})
			}
			parts[i].packages, parts[i].units = append(parts[i].packages, p.Number), parts[i].units+s.Units
		}
	}
	for _, p := range parts {
		item := items[p.lot.Item]
		row := ui.Row{What: r.T("relief.times", "n", r.Locale.Number(int64(len(p.packages))), "item", itemName(r, item)), Value: units(r, p.units, item),
			Why: r.T("relief.numbers", "numbers", numbers(r, p.packages))}
		if p.lot.Batch != "" {
			row.Why += " · " + r.T("relief.batch", "batch", p.lot.Batch)
		}
		rows = append(rows, row)
	}
	return append(rows, ui.Row{What: r.T("relief.value"), Amount: money.Of(value, c), Sum: true}), ranges
}

// road tells what happened to a consignment, in order.
func (a *Aid) road(r *web.Request, c relief.Consignment, to relief.Facility, tally relief.Tally, v *consignmentView) error {
	v.road = []ui.Moment{{What: r.N("relief.packed", c.Packages), When: c.Place + " · " + r.Moment(c.At()), State: "done"}}
	list, err := a.Relief.HandOvers(r.R.Context(), c.Crisis, c.ID)
	for _, h := range list {
		n := int64(len(h.Numbers))
		if n == 0 {
			n = c.Packages
		}
		v.road = append(v.road, ui.Moment{What: r.N("relief.signed", n), When: h.Custodian + " · " + h.Place + " · " + r.Moment(h.At), State: "done"})
	}
	state := map[relief.ConsignmentState]string{relief.Counting: "now", relief.Counted: "done", relief.Received: "done"}[c.State]
	if state == "" {
		state = "next"
	}
	v.road = append(v.road, ui.Moment{What: r.N("relief.scanned", tally.Came()), When: to.Name + ", " + to.Town, State: state})
	last := ui.Moment{What: r.T("relief.state_received"), State: "next"}
	if c.State == relief.Received {
		last.State = "done"
	}
	v.road = append(v.road, last)
	return err
}
