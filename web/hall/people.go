package hall

import (
	"cmp"
	"net/http"

	"agora/assembly"
	"agora/fault"
	"agora/web"
	"agora/web/ui"
)

// peopleView is what an event's registrations come to, and the form that takes
// them from a file.
type peopleView struct {
	event            ui.Link
	action, export   string
	shares           string // the file for sponsors
	mishaps          []ui.Mishap
	file             ui.Field
	agreedErr        string
	done             string // what became of the file; "" before
	faults           []string
	countries, langs []ui.Row
	standing         []ui.Row
}

func (h *Hall) people(r *web.Request) error {
	e, err := h.hosted(r)
	if err != nil {
		return err
	}
	return h.showPeople(r, e, nil, assembly.Imported{}, http.StatusOK)
}

func (h *Hall) showPeople(r *web.Request, e assembly.Event, form *web.Form, in assembly.Imported, status int) error {
	f, err := h.Assembly.Figures(r.R.Context(), r.Actor, e.ID)
	if err != nil {
		return err
	}
	v := peopleView{event: ui.Link{URL: hostURL(e.ID), Text: r.Words(e.Title).Text}, action: hostURL(e.ID) + "/people", export: hostURL(e.ID) + "/people.csv", shares: hostURL(e.ID) + "/shares.csv",
		mishaps: form.Mishaps(r), file: form.Fill(r, ui.Field{Name: "file"}), agreedErr: form.Fill(r, ui.Field{Name: "agreed"}).Error}
	if n := in.Admitted + in.Waiting + in.Known + in.Refused; n > 0 {
		v.done = r.T("assembly.imported", "admitted", r.Locale.Number(in.Admitted), "waiting", r.Locale.Number(in.Waiting), "known", r.Locale.Number(in.Known), "refused", r.Locale.Number(in.Refused))
	}
	for _, x := range in.Faults[:min(len(in.Faults), assembly.PageSize)] {
		v.faults = append(v.faults, r.T("assembly.import_row", "row", r.Locale.Number(x.Row), "column", cmp.Or(x.Fault.Field, "–"), "words", r.Locale.Error(x.Fault)))
	}
	for _, s := range f.Seats {
		v.standing = append(v.standing, ui.Row{What: r.T("assembly."+string(s.State)) + " · " + r.T("assembly.role_"+string(s.Role)), Value: r.Locale.Number(s.N)})
	}
	for _, c := range f.Countries {
		name := ""
		if c.Of != "" {
			name = nationName(r, c.Of)
		}
		v.countries = append(v.countries, ui.Row{What: cmp.Or(name, "–"), Value: r.Locale.Number(c.N)})
	}
	for _, c := range f.Langs {
		v.langs = append(v.langs, ui.Row{What: cmp.Or(r.LanguageNames([]string{c.Of})[0], "–"), Value: r.Locale.Number(c.N)})
	}
	return h.page(r, status, r.T("assembly.people"), peoplePage(v))
}

// importPeople registers the people of a file.
func (h *Hall) importPeople(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	e, err := h.hosted(r)
	if err != nil {
		return err
	}
	file, _, err := form.File("file")
	if err != nil {
		return err
	}
	if file == nil {
		form.Add("file", "fault.required")
	} else {
		defer file.Close()
	}
	if form.Err() != nil {
		return h.showPeople(r, e, form, assembly.Imported{}, http.StatusUnprocessableEntity)
	}
	in, err := h.Assembly.Import(r.R.Context(), r.Actor, e.ID, file, form.Has("agreed"))
	if fault.Is(err, fault.Invalid) {
		_ = form.Join("", err) // it is Invalid
		return h.showPeople(r, e, form, in, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	return h.showPeople(r, e, nil, in, http.StatusOK)
}

// exportPeople gives those who registered as a file.
func (h *Hall) exportPeople(r *web.Request) error {
	e, err := h.hosted(r)
	if err != nil {
		return err
	}
	return h.Assembly.ExportSeats(r.R.Context(), r.Actor, e.ID, r.Download("people.csv", "text/csv; charset=utf-8"))
}

// exportShares gives what sponsors may have: how many came from where, and for how
// long.
func (h *Hall) exportShares(r *web.Request) error {
	e, err := h.hosted(r)
	if err != nil {
		return err
	}
	return h.Assembly.ExportShares(r.R.Context(), r.Actor, e.ID, r.Download("shares.csv", "text/csv; charset=utf-8"))
}
