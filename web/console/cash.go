package console

import (
	"net/http"
	"strings"

	"agora/fault"
	"agora/identity"
	"agora/market"
	"agora/money"
	"agora/web"
	"agora/web/ui"
)

// cashView is what is paid at the door, on its way to the bank.
type cashView struct {
	mishaps     []ui.Mishap
	remits      []remitView
	next        string
	agents      []agentView
	more        string
	who         ui.Field
	carrier     ui.Field
	point       ui.Field
	appointOpen bool
	back        backView
}

// remitView is a remittance that waits for the bank.
type remitView struct {
	id, agent     string
	facts         []ui.Row
	amount, proof ui.Field
	currency      string
}

// agentView is somebody who holds cash.
type agentView struct {
	id, name, about string // id "" for carriers without an agent
	holds           []ui.Row
	remit           []remitForm
	ended           bool
}

// remitForm declares for an agent what she paid in.
type remitForm struct {
	agent, currency   string
	amount, reference ui.Field
}

func (c *Console) cash(r *web.Request) error { return c.showCash(r, nil, http.StatusOK) }

func (c *Console) showCash(r *web.Request, form *web.Form, status int) error {
	ctx := r.R.Context()
	after, from := market.RemittanceID(r.QueryID("after")), identity.PersonID(r.QueryID("agent"))
	remits, err := c.Market.DeclaredRemittances(ctx, r.Actor, after)
	if err != nil {
		return err
	}
	agents, err := c.Market.Agents(ctx, r.Actor, from)
	if err != nil {
		return err
	}
	back, err := c.Market.WaysBack(ctx, r.Actor, market.OrderID(r.QueryID("back")))
	if err != nil {
		return err
	}
	names := map[identity.PersonID]string{0: r.T("console.cash_carriers")}
	for _, a := range agents {
		if a.Person != 0 {
			names[a.Person] = a.Name
		}
	}
	v := cashView{mishaps: form.Mishaps(r)}
	v.owedBack(r, back, form)
	for _, m := range remits {
		v.remits = append(v.remits, remitOf(r, m, names[m.Agent], form))
	}
	if len(remits) == pageSize {
		v.next = "/console/cash?after=" + number(int64(remits[len(remits)-1].ID))
	}
	for _, a := range agents {
		v.agents = append(v.agents, agentOf(r, a, names[a.Person], form))
	}
	if n := len(agents); n >= pageSize {
		v.more = "/console/cash?agent=" + number(int64(agents[n-1].Person))
	}
	mine := mine(form, "appoint")
	v.appointOpen = mine != nil
	v.who = mine.Fill(r, ui.Field{Name: "who", Label: r.T("console.login"), Max: 254, Dir: "ltr", Required: true})
	v.carrier = mine.Fill(r, ui.Field{Name: "carrier", Label: r.T("desk.carrier"), Hint: r.T("console.cash_carrier_hint"), Max: 80, Dir: "auto", Required: true})
	v.point = mine.Fill(r, ui.Field{Name: "point", Label: r.T("console.cash_point"), Max: 120, Dir: "auto", Required: true})
	return c.page(r, status, "cash", r.T("console.tab_cash"), cashPage(v))
}

func remitOf(r *web.Request, m market.Remittance, name string, form *web.Form) remitView {
	id := number(int64(m.ID))
	if name == "" {
		name = identity.Actor{Person: m.Agent}.String()
	}
	v := remitView{id: id, agent: name, currency: string(m.Declared.Currency), facts: []ui.Row{
		{What: r.T("agent.reference"), Value: m.Reference},
		{What: r.T("console.cash_lines", "n", r.Locale.Number(m.Orders)), Amount: m.Lines, URL: "/console/cash/" + id},
		{What: r.T("console.cash_declared"), Amount: m.Declared}}}
	if short := m.Short(); !short.IsZero() {
		v.facts = append(v.facts, ui.Row{What: r.T("console.cash_short"), Amount: short, Sum: true})
	}
	v.amount = mine(form, id).Fill(r, ui.Field{Name: "amount", ID: "amount-" + id, Label: r.T("console.amount_in", "currency", v.currency), Value: m.Declared.Plain(),
		Mode: "decimal", Dir: "ltr", Max: 20, Required: true})
	v.proof = mine(form, id).Fill(r, ui.Field{Name: "proof", ID: "proof-" + id, Label: r.T("console.payout_proof"), Max: 200, Dir: "auto", Required: true})
	return v
}

