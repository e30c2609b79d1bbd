package storefront

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"agora/assembly"
	"agora/catalog"
	"agora/fault"
	"agora/identity"
	"agora/landed"
	"agora/market"
	"agora/money"
	"agora/payment"
	"agora/web"
	"agora/web/ui"
)

// order shows what a buyer placed in one go and how far each parcel is.
func (s *Store) order(r *web.Request) error { return s.showOrder(r, nil, http.StatusOK) }

// showOrder writes the page; form is a review that was refused, nil for none.
func (s *Store) showOrder(r *web.Request, form *web.Form, status int) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	g, err := s.Market.Group(r.R.Context(), r.Actor, market.GroupID(id))
	if err != nil {
		return err
	}
	key := ""
	if k := r.Query("k"); k != "" && r.Actor.Link != "" {
		key = "?k=" + k
	}
	v := groupView{ref: g.Ref, title: r.T("store.orders_page", "ref", g.Ref), placed: r.T("store.placed_on", "day", g.Placed),
		total: g.Total, purses: purses(r, g), rows: lessOf(r, groupRows(r, g), g.Saved), rates: ratesOf(r, g.Quote),
		address: g.Address.Lines(r.Locale.Lang()), leave: g.Leave, signed: key}
	if due := g.Outstanding(); !due.IsZero() {
		v.pay = []ui.Row{{What: r.T("store.pay_amount"), Amount: due}, {What: r.T("store.pay_reference"), Value: g.Ref}}
	}
	v.payURL = groupURL(r, "/pay")
	if unconfirmed(g) {
		v.confirm = groupURL(r, "/confirm")
	}
	reviewed, err := s.reviewed(r, g)
	if err != nil {
		return err
	}
	if !allEnded(g) {
		v.pushKey, v.pushTo = r.PushKey(), "/orders/"+r.Path("id")+"/push"+key
	}
	v.bare = bare(g)
	v.totals = placeOf(r, v.bare)
	for i, o := range g.Orders {
		view := s.groupOrder(r, g, o, key, i, judged{reviewed, form})
		view.code = s.Market.HandCode(r.Actor, g, o)
		v.orders = append(v.orders, view)
	}
	f := r.Frame(v.title)
	f.Place, f.Private = "account", true
	return r.Page(status, f, web.Staged(g.Total.Currency == money.Play, group(v)))
}

func (s *Store) groupOrder(r *web.Request, g market.Group, o market.Order, key string, i int, done judged) orderView {
	v := orderView{id: strconv.FormatInt(int64(o.ID), 10), group: strconv.FormatInt(int64(g.ID), 10), key: key, ref: o.Ref,
		shop: o.ShopName, url: shopURL(o.ShopHandle), face: ui.Initials(o.ShopName), tint: faceTint(i), moments: moments(r, o),
		canReceive: o.State == market.Delivered || o.State == market.Shipped && !o.CashOnDelivery() && o.Admits == nil,
		canCancel:  o.State == market.AwaitingPayment || o.State == market.Unconfirmed || o.State == market.Placed}
	if o.Enquiry > 0 {
		v.enquiry = "/enquiries/" + strconv.FormatInt(int64(o.Enquiry), 10) + "?k=" + s.People.Sign(market.EnquiryPurpose, int64(o.Enquiry))
	}
	if o.Claimable(time.Now()) || o.State == market.Disputed {
		v.claim = groupURL(r, "/claim/"+v.id)
	}
	if a := o.Admits; a != nil {
		v.seat = fmt.Sprintf("/attend/%d/%d?k=%s", a.Event, a.Seat, s.People.Sign(assembly.SeatPurpose, a.Seat))
	}
	if p := o.Point; p != nil {
		v.point = strings.Join([]string{p.Name, p.Street, p.City, p.Hours}, " · ")
	}
	if token := s.Market.DownloadToken(o, time.Now()); token != "" {
		v.downloads = "/downloads/" + token
	}
	v.late = lateWords(r, o)
	if o.Parcel != nil && o.Parcel.Proof.Any() {
		v.proof = r.ProofWords(o.Parcel.Proof)
		if o.Parcel.Proof.Photo != "" {
			v.photo = groupURL(r, "/proof/"+v.id)
		}
	}
	if o.Parcel != nil {
		v.tracking, v.track = strings.Join(o.Parcel.Numbers, ", "), groupURL(r, "/track")
	}
	judged := map[catalog.VariantID]bool{} // the same thing alone and in a set is judged once
	for _, l := range o.Lines {
		choice, _ := l.Choice.In(r.Locale.Lang(), r.Reads()...)
		pic := ui.Picture{Tint: ground(l.Tint, int64(l.Variant)), URL: mediaURL(l.Picture)}
		line := lineView{title: r.Words(l.Title), choice: choice, set: inSet(r, l), picture: pic, quantity: l.Quantity, price: inMoney(l.Unit, o.Shop, g.Quote)}
		line.off = boughtFor(r, l, o.Shop, g)
		switch stars, ok := done.stars[catalog.OrderedVariant{Order: int64(o.ID), Variant: l.Variant}]; {
		case ok:
			line.judged = r.T("store.of_five", "n", r.Locale.Number(int64(stars)))
		case o.Came() && !judged[l.Variant]:
			judged[l.Variant] = true
			line.review = reviewOf(r, "/orders/"+v.group+"/review"+key, o, l, done.form)
		}
		v.lines = append(v.lines, line)
	}
	return v
}

