package node

import (
	"context"
	"encoding/json"
	"strconv"

	"agora/event"
	"agora/i18n"
	"agora/treasury"
)

// debt reminds the owner of a shop of what it owes the house.
func (p post) debt(ctx context.Context, e event.Event) error {
	var r treasury.Reminder
	if err := json.Unmarshal(e.Body, &r); err != nil {
		return err
	}
	shop, err := p.Catalog.ShopByID(ctx, e.Shop)
	if err != nil {
		return err
	}
	return p.toPerson(ctx, shop.Owner, "debt "+strconv.FormatInt(e.ID, 10), func(l *i18n.Locale) (subject, text, path string) {
		text = l.T("mail.debt_text", "amount", r.Amount)
		if r.Last {
			text += "\n" + l.T("mail.debt_last")
		}
		return l.T("mail.debt_subject", "shop", shop.Name, "amount", r.Amount), text, "/desk/" + strconv.FormatInt(int64(e.Shop), 10) + "/money"
	})
}
