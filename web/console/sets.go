package console

import (
	"slices"

	"agora/audit"
	"agora/country"
	"agora/db"
	"agora/fault"
	"agora/landed"
	"agora/web"
)

// setView is rules that are switched together.
type setView struct {
	name, about string
	off         bool
	country     string // whose rules are looked at
}

// setsOf gives the sets that have a rule for a destination.
func setsOf(r *web.Request, rules []landed.Rule, at country.Code) []setView {
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
	for i, s := range sets {
		sets[i].about = r.N("console.set_rules", count[s.name])
	}
	return sets
}

// switchSet puts all rules of a set into force or out of it.
func (c *Console) switchSet(r *web.Request) error {
	form, err := r.Form()
	if err != nil {
		return err
	}
	name, off := form.Get("set"), form.Get("do") == "off"
	all, err := c.Landed.Rules(r.R.Context())
	if err != nil {
		return err
	}
	rules := slices.DeleteFunc(all, func(rule landed.Rule) bool { return rule.Set != name || name == "" })
	if len(rules) == 0 {
		return fault.New(fault.NotFound, "fault.not_found")
	}
	for i := range rules {
		rules[i].Off = off
	}
	said, did := "console.set_on", "rules.switched_on"
	if off {
		said, did = "console.set_off", "rules.switched_off"
	}
	if err := c.DB.Write(r.R.Context(), func(tx *db.Tx) error {
		if err := c.Landed.PutRules(tx, rules); err != nil {
			return err
		}
		return audit.Note(tx, r.Actor, db.House, did, "rules:"+name, nil)
	}); err != nil {
		return err
	}
	r.Say(said)
	to := "/console/rules"
	if at := country.Code(form.Get("country")); at.Known() {
		to += "?country=" + string(at)
	}
	return r.Redirect(to)
}