// reviewed gives the stars of what was reviewed of a group.
func (s *Store) reviewed(r *web.Request, g market.Group) (map[catalog.OrderedVariant]int, error) {
	var came []int64
	for _, o := range g.Orders {
		if o.Came() {
			came = append(came, int64(o.ID))
		}
	}
	return s.Catalog.Reviewed(r.R.Context(), came)
}

func mediaURL(key string) string {
	if key == "" {
		return ""
	}
	return "/media/" + key
}

// groupRows are the sums as they were promised.
func groupRows(r *web.Request, g market.Group) []ui.Row {
	var rows []ui.Row
	for _, e := range g.Quote.Entries {
		row := entryRow(r, e)
		if e.AtDoor {
			row.What = r.T("store.at_carrier", "what", row.What)
		}
		if e.Kind != landed.Duty && e.Kind != landed.VAT {
			row.Why = ""
		}
		rows = append(rows, row)
	}
	rows = withInside(r, append(rows, ui.Row{What: totalWords(r, bare(g)), Amount: g.Quote.DoorTotal, Total: true}), g.Quote.Inside, g.Quote.Apart)
	if seated(g) {
		rows = ticketed(r, rows, g.Quote.Apart && !g.Quote.Inside.IsZero())
	}
	return rows
}

// bare reports whether nothing of a group is sent.
func bare(g market.Group) bool {
	return !slices.ContainsFunc(g.Orders, func(o market.Order) bool { return !o.Digital })
}

// heldWords say until when money is held, and after what the shops are paid.
func heldWords(r *web.Request, g market.Group) (until, after string) {
	switch {
	case seated(g):
		return r.T("store.seat_purse"), r.T("store.seat_shops")
	case bare(g):
		return r.T("store.digital_purse"), r.T("store.digital_shops")
	case slices.ContainsFunc(g.Orders, func(o market.Order) bool { return o.Digital }):
		return r.T("store.mixed_purse"), r.T("store.purse_shops_words")
	}
	return r.T("store.purse_agora_words"), r.T("store.purse_shops_words")
}

// purses say where the money is: with the buyer, held, with the shops.
func purses(r *web.Request, g market.Group) []ui.Purse {
	you := ui.Purse{Who: r.T("store.purse_you"), What: r.T("store.purse_you_pay"), Amount: g.Total, State: "is"}
	until, after := heldWords(r, g)
	held := ui.Purse{Who: r.T("store.purse_agora"), What: until, Amount: g.Total}
	shops := ui.Purse{Who: r.T("store.purse_shops"), What: after, Words: "–"}
	var day time.Time
	done := len(g.Orders) > 0
	for _, o := range g.Orders {
		if d := o.PayoutDay(); d.After(day) {
			day = d
		}
		done = done && (o.State == market.Completed || ended(o.State))
	}
	if !day.IsZero() {
		shops.Words = r.Locale.Date(day)
	}
	switch {
	case g.PayReads() == payment.Refunded: // nobody holds it, no shop is paid of it
		you.What, shops.Words = r.T("store.pay_back"), "–"
		held.Amount.Minor = 0
	case done:
		you.State, you.What, held.State, shops.State = "was", r.T("store.purse_you_paid"), "was", "is"
	case g.PayState == string(payment.Captured):
		you.State, you.What, held.State = "was", r.T("store.purse_you_paid"), "is"
	case g.PayState == string(payment.Authorized):
		you.What, you.Amount = r.T("store.purse_you_cash"), g.AtDoor()
		if d := g.Deposited(); !d.IsZero() {
			held.Amount, held.State = d, "is"
		}
	}
	return []ui.Purse{you, held, shops}
}

func ended(s market.OrderState) bool { return s == market.Cancelled || s == market.Refused }

// tone is the colour of a state's badge.
func tone(s market.OrderState) string {
	switch {
	case ended(s):
		return "pome"
	case s == market.Completed, s == market.Delivered:
		return "leaf"
	}
	return "saff"
}

// receive and cancel move one order of the group.
func (s *Store) receive(r *web.Request) error {
	return s.moveOrder(r, "store.received", func(by identity.Actor, id market.OrderID) error {
		return s.Market.Receive(r.R.Context(), by, id)
	})
}

func (s *Store) cancel(r *web.Request) error {
	return s.moveOrder(r, "store.cancelled", func(by identity.Actor, id market.OrderID) error {
		return s.Market.Cancel(r.R.Context(), by, id, "")
	})
}

func (s *Store) moveOrder(r *web.Request, said string, move func(identity.Actor, market.OrderID) error) error {
	form, err := r.Form()
	if err != nil {
		return err
	}
	id := market.OrderID(form.ID("order"))
	if id == 0 {
		return fault.New(fault.NotFound, "fault.page_not_found")
	}
	if err := move(r.Actor, id); err != nil {
		return err
	}
	r.Say(said)
	back := "/orders/" + r.Path("id")
	if k := r.Query("k"); k != "" && r.Actor.Link != "" {
		back += "?k=" + k
	}
	return r.Redirect(back)
}
