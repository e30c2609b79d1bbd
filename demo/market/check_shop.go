package market

import (
	"regexp"
	"slices"
	"strings"
)

func (c *checker) shop(s Shop) {
	where := "shop " + s.Handle
	c.once("shop", s.Handle, where)
	c.once("owner", s.Owner.Email, where)
	c.text(where+" tagline", s.Tagline, s.OwnLanguage)
	c.text(where+" story", s.Story, s.OwnLanguage)
	c.must(slices.Contains(Countries(), s.Country), where, "country %q", s.Country)
	c.must(slices.Contains(s.Languages, s.OwnLanguage), where, "does not answer in its own language")
	c.must(s.Name != "" && s.City != "" && s.Payout != "" && s.Owner.Name != "" && s.Face.Initials != "", where, "a field is empty")
	c.must(slices.Contains([]string{"turq", "lapis", "pome", "saff"}, s.Face.Tint), where, "face tint %q", s.Face.Tint)
	c.must(strings.HasSuffix(s.Owner.Email, Domain), where, "owner has no demo address")
	c.must(s.HandlingDays > 0 && s.ReturnsDays > 0 && len(s.Products) > 0, where, "days or products missing")
	c.address(where, s.Origin)
	for _, d := range s.Delivery {
		c.delivery(where+" "+d.Key, s, d)
	}
	for _, country := range Countries() {
		ways, tracked := 0, false
		for _, d := range s.Delivery {
			if d.Reaches(s.Country, country) {
				ways, tracked = ways+1, tracked || d.Tracked
			}
		}
		c.must(ways >= 2 && tracked, where, "%d ways to %s, tracked %v", ways, country, tracked)
	}
}

func (c *checker) delivery(where string, s Shop, d Delivery) {
	c.once("delivery", s.Handle+" "+d.Key, where)
	c.text(where, d.Name)
	c.must(slices.Contains([]string{"post", "courier", "pickup"}, d.Service), where, "service %q", d.Service)
	c.must(d.Incoterm == "DDP" || d.Incoterm == "DAP", where, "incoterm %q", d.Incoterm)
	c.must(d.Carrier != "" && d.DaysMin >= 0 && d.DaysMin <= d.DaysMax, where, "carrier or days")
	c.must(len(d.To) > 0 && (len(d.Steps) > 0) == (d.Table == ""), where, "goes nowhere")
	for _, to := range d.To {
		c.must(to == Everywhere || to == Domestic || slices.Contains(Countries(), to) && to != s.Country, where, "to %q", to)
	}
	grams, price := 0, int64(0)
	for _, step := range d.Steps {
		next := c.price(where, step.Price, s.Currency)
		c.must(step.UpToG > grams && next >= price, where, "step %d g does not rise", step.UpToG)
		grams, price = step.UpToG, next
	}
}

func (c *checker) product(s Shop, p Product) {
	where := "product " + p.Handle
	c.once("product", p.Handle, where)
	c.seen["at "+s.Handle+"/"+p.Handle] = true
	c.once("look", s.Handle+" "+p.Picture, where) // no two things of one shop look the same
	c.text(where+" title", p.Title, s.OwnLanguage)
	c.text(where+" description", p.Description, s.OwnLanguage)
	_, err := Picture(p.Picture)
	c.must(err == nil, where, "no picture %q", p.Picture)
	c.must(regexp.MustCompile(`^\d{6}$`).MatchString(p.HS) || p.HS == "" && p.File != "", where, "customs code %q", p.HS)
	c.must(slices.Contains(Countries(), p.Origin), where, "origin %q", p.Origin)
	c.must(slices.Contains([]string{"p-saff", "p-turq", "p-clay", "p-leaf", "p-lapis", "p-pome"}, p.Tint), where, "tint %q", p.Tint)
	c.must(len(p.Attributes) >= 2 && len(p.Attributes) <= 5, where, "%d attributes", len(p.Attributes))
	for _, a := range p.Attributes {
		c.text(where+" attribute", a.Name)
		c.text(where+" attribute", a.Value)
	}
	c.must(len(p.Options) <= 2, where, "%d options", len(p.Options))
	for _, o := range p.Options {
		c.once("option", p.Handle+" "+o.Key, where)
		c.text(where+" option "+o.Key, o.Name, s.OwnLanguage)
		for _, v := range o.Values {
			c.once("value", p.Handle+" "+o.Key+" "+v.Key, where)
			c.text(where+" value "+v.Key, v.Name, s.OwnLanguage)
		}
	}
	c.must(len(p.Variants) > 0, where, "no variants")
	for _, v := range p.Variants {
		c.variant(where, s, p, v)
	}
}

func (c *checker) variant(where string, s Shop, p Product, v Variant) {
	c.once("sku", v.SKU, where)
	c.once("variant", p.Handle+" "+strings.Join(v.Values, "/")+".", where)
	price := c.price(where, v.Price, s.Currency)
	c.must(price > 0, where, "%s costs nothing", v.SKU)
	c.must(v.CompareAt == "" || c.price(where, v.CompareAt, s.Currency) > price, where, "%s is not cheaper than before", v.SKU)
	sized := v.Grams > 0 && v.LengthMM > 0 && v.WidthMM > 0 && v.HeightMM > 0
	c.must(v.Stock >= 0 && (sized || p.File != "" || len(v.Parts) > 0), where, "%s has no size", v.SKU)
	c.must(v.Keys == 0 || p.File != "", where, "%s has keys and is sent", v.SKU)
	for _, part := range v.Parts {
		c.must(part.Quantity > 0 && slices.ContainsFunc(s.Products, func(p Product) bool {
			return slices.ContainsFunc(p.Variants, func(v Variant) bool { return v.SKU == part.SKU && len(v.Parts) == 0 })
		}), where, "%s: no part %q", v.SKU, part.SKU)
	}
	for _, b := range v.Terms.Breaks {
		c.must(c.price(where, b.Price, s.Currency) < price, where, "%s: %s is no lower price", v.SKU, b.Price)
	}
	c.must(len(v.Values) == len(p.Options), where, "%s names %d of %d choices", v.SKU, len(v.Values), len(p.Options))
	for i, key := range v.Values {
		known := i < len(p.Options) && slices.ContainsFunc(p.Options[i].Values, func(o Value) bool { return o.Key == key })
		c.must(known, where, "%s: no choice %q", v.SKU, key)
	}
}
