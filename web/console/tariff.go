package console

import (
	"agora/delivery"
	"agora/fault"
	"agora/web"
	"agora/web/ui"
)

// tariffView is one tariff: what it changes, until it counts.
type tariffView struct {
	listView
	path, carrier, back string
	draft               bool
	state               ui.Cell
	facts               []ui.Row
}

// mostChanges bounds what a page shows of a tariff's changes.
const mostChanges = 500

func tariffPath(id delivery.TariffID) string { return "/console/tariffs/" + number(int64(id)) }

func tariffBadge(r *web.Request, t delivery.Tariff) ui.Cell {
	if t.Draft {
		return ui.Cell{Part: ui.Badge("saff", "", r.T("console.statement_draft"))}
	}
	return ui.Cell{Part: ui.Badge("leaf", "ok", r.T("console.tariff_counts"))}
}

func (c *Console) tariff(r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	t, changes, err := c.Delivery.Tariff(r.R.Context(), r.Actor, delivery.TariffID(id))
	if err != nil {
		return err
	}
	v := tariffView{path: tariffPath(t.ID), carrier: t.Carrier, back: carrierPath(t.Carrier), draft: t.Draft, state: tariffBadge(r, t),
		facts: []ui.Row{{What: r.T("console.rule_from"), Value: r.Locale.Date(t.From)}, {What: r.T("console.carrier_from"), Value: r.CountryName(t.Home)},
			{What: r.T("console.currency"), Value: string(t.Currency)}, {What: r.T("console.tariff_changes"), Value: r.Locale.Number(int64(len(changes)))}},
		listView: listView{title: t.Carrier + " · " + r.Locale.Date(t.From), none: r.T("console.tariff_same"),
			cols: []ui.Col{{Head: r.T("desk.col_what")}, {Head: r.T("console.tariff_was")}, {Head: r.T("console.tariff_is")}}}}
	for _, ch := range changes[:min(len(changes), mostChanges)] {
		v.rows = append(v.rows, []ui.Cell{{Text: ch.What, Code: true}, {Text: ch.Was, Code: true}, {Text: ch.Is, Code: true}})
	}
	return c.ok(r, "carriers", v.title, tariffPage(v))
}

// settleTariff lets a draft count, or forgets it.
func (c *Console) settleTariff(r *web.Request) error {
	n, err := r.PathID("id")
	if err != nil {
		return err
	}
	form, err := r.Form()
	if err != nil {
		return err
	}
	id := delivery.TariffID(n)
	t, _, err := c.Delivery.Tariff(r.R.Context(), r.Actor, id)
	if err != nil {
		return err
	}
	switch form.Get("do") {
	case "apply":
		err = c.Delivery.ApplyTariff(r.R.Context(), r.Actor, id)
	case "drop":
		err = c.Delivery.DropTariff(r.R.Context(), r.Actor, id)
	default:
		err = fault.Field("do", "fault.choice")
	}
	if err != nil {
		return err
	}
	r.Say("console.done")
	return r.Redirect(carrierPath(t.Carrier))
}
