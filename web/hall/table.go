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

// mostChoices is how many variants a hall shows; the page of the thing has them all.
const mostChoices = 60

// tableView is the thing that is shown now, with its price at the reader's door.
type tableView struct {
	thing   *ui.Product  // nil for none
	variant string       // that goes into the cart where none is chosen; "" for none, it is sold out
	choices []choiceView // none where there is one variant
	got     string       // what she just bought, in words; "" for nothing
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
	lines, err := o.Catalog.OnSale(r.R.Context(), v.at.OnTable, mostChoices)
	if err != nil || len(lines) == 0 { // it was taken off the market meanwhile
		return err
	}
	return o.variants(r, v, lines)
}

// variants fills in what can be chosen of the thing on the table.
func (o *Room) variants(r *web.Request, v *roomView, lines []catalog.Line) error {
	code, runs := "", v.live && v.at.Offer.Open(r.Now())
	if runs {
		code = v.at.Offer.Code
	}
	cards := make([]catalog.Card, len(lines))
	for i, l := range lines {
		cards[i] = l.Card()
		cards[i].SoldOut = !can(l)
	}
	shown, counts, err := o.OnTable(r, cards, code)
	if err != nil {
		return err
	}
	best := first(cards)
	if v.table.thing = &shown[best]; !cards[best].SoldOut {
		v.table.variant = number(int64(cards[best].Variant))
	}
	if len(lines) > 1 {
		for i, l := range lines {
			v.table.choices = append(v.table.choices, choiceOf(r, l, shown[i], i == best))
		}
	}
	if runs {
		v.table.offer = offerOf(r, v.at.Offer, counts)
	}
	return nil
}

// first is the variant that somebody gets who does not choose: the cheapest that can
// be had.
func first(cards []catalog.Card) (best int) {
	for i, c := range cards {
		b := cards[best]
		if b.SoldOut && !c.SoldOut || b.SoldOut == c.SoldOut && c.From.Minor < b.From.Minor {
			best = i
		}
	}
	return best
}

// can reports whether as many of a variant can be had as are sold at least.
func can(l catalog.Line) bool { return l.Variant.Available() >= l.Variant.Terms.Fewest() }

// choiceView is one variant of what is on the table.
type choiceView struct {
	value    string
	names    []ui.Link // of its options
	left     string    // how many there are, in words
	shown    ui.Product
	on, gone bool
}

func choiceOf(r *web.Request, l catalog.Line, shown ui.Product, on bool) choiceView {
	v := choiceView{value: number(int64(l.Variant.ID)), shown: shown, on: on && can(l), gone: !can(l)}
	for i, key := range l.Variant.Values {
		if i >= len(l.Product.Options) {
			break
		}
		name := ui.Link{Text: key}
		for _, o := range l.Product.Options[i].Values {
			if words := r.Words(o.Name, l.Shop.Languages...); o.Key == key && words.Text != "" {
				name = words
			}
		}
		v.names = append(v.names, name)
	}
	if !v.gone && !l.Variant.Open() && !l.Product.Digital && l.Product.LeadDays == 0 {
		v.left = r.N("store.left", l.Variant.Available())
	}
	return v
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
