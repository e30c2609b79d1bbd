package demo

import (
	"context"
	"time"

	"agora/landed"
	"agora/money"
)

// fillRates gives the demo its exchange rates, and assumptions where no duty or
// tax was read in a source, so that its totals are whole.
func (f *filling) fillRates(ctx context.Context) error {
	have, err := f.Landed.RatesOn(ctx, time.Now())
	if err != nil || len(have) > 0 {
		return err
	}
	day, err := time.Parse(time.DateOnly, f.market.Rates.Day)
	if err != nil {
		return err
	}
	if now := time.Now().UTC(); day.After(now) { // a machine whose clock is behind
		day = now
	}
	rates := make([]money.Rate, len(f.market.Rates.Rates))
	for i, r := range f.market.Rates.Rates {
		value, err := money.ParseRate(r.PerUSD)
		if err != nil {
			return err
		}
		rates[i] = money.Rate{From: "USD", To: money.Currency(r.Currency), Value: value, Day: day, Source: f.market.Rates.Source}
	}
	if err := f.Landed.SaveRates(ctx, append(rates, landed.DemoRates(day)...)); err != nil {
		return err
	}
	rules, err := landed.DemoRules()
	if err != nil {
		return err
	}
	return f.Landed.SaveRules(ctx, rules)
}
