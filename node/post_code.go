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

// codeQuestioned tells the owner of a shop what an operator wrote about the
// customs code of a product, unless the code is another by now.
func (p post) codeQuestioned(ctx context.Context, e event.Event) error {
	product, err := p.Catalog.ProductByID(ctx, identity.System(), e.Shop, catalog.ProductID(e.Subject))
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	why, err := p.Catalog.CodeQuestion(ctx, identity.System(), product)
	if err != nil || why == "" {
		return err
	}
	shop, err := p.Catalog.ShopByID(ctx, e.Shop)
	if err != nil {
		return err
	}
	return p.toPerson(ctx, shop.Owner, "code "+strconv.FormatInt(e.ID, 10), func(l *i18n.Locale) (subject, text, path string) {
		thing, _ := product.Title.In(l.Lang(), shop.Languages...)
		return l.T("mail.hs_subject", "thing", thing), l.T("desk.hs_asked", "text", why),
			"/desk/" + strconv.FormatInt(int64(e.Shop), 10) + "/products/" + strconv.FormatInt(int64(product.ID), 10) + "#code"
	})
}
