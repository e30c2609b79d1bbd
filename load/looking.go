package load

import "strconv"

// How a buyer's turn ends.
const (
	endDone      = "done"
	endFailed    = "failed"
	endSoldOut   = "sold out"
	endUnsold    = "not sold one at a time"
	endEscalated = "needs a person"
)

// scenario is what a buyer does in one turn; it gives how that ended.
type scenario func(b *buyer) string

// scenarios are the turns by name.
func (r *run) scenario() scenario {
	if r.trade != nil {
		return r.trade.turn
	}
	switch r.Scenario {
	case Search:
		return search
	case Cart:
		return cart
	case Purchase, Flash:
		return func(b *buyer) string { return purchase(b, b.pick()) }
	}
	return browse
}

// nextPage is how many of a hundred who see a list want more of it.
const nextPage = 30

// browse looks at a category, perhaps at its next page, and at a product.
func browse(b *buyer) string {
	g := b.run.goods
	filter := `{"query":"`
	if len(g.categories) > 0 {
		filter = `{"filters":{"categories":["` + b.one(g.categories) + `"]}`
	} else {
		filter += b.one(g.words) + `"`
	}
	b.say(filter)
	b.page("")
	b.add(b.run.context, `}`)
	r := b.call(actSearch, "POST", "/catalog/search")
	if r.wrong != "" {
		return endFailed
	}
	product := b.fromPage(r.doc)
	page := r.doc.get("pagination")
	if b.choice.IntN(100) < nextPage && page.get("has_next_page").is("true") {
		b.say(filter)
		b.page(string(page.get("cursor").raw()))
		b.add(b.run.context, `}`)
		if r = b.call(actPage, "POST", "/catalog/search"); r.wrong != "" {
			return endFailed
		}
		product = b.fromPage(r.doc)
	}
	b.say(`{"id":"`)
	b.add(product, `"`, b.run.context, `}`)
	if b.call(actProduct, "POST", "/catalog/product").wrong != "" {
		return endFailed
	}
	return endDone
}

// page adds which page of a list is asked for, unless the server's first will do.
func (b *buyer) page(cursor string) {
	if cursor == "" && b.run.Limit == 0 {
		return
	}
	b.add(`,"pagination":{`)
	if b.run.Limit > 0 {
		b.add(`"limit":`, strconv.Itoa(b.run.Limit))
	}
	if cursor != "" {
		if b.run.Limit > 0 {
			b.add(`,`)
		}
		b.add(`"cursor":"`, cursor, `"`)
	}
	b.add(`}`)
}

// fromPage chooses a product of a list; one that was found before when the
// list is empty.
func (b *buyer) fromPage(doc value) (id string) {
	n, count := b.choice.IntN(1<<16), 0
	products := doc.get("products")
	products.each(func(value) bool { count++; return true })
	if count == 0 {
		return b.one(b.run.goods.products)
	}
	n %= count
	products.each(func(p value) bool {
		if n == 0 {
			id = string(p.get("id").raw())
		}
		n--
		return n >= 0
	})
	return id
}

// search looks for a word.
func search(b *buyer) string {
	b.say(`{"query":"`)
	b.add(b.one(b.run.goods.words), `"`)
	b.page("")
	b.add(b.run.context, `}`)
	if b.call(actSearch, "POST", "/catalog/search").wrong != "" {
		return endFailed
	}
	return endDone
}

// maxLines is how many different things a cart has at most.
const maxLines = 3

// cart makes a cart, takes more of its first thing, reads it and gives it up.
func cart(b *buyer) string {
	lines := b.choice.IntN(maxLines) + 1
	picks := make([]*variant, 0, maxLines)
	for range lines {
		v := b.pick()
		if v == nil {
			return b.run.nothingLeft()
		}
		if len(picks) == 0 || v != picks[len(picks)-1] {
			picks = append(picks, v)
		}
	}
	fill := func(begin string, first int) {
		b.say(begin)
		b.add(`"line_items":[`)
		for i, v := range picks {
			quantity := 1
			if i == 0 {
				quantity = first
			} else {
				b.add(`,`)
			}
			b.add(`{"item":{"id":"`, v.id, `"},"quantity":`, strconv.Itoa(quantity), `}`)
		}
		b.add(`]`, b.run.context, `}`)
	}
	fill(`{`, 1)
	r := b.call(actCartCreate, "POST", "/carts")
	if r.wrong != "" {
		return b.lost(r, picks[0])
	}
	id := string(r.doc.get("id").raw())
	fill(`{"id":"`+id+`",`, 2)
	if r = b.call(actCartUpdate, "PUT", "/carts/", id); r.wrong != "" {
		return b.lost(r, picks[0])
	}
	if r = b.call(actCartGet, "GET", "/carts/", id); r.wrong != "" {
		return endFailed
	}
	b.say(`{}`)
	if r = b.call(actCartCancel, "POST", "/carts/", id, "/cancel"); r.wrong != "" {
		return endFailed
	}
	return endDone
}
