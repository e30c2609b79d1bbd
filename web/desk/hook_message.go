package desk

import (
	"strconv"

	"agora/hook"
	"agora/web"
	"agora/web/ui"
)

// messageView is one message to a webhook and what its attempts met.
type messageView struct {
	hooks, path, self, url, kind string
	state                        ui.Cell
	body                         string
	facts                        []ui.Row
	tries                        []tryRow
}

// tryRow is one attempt.
type tryRow struct {
	facts  []ui.Row
	answer string
}

// message shows one message.
func (d *Desk) message(r *web.Request) error {
	shop, err := d.own(r)
	if err != nil {
		return err
	}
	h, err := d.hookAt(r)
	if err != nil {
		return err
	}
	id, err := r.PathID("message")
	if err != nil {
		return err
	}
	m, tries, err := d.Hooks.Message(r.R.Context(), r.Actor, shop.ID, h.ID, hook.MessageID(id))
	if err != nil {
		return err
	}
	v := messageView{hooks: base(r) + "/hooks", path: hookPath(r, h), self: hookPath(r, h) + "/" + number(id), url: h.URL, kind: string(m.Kind), state: hookBadge(r, m.State), body: m.Body,
		facts: []ui.Row{{What: "webhook-id", Value: number(int64(m.ID))}, {What: r.T("store.col_when"), Value: when(r, m.Made())}}}
	if m.State == hook.Waiting {
		v.facts = append(v.facts, ui.Row{What: r.T("desk.hook_due"), Value: when(r, m.Due)})
	}
	for _, t := range tries {
		met := t.Failure
		if t.Status != 0 {
			met = "HTTP " + strconv.Itoa(t.Status)
		}
		v.tries = append(v.tries, tryRow{answer: t.Answer, facts: []ui.Row{{What: when(r, t.At), Value: met, Why: number(t.Took.Milliseconds()) + " ms"}}})
	}
	return d.ok(r, shop, "shop", r.T("desk.hooks"), messagePage(v))
}

// replayMessage sends one again.
func (d *Desk) replayMessage(r *web.Request) error {
	h, err := d.hookAt(r)
	if err != nil {
		return err
	}
	id, err := r.PathID("message")
	if err != nil {
		return err
	}
	if err := d.Hooks.Replay(r.R.Context(), r.Actor, r.Shop, h.ID, hook.MessageID(id)); err != nil {
		return err
	}
	r.Say("desk.hook_soon")
	return r.Redirect(hookPath(r, h) + "/" + number(id))
}
