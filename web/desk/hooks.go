package desk

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"agora/fault"
	"agora/hook"
	"agora/web"
	"agora/web/ui"
)

// hooksView is the webhooks of a shop and the form that makes one.
type hooksView struct {
	base    string
	mishaps []ui.Mishap
	rows    []hookRow
	url     ui.Field
	kinds   []hookArea
}

// hookRow is one webhook.
type hookRow struct {
	path, url string
	facts     []ui.Row
}

// hookArea is kinds of messages that belong together.
type hookArea struct {
	name  string
	kinds []ui.Option
}

// hooks lists the webhooks of the shop.
func (d *Desk) hooks(r *web.Request) error { return d.showHooks(r, nil, http.StatusOK) }

func (d *Desk) showHooks(r *web.Request, form *web.Form, status int) error {
	shop, err := d.own(r)
	if err != nil {
		return err
	}
	list, err := d.Hooks.List(r.R.Context(), r.Actor, shop.ID)
	if err != nil {
		return err
	}
	v := hooksView{base: base(r), mishaps: form.Mishaps(r), kinds: hookAreas(r, kindsChosen(form, nil)),
		url: form.Fill(r, ui.Field{Name: "url", Label: r.T("desk.hook_url"), Type: "url", Dir: "ltr", Max: 2048, Required: true, Value: "https://"})}
	for _, h := range list {
		v.rows = append(v.rows, hookRow{path: hookPath(r, h), url: h.URL, facts: hookFacts(r, h)})
	}
	return d.page(r, status, shop, "shop", r.T("desk.hooks"), hooksPage(v))
}

func hookPath(r *web.Request, h hook.Hook) string { return base(r) + "/hooks/" + number(int64(h.ID)) }

// hookFacts say what a webhook is told of and how it does.
func hookFacts(r *web.Request, h hook.Hook) []ui.Row {
	kinds := make([]string, len(h.Kinds))
	for i, k := range h.Kinds {
		kinds[i] = string(k)
	}
	rows := []ui.Row{{What: r.T("desk.hook_kinds"), Value: strings.Join(kinds, ", ")}, {What: r.T("desk.col_state"), Value: hookState(r, h)}}
	if !h.Since.IsZero() && h.Off.IsZero() {
		rows[1].Why = r.T("desk.hook_since", "when", when(r, h.Since))
	}
	if !h.Both.IsZero() {
		rows = append(rows, ui.Row{What: r.T("desk.hook_secret"), Value: r.T("desk.hook_both", "when", when(r, h.Both))})
	}
	return rows
}

func hookState(r *web.Request, h hook.Hook) string {
	if h.Off.IsZero() {
		return r.T("desk.hook_on")
	}
	return r.T("desk.hook_why_" + string(h.Why))
}

// hookAreas are the kinds that may be chosen.
func hookAreas(r *web.Request, chosen []hook.Kind) (list []hookArea) {
	for _, a := range []struct {
		area hook.Area
		name string
	}{{hook.Orders, "desk.tab_orders"}, {hook.Catalogue, "desk.products"}, {hook.Money, "desk.tab_money"}} {
		area := hookArea{name: r.T(a.name)}
		for _, o := range hook.Offers {
			if o.Area == a.area {
				area.kinds = append(area.kinds, ui.Option{Value: string(o.Kind), Text: string(o.Kind), Selected: slices.Contains(chosen, o.Kind)})
			}
		}
		list = append(list, area)
	}
	return list
}

// kindsChosen are those of a form that was sent, else of the webhook.
func kindsChosen(form *web.Form, of []hook.Kind) (chosen []hook.Kind) {
	if form == nil {
		return of
	}
	for _, k := range form.List("kinds") {
		chosen = append(chosen, hook.Kind(k))
	}
	return chosen
}

// wishOf reads the form of a webhook.
func wishOf(form *web.Form) hook.Wish {
	return hook.Wish{URL: form.Get("url"), Kinds: kindsChosen(form, nil), On: true}
}

// makeHook makes one and shows its secret, this once.
func (d *Desk) makeHook(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	h, secret, err := d.Hooks.Make(r.R.Context(), r.Actor, r.Shop, wishOf(form))
	if err == nil {
		return d.showHook(r, h, secret, nil, http.StatusOK)
	}
	if !fault.Is(err, fault.Invalid) && !fault.Is(err, fault.Conflict) {
		return err
	}
	status := fault.Status(err)
	if err := form.Join("", err); err != nil {
		return err
	}
	return d.showHooks(r, form, status)
}

// hookView is one webhook with what it was told.
type hookView struct {
	base, path, url string
	secret          string // that was just made: shown this once
	off             bool
	mishaps         []ui.Mishap
	facts           []ui.Row
	field           ui.Field
	kinds           []hookArea
	cols            []ui.Col
	rows            [][]ui.Cell
	first, next     string
	failed          bool // something is there to be sent again
}

