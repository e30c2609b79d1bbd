package hall

import (
	"strings"

	"agora/assembly"
	"agora/catalog"
	"agora/db"
	"agora/fault"
	"agora/money"
	"agora/web"
	"agora/web/ui"
)

// tableView is the thing that is shown now, with its price at the reader's door.
type tableView struct {
	thing   *ui.Product // nil for none
	variant string      // that goes into the cart; "" for none, it is sold out
	put     ui.Field
	offer   offerView
	deal    []ui.Field // of an offer, for who may make one
	typed   bool       // something of it was, and refused
}

// offerView is the offer that goes with it.
type offerView struct {
	until      string // in words; "" for none
	first      string // for how many it is, in words
	ends, now  string // milliseconds of Unix time, by the clock of the server
	gone, open bool
}

// table fills in what is on the table of a session.
func (o *Room) table(r *web.Request, v *roomView) error {
	v.table.put = v.form.Fill(r, ui.Field{Name: "pin", Label: r.T("hall.table_put"), Hint: r.T("hall.table_hint"), Dir: "ltr", Complete: "off", Max: 300})
	if v.steers && v.at.Event.Host != db.House {
		v.table.deal = dealFields(r, v.form)
		v.table.typed = v.form != nil && (v.form.Has("percent") || v.form.Has("price"))
	}
	if v.at.OnTable == 0 {
		return nil
	}
	cards, err := o.Catalog.ForSale(r.R.Context(), v.at.OnTable)
	if err != nil || len(cards) == 0 { // it was taken off the market meanwhile
		return err
	}
	if !cards[0].SoldOut {
		v.table.variant = number(int64(cards[0].Variant))
	}
	if offer := v.at.Offer; v.live && offer.Open(r.Now()) {
		shown, counts, err := o.OnTable(r, cards[0], offer.Code)
		if err != nil {
			return err
		}
		v.table.thing, v.table.offer = &shown, offerOf(r, offer, counts)
		return nil
	}
	shown, err := o.Cards(r, cards)
	if err == nil {
		v.table.thing = &shown[0]
	}
	return err
}

// offerOf says of an offer that runs until when, and for how many it is.
func offerOf(r *web.Request, o assembly.Offer, counts bool) offerView {
	v := offerView{until: r.T("hall.offer", "time", r.Clock(o.Closes)), ends: number(o.Closes.UnixMilli()), now: number(r.Now().UnixMilli()), open: counts, gone: !counts}
	if o.Most > 0 {
		v.first = r.N("hall.offer_first", o.Most)
	}
	return v
}

// dealFields are those of an offer; what was refused is shown again.
func dealFields(r *web.Request, form *web.Form) []ui.Field {
	list := []ui.Field{
		{Name: "percent", Label: r.T("desk.disc_percent"), Mode: "numeric", Dir: "ltr", Max: 2},
		{Name: "price", Label: r.T("hall.offer_price"), Hint: r.T("hall.offer_price_hint"), Mode: "decimal", Dir: "ltr", Max: 20},
		{Name: "minutes", Label: r.T("hall.offer_minutes"), Mode: "numeric", Dir: "ltr", Max: 3, Value: "5"},
		{Name: "most", Label: r.T("hall.offer_most"), Hint: r.T("hall.offer_most_hint"), Mode: "numeric", Dir: "ltr", Max: 5},
	}
	for i := range list {
		list[i].Complete = "off"
		list[i] = form.Fill(r, list[i])
	}
	return list
}

// setTable is what a moderator does with the table: a thing by the address of its
// page, with an offer or without, or nothing.
func (o *Room) setTable(r *web.Request) error {
	return o.act(r, "pin", func(at assembly.Seated, f *web.Form) error {
		if f.Has("clear") {
			return o.Assembly.ClearTable(r.R.Context(), at)
		}
		return o.putOnTable(r, at, f)
	})
}

func (o *Room) putOnTable(r *web.Request, at assembly.Seated, f *web.Form) error {
	ctx := r.R.Context()
	shop, handle, ok := thingAt(f.Get("pin"))
	if !ok {
		return fault.Field("pin", "fault.hall_thing")
	}
	p, s, err := o.Catalog.Product(ctx, shop, handle)
	switch {
	case fault.Is(err, fault.NotFound):
		return fault.Field("pin", "fault.hall_thing")
	case err != nil:
		return err
	case s.Status != catalog.ShopOpen || p.Status != catalog.ProductActive:
		return fault.Field("pin", "fault.hall_thing")
	}
	if !f.Has("percent") && !f.Has("price") {
		return o.Assembly.PutOnTable(ctx, at, p.ID)
	}
	deal, err := dealOf(r, p, s, f)
	if err != nil {
		return err
	}
	return o.Assembly.OfferOnTable(ctx, at, p.ID, deal)
}

// dealOf reads an offer. A new price is one for the cheapest of a thing; what it
// takes off that, it takes off the others.
func dealOf(r *web.Request, p catalog.Product, s catalog.Shop, f *web.Form) (assembly.Deal, error) {
	d := assembly.Deal{Shop: s.ID, Percent: f.Int("percent"), Minutes: f.Int("minutes"), Most: f.Int("most")}
	if f.Has("price") {
		price, err := r.Amount(f.Get("price"), s.Currency)
		if err := f.Join("price", err); err != nil {
			return d, err
		}
		least := money.Of(0, s.Currency)
		for _, v := range p.Variants {
			if !v.Retired && (least.Minor == 0 || v.Price.Minor < least.Minor) {
				least = v.Price
			}
		}
		if d.Off = money.Of(least.Minor-price.Minor, s.Currency); f.Err() == nil && (price.Minor < 1 || d.Off.Minor < 1) {
			return d, fault.Field("price", "fault.offer_price")
		}
	}
	return d, f.Err()
}

// thingAt reads the address of a product's page, with or without what stands
// before its path: "https://market.example/s/felt/slippers?lang=ru".
func thingAt(address string) (shop, handle string, ok bool) {
	_, path, ok := strings.Cut(address, "/s/")
	if !ok {
		return "", "", false
	}
	if i := strings.IndexAny(path, "?#"); i >= 0 {
		path = path[:i]
	}
	shop, handle, ok = strings.Cut(strings.TrimSuffix(path, "/"), "/")
	return shop, handle, ok && shop != "" && handle != "" && !strings.Contains(handle, "/")
}
