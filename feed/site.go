package feed

import (
	"cmp"
	"context"
	"io"
	"net/url"
	"strings"

	"agora/catalog"
	"agora/fault"
	"agora/identity"
)

// Site is what a file for others needs to know of the market around a shop.
type Site struct {
	Origin     string // with which its addresses begin: "https://agora.example"
	Categories []catalog.Category
}

// page is the address of a product.
func (s Site) page(shop catalog.Shop, handle string) string {
	return s.Origin + "/s/" + url.PathEscape(shop.Handle) + "/" + url.PathEscape(handle)
}

// pictures gives the addresses of a product's pictures.
func (s Site) pictures(p catalog.Product) []string {
	var list []string
	for _, m := range p.Media {
		list = append(list, s.Origin+"/media/"+cmp.Or(m.Large, m.Key))
	}
	for _, address := range p.Pictures {
		if strings.HasPrefix(address, "http") {
			list = append(list, address)
		}
	}
	return list
}

// shelf gives a category by its way: "Clothing > Felt".
func (s Site) shelf(key, lang string) string {
	for _, c := range s.Categories {
		if c.Key != key {
			continue
		}
		name, _ := c.Names.In(lang)
		if c.Parent != "" && c.Parent != key {
			return s.shelf(c.Parent, lang) + " > " + name
		}
		return name
	}
	return ""
}

// said gives a text in the shop's language, or the best there is.
func said(shop catalog.Shop, t catalog.Texts) string {
	s, _ := t.In(shop.Lang(), shop.Languages...)
	return s
}

// ExportAs writes all products of a shop in a format: Agora's own, Shopify's,
// or a feed for Google Merchant Center, which has only what is for sale and takes
// little memory however much that is.
func (s *Service) ExportAs(ctx context.Context, by identity.Actor, shop catalog.Shop, format Format, site Site, w io.Writer) error {
	if format != Agora && format != Shopify && format != Merchant {
		return fault.New(fault.Invalid, "fault.choice")
	}
	var err error
	if site.Categories, err = s.catalog.Categories(ctx); err != nil {
		return err
	}
	if format == Merchant {
		return WriteMerchant(w, shop, func(f func(catalog.Product) error) error {
			return s.catalog.EachOf(ctx, by, shop.ID, catalog.ProductFilter{Status: catalog.ProductActive}, f)
		}, site)
	}
	var products []catalog.Product
	err = s.catalog.EachProduct(ctx, by, shop.ID, func(p catalog.Product) error {
		products = append(products, p)
		return nil
	})
	if err != nil {
		return err
	}
	if format == Shopify {
		return WriteShopify(w, shop, products, site)
	}
	traits, err := s.catalog.Traits(ctx)
	if err != nil {
		return err
	}
	return Write(w, shop, products, traits)
}

// Export writes all products of a shop as Agora's own file.
func (s *Service) Export(ctx context.Context, by identity.Actor, shop catalog.Shop, w io.Writer) error {
	return s.ExportAs(ctx, by, shop, Agora, Site{}, w)
}
