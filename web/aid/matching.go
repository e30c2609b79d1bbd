package aid

import (
	"net/http"
	"strings"

	"agora/fault"
	"agora/goods"
	"agora/relief"
	"agora/web"
	"agora/web/ui"
)

// matchingView is the desk on which pledges and needs are matched.
type matchingView struct {
	title          ui.Link
	tabs           []ui.Link
	at             string
	proposal       string // whose lines are shown
	mishaps        []ui.Mishap
	open           bool
	made           string // when, by whom, and of how much; "" for no proposal
	lines          []matchLine
	ready          []matchLine // approved, and not sent yet
	unmet, unused  []ui.Row
	weights        []ui.Field
	kinds          []ui.Field
	next           string // pages that go on
	nextReady      string
	nextRests      string
	first          string // the beginning, when a list does not begin there
	anySuggestions bool
}

// matchLine is one line of a proposal, or one allotment.
type matchLine struct {
	id, to, units string
	what, from    string
	why           []string
	stale         string // why it can't be approved any more
	on            bool
	send          []ui.Field
}

func (a *Aid) matchingRoutes() []web.Route {
	return []web.Route{
		desk("GET", "/{crisis}/matching", a.matching),
		desk("POST", "/{crisis}/matching", a.propose),
		desk("POST", "/{crisis}/matching/lines", a.decideLines),
		desk("POST", "/{crisis}/matching/send", a.sendAllotted),
		desk("POST", "/{crisis}/matching/weights", a.weigh),
	}
}

func matchingURL(id relief.CrisisID) string { return boardURL(id) + "/matching" }

func (a *Aid) matching(r *web.Request) error {
	c, err := a.crisisOf(r)
	if err != nil {
		return err
	}
	return a.showMatching(r, c, nil, http.StatusOK)
}

func (a *Aid) showMatching(r *web.Request, c relief.Crisis, form *web.Form, status int) error {
	v := matchingView{title: r.Words(c.Title), tabs: tabs(r, c, "/matching"), at: matchingURL(c.ID), mishaps: form.Mishaps(r), open: c.State == relief.Open}
	v.title.URL = boardURL(c.ID)
	list, err := a.Relief.Items(r.R.Context(), c.ID)
	if err != nil {
		return err
	}
	items := byID(list)
	p, err := a.Relief.Proposal(r.R.Context(), c.ID)
	if err != nil {
		return err
	}
	if p.ID != 0 {
		v.proposal, v.made = number(int64(p.ID)), r.T("relief.match_made", "name", p.By, "time", r.Moment(p.At()), "needs", p.Needs, "pledges", p.Pledges, "lines", p.Lines)
	}
	if err := a.fillLines(r, c, form, items, &v); err != nil {
		return err
	}
	if err := a.fillRests(r, p, items, &v); err != nil {
		return err
	}
	if err := a.fillWeights(r, c, form, &v); err != nil {
		return err
	}
	return a.page(r, status, r.T("relief.matching"), matchingPage(v))
}

// fillLines lists what is proposed, and what is approved and not sent yet.
func (a *Aid) fillLines(r *web.Request, c relief.Crisis, form *web.Form, items map[goods.ItemID]relief.Item, v *matchingView) error {
	after, ready := r.QueryID("after"), r.QueryID("ready")
	lines, err := a.Relief.Lines(r.R.Context(), c.ID, relief.AllotmentID(after), relief.Suggested, relief.Stale)
	if err != nil {
		return err
	}
	for _, l := range lines {
		one := line(r, l, items)
		v.anySuggestions = v.anySuggestions || one.stale == ""
		v.lines = append(v.lines, one)
	}
	approved, err := a.Relief.Lines(r.R.Context(), c.ID, relief.AllotmentID(ready), relief.Allotted)
	for _, l := range approved {
		one := line(r, l, items)
		one.send = []ui.Field{{Name: "number", ID: "number-" + one.id, Label: r.T("relief.number"), Max: 200, Dir: "ltr", Required: true},
			{Name: "packages", ID: "packages-" + one.id, Label: r.T("relief.pledge_packages"), Mode: "numeric", Dir: "ltr", Max: 4, Value: "1", Required: true}}
		if form != nil && form.Get("line") == one.id { // what is said of a form leads to its fields
			one.send[0].ID, one.send[1].ID = "", ""
			one.on, one.send = true, filled(r, form, one.send...)
		}
		v.ready = append(v.ready, one)
	}
	if len(lines) == relief.PageSize {
		v.next = v.at + "?after=" + number(int64(lines[len(lines)-1].ID))
	}
	if len(approved) == relief.PageSize {
		v.nextReady = v.at + "?ready=" + number(int64(approved[len(approved)-1].ID)) + "#ready"
	}
	if after > 0 || ready > 0 || r.Query("rest") != "" {
		v.first = v.at
	}
	return err
}

