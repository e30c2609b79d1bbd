package storefront

import (
	"agora/money"

	"agora/catalog"
	"agora/web"
	"agora/web/ui"
)

// described is what a page is about in the words of schema.org; what a thing
// does not have is left out.
type described struct {
	Context     string   `json:"@context"`
	Type        string   `json:"@type"`
	Name        string   `json:"name"`
	URL         string   `json:"url"`
	Image       []string `json:"image,omitempty"`
	Description string   `json:"description,omitempty"`
	Search      *finder  `json:"potentialAction,omitempty"`    // of the market
	Address     *address `json:"address,omitempty"`            // of a shop
	Currencies  string   `json:"currenciesAccepted,omitempty"` // of a shop
	Origin      string   `json:"countryOfOrigin,omitempty"`    // of a product
	SKU         string   `json:"sku,omitempty"`                // of a product
	GTIN        string   `json:"gtin,omitempty"`               // of a product
	Offers      *offer   `json:"offers,omitempty"`             // of a product
	Rating      *rated   `json:"aggregateRating,omitempty"`
	Brand       *brand   `json:"brand,omitempty"`          // of a product
	Reviews     []review `json:"review,omitempty"`         // of a product
	Group       string   `json:"productGroupID,omitempty"` // of a product with choices
	Choices     []choice `json:"hasVariant,omitempty"`     // of it
}

// choice is one of several that a thing comes in.
type choice struct {
	Type   string `json:"@type"`
	Name   string `json:"name"`
	Image  string `json:"image"`
	SKU    string `json:"sku,omitempty"`
	GTIN   string `json:"gtin,omitempty"`
	Offers *offer `json:"offers"`
}

type finder struct {
	Type   string `json:"@type"`
	Target string `json:"target"`
	Input  string `json:"query-input"`
}

type address struct {
	Type    string `json:"@type"`
	Town    string `json:"addressLocality"`
	Country string `json:"addressCountry"`
}

// offer is what a product costs: one price, or the lowest and the highest.
type offer struct {
	Type         string `json:"@type"`
	URL          string `json:"url"`
	Currency     string `json:"priceCurrency"`
	Price        string `json:"price,omitempty"`
	Low          string `json:"lowPrice,omitempty"`
	High         string `json:"highPrice,omitempty"`
	Count        int    `json:"offerCount,omitempty"`
	Availability string `json:"availability"`
	Condition    string `json:"itemCondition,omitempty"`
	Seller       seller `json:"seller"`

	Freight *freight  `json:"shippingDetails,omitempty"`
	Back    *giveBack `json:"hasMerchantReturnPolicy,omitempty"`
}

type brand struct {
	Type string `json:"@type"`
	Name string `json:"name"`
}

type seller struct {
	Type string `json:"@type"`
	Name string `json:"name"`
	URL  string `json:"url"`
}

type rated struct {
	Type  string  `json:"@type"`
	Value float64 `json:"ratingValue"`
	Best  int     `json:"bestRating"`
	Count int64   `json:"reviewCount"`
}

func about(kind, name, url string) *described {
	return &described{Context: "https://schema.org", Type: kind, Name: name, URL: url}
}

// foundMarket is the market itself, with its search.
func foundMarket(r *web.Request) *ui.Found {
	root := r.Origin() + "/"
	d := about("WebSite", r.T("ui.agora"), root)
	d.Search = &finder{"SearchAction", root + "search?q={q}", "required name=q"}
	return r.Found("/", d)
}

// foundShop is a shop: a store with its town.
func foundShop(r *web.Request, s catalog.Shop, rating catalog.Rating) *ui.Found {
	path := shopURL(s.Handle)
	own := r.Origin() + path
	d := about("Store", s.Name, own)
	d.Currencies, d.Image, d.Rating = string(s.Currency), []string{own + "/share.jpg"}, ratingSaid(rating)
	d.Description = r.Words(s.Tagline, s.Languages...).Text
	d.Address = &address{"PostalAddress", s.City, string(s.Country)}
	f := r.Found(path, d)
	f.Picture = d.Image[0]
	f.Feed = ui.Link{URL: own + "/feed", Text: s.Name}
	return f
}

// ratingSaid says how a thing was judged; nil when nobody has.
func ratingSaid(rating catalog.Rating) *rated {
	if rating.Reviews == 0 {
		return nil
	}
	return &rated{"AggregateRating", float64(rating.Tenths()) / 10, 5, rating.Reviews}
}

func plain(s catalog.Shop, minor int64) string {
	return money.Of(minor, s.Currency).Plain()
}
