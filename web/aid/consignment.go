package aid

import (
	"net/http"
	"slices"

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

// look reads the consignment of the path with all that everybody may know of it.
func (a *Aid) look(r *web.Request) (v consignmentView, j relief.Journey, err error) {
	crisis, id, err := consignmentID(r)
	if err != nil {
		return v, j, err
	}
	return a.lookAt(r, crisis, id, true)
}

// lookAt reads a consignment, with what is missing of it by name where that is wanted.
func (a *Aid) lookAt(r *web.Request, crisis relief.CrisisID, id relief.ConsignmentID, named bool) (v consignmentView, j relief.Journey, err error) {
	if j, err = a.Relief.Journey(r.R.Context(), crisis, id); err != nil {
		return v, j, err
	}
	came := j.Tally.Came()
	v = consignmentView{crisis: r.Words(j.Case.Title), number: j.Number, from: nameOr(r, j.From), packages: int(j.Packages), road: road(r, j),
		headline: r.N("relief.headline", j.Packages, "came", r.Locale.Number(came), "place", j.Facility.Town),
		came:     r.N("relief.key_came", came)}
	v.crisis.URL = crisisURL(j.Crisis)
	v.picture = v.headline
	if relief.Coordinates(r.Actor) {
		v.board = custodyURL(j.Consignment)
	}
	if !named {
		return v, j, nil
	}
	return v, j, a.gap(r, j, &v)
}

// gap names what is missing.
func (a *Aid) gap(r *web.Request, j relief.Journey, v *consignmentView) error {
	g := j.Gap
	if g.ID == 0 {
		return nil
	}
	if len(g.Strange) > 0 {
		v.strange = r.T("relief.strange", "numbers", numbers(r, g.Strange))
	}
	if g.Settled {
		v.settled = r.N("relief.settled", int64(len(g.Numbers)))
		return nil
	}
	list, err := a.Relief.Items(r.R.Context(), j.Crisis)
	if err != nil {
		return err
	}
	n := int64(len(g.Packages))
	v.gone, v.absent, v.names = r.N("relief.did_not", n), r.N("relief.key_absent", n), r.N("relief.by_name", n)
	v.rows, v.missing = lacks(r, g, byID(list), j.Currency)
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
	for _, p := range g.Packages {
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
	worth := ui.Row{What: r.T("relief.value"), Amount: money.Of(g.Worth().Sum, c), Sum: true}
	if g.Worth().Unvalued > 0 {
		worth.Value = WorthIn(r.Locale, g.Worth(), c)
	}
	return append(rows, worth), ranges
}

// road tells what happened to a consignment, in order.
func road(r *web.Request, j relief.Journey) []ui.Moment {
	list := []ui.Moment{{What: r.N("relief.packed", j.Packages), When: dotted(j.Whence(), r.Moment(j.At())), State: "done"}}
	for _, h := range j.HandOvers {
		n := int64(len(h.Numbers))
		if n == 0 {
			n = j.Packages
		}
		list = append(list, ui.Moment{What: r.N("relief.signed", n), When: dotted(h.Custodian, h.Place, r.Moment(h.At)), State: "done"})
	}
	scanned, stored := "next", "next"
	switch j.State {
	case relief.Counting:
		scanned = "now"
	case relief.Counted:
		scanned = "done"
	case relief.Received:
		scanned, stored = "done", "done"
	}
	return append(list, ui.Moment{What: r.N("relief.scanned", j.Tally.Came()), When: j.Facility.Name + ", " + j.Facility.Town, State: scanned},
		ui.Moment{What: r.T("relief.state_received"), State: stored})
}