// fillRests lists what found no other side: needs first, then pledges.
func (a *Aid) fillRests(r *web.Request, p relief.Proposal, items map[goods.ItemID]relief.Item, v *matchingView) error {
	rests, err := a.Relief.Rests(r.R.Context(), p, relief.Side(r.Query("rest")), r.QueryID("of"))
	for _, rest := range rests {
		i := items[rest.Item]
		row := ui.Row{What: itemName(r, i), Value: units(r, rest.Units, i), Why: restWords(r, rest)}
		if rest.Side == relief.NeedSide {
			row.What = alone(rest.At.Name+", "+rest.At.Town) + " · " + alone(row.What)
			v.unmet = append(v.unmet, row)
		} else {
			row.What = alone(rest.Gift.Donor+", "+rest.Gift.Place) + " · " + alone(row.What)
			v.unused = append(v.unused, row)
		}
	}
	if len(rests) == relief.PageSize {
		last := rests[len(rests)-1]
		v.nextRests = v.at + "?rest=" + string(last.Side) + "&of=" + number(last.Of) + "#rests"
	}
	return err
}

// fillWeights are the numbers by which it is matched, each with who set it and when.
func (a *Aid) fillWeights(r *web.Request, c relief.Crisis, form *web.Form, v *matchingView) error {
	list, err := a.Relief.Weights(r.R.Context(), c.ID)
	for _, w := range list {
		f := ui.Field{Name: "weight." + string(w.Name), Value: number(w.Value), Mode: "numeric", Dir: "ltr", Max: 7, Complete: "off", Hint: r.T("relief.weight_suggested", "most", w.Most)}
		if w.By != "" {
			f.Hint = r.T("relief.weight_set", "most", w.Most, "name", w.By, "time", r.Moment(w.At))
		}
		if kind, ok := strings.CutPrefix(string(w.Name), string(relief.WeightKind)+"_"); ok {
			f.Label = r.T("relief.kind_" + kind)
			v.kinds = append(v.kinds, form.Fill(r, f))
			continue
		}
		f.Label = r.T("relief.weight_" + string(w.Name))
		v.weights = append(v.weights, form.Fill(r, f))
	}
	return err
}

// match does what a form of the matching asks for, and shows the page again.
func (a *Aid) match(r *web.Request, do func(relief.Crisis, *web.Form) error) error {
	c, err := a.crisisOf(r)
	if err != nil {
		return err
	}
	return sent(r, "assembly.saved", func(f *web.Form) (string, error) { return matchingURL(c.ID), do(c, f) },
		func(f *web.Form, status int) error { return a.showMatching(r, c, f, status) })
}

func (a *Aid) propose(r *web.Request) error {
	return a.match(r, func(c relief.Crisis, _ *web.Form) error {
		_, err := a.Relief.Propose(r.R.Context(), r.Actor, c.ID)
		return err
	})
}

// decideLines approves or refuses lines.
func (a *Aid) decideLines(r *web.Request) error {
	return a.match(r, func(c relief.Crisis, f *web.Form) error {
		choice := relief.Choice{All: relief.ProposalID(f.ID("all"))}
		for _, id := range f.List("line") {
			choice.Lines = append(choice.Lines, relief.AllotmentID(idOf(id)))
		}
		if f.Has("refuse") {
			return a.Relief.RejectLines(r.R.Context(), r.Actor, c.ID, choice)
		}
		return a.Relief.ApproveLines(r.R.Context(), r.Actor, c.ID, choice)
	})
}

// sendAllotted packs an allotment, or takes it back.
func (a *Aid) sendAllotted(r *web.Request) error {
	return a.match(r, func(c relief.Crisis, f *web.Form) error {
		ctx, id := r.R.Context(), relief.AllotmentID(f.ID("line"))
		if f.Has("free") {
			return a.Relief.Free(ctx, r.Actor, c.ID, id)
		}
		packages := f.Int("packages")
		if err := f.Err(); err != nil {
			return err
		}
		lines, err := a.Relief.LinesOf(ctx, c.ID, []relief.AllotmentID{id})
		if err != nil {
			return err
		}
		if len(lines) == 0 {
			return fault.New(fault.NotFound, "fault.relief_unknown")
		}
		gift := lines[0].Gift
		_, err = a.Relief.SendAllotted(ctx, r.Actor, c.ID, id, relief.Consignment{Letter: relief.Letter{Number: f.Get("number"), From: gift.Named(), Place: gift.Place, Currency: r.Currency}}, packages)
		return err
	})
}

func (a *Aid) weigh(r *web.Request) error {
	return a.match(r, func(c relief.Crisis, f *web.Form) error {
		values := map[relief.WeightName]int64{}
		for name := range f.Under("weight.") {
			values[relief.WeightName(name)] = f.Int("weight." + name)
		}
		if err := f.Err(); err != nil {
			return err
		}
		return a.Relief.Weigh(r.R.Context(), r.Actor, c.ID, values)
	})
}
