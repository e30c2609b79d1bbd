package console

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"agora/audit"
	"agora/identity"
	"agora/notify"
	"agora/web"
	"agora/web/ui"
)

// people lists and finds people.
func (c *Console) people(r *web.Request) error { return c.showPeople(r, nil, http.StatusOK) }

func (c *Console) showPeople(r *web.Request, form *web.Form, status int) error {
	q := r.Query("q")
	found, err := c.People.People(r.R.Context(), r.Actor, identity.PeopleFilter{Text: q, Before: identity.PersonID(r.QueryID("before")), Limit: pageSize})
	if err != nil {
		return err
	}
	v := listView{title: r.T("console.tab_people"), none: r.T("console.no_people"), mishaps: form.Mishaps(r),
		search: ui.Field{Name: "q", Label: r.T("console.find_person"), Value: q, Max: 200, Dir: "auto"},
		cols: []ui.Col{{Head: r.T("console.person")}, {Head: r.T("console.login")}, {Head: r.T("console.where")}, {Head: r.T("console.joined")},
			{Head: r.T("console.roles")}, {Head: r.T("console.acts")}}}
	for _, p := range found {
		login := p.Email
		if login == "" {
			login = p.Phone
		}
		v.rows = append(v.rows, []ui.Cell{{Part: stacked(p.Name, "person:"+number(int64(p.ID)))}, {Text: login, Code: true},
			{Text: r.CountryName(p.Country)}, {Text: r.Locale.Date(p.Joined())}, {Text: roleNames(r, p)}, {Part: roleActs(roleViewOf(r, p))}})
	}
	here := "/console/people?q=" + url.QueryEscape(q)
	if r.QueryID("before") > 0 {
		v.first = here
	}
	if len(found) == pageSize {
		v.next = here + "&before=" + number(int64(found[len(found)-1].ID))
	}
	if q != "" {
		v.begin = ui.Link{URL: "/console/people", Text: r.T("console.all")}
	}
	return c.page(r, status, "people", v.title, list(v))
}

func roleNames(r *web.Request, p identity.Person) string {
	var names []string
	for _, role := range p.Roles {
		names = append(names, r.T("console.role_"+string(role)))
	}
	if n := len(p.Shops); n > 0 {
		names = append(names, r.N("console.runs_shops", int64(n)))
	}
	return strings.Join(names, ", ")
}

// roleView is what may be changed about a person's roles.
type roleView struct {
	action string
	acts   []roleAct
}

// roleAct is one thing to press; one that needs care asks first.
type roleAct struct{ do, role, text, sure string }

func roleViewOf(r *web.Request, p identity.Person) roleView {
	v := roleView{action: "/console/people/" + number(int64(p.ID)) + "/role"}
	for _, role := range identity.HouseRoles {
		act := roleAct{do: "grant", role: string(role), text: r.T("console.make_" + string(role))}
		if role == identity.Operator {
			act.sure = r.T("console.operator_sure", "name", p.Name)
		}
		for _, have := range p.Roles {
			if have == role {
				act.do, act.sure, act.text = "revoke", "", r.T("console.no_more_"+string(role))
			}
		}
		v.acts = append(v.acts, act)
	}
	return v
}

// role gives a role to a person or takes it away.
func (c *Console) role(r *web.Request) error {
	form, id, err := formAndID(r)
	if err != nil {
		return err
	}
	change := c.People.Grant
	switch form.Get("do") {
	case "grant":
	case "revoke":
		change = c.People.Revoke
	default:
		form.Add("do", "fault.choice")
	}
	role := identity.Role(form.Get("role"))
	if !slices.Contains(identity.HouseRoles, role) {
		form.Add("role", "fault.choice")
	}
	if form.Err() != nil {
		return c.showPeople(r, form, http.StatusUnprocessableEntity)
	}
	if err := change(r.R.Context(), r.Actor, identity.PersonID(id), role); err != nil {
		return err
	}
	r.Say("console.done")
	return r.Redirect("/console/people")
}

