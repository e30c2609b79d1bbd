package aid

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"agora/catalog"
	"agora/country"
	"agora/fault"
	"agora/relief"
	"agora/web"
	"agora/web/ui"
)

// deskView is the crises of the node, and the form for another.
type deskView struct {
	list    []ui.Link
	mishaps []ui.Mishap
	crisis  crisisForm
}

// crisisForm is what is written about a crisis.
type crisisForm struct {
	action         string
	titles, abouts []ui.Field
	country, began ui.Field
}

// boardView is the desk of one crisis.
type boardView struct {
	title                 ui.Link
	tabs                  []ui.Link
	public                string
	mishaps               []ui.Mishap
	open                  bool
	close                 string
	crisis                crisisForm
	sent                  []ui.Link
	facilities            []ui.Row
	items                 []ui.Row
	facility, item, goods []ui.Field
	found, stock, consign string // addresses
	faults                []string
	needs, pledges        []letterView
	judge, take           string // addresses
}

// tongues are the languages in which texts are asked for: the reader's, and those that
// most know.
func tongues(r *web.Request) []string {
	list := []string{r.Locale.Lang()}
	for _, l := range []string{"en", "ru"} {
		if !slices.Contains(list, l) {
			list = append(list, l)
		}
	}
	return list
}

func (a *Aid) desk(r *web.Request) error { return a.showDesk(r, nil, http.StatusOK) }

func (a *Aid) showDesk(r *web.Request, form *web.Form, status int) error {
	list, err := a.Relief.Crises(r.R.Context())
	if err != nil {
		return err
	}
	v := deskView{mishaps: form.Mishaps(r), crisis: crisisFields(r, relief.Crisis{}, form)}
	v.crisis.action = "/aid"
	for _, c := range list {
		link := r.Words(c.Title)
		link.URL = boardURL(c.ID)
		v.list = append(v.list, link)
	}
	return a.page(r, status, r.T("relief.desk"), deskPage(v))
}

func crisisFields(r *web.Request, c relief.Crisis, form *web.Form) (f crisisForm) {
	names := r.LanguageNames(tongues(r))
	for i, l := range tongues(r) {
		f.titles = append(f.titles, form.Fill(r, ui.Field{Name: "title." + l, Label: r.T("relief.crisis_title", "language", names[i]), Value: c.Title[l], Max: 120, Lang: l, Dir: ui.DirOf(l)}))
		f.abouts = append(f.abouts, form.Fill(r, ui.Field{Name: "about." + l, Label: r.T("relief.crisis_about", "language", names[i]), Value: c.About[l], Type: "area", Rows: 3, Max: 4000, Lang: l, Dir: ui.DirOf(l)}))
	}
	in := ""
	if len(c.Countries) > 0 {
		in = string(c.Countries[0])
	}
	began := time.Now().UTC().Format(time.DateOnly)
	if !c.Began.IsZero() {
		began = c.Began.Format(time.DateOnly)
	}
	f.country = form.Fill(r, ui.Field{Name: "countries", Label: r.T("store.country"), Options: ui.Select(r.Countries(), in)})
	f.began = form.Fill(r, ui.Field{Name: "began", Label: r.T("relief.began"), Type: "date", Value: began, Required: true})
	return f
}

// texts reads what was written in several languages.
func texts(f *web.Form, prefix string) catalog.Texts {
	t := catalog.Texts{}
	for lang, v := range f.Under(prefix + ".") {
		if v = strings.TrimSpace(v); v != "" {
			t[lang] = v
		}
	}
	return t
}

// declare opens a crisis, or rewrites one.
func (a *Aid) declare(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	c := relief.Crisis{}
	if r.Path("crisis") != "" {
		if c, err = a.crisisOf(r); err != nil {
			return err
		}
	}
	c.Title, c.About = texts(form, "title"), texts(form, "about")
	c.Countries = []country.Code{country.Code(form.Get("countries"))}
	if c.Began, err = time.Parse(time.DateOnly, form.Get("began")); err != nil {
		form.Add("began", "fault.relief_day")
	}
	if err = form.Err(); err == nil {
		var made relief.Crisis
		if made, err = a.Relief.Declare(r.R.Context(), r.Actor, c); err == nil {
			return r.Done(nil, "assembly.saved", boardURL(made.ID))
		}
	}
	if !refused(form, err) {
		return err
	}
	if c.ID == 0 {
		return a.showDesk(r, form, fault.Status(err))
	}
	return a.showBoard(r, c, form, nil, fault.Status(err))
}

