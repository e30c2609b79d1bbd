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
	export  string // the address of all of it as one file
	crisis  crisisForm
	sent    []ui.Link
	ready   bool // there is a place and an item
	goods   []ui.Field
	consign string // address
	faults  []string
	pledges []letterView
	take    string     // an address
	send    []ui.Field // of the form that packs a pledge; none where none is taken
	packing bool       // it was sent, and is shown again
	find    *ui.Field  // looks for a place, where there are too many for a list
	found   bool       // it was looked for
}

// placesOffered bounds the places of a list to choose from.
const placesOffered = 50

// places are those to choose from: all, or where they are many those that were looked
// for, and that which was chosen before.
func (v *boardView) places(r *web.Request, form *web.Form, list []relief.Facility) []ui.Option {
	if len(list) <= placesOffered {
		return placeOptions(list)
	}
	typed := r.Query("to")
	v.found = typed != ""
	v.find = &ui.Field{Name: "to", ID: "find", Label: r.T("relief.to"), Value: typed, Max: 100, Dir: "auto", Complete: "off"}
	some := relief.Find(list, typed, placesOffered)
	if form != nil {
		at := relief.FacilityID(form.ID("facility"))
		if i := slices.IndexFunc(list, func(f relief.Facility) bool { return f.ID == at }); i >= 0 && !slices.ContainsFunc(some, func(f relief.Facility) bool { return f.ID == at }) {
			some = append(some, list[i])
		}
	}
	return placeOptions(some)
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
	c := relief.Crisis{}
	if r.Path("crisis") != "" {
		var err error
		if c, err = a.crisisOf(r); err != nil {
			return err
		}
	}
	return sent(r, "assembly.saved", func(f *web.Form) (string, error) {
		c.Title, c.About = texts(f, "title"), texts(f, "about")
		c.Countries, c.Began = []country.Code{country.Code(f.Get("countries"))}, dayOf(f, "began")
		if err := f.Err(); err != nil {
			return "", err
		}
		made, err := a.Relief.Declare(r.R.Context(), r.Actor, c)
		return boardURL(made.ID), err
	}, func(f *web.Form, status int) error {
		if c.ID == 0 {
			return a.showDesk(r, f, status)
		}
		return a.showBoard(r, c, f, nil, status)
	})
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
	v := boardView{title: r.Words(c.Title), tabs: tabs(r, c, ""), public: crisisURL(c.ID), mishaps: form.Mishaps(r), open: c.State == relief.Open, close: at + "/close", export: at + "/export",
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
	places = notRefused(places)
	choices := v.places(r, form, places)
	items, err := a.Relief.Items(ctx, c.ID)
	if err != nil {
		return err
	}
	v.ready = len(places) > 0 && len(items) > 0
	v.packing = form != nil && form.Has("send")
	fillForms(r, form, choices, &v)
	if err := a.letters(r, c, byID(items), choices, form, &v); err != nil {
		return err
	}
	return a.page(r, status, v.title.Text, boardPage(v))
}

// fillForms is the form for a consignment. Where the form of a pledge was sent, that one
// has the common names of the fields, to which mishaps lead.
func fillForms(r *web.Request, form *web.Form, places []ui.Option, v *boardView) {
	list := []ui.Field{{Name: "number", Label: r.T("relief.number"), Max: 200, Dir: "ltr", Required: true},
		{Name: "from", Label: r.T("relief.from"), Max: 200, Dir: "auto", Required: true},
		{Name: "place", Label: r.T("relief.place"), Max: 200, Dir: "auto", Required: true},
		{Name: "facility", Label: r.T("relief.to"), Options: places},
		{Name: "currency", Label: r.T("relief.currency"), Max: 3, Dir: "ltr", Value: string(r.Currency), Required: true},
		{Name: "file", Label: r.T("relief.manifest"), Hint: r.T("relief.manifest_hint")}}
	if v.packing {
		v.goods = row(r, nil, "", "goods", list...)
	} else {
		v.goods = filled(r, form, list...)
	}
}

// act reads the crisis and the form of an address, does what it asks for, and shows the
// board again where that was refused.
func (a *Aid) act(r *web.Request, say string, do func(relief.Crisis, *web.Form) error) error {
	c, err := a.crisisOf(r)
	if err != nil {
		return err
	}
	return sent(r, say, func(f *web.Form) (string, error) { return boardURL(c.ID), do(c, f) },
		func(f *web.Form, status int) error { return a.showBoard(r, c, f, nil, status) })
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
	var rows []string
	return sent(r, "assembly.saved", func(f *web.Form) (string, error) {
		m, err := a.manifest(r, c, f)
		if err != nil {
			return "", err
		}
		for _, one := range m.Faults {
			rows = append(rows, r.T("relief.row", "row", strconv.FormatInt(one.Row, 10), "column", one.Fault.Field)+" "+r.Locale.Error(one.Fault))
		}
		if len(rows) > 0 {
			return "", fault.Field("file", "fault.relief_rows")
		}
		made, err := a.Relief.Consign(r.R.Context(), r.Actor, relief.Consignment{Crisis: c.ID, To: relief.FacilityID(f.ID("facility")),
			Letter: relief.Letter{Number: f.Get("number"), From: f.Get("from"), Place: f.Get("place"), Currency: currency(f.Get("currency"))}}, m.Packages)
		return custodyURL(made), err
	}, func(f *web.Form, status int) error { return a.showBoard(r, c, f, rows, status) })
}

func (a *Aid) manifest(r *web.Request, c relief.Crisis, form *web.Form) (relief.Manifest, error) {
	file, err := fileOf(form)
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