func agentOf(r *web.Request, a market.Purse, name string, form *web.Form) agentView {
	v := agentView{name: name, ended: a.Ended}
	at := number(int64(a.Person))
	if a.Person != 0 {
		v.id, v.about = at, a.Carrier+" · "+a.Point
	}
	for _, sum := range a.Holds {
		v.holds = append(v.holds, ui.Row{What: string(sum.Currency), Amount: sum})
		if sum.Minor <= 0 {
			continue
		}
		id := at + "-" + string(sum.Currency)
		f := remitForm{agent: at, currency: string(sum.Currency)}
		f.amount = mine(form, id).Fill(r, ui.Field{Name: "amount", ID: "amount-" + id, Label: r.T("agent.amount", "currency", f.currency), Value: sum.Plain(), Mode: "decimal",
			Dir: "ltr", Max: 20, Required: true})
		f.reference = mine(form, id).Fill(r, ui.Field{Name: "reference", ID: "reference-" + id, Label: r.T("agent.reference"), Max: 100, Dir: "auto", Required: true})
		v.remit = append(v.remit, f)
	}
	return v
}

// appoint makes somebody with an account an agent.
func (c *Console) appoint(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	return c.cashed(r, form, func() error {
		p, err := c.People.ByLogin(r.R.Context(), r.Actor, strings.TrimSpace(form.Need("who", 254)))
		if fault.Is(err, fault.NotFound) {
			return fault.Field("who", "fault.person_missing")
		}
		if err != nil {
			return err
		}
		return c.Market.Appoint(r.R.Context(), r.Actor, p, form.Text("carrier", 80), form.Text("point", 120))
	})
}

// dismiss ends that somebody is an agent.
func (c *Console) dismiss(r *web.Request) error {
	form, id, err := formAndID(r)
	if form == nil || err != nil {
		return err
	}
	return c.cashed(r, form, func() error { return c.Market.Dismiss(r.R.Context(), r.Actor, identity.PersonID(id)) })
}

// remitFor declares what an agent, or a carrier without one, paid in.
func (c *Console) remitFor(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	return c.cashed(r, form, func() error {
		sum, err := money.Parse(form.Get("amount"), money.Currency(form.Get("currency")))
		if err != nil {
			return fault.Field("amount", "fault.number")
		}
		_, err = c.Market.Declare(r.R.Context(), r.Actor, identity.PersonID(form.ID("agent")), sum, form.Get("reference"), nil)
		return err
	})
}

// settleCash says what became of a remittance at the bank.
func (c *Console) settleCash(r *web.Request) error {
	form, id, err := formAndID(r)
	if form == nil || err != nil {
		return err
	}
	return c.cashed(r, form, func() error {
		if form.Get("missing") != "" {
			return c.Market.MissRemittance(r.R.Context(), r.Actor, market.RemittanceID(id), form.Get("proof"))
		}
		sum, err := money.Parse(form.Get("amount"), money.Currency(form.Get("currency")))
		if err != nil {
			return fault.Field("amount", "fault.number")
		}
		return c.Market.SettleRemittance(r.R.Context(), r.Actor, market.RemittanceID(id), sum, form.Get("proof"))
	})
}

// cashed answers a form of the page; what is wrong with the input is shown there.
func (c *Console) cashed(r *web.Request, form *web.Form, do func() error) (err error) {
	if form.Err() == nil {
		if err = do(); fault.Is(err, fault.Invalid) {
			err = form.Join("", err)
		}
	}
	if err == nil && form.Err() != nil {
		return c.showCash(r, form, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	r.Say("console.done")
	return r.Redirect("/console/cash")
}

// remittance lists the orders of one remittance.
func (c *Console) remittance(r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	m, lines, err := c.Market.RemittanceOf(r.R.Context(), r.Actor, market.RemittanceID(id))
	if err != nil {
		return err
	}
	v := listView{title: r.T("console.cash_of", "ref", m.Reference), none: r.T("console.no_orders"), intro: r.T("agent.re_" + string(m.State)),
		cols: []ui.Col{{Head: r.T("desk.col_order")}, {Head: r.T("desk.col_amount"), Number: true}}}
	for _, l := range lines {
		v.rows = append(v.rows, []ui.Cell{{Text: l.Ref, Code: true, URL: "/console/orders/" + number(int64(l.Order))}, {Amount: l.Amount}})
	}
	v.rows = append(v.rows, []ui.Cell{{Text: r.T("console.cash_declared")}, {Amount: m.Declared}})
	if m.State == market.RemittanceSettled {
		v.rows = append(v.rows, []ui.Cell{{Text: r.T("console.cash_came")}, {Amount: m.Came}})
	}
	if short := m.Short(); !short.IsZero() {
		v.rows = append(v.rows, []ui.Cell{{Text: r.T("console.cash_short")}, {Amount: short}})
	}
	return c.ok(r, "cash", v.title, list(v))
}
