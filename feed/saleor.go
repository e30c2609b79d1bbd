package feed

import (
	"cmp"
	"encoding/json"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"agora/catalog"
	"agora/fault"
)

// Saleor is a fixture of Saleor's data: rows of its tables as JSON, which name
// one another by their keys.
const Saleor Format = "saleor"

// saleorColumns are those of the table that a fixture is turned into.
var saleorColumns = map[string]Field{
	"product.slug": FieldHandle, "product.name": FieldTitle, "product.description": FieldDescription, "listing.is_published": FieldStatus,
	"category.name": FieldCategory, "media.external_url": fieldPictures, "variant.name": fieldName, "variant.sku": FieldSKU,
	"listing.price_amount": FieldPrice, "listing.currency": FieldCurrency, "variant.weight": FieldWeight, "stock.quantity": FieldStock,
}

func saleorLayout(header []string) layout {
	if !has(header, "product.slug", "variant.sku", "listing.price_amount") {
		return nil
	}
	s := &sheet{format: Saleor, header: header, grams: 1000, mm: 10, free: true, adapt: adaptSaleor}
	s.binds = binds(header, saleorColumns, func(name string) (bind, bool) {
		if _, ok := strings.CutPrefix(name, "attribute of variant: "); ok {
			return bind{field: FieldOption}, true
		}
		if _, ok := strings.CutPrefix(name, "attribute of product: "); ok {
			return bind{field: FieldAttribute}, true
		}
		return bind{}, false
	})
	for n, b := range s.binds {
		if b.field == FieldOption || b.field == FieldAttribute {
			_, s.binds[n].name, _ = strings.Cut(header[b.column], ": ")
		}
	}
	return s
}

func adaptSaleor(f *file, l *line) bool {
	var have int64
	for _, n := range strings.Fields(l.cells[FieldStock]) { // of each warehouse
		have += f.counted(n, l.sheet.at(FieldStock))
	}
	l.cells[FieldStock] = strconv.FormatInt(have, 10)
	for i := range l.facts {
		l.facts[i].value = strings.ReplaceAll(l.facts[i].value, "\n", ", ")
	}
	for i := range l.values {
		l.values[i] = strings.ReplaceAll(l.values[i], "\n", ", ")
	}
	l.cells[FieldWeight] = strings.Replace(l.cells[FieldWeight], ":", " ", 1) // "1.5:kg"
	if strings.HasPrefix(l.cells[fieldName], "UHJvZHVjdFZhcmlhbnQ6") {
		delete(l.cells, fieldName) // an id that stands where nobody gave a name
	}
	return true
}

// record is one row of a fixture.
type record struct {
	Model  string          `json:"model"`
	Key    json.RawMessage `json:"pk"`
	Fields map[string]json.RawMessage
}

// models of a fixture that are read; of others only the count is kept.
type models map[string]map[string]map[string]json.RawMessage

// fixture reads a fixture into a table with a row for each variant.
func fixture(in io.Reader, shop catalog.Shop) (*table, error) {
	d := json.NewDecoder(in)
	if _, err := d.Token(); err != nil {
		return nil, unjson(err)
	}
	all := models{}
	for n := 0; d.More(); n++ {
		if n > 8*MaxRows {
			return nil, fault.New(fault.TooLarge, "fault.feed_rows", "max", int64(MaxRows))
		}
		var r record
		if err := d.Decode(&r); err != nil {
			return nil, unjson(err)
		}
		switch app, _, _ := strings.Cut(r.Model, "."); app {
		case "product", "attribute", "warehouse":
			if all[r.Model] == nil {
				all[r.Model] = map[string]map[string]json.RawMessage{}
			}
			if r.Fields == nil {
				return nil, unjson(nil)
			}
			r.Fields["pk"] = r.Key
			all[r.Model][string(r.Key)] = r.Fields
		}
	}
	if _, err := d.Token(); err != nil {
		return nil, unjson(err)
	}
	return all.table(string(shop.Currency))
}

func unjson(err error) error {
	if fault.List(err) != nil {
		return err
	}
	f := fault.New(fault.Invalid, "fault.feed_json")
	if err != nil {
		f = f.Because(err)
	}
	return f
}

// text gives a field as words: a string, a number, or what is written in a rich
// text; "" for nothing.
func text(fields map[string]json.RawMessage, name string) string {
	raw := fields[name]
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	var rich struct {
		Blocks []struct {
			Data struct {
				Text  string   `json:"text"`
				Items []string `json:"items"`
			} `json:"data"`
		} `json:"blocks"`
	}
	if len(raw) > 0 && raw[0] == '{' && json.Unmarshal(raw, &rich) == nil {
		var parts []string
		for _, b := range rich.Blocks {
			parts = append(parts, "<p>"+b.Data.Text+"</p>")
			for _, item := range b.Data.Items {
				parts = append(parts, "<li>"+item+"</li>")
			}
		}
		return strings.Join(parts, "")
	}
	if s = string(raw); s == "null" || strings.ContainsAny(s, "{[") {
		return ""
	}
	return s
}

