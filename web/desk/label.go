package desk

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"agora/catalog"
	"agora/customs"
	"agora/delivery"
	"agora/fault"
	"agora/market"
	"agora/money"
	"agora/web"
)

// sends are the states in which a parcel wants its label.
var sends = []market.OrderState{market.Accepted, market.Packed, market.Shipped}

// errNoHeap is a file about parcels that nobody packed.
var errNoHeap = fault.New(fault.NotFound, "fault.not_found")

// label gives the labels of the path's order, one for each of its parcels.
func (d *Desk) label(r *web.Request) error {
	shop, out, err := d.going(r)
	if err != nil {
		return err
	}
	ways, err := d.Delivery.Options(r.R.Context(), shop.ID)
	if err != nil {
		return err
	}
	return paperOf(r, strings.ReplaceAll(out.Ref, "/", "-")+"-label.pdf", labelsOf(shop, out, ways)...)
}

// labels gives those of all orders that are packed and not sent yet.
func (d *Desk) labels(r *web.Request) error {
	shop, err := d.own(r)
	if err != nil {
		return err
	}
	heap, err := d.Market.Heap(r.R.Context(), r.Actor, shop.ID)
	if err != nil {
		return err
	}
	if len(heap) == 0 {
		return errNoHeap
	}
	ways, err := d.Delivery.Options(r.R.Context(), shop.ID)
	if err != nil {
		return err
	}
	var sheets []customs.Sheet
	for _, out := range heap {
		sheets = append(sheets, labelsOf(shop, out, ways)...)
	}
	return paperOf(r, fmt.Sprintf("%s-labels-%s.pdf", shop.Handle, time.Now().UTC().Format(time.DateOnly)), sheets...)
}

// labelsOf makes the labels of an order: as many as it has numbers, or was
// planned in.
func labelsOf(shop catalog.Shop, out market.Outgoing, ways []delivery.Option) (sheets []customs.Sheet) {
	l := customs.Label{Ref: out.Ref, Carrier: out.Carrier, Sender: customs.Party{Trade: out.ShopName, Address: shop.Origin},
		Addressee: customs.Party{Address: out.Address}, Leave: out.Leave, Cash: money.Of(0, out.Charged.Currency), Languages: customs.Spoken(out.ShopCountry, out.To)}
	numbers := []string{}
	if out.Declared.Number != "" {
		numbers = append(numbers, out.Declared.Number)
	}
	if p := out.Parcel; p != nil {
		l.Carrier = p.Carrier
		if len(p.Numbers) > 0 {
			numbers = p.Numbers
		}
	}
	if out.CashOnDelivery() {
		l.Cash = out.AtDoor()
	}
	if p := out.Point; p != nil {
		l.Point = []string{p.Name, p.Street, p.City}
		if p.Hours != "" {
			l.Point = append(l.Point, p.Hours)
		}
	}
	if i := slices.IndexFunc(ways, func(o delivery.Option) bool { return o.Key == out.Option }); i >= 0 {
		l.Service = nameIn(ways[i].Name, append([]string{"en"}, l.Languages...))
	}
	l.Of = max(1, len(numbers), min(out.Parcels, delivery.MostBoxes))
	if l.Of == 1 {
		l.Gross = out.Declared.Gross
	}
	for i := range l.Of {
		l.Piece, l.Number = i+1, ""
		if i < len(numbers) {
			l.Number = numbers[i]
		}
		sheets = append(sheets, l.Sheet())
	}
	return sheets
}

// nameIn gives a name in some languages, each text once; in any when it is in
// none of these.
func nameIn(names map[string]string, languages []string) (list []string) {
	for _, lang := range languages {
		if s := names[lang]; s != "" && !slices.Contains(list, s) {
			list = append(list, s)
		}
	}
	first := ""
	for lang := range names {
		if first == "" || cmp.Less(lang, first) {
			first = lang
		}
	}
	if len(list) == 0 && names[first] != "" {
		list = []string{names[first]}
	}
	return list
}
