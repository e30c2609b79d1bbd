package aid

import (
	"net/http"
	"net/url"

	"agora/fault"
	"agora/relief"
	"agora/web"
	"agora/web/ui"
)

func (a *Aid) stillRoutes() []web.Route {
	link := func(method string, handle func(*web.Request) error) web.Route {
		return web.Route{Method: method, Pattern: "/needed/{crisis}/{id}", Access: web.Link, Purpose: relief.NeedPurpose, Handle: handle}
	}
	return []web.Route{link("GET", a.still), link("POST", a.saysStill)}
}

// stillView asks who reported a need, or its facility, whether it stands.
type stillView struct {
	crisis  ui.Link
	what    string
	place   string
	terms   string
	day     string
	mishaps []ui.Mishap
	action  string // "" when nothing is to be said any more
	fields  []ui.Field
}

func (a *Aid) still(r *web.Request) error { return a.showStill(r, nil, http.StatusOK) }

// asked reads the need of the path.
func (a *Aid) asked(r *web.Request) (s relief.Question, err error) {
	crisis, err := r.PathID("crisis")
	if err != nil {
		return s, err
	}
	id, err := r.PathID("id")
	if err != nil {
		return s, err
	}
	return a.Relief.Asking(r.R.Context(), r.Actor, relief.CrisisID(crisis), relief.NeedID(id))
}

func (a *Aid) showStill(r *web.Request, form *web.Form, status int) error {
	s, err := a.asked(r)
	if err != nil {
		return err
	}
	v := stillView{crisis: r.Words(s.Of.Title), what: itemName(r, s.What) + " · " + units(r, s.Left(), s.What), place: s.At.Name + ", " + s.At.Town,
		terms: terms(r, s.Shortage), day: r.T("relief.need_confirmed", "day", r.Locale.Date(s.Confirmed)), mishaps: form.Mishaps(r)}
	v.crisis.URL = crisisURL(s.Of.ID)
	if s.Of.State == relief.Open && (s.State == relief.Wanted || s.State == relief.Asleep) {
		v.action = r.R.URL.Path + "?k=" + url.QueryEscape(r.Query("k"))
		var n needView
		n.change(r, form, s.Shortage, relief.Facility{State: relief.Verified})
		v.fields = n.fields
	}
	return a.private(r, status, r.T("relief.still"), stillPage(v))
}

// saysStill takes what was said of a need by its link.
func (a *Aid) saysStill(r *web.Request) error {
	s, err := a.asked(r)
	if err != nil {
		return err
	}
	return sent(r, "assembly.saved", func(f *web.Form) (string, error) {
		var today *relief.Want
		switch f.Get("do") {
		case "still":
			w, err := want(f)
			if err != nil {
				return "", err
			}
			today = &w
		case "over":
		default:
			return "", fault.New(fault.Invalid, "fault.form_broken")
		}
		_, err := a.Relief.Confirm(r.R.Context(), r.Actor, s.Of.ID, s.ID, today)
		return crisisURL(s.Of.ID), err
	}, func(f *web.Form, status int) error { return a.showStill(r, f, status) })
}
