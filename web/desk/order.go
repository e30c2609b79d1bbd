package desk

import (
	"net/http"
	"slices"
	"strings"

	"agora/catalog"
	"agora/delivery"
	"agora/market"
	"agora/money"
	"agora/web"
	"agora/web/ui"
)

// orderView is one order as its seller works on it.
type orderView struct {
	base, url    string
	ref          string
	state, tone  string
	deadline     string
	digital      bool   // nothing is sent
	papers       string // their page; "" for a parcel that stays in its country
	label        string // its address for the parcel, as a file; "" when nothing is to be sent
	next         string // what is to be done now, "" for nothing
	lines        []orderLine
	moments      []ui.Moment
	rows         []ui.Row
	payout       string // when they are paid
	enquiry      string // the enquiry whose quotation it was placed by; "" for none
	claim        string // the page of the last claim about it; "" without one
	address      []string
	email, phone string
	note         string
	delivery     []ui.Row

	canVouch, canAccept, canPack, canShip, canDeliver, canDecline, canRefuse bool
	deliverText                                                              string
	late                                                                     string // why the parcel is late; "" when it is not
	leave                                                                    string // where to leave it without meeting
	code, taker, photo                                                       ui.Field
	trail                                                                    []ui.Moment
	track                                                                    []ui.Field // what became of the parcel; none when nothing may be said
	carrier, tracking, numbers, reason                                       ui.Field
	giveBack                                                                 bool
	amount, policy, why                                                      ui.Field
	mishaps                                                                  []ui.Mishap
	key                                                                      []string // see keyed
}

type orderLine struct {
	picture       ui.Picture
	url, title    string
	choice, facts string
	set           string // in which it was bought; "" for none
	quantity      int64
	unit          ui.Cell
}

// order shows one order.
func (d *Desk) order(r *web.Request) error { return d.showOrder(r, nil, http.StatusOK) }

func (d *Desk) showOrder(r *web.Request, form *web.Form, status int) error {
	shop, o, g, err := d.find(r)
	if err != nil {
		return err
	}
	v := orderView{base: base(r), url: base(r) + "/orders/" + number(int64(o.ID)), ref: o.Ref,
		state: stateWords(r, o, o.State), tone: tones[o.State], moments: history(r, o, g), rows: earnings(r, o), payout: payoutOf(r, o),
		address: g.Address.Lines(r.Locale.Lang()), email: g.Contact.Email, phone: g.Contact.Phone, note: g.Note, leave: g.Leave,
		mishaps: form.Mishaps(r), key: r.FormKey("")}
	if v.phone == "" {
		v.phone = g.Address.Phone
	}
	if crosses(o) {
		v.papers = v.url + "/papers"
	}
	if v.digital = o.Digital; slices.Contains(sends, o.State) && !o.Digital {
		v.label = v.url + "/label.pdf"
	}
	if !o.Deadline.IsZero() {
		v.deadline = r.T("desk.until", "when", when(r, o.Deadline))
	}
	if key := "desk.next_" + string(o.State); r.Locale.Has(key) && !o.Digital {
		v.next = r.T(key)
	}
	if o.Enquiry > 0 {
		v.enquiry = base(r) + "/enquiries/" + number(int64(o.Enquiry))
	}
	if slices.ContainsFunc(o.Steps, func(s market.Step) bool { return s.Event == market.Dispute }) {
		v.claim = base(r) + "/claims?order=" + number(int64(o.ID))
	}
	if v.canVouch = o.State == market.Unconfirmed && g.Contact.Email == ""; v.canVouch {
		v.next = r.T("desk.call_buyer")
	}
	v.acts(r, o, form)
	v.trail = trail(r, o)
	if o.Overdue() {
		v.late = r.T("desk.late_words", "day", o.ArriveBy)
	}
	if o.State == market.Shipped && !o.Digital {
		v.track = trackFields(r, o, form)
	}
	if v.canShip {
		ranges, err := d.Delivery.Ranges(r.R.Context(), shop.ID)
		if err != nil {
			return err
		}
		v.numbers = form.Fill(r, numbersField(r, ranges))
	}
	v.delivery = []ui.Row{
		{What: r.T("desk.carrier"), Value: o.Carrier},
		{What: r.T("desk.duty_paid"), Value: r.T("desk.incoterm_" + incoterm(o.Incoterm))},
		{What: r.T("desk.promised"), Value: r.Locale.Date(o.ArriveFrom) + " – " + r.Locale.Date(o.ArriveBy)},
	}
	if o.Digital {
		v.delivery = []ui.Row{{What: r.T("desk.promised"), Value: r.T("store.digital_when")}}
		if o.Admits != nil {
			v.delivery = nil
		}
	}
	if p := o.Point; p != nil {
		v.delivery = append(v.delivery, ui.Row{What: r.T("store.point"), Value: strings.Join([]string{p.Name, p.Street, p.City}, " · ")})
	}
	if o.Parcels > 1 {
		v.delivery = append(v.delivery, ui.Row{What: r.T("desk.parcels_planned"), Value: r.Locale.Number(int64(o.Parcels))})
	}
	if o.Parcel != nil {
		v.delivery[0].Value = o.Parcel.Carrier
		if p := o.Parcel.Proof; p.Any() {
			row := ui.Row{What: r.T("desk.proof"), Value: r.ProofWords(p)}
			if p.Photo != "" {
				row.URL = v.url + "/proof"
			}
			v.delivery = append(v.delivery, row)
		}
		if o.Parcel.Tracking != "" {
			v.delivery = append(v.delivery, ui.Row{What: r.T("desk.tracking"), Value: strings.Join(o.Parcel.Numbers, ", ")})
		}
	}
	for _, l := range o.Lines {
		line := lineOf(r, shop, l)
		if o.Digital {
			line.facts = skuOf(r, l)
		}
		v.lines = append(v.lines, line)
	}
	return d.page(r, status, shop, "orders", r.T("desk.order_page", "ref", o.Ref), orderPage(v))
}

