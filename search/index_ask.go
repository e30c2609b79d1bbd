package search

import (
	"strings"
	"time"
)

// Ask is a question of a buyer. One without a text is about all there is.
type Ask struct {
	Text       string
	Category   string      // the shelf or the one above it; no facet ignores it
	Kinds      []string    // shelves, or those above; any of them
	Shops      []int64     // any of them
	Countries  []string    // of shops; any of them
	Here       string      // country of the buyer: what comes there is counted, and how it may be paid
	To         string      // country it must be delivered to; products for which that is not known are left out
	Ways       []string    // to pay for what comes Here; any of them
	Attributes []Attribute // any value of each name
	InStock    bool
	Prices     []Price            // each in its own currency; other currencies are left out; all when empty
	Rates      map[string]float64 // minor units of the buyer's money for one of each currency's; what is not in it has no price to compare
	Sort       Sort
	Cursor     string // Next of the page before
	Limit      int    // 24 when 0
	Facets     bool   // count them
	Explain    bool   // say why each hit stands where it does
	Now        time.Time
}

// browses reports a question without words.
func (a Ask) browses() bool { return strings.TrimSpace(a.Text) == "" }

// Price is a range in one currency, in minor units, both ends included.
type Price struct {
	Currency string
	Min, Max int64
}

// Sort is an order of what is found.
type Sort string

// The orders.
const (
	Best      Sort = ""
	Newest    Sort = "new"
	PriceUp   Sort = "price_up"
	PriceDown Sort = "price_down"
)

// Cap is how many documents a search looks at: of words that more have, the
// lowest numbers, which are the best liked and the newest.
const Cap = 2000

// Found is a page of what an Ask finds.
type Found struct {
	Hits   []Hit
	Next   string // continues; empty on the last page
	Total  int    // all hits that were looked at
	More   bool   // there are more than Total
	Meant  string // what was probably meant, when nothing is spelled as it was typed
	Facets Facets
}

// Products gives the ids of the hits, in their order.
func (f Found) Products() []int64 {
	ids := make([]int64, len(f.Hits))
	for i, h := range f.Hits {
		ids[i] = h.Product
	}
	return ids
}

// Hit is a product found.
type Hit struct {
	Product int64
	Score   float64
	Parts   []Part // when the Ask wants it explained
}

// Part is what a part of a score came from: a word asked and how it was found,
// what all words together are worth, or what the product has besides. The score
// is the sum of those that are no single word.
type Part struct {
	What  string // the word, or "words", "stock", "standing", "fresh", "title"
	Word  string // of the title, which was found; empty when that is not known
	Read  How    // how what was typed was read
	How   string // "exact", "latin", "stem", "prefix", "near", "concept", "body"; empty for what is no word
	Value float64
}
