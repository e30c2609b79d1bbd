package storefront

import (
	"agora/money"

	"agora/catalog"
	"agora/web"
	"agora/web/ui"
)

// object is a thing in the words of schema.org.
type object = map[string]any

func about(kind string, o object) object {
	o["@context"], o["@type"] = "https://schema.org", kind
	return o
}

// foundMarket is the market itself, with its search.
func foundMarket(r *web.Request) *ui.Found {
	return r.Found("/", about("WebSite", object{"name": r.T("ui.agora"), "url": r.Origin() + "/",
		"potentialAction": object{"@type": "SearchAction", "target": r.Origin() + "/search?q={q}", "query-input": "required name=q"}}))
}

// foundShop is a shop: a store with its town.
func foundShop(r *web.Request, s catalog.Shop, rating catalog.Rating) *ui.Found {
	path := shopURL(s.Handle)
	o := object{"name": s.Name, "url": r.Origin() + path, "currenciesAccepted": string(s.Currency), "image": r.Origin() + path + "/share.jpg",
		"description": words(r, s.Tagline, s.Languages...).Text,
		"address":     object{"@type": "PostalAddress", "addressLocality": s.City, "addressCountry": string(s.Country)}}
	judge(o, rating)
	f := r.Found(path, about("Store", o))
	f.Picture = r.Origin() + path + "/share.jpg"
	f.Feed = ui.Link{URL: r.Origin() + path + "/feed", Text: s.Name}
	return f
}

// foundProduct is a thing with its offers, in the shop's money, since that is
// the price everybody is asked.
func foundProduct(r *web.Request, p catalog.Product, s catalog.Shop, title string, rating catalog.Rating) *ui.Found {
	path := productURL(s.Handle, p.Handle)
	low, high, offers, inStock := int64(0), int64(0), 0, false
	for _, v := range p.Variants {
		if v.Retired {
			continue
		}
		if offers == 0 || v.Price.Minor < low {
			low = v.Price.Minor
		}
		high, offers, inStock = max(high, v.Price.Minor), offers+1, inStock || v.Available() > 0
	}
	offer := object{"@type": "Offer", "url": r.Origin() + path, "priceCurrency": string(s.Currency), "price": plain(s, low),
		"availability": "https://schema.org/" + map[bool]string{true: "InStock", false: "OutOfStock"}[inStock && s.Status == catalog.ShopOpen],
		"seller":       object{"@type": "Organization", "name": s.Name, "url": r.Origin() + shopURL(s.Handle)}}
	if low != high {
		offer["@type"], offer["lowPrice"], offer["highPrice"], offer["offerCount"] = "AggregateOffer", plain(s, low), plain(s, high), offers
		delete(offer, "price")
	}
	o := object{"name": title, "url": r.Origin() + path, "image": r.Origin() + path + "/share.jpg", "offers": offer,
		"description": words(r, p.Description, s.Languages...).Text}
	if p.Origin != "" {
		o["countryOfOrigin"] = string(p.Origin)
	}
	if len(p.Variants) > 0 && p.Variants[0].SKU != "" {
		o["sku"] = p.Variants[0].SKU
	}
	judge(o, rating)
	f := r.Found(path, about("Product", o))
	f.Kind, f.Picture = "product", r.Origin()+path+"/share.jpg"
	return f
}

// judge adds how a thing was judged; nothing when nobody has.
func judge(o object, rating catalog.Rating) {
	if rating.Reviews > 0 {
		n := rating.Tenths()
		o["aggregateRating"] = object{"@type": "AggregateRating", "ratingValue": float64(n) / 10, "bestRating": 5, "reviewCount": rating.Reviews}
	}
}

func plain(s catalog.Shop, minor int64) string {
	return money.Of(minor, s.Currency).Plain()
}
