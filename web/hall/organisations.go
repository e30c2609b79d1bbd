package hall

import (
	"cmp"
	"io"
	"net/http"
	"strconv"
	"strings"

	"agora/assembly"
	"agora/fault"
	"agora/web"
	"agora/web/ui"
)

// band is the organisations of one part, as an invitation names them.
type band struct {
	words string
	list  []organisation
}

// organisation is one of them. What hosts can do is on their own page only.
type organisation struct {
	name, url, site string // site is the address as people read it
	logo            ui.Picture
	place           string // number of it among all
	edit            string // where it is changed
	sooner, later   bool   // there is one before or after it in its part
}

// bandsOf groups organisations by their part, in the order of an invitation.
func bandsOf(r *web.Request, e assembly.Event) (list []band) {
	all := e.Invited()
	for i, o := range all {
		first := i == 0 || all[i-1].Part != o.Part
		last := i == len(all)-1 || all[i+1].Part != o.Part
		if first {
			list = append(list, band{words: partName(r, o.Part, last)})
		}
		site := strings.TrimSuffix(strings.TrimPrefix(o.URL, "https://"), "/")
		one := organisation{name: o.Name, url: o.URL, site: site, place: strconv.Itoa(i), sooner: !first, later: !last}
		if o.HasLogo() {
			one.logo = web.Media(o.Logo, "6.5rem")
			one.logo.Lazy, one.logo.Alt, one.logo.At = true, r.T("assembly.logo_of", "name", o.Name), ""
		}
		b := &list[len(list)-1]
		b.list = append(b.list, one)
	}
	return list
}

// partName says what an organisation does; who organises alone does not do so jointly.
func partName(r *web.Request, p assembly.Part, alone bool) string {
	if p == assembly.Organiser && !alone {
		return r.T("assembly.part_joint")
	}
	return r.T("assembly.part_" + string(p))
}

// organisationsView is the page on which hosts name organisations: all of them, and
// the form of one.
type organisationsView struct {
	event           ui.Link
	here, action    string
	revision        string
	bands           []band
	changes, place  string // name and number of the one that the form is of; "" for a new one
	full            bool
	logo            ui.Picture
	mishaps         []ui.Mishap
	part, name, url ui.Field
	picture         ui.Field
}

func (h *Hall) organisations(r *web.Request) error {
	e, err := h.hosted(r)
	if err != nil {
		return err
	}
	at := -1
	if n, err := strconv.Atoi(r.Query("change")); err == nil && n >= 0 && n < len(e.Organisations) {
		at = n
	}
	return h.showOrganisations(r, e, at, nil, http.StatusOK)
}

// showOrganisations shows them with the form of the one at a place; below 0, of a
// new one.
func (h *Hall) showOrganisations(r *web.Request, e assembly.Event, at int, form *web.Form, status int) error {
	here := hostURL(e.ID) + "/organisations"
	v := organisationsView{event: ui.Link{URL: hostURL(e.ID), Text: r.Words(e.Title).Text}, here: here, action: here + "/new",
		revision: number(e.Revision), bands: bandsOf(r, e), full: len(e.Organisations) >= assembly.MaxOrganisations, mishaps: form.Mishaps(r)}
	for i := range v.bands {
		for j := range v.bands[i].list {
			o := &v.bands[i].list[j]
			o.edit = here + "?change=" + o.place + "#form"
		}
	}
	o := assembly.Organisation{Part: assembly.Organiser}
	if all := e.Invited(); at >= 0 && at < len(all) {
		o, v.action = all[at], here+"/"+strconv.Itoa(at)
		v.changes, v.place = o.Name, strconv.Itoa(at)
		if o.HasLogo() {
			v.logo = web.Media(o.Logo, "6.5rem")
			v.logo.Alt = r.T("assembly.logo_of", "name", o.Name)
		}
	}
	v.part = ui.Field{Name: "part", Label: r.T("assembly.organisation_part"), Value: string(o.Part)}
	for _, p := range assembly.Parts {
		v.part.Options = append(v.part.Options, ui.Option{Value: string(p), Text: partName(r, p, true)})
	}
	v.part = form.Fill(r, v.part)
	v.part.Options = ui.Select(v.part.Options, v.part.Value)
	v.name = form.Fill(r, ui.Field{Name: "name", Label: r.T("assembly.organisation_name"), Value: o.Name, Dir: "auto", Complete: "off", Max: 120, Required: true})
	v.url = form.Fill(r, ui.Field{Name: "url", Label: r.T("assembly.organisation_url"), Hint: r.T("assembly.organisation_url_hint"), Value: o.URL, Mode: "url", Dir: "ltr", Complete: "off", Max: 300})
	v.picture = form.Fill(r, ui.Field{Name: "picture", Label: r.T("assembly.logo"), Hint: r.T("assembly.logo_hint")})
	return h.page(r, status, r.T("assembly.organisations"), organisationsPage(v))
}

// saveOrganisation names an organisation, or changes one.
func (h *Hall) saveOrganisation(r *web.Request) error {
	form, formErr := r.Form()
	if form == nil && !fault.Is(formErr, fault.TooLarge) {
		return formErr
	}
	e, err := h.hosted(r)
	if err != nil {
		return err
	}
	at, err := strconv.Atoi(r.Path("place"))
	if err != nil {
		at = -1
	}
	if form == nil { // nothing was read of what was too large
		form = new(web.Form)
		err = formErr
	} else if form.Err() == nil {
		err = h.nameOrganisation(r, e, at, form)
	}
	if err == nil && form.Err() == nil {
		r.Say("assembly.saved")
		return r.Redirect(hostURL(e.ID) + "/organisations")
	}
	if err != nil && !fault.Is(err, fault.Invalid) && !fault.Is(err, fault.TooLarge) {
		return err
	}
	for _, f := range fault.List(err) {
		form.Add(cmp.Or(f.Field, "picture"), f.Key, f.Args...)
	}
	return h.showOrganisations(r, e, at, form, http.StatusUnprocessableEntity)
}

// nameOrganisation does what the form says. A new one comes to those that are there;
// what is changed is the one that the form showed.
func (h *Hall) nameOrganisation(r *web.Request, e assembly.Event, at int, form *web.Form) error {
	if at >= 0 {
		e.Revision = form.Int("revision")
	}
	var picture io.Reader // a nil file in it would not be nil
	file, _, err := form.File("picture")
	if err != nil {
		return err
	}
	if file != nil {
		defer file.Close()
		picture = file
	}
	o := assembly.Organisation{Part: assembly.Part(form.Get("part")), Name: form.Get("name"), URL: form.Get("url")}
	return h.Assembly.Name(r.R.Context(), r.Actor, e, at, o, picture)
}

// arrange changes the order of organisations, or takes one or its logo away.
func (h *Hall) arrange(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	e, err := h.hosted(r)
	if err != nil {
		return err
	}
	e.Revision = form.Int("revision")
	at, err := strconv.Atoi(form.Get("place"))
	if err != nil {
		at = -1
	}
	ctx, to := r.R.Context(), hostURL(e.ID)+"/organisations"
	switch form.Get("do") {
	case "sooner", "later":
		err = h.Assembly.Rank(ctx, r.Actor, e, at, form.Get("do") == "later")
	case "remove":
		err = h.Assembly.Unname(ctx, r.Actor, e, at)
	case "unsign":
		to += "?change=" + strconv.Itoa(at) + "#form"
		err = h.Assembly.Unsign(ctx, r.Actor, e, at)
	default:
		err = fault.Field("do", "fault.choice")
	}
	return r.Done(err, "assembly.saved", to)
}
