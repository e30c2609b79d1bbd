package console

import (
	"net/http"
	"net/url"
	"slices"

	"agora/catalog"
	"agora/fault"
	"agora/market"
	"agora/money"
	"agora/web"
	"agora/web/ui"
)

// tones are the colours of the states of an order.
var tones = map[market.OrderState]string{
	market.AwaitingPayment: "clay", market.Unconfirmed: "clay", market.Placed: "saff", market.Accepted: "saff", market.Packed: "saff",
	market.Shipped: "lapis", market.Delivered: "turq", market.Disputed: "pome", market.Completed: "leaf", market.Cancelled: "pome", market.Refused: "pome",
}

// lateOrders chooses orders whose parcel is late, where a state is chosen.
const lateOrders market.OrderState = "late"

// orders lists every shop's orders, newest first.
func (c *Console) orders(r *web.Request) error {
	at := market.OrderState(r.Query("state"))
	shop := r.QueryID("shop")
	filter := market.OrderFilter{Before: market.OrderID(r.QueryID("before")), Shop: catalog.ShopID(shop)}
	here := func(state market.OrderState, before market.OrderID) string {
		q := url.Values{}
		for name, value := range map[string]string{"state": string(state), "shop": positive(int64(filter.Shop)), "before": positive(int64(before))} {
			if value != "" {
				q.Set(name, value)
			}
		}
		if len(q) == 0 {
			return "/console/orders"
		}
		return "/console/orders?" + q.Encode()
	}
	filter.Late = at == lateOrders
	if slices.Contains(states, at) {
		filter.States = []market.OrderState{at}
	} else if !filter.Late {
		at = ""
	}
	orders, err := c.Market.Orders(r.R.Context(), r.Actor, filter)
	if err != nil {
		return err
	}
	v := listView{title: r.T("console.orders"), none: r.T("console.no_orders"), words: r.T("console.no_orders_words")}
	if filter.Shop != 0 && len(orders) > 0 {
		v.intro = orders[0].ShopName
	}
	if at != "" || filter.Shop != 0 {
		v.begin = ui.Link{URL: "/console/orders", Text: r.T("console.all")}
	}
	v.chips = append(v.chips, ui.Link{URL: here("", 0), Text: r.T("console.all"), Current: at == ""})
	for _, s := range states {
		v.chips = append(v.chips, ui.Link{URL: here(s, 0), Text: r.T("desk.st_" + string(s)), Current: s == at})
	}
	v.chips = append(v.chips, ui.Link{URL: here(lateOrders, 0), Text: r.T("console.late"), Current: at == lateOrders})
	v.cols = []ui.Col{{Head: r.T("desk.col_order")}, {Head: r.T("console.shop")}, {Head: r.T("desk.col_to")}, {Head: r.T("console.way")},
		{Head: r.T("desk.col_state")}, {Head: r.T("desk.col_deadline")}, {Head: r.T("console.charged"), Number: true}}
	for _, o := range orders {
		v.rows = append(v.rows, orderRow(r, o))
	}
	if filter.Before > 0 {
		v.first = here(at, 0)
	}
	if len(orders) == pageSize {
		v.next = here(at, orders[len(orders)-1].ID)
	}
	return c.ok(r, "orders", v.title, ordersPage(v, refField(r, nil)))
}

func orderRow(r *web.Request, o market.Order) []ui.Cell {
	deadline := ""
	if !o.Deadline.IsZero() {
		deadline = r.Locale.DateTime(o.Deadline, nil)
	}
	return []ui.Cell{
		{Text: o.Ref, URL: "/console/orders/" + number(int64(o.ID)), Code: true},
		{Part: place(string(o.ShopCountry), r.CountryName(o.ShopCountry), o.ShopName)},
		{Part: place(string(o.To), r.CountryName(o.To), o.City)},
		{Text: wayName(r, o.Pay)},
		{Part: ui.Badge(tones[o.State], "", r.T("desk.st_"+string(o.State)))},
		{Text: deadline},
		{Amount: o.Charged},
	}
}

// positive writes a number that is one, or nothing.
func positive(n int64) string {
	if n <= 0 {
		return ""
	}
	return number(n)
}