// audit lists who did what to what.
func (c *Console) audit(r *web.Request) error {
	filter := audit.Filter{Who: r.Query("who"), Action: r.Query("action"), Subject: r.Query("subject")}
	notes, err := audit.List(r.R.Context(), c.DB, filter, audit.Page{Before: audit.NoteID(r.QueryID("before")), Limit: pageSize})
	if err != nil {
		return err
	}
	v := listView{title: r.T("console.tab_audit"), none: r.T("console.no_notes"),
		kept:   keptOf("action", filter.Action, "subject", filter.Subject),
		search: ui.Field{Name: "who", Label: r.T("console.find_who"), Hint: r.T("console.find_who_hint"), Value: filter.Who, Max: 100, Dir: "ltr"},
		cols:   noteCols(r)}
	if v.rows, err = c.noteRows(r, notes); err != nil {
		return err
	}
	here := "/console/audit?" + url.Values{"who": {filter.Who}, "action": {filter.Action}, "subject": {filter.Subject}}.Encode()
	if r.QueryID("before") > 0 {
		v.first = here
	}
	if len(notes) == pageSize {
		v.next = here + "&before=" + number(int64(notes[len(notes)-1].ID))
	}
	if filter != (audit.Filter{}) {
		v.chips = []ui.Link{{URL: "/console/audit", Text: r.T("console.all")}}
		for _, f := range []string{filter.Who, filter.Action, filter.Subject} {
			if f != "" {
				v.chips = append(v.chips, ui.Link{URL: here, Text: f, Current: true})
			}
		}
	}
	return c.ok(r, "audit", v.title, list(v))
}

// keptOf leaves out the pairs without a value.
func keptOf(pairs ...string) (kept []string) {
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			kept = append(kept, pairs[i], pairs[i+1])
		}
	}
	return kept
}

func noteCols(r *web.Request) []ui.Col {
	return []ui.Col{{Head: r.T("desk.col_when")}, {Head: r.T("console.who")}, {Head: r.T("console.did")}, {Head: r.T("console.to_what")}, {Head: r.T("console.detail")}}
}

// noteRows are notes with the names of who did it.
func (c *Console) noteRows(r *web.Request, notes []audit.Record) (rows [][]ui.Cell, err error) {
	var who []string
	for _, n := range notes {
		who = append(who, n.Who)
	}
	names, err := c.People.Names(r.R.Context(), r.Actor, who)
	for _, n := range notes {
		rows = append(rows, []ui.Cell{{Text: r.Locale.DateTime(n.At(), nil)}, {Text: cmp.Or(names[n.Who], n.Who), URL: "/console/audit?who=" + url.QueryEscape(n.Who)},
			{Text: n.Action, Code: true, URL: "/console/audit?action=" + url.QueryEscape(n.Action)}, {Text: n.Subject, Code: true, URL: "/console/audit?subject=" + url.QueryEscape(n.Subject)}, {Text: detailOf(n), Code: true}})
	}
	return rows, err
}

// detailOf writes a note's detail as "name: value" pairs.
func detailOf(n audit.Record) string {
	var detail map[string]any
	if err := json.Unmarshal(n.Detail, &detail); err != nil {
		return string(n.Detail)
	}
	var pairs []string
	for _, name := range slices.Sorted(maps.Keys(detail)) {
		if v := detail[name]; v != nil && v != "" {
			pairs = append(pairs, fmt.Sprintf("%s: %v", name, v))
		}
	}
	return strings.Join(pairs, " · ")
}

// messages lists what people were told.
func (c *Console) messages(r *web.Request) error {
	state, to := notify.State(r.Query("state")), r.Query("to")
	entries, err := c.Outbox.Outbox(r.R.Context(), notify.Filter{To: to, State: state, Before: notify.MessageID(r.QueryID("before")), Limit: pageSize})
	if err != nil {
		return err
	}
	v := listView{title: r.T("console.tab_messages"), intro: r.T("console.messages_words"), none: r.T("console.no_messages"),
		search: ui.Field{Name: "to", Label: r.T("console.to"), Value: to, Max: 254, Dir: "ltr"}, kept: keptOf("state", string(state)),
		cols: []ui.Col{{Head: r.T("desk.col_when")}, {Head: r.T("console.to")}, {Head: r.T("console.message")}, {Head: r.T("desk.col_state")}}}
	for _, s := range []notify.State{"", notify.Sent, notify.Kept, notify.Failed, notify.Refused} {
		key := string(s)
		if key == "" {
			key = "all"
		}
		v.chips = append(v.chips, ui.Link{URL: "/console/messages?" + url.Values{"state": {string(s)}, "to": {to}}.Encode(), Text: r.T("console.msg_" + key), Current: s == state})
	}
	for _, e := range entries {
		v.rows = append(v.rows, []ui.Cell{{Text: r.Locale.DateTime(e.Written(), nil)}, {Text: e.To, Code: true},
			{Part: message(e.Subject, e.Text)}, {Part: stacked(r.T("console.msg_"+string(e.State)), firstLine(e.Problem))}})
	}
	here := "/console/messages?" + url.Values{"state": {string(state)}, "to": {to}}.Encode()
	if r.QueryID("before") > 0 {
		v.first = here
	}
	if len(entries) == pageSize {
		v.next = here + "&before=" + number(int64(entries[len(entries)-1].ID))
	}
	return c.ok(r, "messages", v.title, list(v))
}
