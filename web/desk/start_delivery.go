package desk

import (
	"fmt"

	"agora/catalog"
	"agora/country"
	"agora/delivery"
	"agora/fault"
	"agora/money"
	"agora/web"
	"agora/web/ui"
)

// startDeliveryView asks where parcels come from, and offers two ways.
type startDeliveryView struct {
	startView
	currency string
	ways     []startWay
	have     []ui.Row // the ways there are already
}

// startWay is one row of the table that is offered.
type startWay struct {
	name, days string
	cells      []ui.Field
}

// offer is one way that a new shop is offered.
type offer struct {
	key      string
	to       string
	incoterm string
	low, up  int // days
	prices   [2]int64
}

// offers are the ways that a new shop is offered: its own country, and all
// others. Prices are for the steps of startGrams, in units of about one dollar:
// something to begin with, which every seller puts right at her post office.
var offers = [...]offer{
	{"home", delivery.Domestic, "DDP", 2, 5, [2]int64{2, 4}},
	{"abroad", delivery.Everywhere, "DAP", 10, 25, [2]int64{14, 35}},
}

// startGrams are the weights of the table.
var startGrams = [...]int64{1000, 5000}

// unit is what about one dollar is in each money of the market, in whole
// units: only to offer round prices that the seller corrects. It converts
// nothing.
var unit = map[money.Currency]int64{"AFN": 70, "AMD": 400, "AZN": 2, "BYN": 3, "CNY": 7, "INR": 85, "IRR": 500_000, "KGS": 85, "KHR": 4000,
	"KZT": 500, "LKR": 300, "MNT": 3500, "NPR": 135, "PKR": 280, "RUB": 90, "TJS": 10, "TRY": 35, "UZS": 12_500}

// suggestion is a round price of so many units of about a dollar.
func suggestion(n int64, c money.Currency) string {
	n *= unit[c]
	round := int64(1)
	for n/round >= 100 {
		round *= 10
	}
	if n = n / round * round; n == 0 {
		return ""
	}
	return number(n)
}

func (v startView) delivery(r *web.Request, p progress, form *web.Form) startDeliveryView {
	a := p.shop.Origin
	if a.Name == "" {
		a.Name = r.Actor.Name
	}
	need := map[string]bool{"origin.city": true}
	c, _ := country.Find(p.shop.Country)
	for _, f := range c.AddressForm() {
		need["origin."+f.Key] = need["origin."+f.Key] || f.Required
	}
	for _, f := range addressFields(r, a, p.shop.Country, form) {
		if need[f.Name] {
			v.fields = append(v.fields, f)
		}
	}
	out := startDeliveryView{startView: v, currency: string(p.shop.Currency)}
	for _, o := range p.ways {
		if o.Table != "" {
			out.have = append(out.have, ui.Row{What: catalogText(r, p.shop, o), Value: o.Carrier})
			continue
		}
		out.have = append(out.have, ui.Row{What: catalogText(r, p.shop, o), Value: r.T("store.days_window", "from", o.DaysMin, "to", o.DaysMax)})
	}
	if len(p.ways) > 0 {
		return out
	}
	for _, o := range offers {
		w := startWay{name: r.T("desk.way_" + o.key), days: r.T("store.days_window", "from", o.low, "to", o.up)}
		for i, grams := range startGrams {
			w.cells = append(w.cells, form.Fill(r, ui.Field{Name: fmt.Sprintf("%s.%d", o.key, i), Dir: "ltr", Mode: "decimal",
				Label: r.T("desk.up_to", "weight", r.Locale.Weight(grams)), Value: suggestion(o.prices[i], p.shop.Currency)}))
		}
		out.ways = append(out.ways, w)
	}
	return out
}

// takeDelivery keeps the address and, when there are none, the ways.
func (d *Desk) takeDelivery(r *web.Request, shop catalog.Shop, form *web.Form) error {
	have, err := d.Delivery.Options(r.R.Context(), shop.ID)
	if err != nil {
		return err
	}
	n := again(shop)
	a := addressFrom(form, shop.Country)
	if a.District == "" {
		a.District = shop.Origin.District
	}
	if a.Landmark == "" {
		a.Landmark = shop.Origin.Landmark
	}
	n.Origin, err = a.Check()
	if err := form.Join("origin", err); err != nil {
		return err
	}
	if n.City == "" {
		n.City = n.Origin.City
	}
	var ways []delivery.Option
	if len(have) == 0 {
		ways = d.readOffers(r, shop, form)
	}
	if form.Err() != nil {
		return nil
	}
	if err := d.Catalog.SaveShop(r.R.Context(), r.Actor, shop.ID, n); err != nil || len(have) > 0 {
		return form.Join("", err)
	}
	return d.Delivery.Save(r.R.Context(), r.Actor, shop.ID, ways)
}

// readOffers makes ways of the table; a row without prices is none.
func (d *Desk) readOffers(r *web.Request, shop catalog.Shop, form *web.Form) (list []delivery.Option) {
	for _, o := range offers {
		way := delivery.Option{Shop: shop.ID, Home: shop.Country, Key: o.key, Carrier: r.T("desk.service_post"), Name: map[string]string{},
			Service: delivery.Post, To: []string{o.to}, DaysMin: o.low, DaysMax: o.up, Incoterm: o.incoterm, Tracked: true}
		for _, tag := range shop.Languages {
			way.Name[tag] = d.Words.Locale(d.Words.Match(tag)).T("desk.service_post")
		}
		before := int64(0)
		for i, grams := range startGrams {
			field := fmt.Sprintf("%s.%d", o.key, i)
			if !form.Has(field) {
				continue
			}
			price := amount(r, form, field, shop.Currency)
			if price.Minor < before {
				form.Add(field, "fault.delivery_prices")
			}
			before = price.Minor
			way.Steps = append(way.Steps, delivery.Step{UpToGrams: grams, Price: price})
		}
		if len(way.Steps) > 0 {
			list = append(list, way)
		}
	}
	if len(list) == 0 {
		form.Add(offers[0].key+".0", "fault.required")
	}
	if form.Err() == nil {
		if err := delivery.CheckOptions(list); err != nil {
			for _, e := range fault.List(err) {
				form.Add(offers[0].key+".0", e.Key, e.Args...)
			}
		}
	}
	return list
}
