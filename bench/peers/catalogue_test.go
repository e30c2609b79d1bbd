package peers

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"testing"
)

// goods is the catalogue that every platform sells, as its load script reads it.
type goods struct {
	Country    string  `json:"country"`
	Currency   string  `json:"currency"`
	Categories []shelf `json:"categories"`
	Products   []thing `json:"products"`
}

type shelf struct {
	Key  string `json:"key"`
	Name string `json:"name"`
}

type thing struct {
	Handle   string `json:"handle"`
	Title    string `json:"title"`
	Text     string `json:"text"`
	Category string `json:"category"`
	SKU      string `json:"sku"`
	Price    int    `json:"price"` // in hundredths
	Grams    int    `json:"grams"`
	Stock    int    `json:"stock"`
}

// What a catalogue has: things of one variant each, more than a run can sell.
const (
	howMany   = 1000
	stockEach = 1_000_000
)

// The first word of a title is one of those that buyers search for; each stands
// in one of twenty-five.
var qualities = []string{"amber", "braided", "carved", "dyed", "embroidered", "fine", "glazed", "hammered", "inlaid", "jade", "knotted", "light",
	"mountain", "narrow", "ochre", "plain", "quilted", "rustic", "striped", "twisted", "uncut", "velvet", "woven", "yellow", "zigzag"}

var kinds = []string{"bowl", "scarf", "basket", "lantern", "pouch", "cushion", "spoon", "ribbon", "box", "string", "tray", "cord", "hat"}

// shelves are categories that Agora's demo has, too.
var shelves = []string{"tea", "spices", "carpets", "ceramics", "linen-cotton", "wood-wicker", "soap", "clothing", "jewellery", "leather", "felt", "toys"}

func newGoods() goods {
	g := goods{Country: "KG", Currency: "KGS"}
	for _, s := range shelves {
		g.Categories = append(g.Categories, shelf{s, s})
	}
	for i := range howMany {
		title := fmt.Sprintf("%s %s number %d", qualities[i%len(qualities)], kinds[i%len(kinds)], i+1)
		g.Products = append(g.Products, thing{Handle: fmt.Sprintf("thing-%d", i+1), Title: title, Category: shelves[i%len(shelves)],
			Text: "This " + title + " was made by hand in the mountains. It is packed in paper and sent within two days.",
			SKU:  fmt.Sprintf("T-%05d", i+1), Price: 10_000 + i*137%90_000, Grams: 100 + i*7%900, Stock: stockEach})
	}
	return g
}

// writeJSON is what the load scripts of the peers read.
func (g goods) writeJSON(path string) error {
	text, err := json.Marshal(g)
	if err != nil {
		return err
	}
	return os.WriteFile(path, text, 0o644)
}

// writeCSV is what Agora imports.
func (g goods) writeCSV(path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	w := csv.NewWriter(f)
	rows := [][]string{{"handle", "status", "category", "origin", "title:en", "description:en", "sku", "price", "currency", "grams", "stock"}}
	for _, p := range g.Products {
		rows = append(rows, []string{p.Handle, "active", p.Category, g.Country, p.Title, p.Text, p.SKU,
			fmt.Sprintf("%d.%02d", p.Price/100, p.Price%100), g.Currency, strconv.Itoa(p.Grams), strconv.Itoa(p.Stock)})
	}
	return w.WriteAll(rows)
}

// TestGoodsFillEachShelf: a list of twenty-four is full on every platform, and
// every word finds something.
func TestGoodsFillEachShelf(t *testing.T) {
	on, skus := map[string]int{}, map[string]bool{}
	for _, p := range newGoods().Products {
		on[p.Category]++
		skus[p.SKU] = true
	}
	for _, s := range shelves {
		if on[s] < 2*pageOf {
			t.Errorf("%s has %d products", s, on[s])
		}
	}
	if len(skus) != howMany {
		t.Errorf("%d codes of %d products", len(skus), howMany)
	}
}
