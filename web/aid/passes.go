package aid

import (
	"net/http"
	"net/url"

	"agora/relief"
	"agora/web"
	"agora/web/ui"
)

// passesView is the desk's page of the passes of a consignment.
type passesView struct {
	crisis  ui.Link
	number  string
	back    string
	to      string
	mishaps []ui.Mishap
	list    []passRow
	fields  []ui.Field
	open    bool
}

// passRow is one pass.
type passRow struct {
	name, role, until string
	link, code        string // "" for one that is over, or that needs no code
	locked            bool
	to                string
}

func (a *Aid) passes(r *web.Request) error { return a.showPasses(r, nil, http.StatusOK) }

func (a *Aid) showPasses(r *web.Request, form *web.Form, status int) error {
	crisis, id, err := consignmentID(r)
	if err != nil {
		return err
	}
	list, err := a.Relief.Passes(r.R.Context(), r.Actor, crisis, id)
	if err != nil {
		return err
	}
	j, err := a.Relief.Journey(r.R.Context(), crisis, id)
	if err != nil {
		return err
	}
	at := custodyURL(j.Consignment)
	v := passesView{crisis: r.Words(j.Case.Title), number: j.Number, back: at, to: at + "/passes", mishaps: form.Mishaps(r), open: j.Case.State == relief.Open, fields: passFields(r, form)}
	v.crisis.URL = boardURL(crisis)
	for _, p := range list {
		row := passRow{name: p.Name + ", " + p.Organisation, role: r.T("relief.pass_" + string(p.Role)), until: r.T("relief.pass_until", "time", r.Moment(p.Ends)), to: v.to + "/" + number(int64(p.ID))}
		if p.Over(r.Now()) {
			row.until = r.T("relief.pass_ended")
		} else {
			row.link = r.Origin() + "/pass/" + number(int64(crisis)) + "/" + number(int64(p.ID)) + "?k=" + url.QueryEscape(a.Sign(relief.PassPurpose, int64(p.ID)))
			if p.Lang != "" {
				row.link += "&lang=" + url.QueryEscape(p.Lang)
			}
		}
		if row.link != "" && p.Role == relief.PassDriver {
			row.code, row.locked = p.Code, p.Locked()
		}
		v.list = append(v.list, row)
	}
	return a.page(r, status, v.number, passesPage(v))
}

func passFields(r *web.Request, form *web.Form) []ui.Field {
	return filled(r, form, []ui.Field{
		{Name: "role", Label: r.T("assembly.role"), Options: ui.Select(named(r, "relief.pass_", relief.PassRoles), string(relief.PassDriver))},
		{Name: "name", Label: r.T("relief.name"), Max: 200, Dir: "auto", Required: true, Complete: "off"},
		{Name: "organisation", Label: r.T("assembly.organisation_name"), Max: 200, Dir: "auto", Required: true, Complete: "off"},
		{Name: "email", Label: r.T("store.email"), Hint: r.T("relief.pass_email_hint"), Type: "email", Max: 200, Dir: "ltr", Complete: "off"},
		{Name: "lang", Label: r.T("ui.language"), Options: ui.Select(r.Languages(), r.Locale.Lang())},
		{Name: "days", Label: r.T("relief.pass_days"), Value: "7", Max: 2, Dir: "ltr", Mode: "numeric", Required: true},
	}...)
}

// onPasses does what a form of the page of passes asks for.
func (a *Aid) onPasses(r *web.Request, do func(relief.CrisisID, relief.ConsignmentID, *web.Form) error) error {
	crisis, id, err := consignmentID(r)
	if err != nil {
		return err
	}
	return sent(r, "assembly.saved", func(f *web.Form) (string, error) {
		return boardURL(crisis) + "/" + number(int64(id)) + "/passes", do(crisis, id, f)
	},
		func(f *web.Form, status int) error { return a.showPasses(r, f, status) })
}

func (a *Aid) issue(r *web.Request) error {
	return a.onPasses(r, func(crisis relief.CrisisID, id relief.ConsignmentID, f *web.Form) error {
		days := f.Int("days")
		if err := f.Err(); err != nil {
			return err
		}
		_, err := a.Relief.Issue(r.R.Context(), r.Actor, relief.Pass{Crisis: crisis, Consignment: id, Role: relief.PassRole(f.Get("role")),
			Holder: relief.Holder{Name: f.Get("name"), Organisation: f.Get("organisation"), Email: f.Get("email"), Lang: f.Get("lang"), Closes: f.Has("closes")}}, days)
		return err
	})
}

// change revokes a pass, or gives it another code.
func (a *Aid) change(r *web.Request) error {
	return a.onPasses(r, func(crisis relief.CrisisID, _ relief.ConsignmentID, f *web.Form) error {
		id, err := r.PathID("pass")
		if err != nil {
			return err
		}
		if f.Has("revoke") {
			return a.Relief.Revoke(r.R.Context(), r.Actor, crisis, relief.PassID(id))
		}
		return a.Relief.Recode(r.R.Context(), r.Actor, crisis, relief.PassID(id))
	})
}
