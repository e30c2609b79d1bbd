package ucp

import (
	"strings"

	"agora/catalog"
	"agora/landed"
	"agora/money"
)

type productAnswer struct {
	ID          string          `json:"id"`
	Handle      string          `json:"handle"`
	Title       string          `json:"title"`
	Description description     `json:"description"`
	URL         string          `json:"url"`
	Categories  []category      `json:"categories,omitempty"`
	Range       priceRange      `json:"price_range"`
	ListRange   *priceRange     `json:"list_price_range,omitempty"`
	Media       []media         `json:"media,omitempty"`
	Options     []optionAnswer  `json:"options,omitempty"`
	Selected    []selected      `json:"selected,omitempty"`
	Variants    []variantAnswer `json:"variants"`
	Rating      *rating         `json:"rating,omitempty"`
	Metadata    map[string]any  `json:"metadata,omitempty"`
}

type description struct {
	Plain string `json:"plain"`
}

type category struct {
	Value    string `json:"value"`
	Taxonomy string `json:"taxonomy"`
}

type price struct {
	Amount   int64          `json:"amount"`
	Currency money.Currency `json:"currency"`
}

type priceRange struct {
	Min price `json:"min"`
	Max price `json:"max"`
}

type media struct {
	Type   string `json:"type"`
	URL    string `json:"url"`
	Alt    string `json:"alt_text,omitempty"`
	Width  int    `json:"width,omitempty"`
	Height int    `json:"height,omitempty"`
}

type optionAnswer struct {
	Name   string        `json:"name"`
	Values []optionValue `json:"values"`
}

type optionValue struct {
	ID        string `json:"id"`
	Label     string `json:"label"`
	Available *bool  `json:"available,omitempty"` // of a product that is looked at alone
	Exists    *bool  `json:"exists,omitempty"`
}

type selected struct {
	Name  string `json:"name"`
	ID    string `json:"id,omitempty"`
	Label string `json:"label"`
}

type rating struct {
	Value float64 `json:"value"`
	Max   int     `json:"scale_max"`
	Count int64   `json:"count"`
}

type variantAnswer struct {
	ID           string       `json:"id"`
	SKU          string       `json:"sku,omitempty"`
	Barcodes     []barcode    `json:"barcodes,omitempty"`
	Title        string       `json:"title"`
	Description  description  `json:"description"`
	Price        price        `json:"price"`
	List         *price       `json:"list_price,omitempty"`
	Availability availability `json:"availability"`
	Options      []selected   `json:"options,omitempty"`
	Seller       seller       `json:"seller"`
	Inputs       []input      `json:"inputs,omitempty"` // of a lookup
}

type barcode struct {
	Type  string `json:"type"`
	Value string `json:"value"`
}

type availability struct {
	Available bool   `json:"available"`
	Status    string `json:"status"`
}

type seller struct {
	Name  string `json:"name"`
	Links []link `json:"links"`
}

type input struct {
	ID    string `json:"id"`
	Match string `json:"match"` // exact, or featured: one of a product that was asked for
}

// mostVariants bounds the variants of a product in an answer.
const mostVariants = 100

// listed tells of a product; lower are prices with discounts, by variant.
func (c *call) listed(l catalog.Listing, view *landed.View, to money.Currency, lower prices) productAnswer {
	p, lang := l.Product, c.locale.Lang()
	text := func(t catalog.Texts) string {
		s, _ := t.In(lang, l.Shop.Languages...)
		return s
	}
	out := productAnswer{ID: productID(p.ID), Handle: p.Handle, Title: text(p.Title), URL: c.b.url("/s/" + l.Shop.Handle + "/" + p.Handle)}
	if out.Description.Plain = text(p.Description); out.Description.Plain == "" {
		out.Description.Plain = out.Title
	}
	if p.Category != "" {
		out.Categories = []category{{p.Category, c.b.namespace() + ".categories"}}
	}
	for _, m := range p.Media {
		out.Media = append(out.Media, c.picture(m, text(m.Alt)))
	}
	for _, v := range p.Videos {
		out.Media = append(out.Media, media{Type: "video", URL: v})
	}
	for _, o := range p.Options {
		a := optionAnswer{Name: text(o.Name)}
		for _, v := range o.Values {
			a.Values = append(a.Values, optionValue{ID: v.Key, Label: text(v.Name)})
		}
		out.Options = append(out.Options, a)
	}
	if r := l.Rating; r.Reviews > 0 {
		out.Rating = &rating{float64(r.Tenths()) / 10, 5, r.Reviews}
	}
	out.Metadata = facts(p)
	shop := seller{l.Shop.Name, []link{{Type: "shop", URL: c.b.url("/s/" + l.Shop.Handle)}, {Type: "refund_policy", URL: c.b.url("/s/" + l.Shop.Handle + "#returns")}}}
	for _, v := range p.Variants {
		if len(out.Variants) == mostVariants {
			break
		}
		out.Variants = append(out.Variants, c.variant(v, out, shop, lower, func(a money.Amount) price { return priced(in(view, a, to)) }))
	}
	out.ranges()
	return out
}

