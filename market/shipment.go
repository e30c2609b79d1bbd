package market

import (
	"context"
	"time"

	"agora/country"
	"agora/customs"
	"agora/money"
)

// sdr is the currency code of the special drawing right, in which the postal
// union counts (ISO 4217).
const sdr = "XDR"

// Shipments makes of orders what their papers are made from: the snapshot, and
// what the shop declared of the parcel. senders are their shops' addresses, one
// for each order; the papers are dated on the day the parcel left, else today.
func (s *Service) Shipments(ctx context.Context, list []Outgoing, senders []country.Address) ([]customs.Shipment, error) {
	view, err := s.landed.View(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]customs.Shipment, len(list))
	for i, o := range list {
		out[i] = o.shipment(senders[i], time.Now().UTC())
		out[i].SDR, _ = view.Rate(out[i].Currency, sdr)
	}
	return out, nil
}

func (o Outgoing) shipment(sender country.Address, today time.Time) customs.Shipment {
	s := customs.Shipment{Ref: o.Ref, Number: o.Declared.Number, Carrier: o.Carrier, Day: today,
		Sender: customs.Party{ID: o.ShopHandle, Trade: o.ShopName, Address: sender}, Addressee: customs.Party{Address: o.Address},
		Gross: o.Declared.Gross, Category: customs.Sale, Incoterm: o.Incoterm, Currency: o.Goods.Currency, Freight: o.Freight,
		Paid: money.Of(0, o.Goods.Currency), Languages: customs.Spoken(o.ShopCountry, o.To)}
	if p := o.Parcel; p != nil {
		s.Carrier, s.Day = p.Carrier, p.Shipped
		if p.Tracking != "" {
			s.Number = p.Tracking
		}
	}
	listed := money.Of(0, o.Goods.Currency)
	for _, l := range o.Lines {
		s.Lines = append(s.Lines, customs.Line{Description: l.called(), SKU: l.SKU, Quantity: l.Quantity, Grams: l.Grams, Unit: l.Unit, HS: l.HS, Origin: l.Origin})
		listed.Minor += l.Total().Minor
	}
	s.Discount = money.Of(listed.Minor-o.Goods.Minor, listed.Currency)
	if o.Captured.Minor > 0 && o.Captured == o.Charged {
		s.Paid = s.Total()
	}
	return s
}

// called is what a line is called in each of its languages, with what the buyer
// chose.
func (l Line) called() map[string]string {
	names := map[string]string{}
	for lang, title := range l.Title {
		if choice, _ := l.Choice.In(lang); choice != "" && title != "" {
			title += ", " + choice
		}
		names[lang] = title
	}
	return names
}
