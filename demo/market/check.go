package market

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"agora/money"
)

// Countries gives the eighteen countries of the market, ISO 3166-1 alpha-2.
func Countries() []string {
	return []string{"AF", "AM", "AZ", "BY", "CN", "IN", "IR", "KG", "KH", "KZ", "LK", "MN", "NP", "PK", "RU", "TJ", "TR", "UZ"}
}

// checker collects faults with the place where they are.
type checker struct {
	errs []error
	seen map[string]bool // "kind name" already taken
}

func (c *checker) bad(where, format string, args ...any) {
	c.errs = append(c.errs, fmt.Errorf("%s: %s", where, fmt.Sprintf(format, args...)))
}

func (c *checker) must(ok bool, where, format string, args ...any) {
	if !ok {
		c.bad(where, format, args...)
	}
}

func (c *checker) once(kind, name, where string) {
	c.must(name != "" && !c.seen[kind+" "+name], where, "%s %q is empty or taken", kind, name)
	c.seen[kind+" "+name] = true
}

func (c *checker) text(where string, t Text, languages ...string) {
	for _, l := range append([]string{"en", "ru", "ur"}, languages...) {
		c.must(strings.TrimSpace(t[l]) != "", where, "no words in %q", l)
	}
}

// price reads a decimal and gives its minor units; negative sums are faults.
func (c *checker) price(where, s, currency string) int64 {
	a, err := money.Parse(s, money.Currency(currency))
	c.must(err == nil && a.Minor >= 0, where, "price %q: %v", s, err)
	return a.Minor
}

func (m *Market) check() error {
	c := &checker{seen: map[string]bool{}}
	categories := map[string]bool{}
	for _, k := range m.Categories {
		c.once("category", k.Key, "categories")
		c.text("category "+k.Key, k.Name)
		c.must(k.Parent == "" || categories[k.Parent], "category "+k.Key, "parent %q does not stand before it", k.Parent)
		categories[k.Key] = true
	}
	for _, t := range m.Traits {
		c.trait(t, categories)
	}
	c.rates(m.Rates)
	for _, s := range m.Shops {
		c.shop(s)
		c.must(c.seen["rate "+s.Currency], "shop "+s.Handle, "no rate for %q", s.Currency)
		for _, p := range s.Products {
			c.must(categories[p.Category], p.Handle, "no category %q", p.Category)
			c.product(s, p)
		}
	}
	for _, p := range m.People {
		c.person(p)
	}
	c.remarks(m.Remarks)
	return errors.Join(c.errs...)
}

func (c *checker) trait(t Trait, categories map[string]bool) {
	where := "trait " + t.Key
	c.once("trait", t.Key, where)
	c.text(where, t.Name)
	for _, k := range t.Categories {
		c.must(categories[k], where, "no category %q", k)
	}
	for _, v := range t.Choices {
		c.once("choice", t.Key+" "+v.Key, where)
		c.text(where+" "+v.Key, v.Name)
	}
}

func (c *checker) rates(r Rates) {
	c.must(regexp.MustCompile(`^\d{4}-\d\d-\d\d$`).MatchString(r.Day), "rates", "day %q", r.Day)
	c.must(len(r.Rates) == len(Countries()), "rates", "%d currencies", len(r.Rates))
	for _, x := range r.Rates {
		c.once("rate", x.Currency, "rates")
		c.must(money.Currency(x.Currency).Valid(), "rates", "currency %q", x.Currency)
		c.must(c.price("rates "+x.Currency, x.PerUSD, x.Currency) > 0, "rates", "%s is nothing", x.Currency)
	}
}

func (c *checker) person(p Person) {
	where := "person " + p.Email
	c.once("person", p.Email, where)
	c.must(strings.HasSuffix(p.Email, Domain), where, "not a demo address")
	c.must(slices.Contains(Countries(), p.Country), where, "country %q", p.Country)
	c.must(strings.HasPrefix(p.Phone, "+"), where, "phone %q", p.Phone)
	switch p.Role {
	case "buyer":
		c.seen["buyer "+p.Email] = true
		c.address(where, p.Address)
	case "seller":
		c.must(c.seen["shop "+p.Shop], where, "no shop %q", p.Shop)
	case "operator":
	default:
		c.bad(where, "role %q", p.Role)
	}
}

func (c *checker) address(where string, a Address) {
	c.must(a.Street != "" && a.City != "" && a.Province != "" && a.Postcode != "", where, "address has a hole: %+v", a)
}
