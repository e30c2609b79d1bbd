package node

import (
	"context"
	"strconv"

	"agora/catalog"
	"agora/event"
	"agora/fault"
	"agora/i18n"
	"agora/identity"
)

// setBroken tells a seller that a set of hers can't be bought any more, unless
// she has mended it already.
func (p post) setBroken(ctx context.Context, e event.Event) error {
	product, err := p.Catalog.ProductByID(ctx, identity.System(), e.Shop, catalog.ProductID(e.Subject))
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil || !product.Broken() || product.Status != catalog.ProductActive {
		return err
	}
	shop, err := p.Catalog.ShopByID(ctx, e.Shop)
	if err != nil {
		return err
	}
	return p.toPerson(ctx, shop.Owner, "set "+strconv.FormatInt(e.ID, 10), func(l *i18n.Locale) (subject, text, path string) {
		thing, _ := product.Title.In(l.Lang(), shop.Languages...)
		return l.T("mail.set_subject", "thing", thing), l.T("desk.set_broken"),
			"/desk/" + strconv.FormatInt(int64(e.Shop), 10) + "/products/" + strconv.FormatInt(int64(product.ID), 10) + "/set"
	})
}