// facts are what else is known of a product.
func facts(p catalog.Product) map[string]any {
	m := map[string]any{}
	for k, v := range map[string]string{"brand": p.Brand, "condition": string(p.Condition), "origin": string(p.Origin), "hs": p.HS} {
		if v != "" {
			m[k] = v
		}
	}
	if p.Digital {
		m["digital"] = true
	}
	if p.LeadDays > 0 {
		m["lead_days"] = p.LeadDays
	}
	if len(m) == 0 {
		return nil
	}
	return m
}

func (c *call) picture(m catalog.Media, alt string) media {
	key := m.Large
	if key == "" {
		key = m.Key
	}
	return media{Type: "image", URL: c.b.url("/media/" + key), Alt: alt, Width: m.Width, Height: m.Height}
}

func (c *call) variant(v catalog.Variant, of productAnswer, shop seller, lower prices, in func(money.Amount) price) variantAnswer {
	now, was := v.Price, v.CompareAt
	if less, ok := lower[v.ID]; ok {
		if now = less; was.Minor < v.Price.Minor {
			was = v.Price
		}
	}
	a := variantAnswer{ID: variantID(v.ID), SKU: v.SKU, Title: of.Title, Description: of.Description, Seller: shop,
		Price: in(now), Availability: availability{true, "in_stock"}}
	if v.Barcode != "" {
		a.Barcodes = []barcode{{"GTIN", v.Barcode}}
	}
	if was.Minor > now.Minor {
		before := in(was)
		a.List = &before
	}
	if v.Available() <= 0 {
		a.Availability = availability{false, "out_of_stock"}
	}
	var labels []string
	for i, key := range v.Values {
		if i >= len(of.Options) {
			break
		}
		for _, o := range of.Options[i].Values {
			if o.ID == key {
				a.Options = append(a.Options, selected{of.Options[i].Name, key, o.Label})
				labels = append(labels, o.Label)
			}
		}
	}
	if labels != nil {
		a.Title = strings.Join(labels, ", ")
	}
	return a
}

func priced(a money.Amount) price { return price{a.Minor, a.Currency} }

// answers keeps the variants that ids asked for, each with the ids that did, and
// notes which ids were met. A product as a whole is met by its featured variant.
func (p *productAnswer) answers(l catalog.Listing, meant []reference, met map[string]bool) {
	var kept []variantAnswer
	featured := p.featured()
	for i, v := range p.Variants {
		for _, r := range meant {
			switch {
			case r.product != l.Product.ID:
			case r.variant != 0 && variantID(r.variant) == v.ID:
				v.Inputs = append(v.Inputs, input{r.id, "exact"})
			case r.variant == 0 && i == featured:
				v.Inputs = append(v.Inputs, input{r.id, "featured"})
			}
		}
		for _, in := range v.Inputs {
			met[in.ID] = true
		}
		if v.Inputs != nil {
			kept = append(kept, v)
		}
	}
	p.Variants = kept
}

// featured is the first variant that can be had, the first of all when none can.
func (p *productAnswer) featured() int {
	for i, v := range p.Variants {
		if v.Availability.Available {
			return i
		}
	}
	return 0
}
