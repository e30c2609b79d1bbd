package console

import (
	"net/http"
	"slices"
	"strings"

	"agora/fault"
	"agora/setting"
	"agora/web"
	"agora/web/ui"
)

// settings shows what an operator may change.
func (c *Console) settings(r *web.Request) error { return c.showSettings(r, nil, http.StatusOK) }

func (c *Console) showSettings(r *web.Request, form *web.Form, status int) error {
	groups := make([]settingGroup, len(settingGroups))
	for i, g := range settingGroups {
		groups[i].title = r.T("console.set_" + g.name)
	}
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
		at := groupOf(l.Key)
		groups[at].fields = append(groups[at].fields, form.Fill(r, f))
	}
	groups = slices.DeleteFunc(groups, func(g settingGroup) bool { return len(g.fields) == 0 })
	return c.page(r, status, "settings", r.T("console.tab_settings"), settingsPage(groups, form.Mishaps(r)))
}

// settingGroup is settings that belong together.
type settingGroup struct {
	title  string
	fields []ui.Field
}

// settingGroups are the sheets of the form, with how the keys in them begin;
// what belongs nowhere stands in the first.
var settingGroups = [...]struct {
	name  string
	heads []string
}{
	{"house", nil}, {"deadlines", []string{"deadline_"}}, {"money", []string{"cash_", "transfer_", "payout_", "rate_", "qr_", "payme_", "click_", "hosted_"}}, {"mail", []string{"mail_"}},
}

// groupOf gives the sheet on which a setting stands.
func groupOf(key string) int {
	for i, g := range settingGroups {
		for _, head := range g.heads {
			if strings.HasPrefix(key, head) {
				return i
			}
		}
	}
	return 0
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
