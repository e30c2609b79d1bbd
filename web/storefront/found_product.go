package storefront

import (
	"net/url"
	"time"

	"agora/catalog"
	"agora/delivery"
	"agora/web"
	"agora/web/ui"
)

// shownChoices is how many choices of a thing its page tells machines of, each with
// its offer; of more only the lowest and the highest price are told, since every
// reader carries the weight.
const shownChoices = 12

// freight is how a thing comes to the reader's country.
type freight struct {
	Type  string `json:"@type"`
	Rate  amount `json:"shippingRate"`
	To    region `json:"shippingDestination"`
	Times pace   `json:"deliveryTime"`
}

// amount is a sum in words of schema.org.
type amount struct {
	Type     string `json:"@type"`
	Value    string `json:"value"`
	Currency string `json:"currency"`
}

type region struct {
	Type    string `json:"@type"`
	Country string `json:"addressCountry"`
}

// pace is how long that takes.
type pace struct {
	Type     string `json:"@type"`
	Handling span   `json:"handlingTime"`
	Transit  span   `json:"transitTime"`
}

// span is a number of days.
type span struct {
	Type string `json:"@type"`
	Min  int    `json:"minValue"`
	Max  int    `json:"maxValue"`
	Unit string `json:"unitCode"`
}

// giveBack is in how many days a thing may be sent back.
type giveBack struct {
	Type    string `json:"@type"`
	Country string `json:"applicableCountry"`
	Kind    string `json:"returnPolicyCategory"`
	Days    int    `json:"merchantReturnDays"`
	How     string `json:"returnMethod"`
}

// review is what a buyer said.
type review struct {
	Type   string `json:"@type"`
	Rating stars  `json:"reviewRating"`
	Author author `json:"author"`
	Body   string `json:"reviewBody,omitempty"`
	On     string `json:"datePublished"`
}

type stars struct {
	Type  string `json:"@type"`
	Value int    `json:"ratingValue"`
	Best  int    `json:"bestRating"`
}

type author struct {
	Type string `json:"@type"`
	Name string `json:"name"`
}

// sold is what the page of a thing knows of it, for machines.
type sold struct {
	product catalog.Product
	shop    catalog.Shop
	title   string
	rating  catalog.Rating
	reviews []catalog.Remark // the newest
	chosen  catalog.Variant  // that the page shows
	offer   delivery.Offer   // by which that comes to the reader
	comes   bool             // there is one
}

// foundProduct is a thing with its offers, in the shop's money, since that is
// the price everybody is asked. What is not known is left out: a number of the
// maker, above all, for the shop's own number is none.
func foundProduct(r *web.Request, s sold) *ui.Found {
	p, shop := s.product, s.shop
	path := productURL(shop.Handle, p.Handle)
	own := r.Origin() + path
	d := about("Product", s.title, own)
	d.Origin, d.Rating, d.Reviews = string(p.Origin), ratingSaid(s.rating), reviewsSaid(s.reviews)
	d.Description = r.Words(p.Description, shop.Languages...).Text
	d.Image = photos(r, p)
	if len(d.Image) == 0 {
		d.Image = []string{own + "/share.jpg"}
	}
	if p.Brand != "" {
		d.Brand = &brand{"Brand", p.Brand}
	}
	list := onSale(p)
	switch {
	case len(list) == 1:
		d.SKU, d.GTIN, d.Offers = list[0].SKU, list[0].GTIN(), s.offered(r, list[0], own)
	case len(list) > 1 && len(list) <= shownChoices && len(p.Options) > 0:
		d.Type, d.Group = "ProductGroup", p.Handle
		for _, v := range list {
			d.Choices = append(d.Choices, s.choice(r, v, own, d.Image[0]))
		}
	default:
		d.Offers = s.span(r, list, own)
	}
	f := r.Found(path, d)
	f.Kind, f.Picture = "product", own+"/share.jpg"
	return f
}

func onSale(p catalog.Product) (list []catalog.Variant) {
	for _, v := range p.Variants {
		if !v.Retired {
			list = append(list, v)
		}
	}
	return list
}

