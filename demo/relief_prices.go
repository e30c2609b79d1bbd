package demo

import (
	"context"
	"time"

	"agora/country"
	"agora/identity"
	"agora/money"
	"agora/pricewatch"
	"agora/relief"
)

// watchMasks says what a mask costs in the country of the flood, and that it may cost a
// quarter more while the flood lasts.
func (f *filling) watchMasks(ctx context.Context, by identity.Actor, c relief.Crisis) error {
	crisis := pricewatch.CrisisID(c.ID)
	have, err := f.Prices.Caps(ctx, crisis)
	if err != nil || len(have) > 0 {
		return err
	}
	today := time.Now().UTC().Truncate(24 * time.Hour)
	if _, err := f.Prices.Base(ctx, by, pricewatch.Entry{Country: "TJ", HS: "630790", Unit: "piece", Amount: money.Of(4_00, "TJS"), Source: "The ministry’s weekly prices, invented", Day: today}); err != nil {
		return err
	}
	_, err = f.Prices.Cap(ctx, by, pricewatch.Cap{Crisis: crisis, Begins: today, Ends: today.AddDate(0, 0, 31),
		Terms: pricewatch.Terms{Countries: []country.Code{"TJ"}, Over: 25, Why: "Decree of the governor, invented"}})
	return err
}
