package node

import (
	"context"
	"log/slog"
	"strconv"

	"agora/db"
	"agora/event"
	"agora/i18n"
	"agora/identity"
	"agora/jobs"
	"agora/pricewatch"
	"agora/relief"
)

// watchPrices makes the watch of prices and has it look at what sellers save.
func watchPrices(d *db.DB, p Parts, log *slog.Logger) *pricewatch.Service {
	w := pricewatch.New(d, p.Catalog, p.Landed, p.private)
	p.Catalog.Watches(func(ctx context.Context, from, to int64) {
		if err := w.Saved(ctx, from, to); err != nil && ctx.Err() == nil {
			log.Error("watch of prices", "err", err) // the task looks again
		}
	})
	return w
}

// onPrices tells sellers what became of a listing that was held, and ends the caps of a
// crisis that was closed.
func (n *Node) onPrices(p post, kinds jobs.Kinds) {
	for _, state := range []pricewatch.HoldState{pricewatch.Held, pricewatch.Refused, pricewatch.Allowed, pricewatch.Released} {
		kinds[event.Kind("price."+string(state))] = []jobs.Reaction{{Name: "mail-seller-price", Do: func(ctx context.Context, e event.Event) error {
			return p.price(ctx, e, state)
		}}}
	}
	kinds[relief.CrisisClosed] = append(kinds[relief.CrisisClosed], jobs.Reaction{Name: "end-caps", Do: func(ctx context.Context, e event.Event) error {
		return n.Prices.End(ctx, identity.System(), pricewatch.CrisisID(e.Subject), 0)
	}})
}

// price tells the owner of a shop that a product is held, or what followed, with all
// that she needs to judge it.
func (p post) price(ctx context.Context, e event.Event, state pricewatch.HoldState) error {
	h, err := p.Prices.Hold(ctx, identity.System(), e.Shop, pricewatch.HoldID(e.Subject))
	if err != nil {
		return err
	}
	shop, err := p.Catalog.ShopByID(ctx, e.Shop)
	if err != nil {
		return err
	}
	return p.toPerson(ctx, shop.Owner, "price "+strconv.FormatInt(e.ID, 10), func(l *i18n.Locale) (subject, text, path string) {
		thing, _ := h.Title.In(l.Lang(), shop.Languages...)
		subject = l.T("mail.price_subject", "thing", thing, "state", l.T("prices.state_"+string(state)))
		v := h.Evidence
		text = l.T("prices.why", "percent", v.Over, "amount", v.Base.Amount, "unit", l.T("relief.in_"+string(v.Base.Unit)), "from", v.Begins, "to", v.LastDay(), "source", v.Base.Source, "day", v.Base.Day)
		for _, line := range v.Lines {
			text += "\n" + l.T("prices.line", "price", line.Price, "most", line.Most)
		}
		for _, step := range h.Steps {
			if step.Did == string(state) && step.Words != "" && state != pricewatch.Held {
				text += "\n\n" + step.Words
			}
		}
		if state.Blocks() {
			text += "\n\n" + l.T("prices.lower")
		}
		return subject, text, "/desk/" + strconv.FormatInt(int64(e.Shop), 10) + "/products/" + strconv.FormatInt(int64(h.Product), 10) + "/held"
	})
}
