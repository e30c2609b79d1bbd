package aid

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"agora/country"
	"agora/relief"
	"agora/web"
	"agora/web/ui"
)

// facilitiesView is the facilities of a crisis on the desk, or one of them.
type facilitiesView struct {
	title               ui.Link
	tabs                []ui.Link
	mishaps             []ui.Mishap
	find                ui.Field
	cols                []ui.Col
	rows                [][]ui.Cell
	first, more         string // addresses of pages
	open                bool
	one                 string // name of the facility that is changed; "" for the list
	public              string // its public page
	back, action, judge string // addresses
	id                  string
	form                []ui.Field
	homemade, certified bool
	state               string // how far it is verified, in words
	tone                string
	verify, refuse      []ui.Field
}

// facilitiesOnPage bounds the list of the desk.
const facilitiesOnPage = 100

func (a *Aid) facilityRoutes() []web.Route {
	return []web.Route{
		desk("GET", "/{crisis}/facilities", a.facilities),
		desk("POST", "/{crisis}/facilities", a.found),
		desk("GET", "/{crisis}/facilities/{facility}/{$}", a.facility),
		desk("POST", "/{crisis}/verify", a.verify),
	}
}

func facilityURL(f relief.Facility) string {
	return boardURL(f.Crisis) + "/facilities/" + number(int64(f.ID)) + "/"
}

func (a *Aid) facilities(r *web.Request) error {
	c, err := a.crisisOf(r)
	if err != nil {
		return err
	}
	return a.showFacilities(r, c, nil, http.StatusOK)
}

func (a *Aid) facilitiesView(r *web.Request, c relief.Crisis, form *web.Form) facilitiesView {
	at := boardURL(c.ID)
	v := facilitiesView{title: r.Words(c.Title), tabs: tabs(r, c, "/facilities"), mishaps: form.Mishaps(r), open: c.State == relief.Open,
		back: at + "/facilities", action: at + "/facilities", judge: at + "/verify"}
	v.title.URL = at
	return v
}

// showFacilities lists the facilities by when they came, or those of a name or town, with
// the form of another.
func (a *Aid) showFacilities(r *web.Request, c relief.Crisis, form *web.Form, status int) error {
	list, err := a.Relief.AllFacilities(r.R.Context(), c.ID)
	if err != nil {
		return err
	}
	items, err := a.Relief.Items(r.R.Context(), c.ID)
	if err != nil {
		return err
	}
	v := a.facilitiesView(r, c, form)
	v.form = facilityFields(r, relief.Facility{Profile: relief.Profile{Country: first(c.Countries)}}, items, form)
	v.homemade, v.certified = form != nil && form.Has("homemade"), form != nil && form.Has("certified")
	v.find = ui.Field{Name: "q", Label: r.T("relief.name"), Value: r.Query("q"), Max: 100, Dir: "auto"}
	v.cols = []ui.Col{{Head: r.T("relief.name")}, {Head: r.T("relief.kind")}, {Head: r.T("relief.town")}, {Head: r.T("relief.source")}}
	q := strings.ToLower(r.Query("q"))
	after, _ := strconv.ParseInt(r.Query("after"), 10, 64) // what is none is the first page
	if after > 0 {
		v.first = v.back + "?q=" + url.QueryEscape(q)
	}
	last := int64(0)
	for _, f := range list {
		if int64(f.ID) <= after || q != "" && !strings.Contains(strings.ToLower(f.Name+" "+f.Town), q) {
			continue
		}
		if len(v.rows) == facilitiesOnPage {
			v.more = v.back + "?q=" + url.QueryEscape(q) + "&after=" + number(last)
			break
		}
		last = int64(f.ID)
		words, tone := verification(r, f)
		v.rows = append(v.rows, []ui.Cell{{Text: f.Name, URL: facilityURL(f)}, {Text: r.T("relief.kind_" + string(f.Kind))}, {Text: f.Town}, {Part: ui.Badge(tone, "", words)}})
	}
	return a.page(r, status, r.T("relief.facilities"), facilitiesPage(v))
}