// refused reports whether a person can mend what is wrong, and notes it in the form.
func refused(form *web.Form, err error) bool {
	switch fault.KindOf(err) {
	case fault.Invalid, fault.Conflict, fault.TooMany, fault.TooLarge, fault.Forbidden:
	default:
		return false
	}
	if form.Err() == nil {
		for _, e := range fault.List(err) {
			field := e.Field
			if field == "title" || field == "about" {
				field += ".en"
			}
			form.Add(field, e.Key, e.Args...)
		}
	}
	return true
}

func (a *Aid) board(r *web.Request) error {
	c, err := a.crisisOf(r)
	if err != nil {
		return err
	}
	return a.showBoard(r, c, nil, nil, http.StatusOK)
}

func (a *Aid) showBoard(r *web.Request, c relief.Crisis, form *web.Form, faults []string, status int) error {
	ctx := r.R.Context()
	at := boardURL(c.ID)
	v := boardView{title: r.Words(c.Title), tabs: tabs(r, c, ""), public: crisisURL(c.ID), mishaps: form.Mishaps(r), open: c.State == relief.Open, close: at + "/close",
		crisis: crisisFields(r, c, form), found: at + "/facilities", stock: at + "/items", consign: at + "/consign", faults: faults, judge: at + "/needs", take: at + "/pledges"}
	v.crisis.action = at
	sent, err := a.Relief.Consignments(ctx, c.ID, 0)
	if err != nil {
		return err
	}
	for _, s := range sent {
		v.sent = append(v.sent, ui.Link{URL: custodyURL(s), Text: s.Number + " · " + r.T("relief.state_"+string(s.State))})
	}
	places, err := a.Relief.Facilities(ctx, c.ID, 0)
	if err != nil {
		return err
	}
	var choices []ui.Option
	for _, f := range places {
		v.facilities = append(v.facilities, ui.Row{What: f.Name, Value: r.T("relief.kind_" + string(f.Kind)), Why: f.Town})
		choices = append(choices, ui.Option{Value: number(int64(f.ID)), Text: f.Name + ", " + f.Town})
	}
	items, err := a.Relief.Items(ctx, c.ID)
	if err != nil {
		return err
	}
	for _, i := range items {
		v.items = append(v.items, ui.Row{What: itemName(r, i), Value: r.T("relief.in_" + string(i.Unit)), Why: i.Code})
	}
	fillForms(r, form, choices, &v)
	known := map[relief.FacilityID]relief.Facility{}
	for _, f := range places {
		known[f.ID] = f
	}
	if err := a.letters(r, c, byID(items), known, choices, &v); err != nil {
		return err
	}
	return a.page(r, status, v.title.Text, boardPage(v))
}

// fillForms are the forms for a facility, an item and a consignment.
func fillForms(r *web.Request, form *web.Form, places []ui.Option, v *boardView) {
	fill := func(list ...ui.Field) (out []ui.Field) {
		for _, f := range list {
			out = append(out, form.Fill(r, f))
		}
		return out
	}
	var kinds, units []ui.Option
	for _, k := range relief.FacilityKinds {
		kinds = append(kinds, ui.Option{Value: string(k), Text: r.T("relief.kind_" + string(k))})
	}
	for _, u := range relief.Units {
		units = append(units, ui.Option{Value: string(u), Text: r.T("relief.in_" + string(u))})
	}
	v.facility = fill(ui.Field{Name: "name", Label: r.T("relief.name"), Max: 200, Dir: "auto", Required: true},
		ui.Field{Name: "kind", Label: r.T("relief.kind"), Options: kinds},
		ui.Field{Name: "country", Label: r.T("store.country"), Options: r.Countries()},
		ui.Field{Name: "town", Label: r.T("relief.town"), Max: 200, Dir: "auto", Required: true},
		ui.Field{Name: "landmark", Label: r.T("relief.landmark"), Max: 200, Dir: "auto"},
		ui.Field{Name: "hours", Label: r.T("relief.hours"), Max: 200, Dir: "auto"},
		ui.Field{Name: "source", Label: r.T("relief.source"), Hint: r.T("relief.source_hint"), Max: 200, Dir: "auto"},
		ui.Field{Name: "contact", Label: r.T("relief.contact"), Hint: r.T("relief.contact_hint"), Max: 200, Dir: "auto", Complete: "off"})
	v.item = fill(ui.Field{Name: "code", Label: r.T("relief.code"), Hint: r.T("relief.code_hint"), Max: 40, Dir: "ltr", Required: true},
		ui.Field{Name: "item.en", Label: r.T("relief.item"), Max: 120, Lang: "en", Dir: "ltr", Required: true},
		ui.Field{Name: "unit", Label: r.T("relief.unit"), Options: units},
		ui.Field{Name: "hs", Label: r.T("relief.hs"), Max: 12, Dir: "ltr", Mode: "numeric"},
		ui.Field{Name: "most", Label: r.T("relief.most"), Hint: r.T("relief.most_hint"), Max: 9, Dir: "ltr", Mode: "numeric"})
	v.goods = fill(ui.Field{Name: "number", Label: r.T("relief.number"), Max: 200, Dir: "ltr", Required: true},
		ui.Field{Name: "from", Label: r.T("relief.from"), Max: 200, Dir: "auto", Required: true},
		ui.Field{Name: "place", Label: r.T("relief.place"), Max: 200, Dir: "auto", Required: true},
		ui.Field{Name: "facility", Label: r.T("relief.to"), Options: places},
		ui.Field{Name: "currency", Label: r.T("relief.currency"), Max: 3, Dir: "ltr", Value: string(r.Currency), Required: true},
		ui.Field{Name: "file", Label: r.T("relief.manifest"), Hint: r.T("relief.manifest_hint")})
}