// find reads the order of the path; it must be of the shop of the path.
func (d *Desk) find(r *web.Request) (shop catalog.Shop, o market.Order, g market.Group, err error) {
	id, err := r.PathID("id")
	if err != nil {
		return shop, o, g, err
	}
	if shop, err = d.own(r); err != nil {
		return shop, o, g, err
	}
	if o, g, err = d.Market.Order(r.R.Context(), r.Actor, market.OrderID(id)); err == nil && o.Shop != shop.ID {
		err = errElsewhere
	}
	return shop, o, g, err
}

// acts fills what the seller may do in this state.
func (v *orderView) acts(r *web.Request, o market.Order, form *web.Form) {
	v.canAccept = o.State == market.Placed
	v.canPack = o.State == market.Accepted
	v.canShip = o.State == market.Packed
	v.canDeliver = o.State == market.Shipped && !o.Digital
	v.canDecline = slices.Contains([]market.OrderState{market.Placed, market.Accepted, market.Packed}, o.State)
	v.canRefuse = o.State == market.Shipped && o.CashOnDelivery()
	v.deliverText = r.T("desk.delivered")
	if o.CashOnDelivery() {
		v.deliverText = r.T("desk.delivered_cash", "amount", o.AtDoor())
	}
	v.carrier = form.Fill(r, ui.Field{Name: "carrier", Label: r.T("desk.carrier"), Value: o.Carrier, Max: 80, Required: true})
	v.code = form.Fill(r, ui.Field{Name: "code", Label: r.T("desk.proof_code"), Hint: r.T("desk.proof_code_hint"), Mode: "numeric", Dir: "ltr", Max: 20})
	v.taker = form.Fill(r, ui.Field{Name: "name", Label: r.T("desk.proof_name"), Max: 80, Dir: "auto"})
	v.photo = form.Fill(r, ui.Field{Name: "photo", Label: r.T("desk.proof_photo")})
	v.tracking = form.Fill(r, ui.Field{Name: "tracking", Label: r.T("desk.tracking"), Value: o.Announced, Hint: r.T("desk.tracking_hint"), Dir: "ltr", Max: 40 * max(1, min(o.Parcels, delivery.MostBoxes))})
	if o.Parcels > 1 {
		v.tracking.Hint = r.T("desk.tracking_many")
	}
	v.fillBack(r, o, form)
	v.reason = form.Fill(r, ui.Field{Name: "reason", Label: r.T("desk.reason"), Hint: r.T("desk.reason_hint"), Type: "area", Max: 500, Required: true, Span: true, Dir: "auto"})
}