func wayName(r *web.Request, kind string) string {
	if r.Locale.Has("console.way_" + kind) {
		return r.T("console.way_" + kind)
	}
	return kind
}

// refField asks for the reference of a group.
func refField(r *web.Request, form *web.Form) ui.Field {
	return form.Fill(r, ui.Field{Name: "ref", Label: r.T("console.find_group"), Value: r.Query("ref"), Dir: "ltr", Max: 30})
}

// groupView is what one buyer placed in one go, and its payment.
type groupView struct {
	ref, placed     string
	buyer           []string
	contact         string
	pay, payState   string
	total           money.Amount
	cols            []ui.Col
	rows            [][]ui.Cell
	sums            []ui.Row
	mishaps         []ui.Mishap
	canPay          bool
	find            ui.Field
	amount, confirm ui.Field
}

// group shows an order group by the reference that people use.
func (c *Console) group(r *web.Request) error {
	return c.showGroup(r, r.Query("ref"), nil, http.StatusOK)
}

func (c *Console) showGroup(r *web.Request, ref string, form *web.Form, status int) error {
	g, err := c.Market.GroupByRef(r.R.Context(), r.Actor, ref)
	if fault.Is(err, fault.Invalid) || fault.Is(err, fault.NotFound) {
		v := groupView{find: refField(r, form)}
		v.find.Value, v.find.Error = ref, r.Locale.Error(fault.List(err)[0])
		return c.page(r, fault.Status(err), "orders", r.T("console.group"), groupPage(v))
	}
	if err != nil {
		return err
	}
	v := groupView{ref: g.Ref, placed: r.Locale.DateTime(g.Placed, nil), buyer: g.Address.Lines(r.Locale.Lang()), contact: contact(g),
		pay: wayName(r, g.Pay), payState: r.T("console.pay_" + string(g.PayReads())), total: g.Total, mishaps: form.Mishaps(r), find: refField(r, form),
		canPay: !g.Outstanding().IsZero()}
	v.find.Value = g.Ref
	v.amount = form.Fill(r, ui.Field{Name: "amount", Label: r.T("console.amount_in", "currency", string(g.Total.Currency)), Hint: r.T("console.amount_hint"), Mode: "decimal", Dir: "ltr", Required: true})
	v.cols = []ui.Col{{Head: r.T("desk.col_order")}, {Head: r.T("console.shop")},
		{Head: r.T("desk.col_state")}, {Head: r.T("desk.col_deadline")}, {Head: r.T("console.charged"), Number: true}}
	for _, o := range g.Orders {
		v.rows = append(v.rows, slices.Delete(orderRow(r, o), 2, 4)) // all go to one place and are paid in one way
	}
	for _, e := range g.Quote.Entries {
		v.sums = append(v.sums, ui.Row{What: r.T("store.e_" + string(e.Kind)), Amount: e.Amount})
	}
	v.sums = append(v.sums, ui.Row{What: r.T("console.charged"), Amount: g.Total, Total: true})
	if v.canPay {
		v.sums = append(v.sums, ui.Row{What: r.T("store.pay_open_sum"), Amount: g.Outstanding()})
	}
	return c.page(r, status, "orders", r.T("console.group_of", "ref", g.Ref), groupPage(v))
}

func contact(g market.Group) string {
	if g.Contact.Email != "" {
		return g.Contact.Email
	}
	return g.Contact.Phone
}

// paid books a bank transfer that arrived.
func (c *Console) paid(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	ref := form.Get("ref")
	if form.Err() != nil {
		return c.showGroup(r, ref, form, http.StatusUnprocessableEntity)
	}
	g, err := c.Market.GroupByRef(r.R.Context(), r.Actor, ref)
	if err != nil {
		return err
	}
	got, err := r.Amount(form.Get("amount"), g.Total.Currency)
	if err == nil {
		err = c.Market.PayTransfer(r.R.Context(), r.Actor, ref, got)
	}
	if fault.Is(err, fault.Invalid) {
		for _, e := range fault.List(err) {
			form.Add("amount", e.Key, e.Args...)
		}
		return c.showGroup(r, ref, form, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	r.Say("console.paid")
	return r.Redirect("/console/groups?ref=" + g.Ref)
}
