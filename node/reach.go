package node

import (
	"context"
	"time"

	"agora/catalog"
	"agora/country"
	"agora/delivery"
	"agora/payment"
	"agora/payment/offline"
	"agora/search"
)

// reaches tells the index where products can be sent, and how they may be paid
// there: at the door only where somebody takes it, other ways for any. Which of
// them a buyer is offered in her money is asked of the ways when she looks.
func reaches(d *delivery.Service, ways payment.Ways) func(context.Context, []catalog.Sent) ([]catalog.Reach, error) {
	cash := offline.Cash{}.Kind()
	return func(ctx context.Context, list []catalog.Sent) ([]catalog.Reach, error) {
		sent := make([]delivery.Sent, len(list))
		for i, s := range list {
			sent[i] = delivery.Sent{Shop: s.Shop, Thing: delivery.Thing{Grams: s.Grams, Dangerous: s.Dangerous,
				Size: delivery.Size{Length: s.Size[0], Width: s.Size[1], Height: s.Size[2]}}}
		}
		found, err := d.Reaches(ctx, sent, time.Now().UTC().Truncate(24*time.Hour))
		if err != nil {
			return nil, err
		}
		out := make([]catalog.Reach, len(found))
		for i, f := range found {
			out[i].To = countries(f.To)
			if list[i].Digital {
				out[i].To, f.Cash = []string{search.Anywhere}, nil
			}
			if len(out[i].To) == 0 {
				continue
			}
			for _, w := range ways {
				if w.Kind() != cash {
					out[i].Pays = append(out[i].Pays, search.Pay{Way: w.Kind(), To: search.Anywhere})
					continue
				}
				for _, to := range countries(f.Cash) {
					out[i].Pays = append(out[i].Pays, search.Pay{Way: cash, To: to})
				}
			}
		}
		return out, nil
	}
}

// countries gives codes as the index has them: one word for all.
func countries(list []country.Code) (out []string) {
	if len(list) == len(country.All()) {
		return []string{search.Anywhere}
	}
	for _, c := range list {
		out = append(out, string(c))
	}
	return out
}
