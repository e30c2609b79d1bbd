package desk

import (
	"net/url"

	"agora/catalog"
	"agora/fault"
	"agora/web"
	"agora/web/ui"
)

// fewLeft asks for what is nearly sold out, as noCode for what has no customs
// code.
const fewLeft = "few"

// shelf is which products of the shop an address asks for, as it says it.
type shelf struct {
	text, status, code    string
	category, least, most string
}

func shelfOf(r *web.Request) shelf {
	s := shelf{r.Query("q"), r.Query("status"), r.Query("code"), r.Query("category"), r.Query("min"), r.Query("max")}
	if !catalog.ProductStatus(s.status).Valid() {
		s.status = ""
	}
	return s
}

// pairs are the parts of its address: names and values, what is empty left out.
func (s shelf) pairs() (pairs []string) {
	for _, p := range [][2]string{{"q", s.text}, {"status", s.status}, {"code", s.code}, {"category", s.category}, {"min", s.least}, {"max", s.most}} {
		if p[1] != "" {
			pairs = append(pairs, p[0], p[1])
		}
	}
	return pairs
}

// query is the address of its page behind a cursor.
func (s shelf) query(after string) string {
	q, pairs := url.Values{}, append(s.pairs(), "after", after)
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			q.Set(pairs[i], pairs[i+1])
		}
	}
	return "?" + q.Encode()
}

// narrowed reports whether it says more than words, a status or a chip.
func (s shelf) narrowed() bool { return s.category != "" || s.least != "" || s.most != "" }

// filter is what the catalogue is asked for. What it can't read is a fault of
// "min" or "max".
func (s shelf) filter(r *web.Request, shop catalog.Shop) (catalog.ProductFilter, error) {
	f := catalog.ProductFilter{Text: s.text, Status: catalog.ProductStatus(s.status), NoCode: s.code == noCode, Category: s.category, Limit: 50}
	if s.code == fewLeft {
		f.Low = &shop.Few
	}
	var faults fault.Fields
	for _, b := range []struct {
		field, text string
		to          *int64
	}{{"min", s.least, &f.Least}, {"max", s.most, &f.Most}} {
		if b.text == "" {
			continue
		}
		a, err := r.Amount(b.text, shop.Currency)
		if err := faults.Join(b.field, err); err != nil {
			return f, err
		}
		if *b.to = a.Minor; a.Minor < 0 {
			faults.Add(b.field, "fault.price_range")
		}
	}
	return f, faults.Err()
}

// narrowing are the inputs by which a list is narrowed further.
func (d *Desk) narrowing(r *web.Request, shop catalog.Shop, s shelf, wrong error) ([]ui.Field, error) {
	categories, err := d.Catalog.Categories(r.R.Context())
	if err != nil {
		return nil, err
	}
	list := []ui.Field{{Name: "category", Label: r.T("desk.f_category"), Options: orNone(categoryOptions(r, categories, s.category)), Empty: r.T("desk.product_all")}}
	for _, b := range [][3]string{{"min", r.T("desk.price_from", "currency", string(shop.Currency)), s.least}, {"max", r.T("desk.price_to", "currency", string(shop.Currency)), s.most}} {
		f := ui.Field{Name: b[0], Label: b[1], Value: b[2], Mode: "decimal", Dir: "ltr", Max: 20}
		for _, e := range fault.List(wrong) {
			if e.Field == f.Name {
				f.Error = r.Locale.Error(e)
			}
		}
		list = append(list, f)
	}
	return list, nil
}

// categoryOptions are the categories into which things come, and the chosen one.
func categoryOptions(r *web.Request, categories []catalog.Category, chosen string) (list []ui.Option) {
	for _, c := range categories {
		if c.Retired && c.Key != chosen {
			continue
		}
		name, _ := c.Names.In(r.Locale.Lang(), r.Reads()...)
		if c.Parent != "" {
			name = "– " + name
		}
		list = append(list, ui.Option{Value: c.Key, Text: name, Selected: c.Key == chosen})
	}
	return list
}