func (d *Desk) hook(r *web.Request) error {
	h, err := d.hookAt(r)
	if err != nil {
		return err
	}
	return d.showHook(r, h, "", nil, http.StatusOK)
}

// hookAt gives the webhook of the path.
func (d *Desk) hookAt(r *web.Request) (hook.Hook, error) {
	id, err := r.PathID("id")
	if err != nil {
		return hook.Hook{}, err
	}
	return d.Hooks.Hook(r.R.Context(), r.Actor, r.Shop, hook.ID(id))
}

func (d *Desk) showHook(r *web.Request, h hook.Hook, secret string, form *web.Form, status int) error {
	const rows = 50
	if secret != "" {
		r.W.Header().Set("Cache-Control", "no-store")
	}
	shop, err := d.own(r)
	if err != nil {
		return err
	}
	before := r.QueryID("before")
	list, err := d.Hooks.Messages(r.R.Context(), r.Actor, shop.ID, h.ID, hook.Page{Before: hook.MessageID(before), Limit: rows})
	if err != nil {
		return err
	}
	v := hookView{base: base(r), path: hookPath(r, h), url: h.URL, secret: secret, off: !h.Off.IsZero(), mishaps: form.Mishaps(r), facts: hookFacts(r, h), kinds: hookAreas(r, kindsChosen(form, h.Kinds)),
		field: form.Fill(r, ui.Field{Name: "url", Label: r.T("desk.hook_url"), Type: "url", Dir: "ltr", Max: 2048, Required: true, Value: h.URL}),
		cols:  []ui.Col{{Head: r.T("desk.hook_kind")}, {Head: r.T("store.col_when")}, {Head: r.T("desk.hook_attempts"), Number: true}, {Head: r.T("desk.col_state")}}}
	for _, m := range list {
		v.failed = v.failed || m.State == hook.Failed
		v.rows = append(v.rows, []ui.Cell{{Text: string(m.Kind), URL: v.path + "/" + number(int64(m.ID)), Code: true}, {Text: when(r, m.Made())}, {Text: r.Locale.Number(int64(m.Tries))}, hookBadge(r, m.State)})
	}
	if before > 0 {
		v.first = v.path
	}
	if len(list) == rows {
		v.next = v.path + "?before=" + number(int64(list[len(list)-1].ID))
	}
	return d.page(r, status, shop, "shop", r.T("desk.hooks"), hookPage(v))
}

// hookBadge says how far a message has come.
func hookBadge(r *web.Request, s hook.State) ui.Cell {
	for _, b := range [...]struct {
		state     hook.State
		tone, key string
	}{{hook.Waiting, "saff", "console.job_available"}, {hook.Told, "leaf", "console.msg_sent"}, {hook.Failed, "pome", "console.msg_failed"}} {
		if b.state == s {
			return ui.Cell{Part: ui.Badge(b.tone, "", r.T(b.key))}
		}
	}
	return ui.Cell{Part: ui.Badge("clay", "", r.T("desk.hook_void"))}
}

// changeHook changes one, or does what its buttons say.
func (d *Desk) changeHook(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	h, err := d.hookAt(r)
	if err != nil {
		return err
	}
	ctx := r.R.Context()
	back, said := hookPath(r, h), ""
	switch form.Get("do") {
	case "rotate":
		h, secret, err := d.Hooks.Rotate(ctx, r.Actor, r.Shop, h.ID)
		if err != nil {
			return err
		}
		return d.showHook(r, h, secret, nil, http.StatusOK)
	case "test":
		said = "desk.hook_soon"
		_, err = d.Hooks.Test(ctx, r.Actor, r.Shop, h.ID)
	case "failed":
		said = "desk.hook_soon"
		_, err = d.Hooks.ReplayFailed(ctx, r.Actor, r.Shop, h.ID, time.Now().Add(-hook.Kept))
	case "switch":
		_, err = d.Hooks.Change(ctx, r.Actor, r.Shop, h.ID, hook.Wish{URL: h.URL, Kinds: h.Kinds, On: !h.Off.IsZero()})
	case "remove":
		back = base(r) + "/hooks"
		err = d.Hooks.Remove(ctx, r.Actor, r.Shop, h.ID)
	default:
		w := wishOf(form)
		w.On = h.Off.IsZero()
		_, err = d.Hooks.Change(ctx, r.Actor, r.Shop, h.ID, w)
		if fault.Is(err, fault.Invalid) {
			if err := form.Join("", err); err != nil {
				return err
			}
			return d.showHook(r, h, "", form, http.StatusUnprocessableEntity)
		}
	}
	if err != nil {
		return err
	}
	if said != "" {
		r.Say(said)
	}
	return r.Redirect(back)
}
