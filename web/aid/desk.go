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
	title   ui.Link
	tabs    []ui.Link
	public  string
	mishaps []ui.Mishap
	open    bool
	close   string
	crisis  crisisForm
	sent    []ui.Link
	ready   bool // there is a place and an item
	goods   []ui.Field
	consign string // address
	faults  []string
	pledges []letterView
	take    string // an address
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
		crisis: crisisFields(r, c, form), consign: at + "/consign", faults: faults, take: at + "/pledges"}
	v.crisis.action = at
	sent, err := a.Relief.Consignments(ctx, c.ID, 0)
	if err != nil {
		return err
	}
	for _, s := range sent {
		v.sent = append(v.sent, ui.Link{URL: custodyURL(s), Text: s.Number + " · " + r.T("relief.state_"+string(s.State))})
	}
	places, err := a.Relief.AllFacilities(ctx, c.ID)
	if err != nil {
		return err
	}
	var choices []ui.Option
	for _, f := range places {
		if f.State == relief.Refused {
			continue
		}
		choices = append(choices, ui.Option{Value: number(int64(f.ID)), Text: f.Name + ", " + f.Town})
	}
	items, err := a.Relief.Items(ctx, c.ID)
	if err != nil {
		return err
	}
	v.ready = len(choices) > 0 && len(items) > 0
	fillForms(r, form, choices, &v)
	if err := a.letters(r, c, byID(items), choices, &v); err != nil {
		return err
	}
	return a.page(r, status, v.title.Text, boardPage(v))
}

// fillForms is the form for a consignment.
func fillForms(r *web.Request, form *web.Form, places []ui.Option, v *boardView) {
	fill := func(list ...ui.Field) (out []ui.Field) {
		for _, f := range list {
			out = append(out, form.Fill(r, f))
		}
		return out
	}
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
