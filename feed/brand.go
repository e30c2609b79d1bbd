package feed

import (
	"slices"
	"strings"

	"agora/catalog"
)

// brandNames are what columns and facts of others call the brand, in small
// letters.
var brandNames = []string{"brand", "brands", "product brand", "vendor", "manufacturer", "бренд", "марка", "торговая марка", "производитель", "brend", "برانڈ", "برند",
	"marka", "品牌", "брэнд"}

// brandOf gives a brand for a draft; nil for none, so that a product keeps what
// the shop knows.
func brandOf(cell string) *string {
	if cell = strings.TrimSpace(cell); cell == "" {
		return nil
	}
	return &cell
}

// condition reads how a thing is, by the words of Google's specification and
// their kin; nil when the cell says nothing that is known.
func (f *file) condition(cell string, column int) *catalog.Condition {
	word := strings.ToLower(strings.TrimSpace(cell))
	if _, name, ok := strings.Cut(word, "schema.org/"); ok {
		word = strings.TrimSuffix(name, "condition")
	}
	c := catalog.Condition(word)
	switch word {
	case "":
		return nil
	case "renewed", "reconditioned":
		c = catalog.ConditionRefurbished
	case "pre-owned", "second hand", "secondhand":
		c = catalog.ConditionUsed
	}
	if !slices.Contains(catalog.Conditions(), c) {
		f.leave(f.title(column))
		return nil
	}
	return &c
}

// brand takes the brand out of the facts of a row, unless the row has a column
// for it.
func (l *line) brand() *string {
	if b := brandOf(l.cells[FieldBrand]); b != nil {
		return b
	}
	for i, w := range l.facts {
		if slices.Contains(brandNames, strings.ToLower(w.name)) {
			l.facts = slices.Delete(slices.Clone(l.facts), i, i+1)
			return brandOf(w.value)
		}
	}
	return nil
}
