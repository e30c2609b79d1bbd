package node

import (
	"context"
	"encoding/json"

	"agora/event"
	"agora/i18n"
	"agora/market"
)

// tracked tells the buyer what became of her parcel.
func (p post) tracked(ctx context.Context, e event.Event) error {
	var t market.Tracked
	if err := json.Unmarshal(e.Body, &t); err != nil {
		return err
	}
	return p.toBuyer(ctx, e, "tracked", func(l *i18n.Locale, o market.Order) (string, string) {
		what := l.T("track.w_" + string(t.What))
		return l.T("mail.tracked_subject", "ref", o.Ref, "what", what),
			l.T("mail.tracked_text", "ref", o.Ref, "shop", o.ShopName, "what", what, "place", t.Place)
	})
}