// earnings is what becomes of the goods' price, down to what is the seller's.
func earnings(r *web.Request, o market.Order) []ui.Row {
	left := o.Left()
	rows := []ui.Row{{What: r.T("desk.goods"), Amount: o.Goods}}
	if !o.Digital {
		rows = append(rows, ui.Row{What: r.T("desk.freight"), Amount: o.Freight})
	}
	if back := o.Back.Goods.Minor + o.Back.Freight.Minor; back > 0 {
		rows = append(rows, ui.Row{What: r.T("desk.given_back"), Amount: money.Of(-back, o.Goods.Currency)})
	}
	if !o.WayBack.IsZero() {
		row := ui.Row{What: r.T("desk.way_back"), Amount: o.WayBack.Neg()}
		if o.WayBackHouse {
			row.Amount.Minor, row.Why = 0, r.T("desk.way_back_house")
		}
		return append(rows, row)
	}
	return append(rows,
		ui.Row{What: r.T("desk.fee", "rate", r.Locale.Percent(share(o))), Amount: left.Commission.Neg()},
		ui.Row{What: r.T("desk.yours"), Amount: o.Earnings(), Total: true})
}

// payoutOf says when the seller is paid.
func payoutOf(r *web.Request, o market.Order) string {
	switch day := o.PayoutDay(); {
	case lost(o):
		return r.T("desk.payout_never")
	case o.State == market.Disputed:
		return r.T("desk.payout_disputed")
	case day.IsZero() && o.Digital:
		return r.T("desk.payout_paid")
	case day.IsZero():
		return r.T("desk.payout_later")
	case o.State == market.Completed:
		return r.T("desk.payout_on", "day", day)
	default:
		return r.T("desk.payout_by", "day", day)
	}
}

// lost reports whether an order ended without a sale.
func lost(o market.Order) bool { return o.State == market.Cancelled || o.State == market.Refused }

// share is the commission of an order in hundredths of a percent.
func share(o market.Order) int64 {
	if o.Goods.Minor == 0 {
		return 0
	}
	return (o.Commission.Minor*20_000/o.Goods.Minor + 10) / 20 * 10 // to the tenth of a percent
}

func incoterm(s string) string {
	if s == "DDP" {
		return "ddp"
	}
	return "dap"
}

// stateWords name a state: what is not sent is never on its way, and opened
// rather than delivered.
func stateWords(r *web.Request, o market.Order, s market.OrderState) string {
	switch {
	case o.Admits != nil && s == market.Shipped:
		return r.T("assembly.admitted")
	case o.Digital && s == market.Shipped:
		return r.T("store.st_digital")
	case o.Digital && s == market.Delivered:
		return r.T("store.st_opened")
	}
	return r.T("desk.st_" + string(s))
}

// ahead are the states that follow one another when all goes well.
var ahead = []market.OrderState{market.Placed, market.Accepted, market.Packed, market.Shipped, market.Delivered, market.Completed}

// history is what has happened, what is now, and what comes.
func history(r *web.Request, o market.Order, g market.Group) []ui.Moment {
	list := []ui.Moment{{What: r.T("desk.placed_by", "buyer", o.BuyerName), When: when(r, g.Placed), State: "done"}}
	for _, s := range o.Steps {
		m := ui.Moment{What: stateWords(r, o, s.State), When: when(r, s.At), State: "done"}
		if s.Event == market.Refunded {
			m.What = r.T("desk.given_back")
		}
		m.Said = s.Note
		list = append(list, m)
	}
	switch last := &list[len(list)-1]; {
	case lost(o):
		last.State = "stop"
	case !o.State.Ended():
		last.State = "now"
	}
	if o.State.Ended() {
		return list
	}
	if o.State == market.Disputed { // what comes is on the page of the claim
		return list
	}
	at := slices.Index(ahead, o.State)
	for _, s := range ahead[at+1:] {
		if o.Admits != nil && s == market.Delivered || o.Digital && (s == market.Placed || s == market.Accepted || s == market.Packed) {
			continue
		}
		list = append(list, ui.Moment{What: stateWords(r, o, s), State: "next"})
	}
	return list
}
