package console

import (
	"net/http"
	"slices"
	"time"

	"agora/audit"
	"agora/country"
	"agora/db"
	"agora/fault"
	"agora/landed"
	"agora/web"
	"agora/web/ui"
)

// setView is rules that are switched together.
type setView struct {
	name, about string
	off         bool
	country     string // whose rules are looked at
	planned     []plannedView
	from        ui.Field
}

// plannedView is a switch whose day has not come.
type plannedView struct{ day, words string }

// setsOf gives the sets that have a rule for a destination.
func setsOf(r *web.Request, rules []landed.Rule, switches []landed.Switch, at country.Code, now time.Time) []setView {
	var sets []setView
	count := map[string]int64{}
	for _, rule := range rules {
		if rule.Set == "" {
			continue
		}
		count[rule.Set]++
		if rule.Destination == at && !slices.ContainsFunc(sets, func(s setView) bool { return s.name == rule.Set }) {
			sets = append(sets, setView{name: rule.Set, off: rule.Off, country: string(at)})
		}
	}
	for i := range sets {
		s := &sets[i]
		s.about = r.N("console.set_rules", count[s.name])
		s.from = ui.Field{Name: "day", ID: "day-" + s.name, Label: r.T("console.switch_day"), Type: "date", Dir: "ltr", Required: true, Value: now.UTC().Format(time.DateOnly)}
		for _, w := range switches {
			switch {
			case w.Set != s.name:
			case !w.Day.After(now):
				s.off = !w.On
			default:
				key := "console.switch_off_from"
				if w.On {
					key = "console.switch_on_from"
				}
				s.planned = append(s.planned, plannedView{w.Day.Format(time.DateOnly), r.T(key, "day", w.Day)})
			}
		}
	}
	return sets
}

// switchSet plans that all rules of a set are in force from a day on, or not
// any more, or takes such a plan back.
func (c *Console) switchSet(r *web.Request) error {
	form, err := r.Form()
	if err != nil {
		return err
	}
	w := landed.Switch{Set: form.Get("set"), Day: time.Now(), On: form.Get("do") == "on"}
	if day := form.Get("day"); day != "" {
		if w.Day, err = time.Parse(time.DateOnly, day); err != nil {
			form.Add("day", "fault.day")
		}
	}
	all, err := c.Landed.Rules(r.R.Context())
	if err != nil {
		return err
	}
	if w.Set == "" || !slices.ContainsFunc(all, func(rule landed.Rule) bool { return rule.Set == w.Set }) {
		return fault.New(fault.NotFound, "fault.not_found")
	}
	put, said, did := c.Landed.PutSwitch, "console.set_off", "rules.switched_off"
	switch form.Get("do") {
	case "on":
		said, did = "console.set_on", "rules.switched_on"
	case "drop":
		put, said, did = c.Landed.DropSwitch, "console.done", "rules.switch_dropped"
	}
	if form.Err() == nil {
		err = c.DB.Write(r.R.Context(), func(tx *db.Tx) error {
			if err := put(tx, w); err != nil {
				return err
			}
			return audit.Note(tx, r.Actor, db.House, did, "rules:"+w.Set, map[string]string{"day": w.Day.Format(time.DateOnly)})
		})
		if fault.Is(err, fault.Invalid) {
			err = form.Join("", err)
		}
		if err != nil {
			return err
		}
	}
	if form.Err() != nil {
		return c.showRules(r, form, http.StatusUnprocessableEntity)
	}
	r.Say(said)
	to := "/console/rules"
	if at := country.Code(form.Get("country")); at.Known() {
		to += "?country=" + string(at)
	}
	return r.Redirect(to)
}