// act reads the crisis and the form of an address, does what it asks for, and shows the
// board again where that was refused.
func (a *Aid) act(r *web.Request, say string, do func(relief.Crisis, *web.Form) error) error {
	c, err := a.crisisOf(r)
	if err != nil {
		return err
	}
	form, err := r.Form()
	if form == nil {
		return err
	}
	if err == nil {
		err = do(c, form)
	}
	if err == nil {
		return r.Done(nil, say, boardURL(c.ID))
	}
	if !refused(form, err) {
		return err
	}
	return a.showBoard(r, c, form, nil, fault.Status(err))
}

func (a *Aid) close(r *web.Request) error {
	return a.act(r, "assembly.saved", func(c relief.Crisis, _ *web.Form) error { return a.Relief.Close(r.R.Context(), r.Actor, c.ID) })
}

func (a *Aid) found(r *web.Request) error {
	return a.act(r, "assembly.saved", func(c relief.Crisis, f *web.Form) error {
		_, err := a.Relief.Found(r.R.Context(), r.Actor, relief.Facility{Crisis: c.ID, Kind: relief.FacilityKind(f.Get("kind")), Profile: relief.Profile{Name: f.Get("name"), Country: country.Code(f.Get("country")),
			Town: f.Get("town"), Landmark: f.Get("landmark"), Hours: f.Get("hours"), Source: f.Get("source"), Contact: relief.Contact{Name: f.Get("contact")}}})
		return err
	})
}

func (a *Aid) stock(r *web.Request) error {
	return a.act(r, "assembly.saved", func(c relief.Crisis, f *web.Form) error {
		i := relief.Item{Crisis: c.ID, Code: strings.ToLower(f.Get("code")), Sort: relief.Sort{Name: texts(f, "item"), Unit: relief.Unit(f.Get("unit")), Most: f.Int("most"), Keeps: f.Has("keeps")}}
		if err := f.Err(); err != nil {
			return err
		}
		if hs := f.Get("hs"); hs != "" {
			i.Codes = []relief.Code{{Scheme: "hs", Code: hs}}
		}
		_, err := a.Relief.Stock(r.R.Context(), r.Actor, i)
		return err
	})
}

// consign takes a manifest. What is wrong with it is said row by row.
func (a *Aid) consign(r *web.Request) error {
	c, err := a.crisisOf(r)
	if err != nil {
		return err
	}
	form, err := r.Form()
	if form == nil {
		return err
	}
	var m relief.Manifest
	if err == nil {
		m, err = a.manifest(r, c, form)
	}
	if err == nil && len(m.Faults) > 0 {
		var said []string
		for _, f := range m.Faults {
			said = append(said, r.T("relief.row", "row", strconv.FormatInt(f.Row, 10), "column", f.Fault.Field)+" "+r.Locale.Error(f.Fault))
		}
		form.Add("file", "fault.relief_rows")
		return a.showBoard(r, c, form, said, http.StatusUnprocessableEntity)
	}
	var made relief.Consignment
	if err == nil {
		made, err = a.Relief.Consign(r.R.Context(), r.Actor, relief.Consignment{Crisis: c.ID, To: relief.FacilityID(form.ID("facility")),
			Letter: relief.Letter{Number: form.Get("number"), From: form.Get("from"), Place: form.Get("place"), Currency: currency(form.Get("currency"))}}, m.Packages)
	}
	if err == nil {
		return r.Done(nil, "assembly.saved", custodyURL(made))
	}
	if !refused(form, err) {
		return err
	}
	return a.showBoard(r, c, form, nil, fault.Status(err))
}

func (a *Aid) manifest(r *web.Request, c relief.Crisis, form *web.Form) (relief.Manifest, error) {
	file, _, err := form.File("file")
	if err != nil {
		return relief.Manifest{}, err
	}
	defer file.Close()
	items, err := a.Relief.Items(r.R.Context(), c.ID)
	if err != nil {
		return relief.Manifest{}, err
	}
	return relief.ReadManifest(file, items)
}
