package market

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func load(t *testing.T) Market {
	t.Helper()
	m, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestLoad: the market is as large and as varied as the demo needs.
func TestLoad(t *testing.T) {
	m := load(t)
	countries, products, soldOut, last, many := map[string]bool{}, 0, 0, 0, 0
	for _, s := range m.Shops {
		countries[s.Country] = true
		products += len(s.Products)
		for _, p := range s.Products {
			stock := 0
			for _, v := range p.Variants {
				stock += v.Stock
			}
			switch {
			case stock == 0:
				soldOut++
			case stock == 1:
				last++
			}
			if len(p.Variants) >= 12 {
				many++
			}
		}
	}
	if len(countries) != len(Countries()) || len(m.Shops) < 20 || products < 120 {
		t.Errorf("%d countries, %d shops, %d products", len(countries), len(m.Shops), products)
	}
	if soldOut == 0 || last == 0 || many == 0 {
		t.Errorf("sold out %d, last one %d, twelve variants %d: each must occur", soldOut, last, many)
	}
	for name, has := range map[string]func(Product, Variant) bool{
		"a set":              func(_ Product, v Variant) bool { return len(v.Parts) > 1 },
		"a file":             func(p Product, _ Variant) bool { return p.File != "" },
		"licence keys":       func(_ Product, v Variant) bool { return v.Keys > 0 },
		"days to be made in": func(p Product, _ Variant) bool { return p.LeadDays > 0 },
		"prices by quantity": func(_ Product, v Variant) bool { return len(v.Terms.Breaks) > 1 && v.Terms.Least > 1 },
		"a brand and traits": func(p Product, _ Variant) bool { return p.Brand != "" && len(p.Traits) > 2 },
		"a condition":        func(p Product, _ Variant) bool { return p.Condition != "" },
		"a video":            func(p Product, _ Variant) bool { return len(p.Videos) > 0 },
	} {
		if !slices.ContainsFunc(m.Shops, func(s Shop) bool {
			return slices.ContainsFunc(s.Products, func(p Product) bool {
				return slices.ContainsFunc(p.Variants, func(v Variant) bool { return has(p, v) })
			})
		}) {
			t.Errorf("nothing in the market has %s", name)
		}
	}
	if len(m.People) < 9 {
		t.Errorf("%d people", len(m.People))
	}
}

// TestCheckFinds: a market with a fault does not load.
func TestCheckFinds(t *testing.T) {
	faults := map[string]struct {
		spoil func(*Market)
		want  string
	}{
		"missing language":   {func(m *Market) { delete(m.Shops[0].Products[0].Title, "ky") }, `no words in "ky"`},
		"short customs code": {func(m *Market) { m.Shops[0].Products[0].HS = "6405" }, "customs code"},
		"three decimals":     {func(m *Market) { m.Shops[0].Products[0].Variants[0].Price = "1.005" }, "price"},
		"unknown choice":     {func(m *Market) { m.Shops[0].Products[0].Variants[0].Values[0] = "99" }, `no choice "99"`},
		"the same twice":     {func(m *Market) { v := m.Shops[0].Products[0].Variants; v[1].Values = v[0].Values }, "variant"},
		"unreachable":        {func(m *Market) { m.Shops[0].Delivery = m.Shops[0].Delivery[:2] }, "ways to"},
		"no rate":            {func(m *Market) { m.Shops[0].Currency = "EUR" }, "no rate"},
		"review of nothing":  {func(m *Market) { m.Remarks.Reviews[0].Product = "felt/none" }, "no such product"},
		"six stars":          {func(m *Market) { m.Remarks.Reviews[0].Stars = 6 }, "6 stars"},
		"a stranger asks":    {func(m *Market) { m.Remarks.Questions[0].Buyer = "aizada" }, "no such buyer"},
		"a part of nothing":  {func(m *Market) { m.Shops[0].Products[0].Variants[0].Parts = []Part{{"NONE", 1}} }, `no part "NONE"`},
		"a dearer dozen":     {func(m *Market) { m.Shops[0].Products[0].Variants[0].Terms.Breaks = []Break{{12, "99999"}} }, "no lower price"},
		"no such picture":    {func(m *Market) { m.Shops[0].Products[0].Picture = "none.svg" }, "no picture"},
	}
	for name, f := range faults {
		t.Run(name, func(t *testing.T) {
			m := load(t)
			f.spoil(&m)
			if err := m.check(); err == nil || !strings.Contains(err.Error(), f.want) {
				t.Errorf("got %v, want something about %q", err, f.want)
			}
		})
	}
}

// TestPictures: small, still, and without text a reader would have to know.
func TestPictures(t *testing.T) {
	m := load(t)
	used := map[string]bool{}
	for _, s := range m.Shops {
		for _, p := range s.Products {
			used[p.Picture] = true
		}
	}
	list, err := files.ReadDir("pictures")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range list {
		text, err := Picture(f.Name())
		if err != nil {
			t.Fatal(err)
		}
		svg := string(text)
		if !strings.Contains(svg, `viewBox="0 0 240 240"`) || len(svg) > 6<<10 {
			t.Errorf("%s: %d bytes or another view box", f.Name(), len(svg))
		}
		for _, no := range []string{"<text", "<image", "<script", "href=\"http", "<style", "onload"} {
			if strings.Contains(svg, no) {
				t.Errorf("%s holds %s", f.Name(), no)
			}
		}
		if !used[f.Name()] {
			t.Errorf("nothing uses %s", f.Name())
		}
	}
}

// TestCustomsCodes compares with the list of the Harmonized System.
func TestCustomsCodes(t *testing.T) {
	f, err := os.Open("../../../shared/data/hs/harmonized-system.csv")
	if err != nil {
		t.Skip("no reference data beside the repository:", err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, r := range rows {
		known[r[1]] = true
	}
	for _, s := range load(t).Shops {
		for _, p := range s.Products {
			if p.File == "" && !known[p.HS] {
				t.Errorf("%s: no code %s", p.Handle, p.HS)
			}
		}
	}
}

// TestPostcodes compares addresses and currencies with the country data.
func TestPostcodes(t *testing.T) {
	text, err := os.ReadFile("../../../shared/data/countries.json")
	if err != nil {
		t.Skip("no reference data beside the repository:", err)
	}
	var ref struct {
		Countries []struct {
			ISO      struct{ Alpha2 string }
			Currency struct{ Code string }
			Address  struct {
				Pattern string `json:"postal_code_pattern"`
			}
		}
	}
	if err := json.Unmarshal(text, &ref); err != nil {
		t.Fatal(err)
	}
	pattern, currency := map[string]*regexp.Regexp{}, map[string]string{}
	for _, c := range ref.Countries {
		pattern[c.ISO.Alpha2] = regexp.MustCompile("^(?:" + c.Address.Pattern + ")$")
		currency[c.ISO.Alpha2] = c.Currency.Code
	}
	m := load(t)
	for _, s := range m.Shops {
		if !pattern[s.Country].MatchString(s.Origin.Postcode) || currency[s.Country] != s.Currency {
			t.Errorf("%s: %s %s %s", s.Handle, s.Country, s.Origin.Postcode, s.Currency)
		}
	}
	for _, p := range m.People {
		if p.Role == "buyer" && !pattern[p.Country].MatchString(p.Address.Postcode) {
			t.Errorf("%s: %s %s", p.Email, p.Country, p.Address.Postcode)
		}
	}
	if !slices.IsSorted(Countries()) {
		t.Error("countries are not in order")
	}
}
