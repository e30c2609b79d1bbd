package catalog

import (
	"context"
	"strconv"
	"strings"

	"agora/country"
	"agora/db"
	"agora/fault"
	"agora/money"
)

// Card is a product in a list.
type Card struct {
	Product    ProductID
	Shop       ShopID
	Handle     string
	ShopHandle string
	ShopName   string
	ShopCity   string
	Country    country.Code // of the shop
	Title      Texts
	Picture    Media
	Tint       string
	Variant    VariantID    // the cheapest that can be bought, the cheapest of all when none can
	From       money.Amount // its price
	Grams      int64        // its weight
	Size       [3]int64     // its length, width and height in mm; zero when unknown
	Dangerous  bool
	Digital    bool // nothing is sent
	Category   string
	HS         string
	Origin     country.Code
	Certified  bool // there is a certificate of its origin
	SoldOut    bool
	Set        bool // what is shown is a set: how it is taxed follows from its parts
}

// Sort is an order of a list.
type Sort string

// The orders.
const (
	SortNew       Sort = "new"
	SortPriceUp   Sort = "price_up"
	SortPriceDown Sort = "price_down"
)

// PriceBound is a range of prices in one currency, both ends included.
type PriceBound struct {
	Currency money.Currency
	Min, Max int64 // minor units
}

// Query asks for products for sale in open shops.
type Query struct {
	Text      string   // every word must start a word of the product, in any language
	Category  string   // the category itself or one below it
	Kinds     []string // the same, any of them: what the buyer chose, which their facet ignores
	Shop      ShopID   // of one shop; any when 0
	Countries []country.Code
	Price     []PriceBound // prices of other currencies than these are left out; all when empty
	Sort      Sort
	Rates     map[money.Currency]money.Rate // into the one currency in which prices are compared; the rest come last
	Cursor    string                        // Next of the page before
	Limit     int                           // 24 when 0
	Facets    bool                          // count what there is besides, where the index answers

	// Only where the index answers:
	Explain bool                // say why things stand where they do
	Traits  map[string][]string // any of the values of each trait, as FacetValues has them
	Shops   []ShopID            // any of them
	Here    country.Code        // the buyer's: what comes there is counted
	Comes   bool                // only what comes Here
	Ways    []string            // to pay for what comes Here, by kind; any of them

	shelves []string // what Category and Kinds mean, once a list was asked for
}

// newest is the sort expression of a list that only its ids sort.
const newest = "0"

// maxCurrencies bounds the currencies of one query, so that its text stays the
// same whatever is asked.
const maxCurrencies = 24

// Search gives a page of cards, in two statements however long it is. With words
// it asks the search index where there is one.
func (s *Service) Search(ctx context.Context, q Query) (Page[Card], error) {
	f, err := s.Find(ctx, q)
	return f.Page, err
}

const cardColumns = "p.product_id, p.shop_id, p.handle, p.category, p.hs, p.origin, p.version, p.card, s.handle, s.name, s.city, s.country, s.currency"

func (s *Service) scanCard(scan db.Scan) (c Card, key int64, err error) {
	var version int64
	var card string
	err = scan(&c.Product, &c.Shop, &c.Handle, &c.Category, &c.HS, &c.Origin, &version, &card, &c.ShopHandle, &c.ShopName, &c.ShopCity,
		&c.Country, &c.From.Currency, &key)
	if err != nil {
		return c, key, err
	}
	f, err := recall(s.faces, version, card, decodeFace)
	c.Title, c.Picture, c.Tint, c.Certified, c.Dangerous, c.Digital, c.SoldOut = f.Title, f.Picture, f.Tint, f.Paper != "", f.Dangerous, f.Digital, true
	return c, key, err
}

// offers puts on every card the cheapest variant that can be bought, or the
// cheapest of all when none can.
func offers(tx *db.Tx, cards []Card) error {
	if len(cards) == 0 {
		return nil
	}
	at := make(map[ProductID]*Card, len(cards))
	ids := make([]int64, len(cards))
	for i := range cards {
		ids[i] = int64(cards[i].Product)
		at[cards[i].Product] = &cards[i]
	}
	in, args := among(ids)
	var sets []Variant
	err := tx.Each(func(scan db.Scan) error {
		var v Variant
		var parts, free int64
		if err := scan(&v.Product, &v.ID, &v.Price.Minor, &v.Grams, &v.LengthMM, &v.WidthMM, &v.HeightMM, &parts, &free); err != nil {
			return err
		}
		if v.OnHand = free; parts > 0 {
			v.Parts = []Part{}
			sets = append(sets, v)
			return nil
		}
		at[v.Product].offer(v)
		return nil
	}, `SELECT v.product_id, v.variant_id, v.price, v.grams, v.length_mm, v.width_mm, v.height_mm, v.parts, COALESCE(k.on_hand - k.held, 0) FROM variants v
		LEFT JOIN stock k ON k.variant_id = v.variant_id AND k.shop_id = v.shop_id
		WHERE v.active = 1 AND v.product_id IN `+in+" ORDER BY v.product_id, v.variant_id, k.location_id", args...)
	if err != nil {
		return err
	}
	err = assembled(tx, sets)
	for _, v := range sets {
		at[v.Product].offer(v)
	}
	return err
}

