package demo

import (
	"context"
	"slices"
	"strings"
	"time"

	"agora/country"
	"agora/db"
	"agora/delivery"
	"agora/fault"
	"agora/identity"
)

// The carrier by whose table one shop sends. It is invented, as its prices are:
// above those of the posts, so that nobody's parcel goes with it by itself.
const (
	carrierKey    = "kervan"
	carrierHome   = country.Code("TR")
	carrierTariff = `kind,zone,to,grams,price,days
zone,Home,domestic,,,1-3
step,Home,,1000,140.00,
step,Home,,5000,240.00,
step,Home,,20000,470.00,
zone,Near,AZ IR AM RU KZ,,,5-9
step,Near,,500,420.00,
step,Near,,2000,760.00,
step,Near,,10000,2350.00,
zone,Far,*,,,8-15
step,Far,,500,640.00,
step,Far,,2000,1180.00,
step,Far,,10000,3900.00,
fuel,,,,7.5,
each,,,,12.00,
remote,,TR 65,,45.00,
`
)

// points are where the copper shop's buyers take parcels themselves: its own, and
// those of the carrier.
var points = []delivery.Point{
	{Country: carrierHome, City: "Gaziantep", Postcode: "27400", Name: "Copper bazaar", Street: "Bakırcılar Çarşısı No. 38", Hours: "09:00–18:00", Cash: true},
	{Country: carrierHome, City: "Gaziantep", Postcode: "27010", Name: "Sunday fair", Street: "Masal Parkı, stall 12", Hours: "Sun 10:00–16:00"},
	{Carrier: carrierKey, Country: carrierHome, City: "Ankara", Postcode: "06420", Name: "Kervan Kızılay", Street: "Ziya Gökalp Cd. 14", Hours: "08:30–20:00", Cash: true},
	{Carrier: carrierKey, Country: carrierHome, City: "Gaziantep", Postcode: "27060", Name: "Kervan Şehitkamil", Street: "İnönü Cd. 51", Hours: "08:30–19:00", Cash: true},
	{Carrier: carrierKey, Country: carrierHome, City: "İstanbul", Postcode: "34710", Name: "Kervan Kadıköy", Street: "Söğütlü Çeşme Cd. 22", Hours: "08:30–21:00"},
}

// fillCarrier writes the carrier and what it asks.
func (f *filling) fillCarrier(ctx context.Context) error {
	by := identity.System()
	if _, err := f.Delivery.Carrier(ctx, carrierKey); fault.Is(err, fault.NotFound) {
		err = f.Delivery.SaveCarrier(ctx, by, delivery.Carrier{Key: carrierKey, Name: "Kervan Kargo", Countries: []country.Code{carrierHome}, Pattern: "KV[0-9]{10}",
			Cash: true, Source: "Invented for the demo", Limits: delivery.Limits{MaxGrams: 20_000, MaxLength: 1200, Divisor: 5000}})
		if err != nil {
			return err
		}
	} else if err != nil {
		return err
	}
	have, err := f.Delivery.Tariffs(ctx, by, carrierKey, 0)
	if err != nil || slices.ContainsFunc(have, func(t delivery.Tariff) bool { return !t.Draft }) {
		return err
	}
	home, _ := country.Find(carrierHome)
	id, err := f.Delivery.DraftTariff(ctx, by, carrierKey, carrierHome, time.Now(), home.Currency, strings.NewReader(carrierTariff))
	if err != nil {
		return err
	}
	return f.Delivery.ApplyTariff(ctx, by, id)
}

// fillPoints adds the points that are not there yet.
func (f *filling) fillPoints(ctx context.Context) error {
	for _, p := range points {
		if p.Shop = db.House; p.Carrier == "" {
			p.Shop = f.shops["bakir"].ID
		}
		have, err := f.Delivery.Points(ctx, p.Shop, p.Carrier)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(have, func(o delivery.Point) bool { return o.Name == p.Name }) {
			continue
		}
		if err := f.Delivery.AddPoint(ctx, identity.System(), p); err != nil {
			return err
		}
	}
	return nil
}