// verification says how far a facility is verified, in a word.
func verification(r *web.Request, f relief.Facility) (words, tone string) {
	switch f.State {
	case relief.Verified:
		return r.T("relief.is_verified"), "leaf"
	case relief.Refused:
		return r.T("desk.tr_refused"), "pome"
	}
	return r.T("relief.unverified"), "saff"
}

// facility shows one, to be changed, verified or refused.
func (a *Aid) facility(r *web.Request) error {
	c, err := a.crisisOf(r)
	if err != nil {
		return err
	}
	id, err := r.PathID("facility")
	if err != nil {
		return err
	}
	f, err := a.Relief.Place(r.R.Context(), c.ID, relief.FacilityID(id))
	if err != nil {
		return err
	}
	return a.showFacility(r, c, f, nil, http.StatusOK)
}

func (a *Aid) showFacility(r *web.Request, c relief.Crisis, f relief.Facility, form *web.Form, status int) error {
	items, err := a.Relief.Items(r.R.Context(), c.ID)
	if err != nil {
		return err
	}
	v := a.facilitiesView(r, c, form)
	v.one, v.id, v.public = f.Name, number(int64(f.ID)), placeURL(c.ID, f.ID)
	v.form = facilityFields(r, f, items, form)
	v.homemade, v.certified = f.Takes.Homemade.Some(), f.Takes.Certified.Some()
	if form != nil && form.Has("name") {
		v.homemade, v.certified = form.Has("homemade"), form.Has("certified")
	}
	v.state, v.tone = verification(r, f)
	switch f.State {
	case relief.Verified:
		v.state = r.T("relief.verified", "source", f.Source, "day", r.Locale.Date(f.Checked)) + by(f.Checker)
	case relief.Refused:
		v.public, v.state = "", v.state+": "+f.Why+by(f.Checker)
	}
	v.verify = filled(r, form, ui.Field{Name: "source", Label: r.T("relief.source"), Hint: r.T("relief.source_hint"), Value: f.Source, Max: 200, Dir: "auto", Required: true},
		ui.Field{Name: "checked", Label: r.T("store.col_day"), Type: "date", Value: r.Now().UTC().Format(time.DateOnly), Required: true})
	v.refuse = filled(r, form, ui.Field{Name: "why", Label: r.T("relief.why"), Max: 200, Dir: "auto", Required: true})
	return a.page(r, status, v.one, facilitiesPage(v))
}

// by adds the name of somebody, for those who coordinate.
func by(name string) string {
	if name == "" {
		return ""
	}
	return " · " + name
}

