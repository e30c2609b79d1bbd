package node

import (
	"context"
	"strconv"

	"agora/event"
	"agora/i18n"
	"agora/identity"
	"agora/treasury"
)

// fine tells the owner of a shop how a fine stands, and until when she may
// appeal.
func (p post) fine(ctx context.Context, e event.Event) error {
	f, err := p.Treasury.Fine(ctx, identity.System(), e.Shop, treasury.FineID(e.Subject))
	if err != nil {
		return err
	}
	shop, err := p.Catalog.ShopByID(ctx, e.Shop)
	if err != nil {
		return err
	}
	return p.toPerson(ctx, shop.Owner, "fine "+strconv.FormatInt(e.ID, 10), func(l *i18n.Locale) (subject, text, path string) {
		state := l.T("desk.fine_" + string(f.State))
		text = l.T("mail.fine_text", "amount", f.Amount, "state", state, "reason", f.Reason)
		if f.State == treasury.FineAnnounced {
			text += "\n" + l.T("mail.fine_appeal", "day", f.Due)
		}
		return l.T("mail.fine_subject", "shop", shop.Name, "state", state), text,
			"/desk/" + strconv.FormatInt(int64(e.Shop), 10) + "/fines/" + strconv.FormatInt(int64(f.ID), 10)
	})
}