// key gives the key that a field names another row by.
func key(fields map[string]json.RawMessage, name string) string { return string(fields[name]) }

// by gathers the rows of a model by a key in them, in order.
func (m models) by(model, name string) map[string][]map[string]json.RawMessage {
	list := map[string][]map[string]json.RawMessage{}
	for _, k := range slices.SortedFunc(maps.Keys(m[model]), byNumber) {
		row := m[model][k]
		list[key(row, name)] = append(list[key(row, name)], row)
	}
	for _, rows := range list {
		slices.SortStableFunc(rows, func(a, b map[string]json.RawMessage) int {
			return byNumber(key(a, "sort_order"), key(b, "sort_order"))
		})
	}
	return list
}

// byNumber orders keys, which are numbers or words, as people would.
func byNumber(a, b string) int {
	return cmp.Or(cmp.Compare(len(a), len(b)), strings.Compare(a, b))
}

// table makes a row of each variant, in money if it has a price in it.
func (m models) table(money string) (*table, error) {
	var l listed
	variants, media := m.by("product.productvariant", "product"), m.by("product.productmedia", "product")
	listings, shown := m.by("product.productvariantchannellisting", "variant"), m.by("product.productchannellisting", "product")
	stocks := m.by("warehouse.stock", "product_variant")
	ofProduct, ofVariant := m.by("attribute.assignedproductattributevalue", "product"), m.byVariant()
	for _, id := range slices.SortedFunc(maps.Keys(m["product.product"]), byNumber) {
		p := m["product.product"][id]
		category := m["product.category"][key(p, "category")]
		for _, v := range variants[id] {
			vid := key(v, "pk")
			listing := pick(listings[vid], money)
			cells := [][2]string{{"product.slug", text(p, "slug")}, {"product.name", text(p, "name")}, {"product.description", text(p, "description")},
				{"category.name", text(category, "name")}, {"listing.is_published", text(pick(shown[id], text(listing, "currency")), "is_published")},
				{"variant.sku", text(v, "sku")}, {"variant.name", text(v, "name")}, {"variant.weight", cmp.Or(text(v, "weight"), text(p, "weight"))},
				{"listing.price_amount", text(listing, "price_amount")}, {"listing.currency", text(listing, "currency")}}
			for _, s := range stocks[vid] {
				cells = append(cells, [2]string{"stock.quantity", text(s, "quantity")})
			}
			for _, image := range media[id] {
				cells = append(cells, [2]string{"media.external_url", cmp.Or(text(image, "external_url"), text(image, "image"))})
			}
			cells = append(cells, m.words("attribute of product: ", ofProduct[id])...)
			cells = append(cells, m.words("attribute of variant: ", ofVariant[vid])...)
			if err := l.add(cells); err != nil {
				return nil, err
			}
		}
	}
	if len(l.rows) == 0 {
		return nil, fault.New(fault.Invalid, "fault.feed_empty")
	}
	return l.table(), nil
}

// byVariant gathers the values of attributes by variant.
func (m models) byVariant() map[string][]map[string]json.RawMessage {
	list := map[string][]map[string]json.RawMessage{}
	for assignment, rows := range m.by("attribute.assignedvariantattributevalue", "assignment") {
		variant := key(m["attribute.assignedvariantattribute"][assignment], "variant")
		list[variant] = append(list[variant], rows...)
	}
	return list
}

// words gives the values of attributes under their names.
func (m models) words(before string, rows []map[string]json.RawMessage) (cells [][2]string) {
	for _, row := range rows {
		value := m["attribute.attributevalue"][key(row, "value")]
		attribute := m["attribute.attribute"][key(value, "attribute")]
		name := cmp.Or(text(attribute, "name"), text(attribute, "slug"))
		words := cmp.Or(text(value, "name"), text(value, "slug"))
		if name != "" && words != "" {
			cells = append(cells, [2]string{before + name, words})
		}
	}
	return cells
}

// pick gives the row in this money, else the first.
func pick(rows []map[string]json.RawMessage, money string) map[string]json.RawMessage {
	for _, r := range rows {
		if text(r, "currency") == money {
			return r
		}
	}
	if len(rows) == 0 {
		return nil
	}
	return rows[0]
}