func first(list []country.Code) country.Code {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

// facilityFields are what is known about a facility, and what is typed of it. Only a new
// one is asked for its source: later that is verified.
func facilityFields(r *web.Request, f relief.Facility, items []relief.Item, form *web.Form) []ui.Field {
	text := func(name, label, hint, value string) ui.Field {
		in := ui.Field{Name: name, Label: r.T(label), Value: value, Max: 200, Dir: "auto", Complete: "off"}
		if hint != "" {
			in.Hint = r.T(hint)
		}
		return in
	}
	name, town := text("name", "relief.name", "", f.Name), text("town", "relief.town", "", f.Town)
	name.Required, town.Required = true, true
	email, phone := text("email", "store.email", "relief.contact_email_hint", f.Contact.Email), text("phone", "relief.phone", "relief.contact_hint", f.Contact.Phone)
	email.Type, email.Dir, phone.Dir, phone.Mode = "email", "ltr", "ltr", "tel"
	point := text("point", "relief.point", "relief.point_hint", f.Point())
	point.Dir, point.Max = "ltr", 60
	only := text("only", "relief.takes_only", "relief.codes_hint", codesOf(items, f.Takes.Only))
	only.Dir, only.Max = "ltr", 4000
	list := []ui.Field{name, {Name: "kind", Label: r.T("relief.kind"), Options: ui.Select(named(r, "relief.kind_", relief.FacilityKinds), string(f.Kind))},
		{Name: "country", Label: r.T("store.country"), Options: ui.Select(r.Countries(), string(f.Country))}, town,
		text("landmark", "relief.landmark", "", f.Landmark), text("hours", "relief.hours", "", f.Hours), point}
	if f.ID == 0 {
		list = append(list, text("source", "relief.source", "relief.source_hint", ""))
	}
	list = append(list, text("contact", "relief.contact", "relief.contact_hint", f.Contact.Name), email, phone, only)
	of := func(name string, w relief.Which) ui.Field {
		return ui.Field{Name: name, Value: codesOf(items, w.Items), Label: r.T("relief.takes_of"), Hint: r.T("relief.codes_hint"), Max: 4000, Dir: "ltr"}
	}
	return filled(r, form, append(list, of("homemade_of", f.Takes.Homemade), of("certified_of", f.Takes.Certified))...)
}

// readFacility reads what the form says of a facility.
func (a *Aid) readFacility(r *web.Request, c relief.Crisis, form *web.Form, f *relief.Facility) error {
	items, err := a.Relief.Items(r.R.Context(), c.ID)
	if err != nil {
		return err
	}
	f.Crisis, f.Kind = c.ID, relief.FacilityKind(form.Get("kind"))
	lat, lon, ok := relief.ReadPoint(form.Get("point"))
	if !ok {
		form.Add("point", "fault.relief_point")
	}
	f.Profile = relief.Profile{Vulnerable: f.Vulnerable, Name: form.Get("name"), Country: country.Code(form.Get("country")), Town: form.Get("town"), Landmark: form.Get("landmark"), Hours: form.Get("hours"),
		Lat: lat, Lon: lon, Source: form.Get("source"), Contact: relief.Contact{Name: form.Get("contact"), Email: form.Get("email"), Phone: form.Get("phone")},
		Takes: relief.Rules{Only: itemsCalled(form, "only", items), Homemade: which(form, "homemade", items), Certified: which(form, "certified", items)}}
	return form.Err()
}

// which reads a rule: a tick, and the items it is of; none for all.
func which(f *web.Form, name string, items []relief.Item) relief.Which {
	if !f.Has(name) {
		return relief.Which{}
	}
	w := relief.Which{Items: itemsCalled(f, name+"_of", items)}
	w.All = len(w.Items) == 0
	return w
}

// found writes a facility down, or changes the one that the form names.
func (a *Aid) found(r *web.Request) error {
	return a.onFacility(r, func(c relief.Crisis, form *web.Form, f relief.Facility) error {
		if err := a.readFacility(r, c, form, &f); err != nil {
			return err
		}
		_, err := a.Relief.Found(r.R.Context(), r.Actor, f)
		return err
	})
}

// verify notes by which source a facility is real, or why it is refused.
func (a *Aid) verify(r *web.Request) error {
	return a.onFacility(r, func(c relief.Crisis, form *web.Form, f relief.Facility) error {
		if form.Has("refuse") {
			return a.Relief.Refuse(r.R.Context(), r.Actor, c.ID, f.ID, form.Get("why"))
		}
		day := dayOf(form, "checked")
		if err := form.Err(); err != nil {
			return err
		}
		return a.Relief.Verify(r.R.Context(), r.Actor, c.ID, f.ID, form.Get("source"), day)
	})
}

// onFacility does something with the facility that the form names, or with a new one, and
// shows it again where that was refused.
func (a *Aid) onFacility(r *web.Request, do func(relief.Crisis, *web.Form, relief.Facility) error) error {
	c, err := a.crisisOf(r)
	if err != nil {
		return err
	}
	return sent(r, "assembly.saved", func(form *web.Form) (string, error) {
		f, err := a.facilityIn(r, c, form)
		if err != nil {
			return "", err
		}
		to := boardURL(c.ID) + "/facilities"
		if f.ID != 0 {
			to = facilityURL(f)
		}
		return to, do(c, form, f)
	}, func(form *web.Form, status int) error {
		f, err := a.facilityIn(r, c, form)
		switch {
		case err != nil:
			return err
		case f.ID != 0:
			return a.showFacility(r, c, f, form, status)
		}
		return a.showFacilities(r, c, form, status)
	})
}

// facilityIn gives the facility that a form names; an empty one where it names none.
func (a *Aid) facilityIn(r *web.Request, c relief.Crisis, form *web.Form) (relief.Facility, error) {
	id := relief.FacilityID(form.ID("id"))
	if id == 0 {
		return relief.Facility{}, nil
	}
	return a.Relief.Place(r.R.Context(), c.ID, id)
}
