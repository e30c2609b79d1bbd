package node

import (
	"context"
	"encoding/json"
	"strconv"

	"agora/catalog"
	"agora/event"
	"agora/i18n"
)

// opened tells the owner of a shop that an operator has opened it.
func (p post) opened(ctx context.Context, e event.Event) error {
	shop, err := p.Catalog.ShopByID(ctx, e.Shop)
	if err != nil {
		return err
	}
	return p.toPerson(ctx, shop.Owner, "shop "+strconv.FormatInt(e.ID, 10), func(l *i18n.Locale) (subject, text, path string) {
		return l.T("mail.opened_subject", "shop", shop.Name), l.T("mail.opened_text", "shop", shop.Name), "/desk/" + strconv.FormatInt(int64(e.Shop), 10)
	})
}

// sentBack tells the owner of a shop why an operator did not open it.
func (p post) sentBack(ctx context.Context, e event.Event) error {
	var move struct{ From, To, Why string }
	if err := json.Unmarshal(e.Body, &move); err != nil {
		return err
	}
	if move.From != string(catalog.ShopSubmitted) || move.To != string(catalog.ShopDraft) {
		return nil
	}
	shop, err := p.Catalog.ShopByID(ctx, e.Shop)
	if err != nil {
		return err
	}
	return p.toPerson(ctx, shop.Owner, "shop "+strconv.FormatInt(e.ID, 10), func(l *i18n.Locale) (subject, text, path string) {
		return l.T("mail.back_subject", "shop", shop.Name), l.T("mail.back_text", "text", move.Why), "/desk/" + strconv.FormatInt(int64(e.Shop), 10) + "/start"
	})
}
