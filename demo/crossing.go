package demo

import (
	"context"
	"time"

	trade "agora/market"
)

// fillCrossing opens a consolidation to the country that the felt shop's packed
// parcel goes to, and puts that in.
func (f *filling) fillCrossing(ctx context.Context) error {
	operator, err := f.operator(ctx)
	if err != nil {
		return err
	}
	if have, err := f.Market.Consolidations(ctx, operator, 0); err != nil || len(have) > 0 {
		return err
	}
	packed, err := f.orders(ctx, trade.Packed)
	if err != nil {
		return err
	}
	for _, o := range packed {
		if o.ShopHandle != "felt" || o.To == o.ShopCountry {
			continue
		}
		id, err := f.Market.Gather(ctx, operator, trade.Consolidation{Home: o.ShopCountry, To: o.To, City: "Bishkek", Place: "Chuy 136, 10:00–18:00",
			Carrier: "Silk Cargo", Closes: time.Now().UTC().Truncate(24*time.Hour).AddDate(0, 0, 2)})
		if err != nil {
			return err
		}
		return f.Market.Join(ctx, operator, id, o.ID, 1_850)
	}
	return nil
}
