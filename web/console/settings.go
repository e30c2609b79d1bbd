package console

import (
	"net/http"

	"agora/fault"
	"agora/setting"
	"agora/web"
	"agora/web/ui"
)

// settings shows what an operator may change.
func (c *Console) settings(r *web.Request) error { return c.showSettings(r, nil, http.StatusOK) }

func (c *Console) showSettings(r *web.Request, form *web.Form, status int) error {
	var fields []ui.Field
	for _, l := range c.House.Lines() {
		f := ui.Field{Name: l.Key, Label: r.T("setting." + l.Key), Hint: r.T("setting." + l.Key + "_help"), Value: l.Value, Span: true, Dir: "auto"}
		if l.Later {
			f.Hint += " " + r.T("setting.later")
		}
		switch l.Kind {
		case setting.Lines:
			f.Type, f.Rows = "area", 4
		case setting.Yes:
			f.Options = ui.Select([]ui.Option{{Value: "no", Text: r.T("common.no")}, {Value: "yes", Text: r.T("common.yes")}}, l.Value)
		case setting.Hours:
			f.Mode, f.Dir, f.Span = "numeric", "ltr", false
		}
		if l.Secret && l.Set {
			f.Hint += " " + r.T("console.secret_set")
		}
		fields = append(fields, form.Fill(r, f))
	}
	return c.page(r, status, "settings", r.T("console.tab_settings"), settingsPage(fields, form.Mishaps(r)))
}

// saveSettings stores the settings, all or none.
func (c *Console) saveSettings(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	if form.Err() != nil {
		return c.showSettings(r, form, http.StatusUnprocessableEntity)
	}
	values := map[string]string{}
	for _, l := range c.House.Lines() {
		if len(form.List(l.Key)) > 0 {
			values[l.Key] = form.Get(l.Key)
		}
	}
	err = c.House.Save(r.R.Context(), r.Actor, values)
	if fault.Is(err, fault.Invalid) {
		if err := form.Join("", err); err != nil {
			return err
		}
		return c.showSettings(r, form, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	r.Say("desk.saved")
	return r.Redirect("/console/settings")
}