// photos gives the addresses of a thing's pictures as large as they are shown.
func photos(r *web.Request, p catalog.Product) (list []string) {
	for _, m := range p.Media {
		if m.Large != "" && len(list) < 6 {
			list = append(list, r.Origin()+"/media/"+m.Large)
		}
	}
	return list
}

// choice is one choice of a thing, at the address that shows it.
func (s sold) choice(r *web.Request, v catalog.Variant, own, picture string) choice {
	query, name := url.Values{}, s.title
	for n, key := range v.Values {
		query.Set(optionField(n), key)
	}
	for _, word := range s.product.ChoiceOf(v, r.Locale.Lang(), s.shop.Languages...) {
		name += ", " + word
	}
	at := own + "?" + query.Encode()
	return choice{Type: "Product", Name: name, Image: picture, SKU: v.SKU, GTIN: v.GTIN(), Offers: s.offered(r, v, at)}
}

// offered is what one choice costs, and how it comes and goes back.
func (s sold) offered(r *web.Request, v catalog.Variant, at string) *offer {
	o := s.about(r, at, v.Available() > 0)
	o.Price = v.Price.Plain()
	if s.comes && !s.product.Digital && packedAlike(v, s.chosen) {
		handling := s.shop.HandlingDays
		if s.product.LeadDays > 0 {
			handling += s.product.LeadDays
		}
		o.Freight = &freight{"OfferShippingDetails", amount{"MonetaryAmount", s.offer.Price.Plain(), string(s.offer.Price.Currency)},
			region{"DefinedRegion", string(r.Country)}, pace{"ShippingDeliveryTime", days(0, handling), days(s.offer.Option.DaysMin, s.offer.Option.DaysMax)}}
	}
	if s.shop.ReturnDays > 0 && !s.product.Digital {
		o.Back = &giveBack{"MerchantReturnPolicy", string(r.Country), "https://schema.org/MerchantReturnFiniteReturnWindow", s.shop.ReturnDays, "https://schema.org/ReturnByMail"}
	}
	return o
}

// packedAlike reports whether two choices cost the same to send.
func packedAlike(a, b catalog.Variant) bool {
	return a.Grams == b.Grams && a.LengthMM == b.LengthMM && a.WidthMM == b.WidthMM && a.HeightMM == b.HeightMM
}

func days(least, most int) span { return span{"QuantitativeValue", least, most, "DAY"} }

// about is an offer without its price.
func (s sold) about(r *web.Request, at string, inStock bool) *offer {
	o := &offer{Type: "Offer", URL: at, Currency: string(s.shop.Currency), Availability: "https://schema.org/OutOfStock", Condition: s.product.Condition.Schema(),
		Seller: seller{"Organization", s.shop.Name, r.Origin() + shopURL(s.shop.Handle)}}
	switch {
	case !inStock || s.shop.Status != catalog.ShopOpen:
	case s.product.LeadDays > 0:
		o.Availability = "https://schema.org/MadeToOrder"
	default:
		o.Availability = "https://schema.org/InStock"
	}
	return o
}

// span is the lowest and the highest price of many choices.
func (s sold) span(r *web.Request, list []catalog.Variant, own string) *offer {
	low, high, inStock := int64(0), int64(0), false
	for n, v := range list {
		if n == 0 || v.Price.Minor < low {
			low = v.Price.Minor
		}
		high, inStock = max(high, v.Price.Minor), inStock || v.Available() > 0
	}
	o := s.about(r, own, inStock)
	o.Type, o.Low, o.High, o.Count = "AggregateOffer", plain(s.shop, low), plain(s.shop, high), len(list)
	return o
}

// reviewsSaid are reviews in the words of schema.org; one without a name is left
// out, for it has no author.
func reviewsSaid(list []catalog.Remark) (said []review) {
	for _, m := range list {
		if m.Name != "" && m.Stars > 0 {
			said = append(said, review{"Review", stars{"Rating", m.Stars, 5}, author{"Person", m.Name}, m.Body, m.At().Format(time.DateOnly)})
		}
	}
	return said
}