// offer takes a variant onto the card if it is better than what is there.
func (c *Card) offer(v Variant) {
	sold, price := v.OnHand <= 0, v.Price.Minor
	if better := c.SoldOut && !sold; c.Variant == 0 || better || c.SoldOut == sold && price < c.From.Minor {
		c.Variant, c.From.Minor, c.Grams, c.Size, c.SoldOut = v.ID, price, v.Grams, [3]int64{v.LengthMM, v.WidthMM, v.HeightMM}, sold
		c.Set = v.IsSet()
	}
}

// statement builds the query. Every optional part that needs no index is
// always there, so that few texts are prepared.
func (q Query) statement(columns, join string) (string, []any, error) {
	var b args
	order, before, err := q.order(&b)
	if err != nil {
		return "", nil, err
	}
	// CROSS JOIN keeps SQLite from walking all shops first.
	where := " WHERE s.shop_id = p.shop_id AND p.status = 'active'"
	if q.Shop != 0 { // who may look into a rehearsal is decided before
		where += " AND s.status IN ('open', 'rehearsal') AND p.shop_id = " + b.add(int64(q.Shop))
	} else {
		where += " AND s.status = 'open'"
	}
	if q.onShelves() {
		if narrow := q.narrow(&b, order, before); narrow != "" {
			where += " AND p.product_id IN (" + narrow + ")"
		} else {
			where += " AND p.category IN " + b.texts(q.shelves)
		}
	}
	if len(q.Countries) > 0 {
		list := ","
		for _, c := range q.Countries {
			list += string(c) + ","
		}
		where += " AND " + b.add(list) + " LIKE '%,' || s.country || ',%'"
	}
	if len(q.Price) > 0 {
		part, err := q.bounds(&b)
		if err != nil {
			return "", nil, err
		}
		where += part
	}
	if strings.TrimSpace(q.Text) != "" {
		for _, p := range patterns(q.Text) {
			where += " AND p.words LIKE " + b.add(p)
		}
	}
	direction, compare := "DESC", "<"
	if q.Sort == SortPriceUp {
		direction, compare = "ASC", ">"
	}
	if before != nil && order == newest {
		where += " AND p.product_id < " + b.add(before[1])
	} else if before != nil {
		where += " AND (" + order + ", p.product_id) " + compare + " (" + b.number(before[0]) + ", " + b.number(before[1]) + ")"
	}
	by := order + " " + direction + ", "
	if order == newest {
		by = ""
	}
	return "SELECT " + columns + ", " + order + " FROM products p CROSS JOIN shops s" + join + where + " ORDER BY " + by + "p.product_id " + direction +
		" LIMIT " + b.add(clampLimit(q.Limit)+1), b.list, nil
}

// order gives the expression that a list is sorted by before the product's id,
// and where the page starts.
func (q Query) order(b *args) (expression string, before []int64, err error) {
	expression = newest
	switch q.Sort {
	case "", SortNew:
	case SortPriceUp, SortPriceDown:
		expression = q.converted(b)
	default:
		return "", nil, fault.Field("sort", "fault.sort")
	}
	if q.Cursor == "" {
		return expression, nil, nil
	}
	before, err = unmark(q.Cursor, 2)
	return expression, before, err
}

// converted is the price in the currency in which prices are compared, whole
// minor units, cut and not rounded: it only sorts.
func (q Query) converted(b *args) string {
	last := int64(-1) // what cannot be compared comes last
	if q.Sort == SortPriceUp {
		last = 1 << 62
	}
	e := "CASE s.currency"
	n := 0
	for _, c := range currencies(q.Rates) {
		if n == maxCurrencies {
			break
		}
		// Six figures of the rate are enough to sort and cannot overflow.
		num, den := q.Rates[c].Value, int64(money.RateScale)
		for num > 1_000_000 && den > 1 {
			num, den = num/10, den/10
		}
		e += " WHEN " + b.add(string(c)) + " THEN p.price * " + b.number(num) + " / " + b.number(den)
		n++
	}
	for ; n < maxCurrencies; n++ {
		e += " WHEN " + b.add("") + " THEN p.price * " + b.number(0) + " / " + b.number(1)
	}
	return e + " ELSE " + b.number(last) + " END"
}

// bounds keeps prices within their currency's range.
func (q Query) bounds(b *args) (string, error) {
	if len(q.Price) > maxCurrencies {
		return "", fault.Field("price", "fault.at_most", "max", int64(maxCurrencies))
	}
	e := " AND CASE s.currency"
	for i := range maxCurrencies {
		var p PriceBound
		if i < len(q.Price) {
			p = q.Price[i]
		}
		e += " WHEN " + b.add(string(p.Currency)) + " THEN p.price >= " + b.number(p.Min) + " AND p.price <= " + b.number(p.Max)
	}
	return e + " ELSE FALSE END", nil
}

// args collects the arguments of a statement that is built.
type args struct{ list []any }

func (a *args) add(v any) string {
	a.list = append(a.list, v)
	return "$" + strconv.Itoa(len(a.list))
}

// number adds an argument that takes part in arithmetic.
func (a *args) number(n int64) string { return "CAST(" + a.add(n) + " AS BIGINT)" }
