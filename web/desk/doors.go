package desk

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"time"

	"agora/catalog"
	"agora/country"
	"agora/delivery"
	"agora/landed"
	"agora/market"
	"agora/money"
	"agora/web"
	"agora/web/ui"
)

// doorsView says what one piece costs at the door in every country.
type doorsView struct {
	crumbs         []ui.Link
	title, intro   string
	choices        []ui.Link
	cols           []ui.Col
	rows           [][]ui.Cell
	delivery, none string // where ways to send are set, and why there is no row
}

// doors shows the seller what her buyer will pay in each country, by the way
// that a buyer is offered first.
func (d *Desk) doors(r *web.Request) error {
	shop, p, err := d.findProduct(r)
	if err != nil {
		return err
	}
	options, err := d.Delivery.OptionsOf(r.R.Context(), []catalog.ShopID{shop.ID})
	if err != nil {
		return err
	}
	view, err := d.Landed.View(r.R.Context())
	if err != nil {
		return err
	}
	title, _ := p.Title.In(r.Locale.Lang(), shop.Languages...)
	at := base(r) + "/products/" + number(int64(p.ID))
	v := doorsView{title: r.T("desk.doors"), intro: r.T("desk.doors_words", "thing", title), delivery: base(r) + "/shop",
		crumbs: []ui.Link{{URL: base(r) + "/products", Text: r.T("desk.products")}, {URL: at, Text: title}, {Text: r.T("desk.doors")}},
		cols: []ui.Col{{Head: r.T("console.where")}, {Head: r.T("store.total_at_door"), Number: true}, {Head: string(shop.Currency), Number: true},
			{Head: r.T("desk.goods"), Number: true}, {Head: r.T("desk.freight"), Number: true}, {Head: r.T("desk.duty_and_tax"), Number: true}, {Head: r.T("desk.how_sure")}}}
	chosen := v.choose(r, shop, p, at)
	one, err := d.Catalog.Variants(r.R.Context(), []catalog.VariantID{chosen.ID})
	if err != nil || len(one) == 0 {
		return cmp.Or(err, error(errElsewhere))
	}
	things, lines := market.Content(one[0], 1)
	for _, to := range r.Countries() {
		if row := doorRow(r, view, options[shop.ID], shop, p, things, lines, country.Code(to.Value), to.Text); row != nil {
			v.rows = append(v.rows, row)
		} else {
			v.none += ", " + to.Text
		}
	}
	if v.none != "" {
		v.none = r.T("desk.doors_none", "countries", v.none[2:])
	}
	return d.page(r, http.StatusOK, shop, "products", v.title, doorsPage(v))
}

// choose lists the choices of a product and gives the one that is looked at.
func (v *doorsView) choose(r *web.Request, shop catalog.Shop, p catalog.Product, at string) catalog.Variant {
	live := slices.DeleteFunc(slices.Clone(p.Variants), func(c catalog.Variant) bool { return c.Retired })
	if len(live) == 0 {
		live = p.Variants
	}
	const most = 24
	n := int(r.QueryID("choice"))
	if n < 0 || n >= len(live) {
		n = 0
	}
	for i, c := range live[:min(len(live), most)] {
		if name := choiceName(p, c, r.Locale.Lang(), shop.Languages); name != "" {
			v.choices = append(v.choices, ui.Link{URL: at + "/doors?choice=" + strconv.Itoa(i), Text: name, Current: i == n})
		}
	}
	return live[n]
}

// doorRow is one country; nil when nothing is sent there.
func doorRow(r *web.Request, view *landed.View, options []delivery.Option, shop catalog.Shop, p catalog.Product, things []delivery.Thing, lines []landed.Line, to country.Code, name string) []ui.Cell {
	offer, ok := delivery.Preferred(delivery.Offers(options, delivery.Place{Country: to}, things, time.Now()))
	if !ok && !p.Digital {
		return nil
	}
	request := landed.Request{To: to, Currency: shop.Currency, Parcels: []landed.Parcel{{Shop: shop.ID, From: shop.Country, Option: offer.Option.Key,
		Channel: offer.Option.Service, Incoterm: offer.Option.Incoterm, Freight: offer.Price, Lines: lines}}}
	if p.Digital {
		sent := &request.Parcels[0]
		sent.Digital, sent.Option, sent.Freight = true, market.DigitalOption, money.Of(0, shop.Currency)
	}
	q, err := view.Quote(request)
	if err != nil {
		return []ui.Cell{{Text: name}, {Text: r.T("store.unknown")}, {}, {}, {}, {}, {Text: r.T("store.no_rules")}}
	}
	theirs := ui.Cell{Text: r.T("store.unknown")}
	there, _ := country.Find(to)
	request.Currency = there.Currency
	if own, err := view.Quote(request); err == nil {
		theirs = ui.Cell{Amount: own.DoorTotal}
	}
	taxes := ui.Cell{Amount: money.Of(q.DoorTotal.Minor-q.Goods.Minor-q.Freight.Minor+q.Discount.Minor, shop.Currency)}
	if q.Status == landed.Unknown {
		taxes = ui.Cell{Text: r.T("store.unknown")}
	}
	tone := map[landed.Status]string{landed.Guaranteed: "leaf", landed.Estimate: "saff", landed.Unknown: "clay"}[q.Status]
	sure := r.T("store." + string(q.Status))
	for _, b := range q.Parcels[0].Bars {
		sure, tone = r.T("store.rule_"+string(b.Kind)), "pome"
	}
	return []ui.Cell{{Text: name}, theirs, {Amount: q.DoorTotal}, {Amount: q.Goods}, {Amount: q.Freight}, taxes, {Part: ui.Badge(tone, "", sure)}}
}

// choiceName names a choice by its options, in a language the seller reads.
func choiceName(p catalog.Product, c catalog.Variant, lang string, more []string) string {
	name := ""
	for _, l := range append([]string{lang}, more...) {
		if names := p.ChoiceOf(c, l); len(names) > 0 {
			for _, n := range names {
				name += ", " + n
			}
			return name[2:]
		}
	}
	return name
}
