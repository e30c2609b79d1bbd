package aid

import (
	"net/http"
	"slices"

	"agora/relief"
	"agora/web"
	"agora/web/ui"
)

// needAsk is what is asked before a need is sent: whether a place that somebody typed
// is one of these, and whether the need is one that is known.
type needAsk struct {
	elsewhere []ui.Field // of a place that is not in the list
	typed     bool       // something of it was
	places    []ui.Choice
	known     string // what is known of the need, in words
	pairs     []string
}

// need shows the form by which somebody says what a facility lacks.
func (a *Aid) need(r *web.Request) error { return a.showNeed(r, nil, http.StatusOK) }

func (a *Aid) showNeed(r *web.Request, form *web.Form, status int) error {
	return a.askNeed(r, form, needAsk{}, status)
}

func (a *Aid) askNeed(r *web.Request, form *web.Form, ask needAsk, status int) error {
	v, items, err := a.ask(r, form)
	if err != nil {
		return err
	}
	at, err := a.somePlaces(r, items.crisis)
	if err != nil {
		return err
	}
	v.title, v.words, v.action, v.send = r.T("relief.need"), r.T("relief.need_words"), v.crisis.URL+"/need", r.T("relief.need_send")
	v.none = len(items.choices) == 0
	v.fields = filled(r, form, slices.Concat([]ui.Field{{Name: "facility", Label: r.T("relief.need_where"), Options: at, Empty: r.T("relief.need_elsewhere")}, items.field(r)}, needFields(r),
		[]ui.Field{{Name: "contact", Label: r.T("relief.reach"), Hint: r.T("relief.reach_hint"), Max: 200, Dir: "auto", Complete: "tel"}})...)
	ask.elsewhere = filled(r, form, elsewhere(r)...)
	ask.typed = form != nil && form.Has("name")
	v.need = &ask
	return a.page(r, status, v.title, askPage(v))
}

// somePlaces are the places of a crisis to choose from; what is not among the first is
// found by its name.
func (a *Aid) somePlaces(r *web.Request, c relief.CrisisID) ([]ui.Option, error) {
	list, err := a.Relief.Facilities(r.R.Context(), c, 0)
	return placeOptions(notRefused(list)), err
}

// elsewhere are the fields of a place that is not in the list.
func elsewhere(r *web.Request) []ui.Field {
	return []ui.Field{{Name: "name", Label: r.T("relief.name"), Max: 200, Dir: "auto", Complete: "off"}, {Name: "town", Label: r.T("relief.town"), Max: 200, Dir: "auto", Complete: "off"},
		{Name: "kind", Label: r.T("relief.kind"), Options: named(r, "relief.kind_", relief.FacilityKinds)}}
}

// report takes a need, when nothing has to be asked about it first.
func (a *Aid) report(r *web.Request) error {
	var ask needAsk
	again := func(r *web.Request, form *web.Form, status int) error { return a.askNeed(r, form, ask, status) }
	return a.said(r, "relief.need_thanks", again, func(c relief.Crisis, f *web.Form) error {
		w, err := want(f)
		if err != nil {
			return err
		}
		w.Reporter, w.Lang = relief.ContactOf(f.Get("contact")), r.Locale.Lang()
		at, err := a.placeOf(r, c, f, &ask)
		if err != nil {
			return err
		}
		item, pack := a.packOf(r, c.ID, f)
		w.Units, w.Stock, w.Daily = pack.In(w.Units), pack.In(w.Stock), pack.In(w.Daily)
		n := relief.Need{Item: item, Want: w}
		if err := a.known(r, at, &n, f, &ask); err != nil {
			return err
		}
		_, err = a.Relief.ReportAt(r.R.Context(), r.Actor, at, []relief.Need{n})
		return err
	})
}

// placeOf gives the place that was chosen or typed. Where it is nearly one that is known
// the reporter is asked first.
func (a *Aid) placeOf(r *web.Request, c relief.Crisis, f *web.Form, ask *needAsk) (relief.Facility, error) {
	name, town := f.Get("name"), f.Get("town")
	if id := f.ID("facility"); id != 0 || name == "" && town == "" {
		if id == 0 {
			f.Add("facility", "fault.choice")
		}
		return relief.Facility{ID: relief.FacilityID(id), Crisis: c.ID}, f.Err()
	}
	at := relief.Facility{Crisis: c.ID, Kind: relief.FacilityKind(f.Get("kind")), Profile: relief.Profile{Name: name, Town: town, Country: c.Countries[0]}}
	if f.Get("typed") == name+"|"+town && f.Has("like") { // she was asked about these words
		at.ID = relief.FacilityID(f.ID("like"))
		return at, nil
	}
	list, err := a.Relief.Similar(r.R.Context(), c.ID, name, town)
	if err != nil || len(list) == 0 {
		return at, err
	}
	for _, o := range list {
		ask.places = append(ask.places, ui.Choice{Name: "like", Value: number(int64(o.ID)), Title: o.Name, Note: o.Town, Checked: len(ask.places) == 0})
	}
	ask.places = append(ask.places, ui.Choice{Name: "like", Value: "0", Title: r.T("relief.like_none")})
	ask.pairs = []string{"typed", name + "|" + town}
	f.Add("like", "fault.relief_like")
	return at, f.Err()
}

// known asks about a need that is known already, and makes of what was typed what the
// reporter answered.
func (a *Aid) known(r *web.Request, at relief.Facility, n *relief.Need, f *web.Form, ask *needAsk) error {
	if at.ID == 0 {
		return nil
	}
	list, err := a.Relief.Known(r.R.Context(), at.Crisis, at.ID, n.Item)
	if err != nil || len(list) == 0 {
		return err
	}
	old := list[len(list)-1]
	if f.ID("known") == int64(old.ID) && f.Has("same") {
		switch f.Get("same") {
		case "still":
			n.Units, n.Daily, n.Days, n.Stock = old.Units, old.Daily, old.Days, old.Stock
		case "more":
			n.Units = old.Gap() + n.Gap()
		}
		return nil
	}
	items, err := a.Relief.Items(r.R.Context(), at.Crisis)
	if err != nil {
		return err
	}
	said := []any{"what", units(r, old.Gap(), byID(items)[n.Item]), "day", r.Locale.Date(old.Confirmed)}
	ask.known = r.T("fault.relief_known", said...)
	ask.pairs = []string{"known", number(int64(old.ID))}
	if f.Has("like") {
		ask.pairs = append(ask.pairs, "like", f.Get("like"), "typed", f.Get("typed"))
	}
	f.Add("item", "fault.relief_known", said...)
	return f.Err()
}
