package search

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// ErrCursor is a cursor that no page gave.
var ErrCursor = errors.New("search: no such cursor")

// enough hits make a wider reading needless.
const enough = 12

// Find answers a question. The answer knows the tables as they were at the
// cursor: whoever shows it looks there whether a product is still for sale.
func (x *Index) Find(ctx context.Context, ask Ask) (Found, error) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	if !x.file.ready {
		return Found{}, ErrNotReady
	}
	q, plain := ask.question(x.file.kept.changes.Load())
	if !plain {
		return x.look(ctx, ask)
	}
	found, err := x.file.kept.found.Recall(q, func() (Found, error) { return x.look(ctx, ask) })
	found.Hits = slices.Clip(found.Hits) // whoever adds to them has a list of their own
	return found, err
}

// look answers from the file.
func (x *Index) look(ctx context.Context, ask Ask) (Found, error) {
	before, err := readCursor(ask.Cursor)
	if err != nil {
		return Found{}, err
	}
	s := seeker{file: x.file, ask: ask, ranker: ranker{plan: newPlan(ask.Text, x.synonyms), now: ask.Now}}
	if len(s.asked) == 0 && !ask.browses() {
		return Found{}, nil
	}
	rows, more, err := s.rows(ctx, "")
	if err != nil {
		return Found{}, err
	}
	found := Found{Total: len(rows), More: more}
	if len(rows) > 0 && ask.Cursor == "" {
		best := slices.MaxFunc(rows, func(a, b *row) int { return cmp.Compare(a.score, b.score) })
		found.Meant = s.meant(best)
	}
	if ask.Facets {
		if found.Facets, err = s.facets(ctx, rows, more); err != nil {
			return found, err
		}
	}
	s.page(&found, rows, before)
	return found, nil
}

// seeker answers one question.
type seeker struct {
	*file
	ranker
	ask Ask
}

// read asks the full text, the lowest numbers first.
func (s *seeker) read(ctx context.Context, words, without string) (list []*card, full bool, err error) {
	var parts []string
	if words != "" {
		parts = append(parts, "("+words+")")
	}
	for _, t := range s.ask.tags(without) {
		parts = append(parts, "tags : "+t)
	}
	match := strings.Join(parts, " AND ")
	var join, cut string
	args := []any{match, Cap + 1}
	if without != facetPrice && len(s.ask.Prices) > 0 {
		text, more := filter(s.ask.Prices)
		join, cut, args = " CROSS JOIN goods g ON g.doc = words.rowid", text, append(args, more...)
	}
	from := "words.rowid AS doc FROM words" + join + " WHERE words MATCH ?1" + cut + " ORDER BY words.rowid"
	if match == "" {
		from = "g.doc FROM goods g WHERE ?1 = ''" + cut + " ORDER BY g.doc"
	}
	// One row with all numbers, for a row costs more than to read the number.
	var numbers string
	err = s.pool.QueryRowContext(ctx, "SELECT COALESCE(group_concat(doc, ' '), '') FROM (SELECT "+from+" LIMIT ?2)", args...).Scan(&numbers)
	if err != nil {
		return nil, false, fmt.Errorf("search: %w", err)
	}
	docs := make([]int64, 0, strings.Count(numbers, " ")+1)
	for n := range strings.FieldsSeq(numbers) {
		doc, err := strconv.ParseInt(n, 10, 64)
		if err != nil {
			return nil, false, fmt.Errorf("search: %w", err)
		}
		docs = append(docs, doc)
	}
	if len(docs) > Cap {
		docs, full = docs[:Cap], true
	}
	list, err = s.cardsOf(ctx, docs)
	return list, full, err
}

// cardsOf gives what is kept of documents, in their order; what was dropped
// meanwhile is left out.
func (f *file) cardsOf(ctx context.Context, docs []int64) ([]*card, error) {
	list := make([]*card, len(docs))
	f.cards.get(docs, list)
	at := map[int64]int{}
	want := []byte("[")
	for i, d := range docs {
		if list[i] == nil {
			at[d] = i
			want = append(strconv.AppendInt(want, d, 10), ',')
		}
	}
	if len(at) == 0 {
		return list, nil
	}
	want[len(want)-1] = ']'
	rows, err := f.pool.QueryContext(ctx, "SELECT g.card FROM json_each(?) d CROSS JOIN goods g ON g.doc = d.value", string(want))
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var b sql.RawBytes
		if err := rows.Scan(&b); err != nil {
			return nil, err
		}
		c, err := readCard(b)
		if err != nil {
			return nil, err
		}
		list[at[c.doc]] = c
	}
	return slices.DeleteFunc(list, func(c *card) bool { return c == nil }), rows.Err()
}

// tags gives what filters want of the tags, without that of one facet: any value
// of each.
func (a Ask) tags(without string) (list []string) {
	want := func(facet string, any ...string) {
		if len(any) > 0 && facet != without {
			list = append(list, anyOf(any))
		}
	}
	if a.Category != "" {
		want("shelf", quote(categoryTag(a.Category)))
	}
	want(facetCategory, tagged(a.Kinds, categoryTag)...)
	want(facetShop, tagged(a.Shops, shopTag)...)
	want(facetCountry, tagged(a.Countries, countryTag)...)
	if a.To != "" {
		want(facetTo, quote(toTag(a.To)), quote(toTag(Anywhere)))
	}
	var ways []string
	for _, w := range a.Ways {
		ways = append(ways, quote(Pay{w, a.Here}.tag()), quote(Pay{w, Anywhere}.tag()))
	}
	if want(facetWay, ways...); len(ways) > 0 {
		want(facetWay, quote(toTag(a.Here)), quote(toTag(Anywhere)))
	}
	if a.InStock {
		want("stock", quote(stockTag))
	}
	for _, name := range a.names() {
		var any []string
		for _, b := range a.Attributes {
			if b.Name == name {
				any = append(any, quote(b.tag()))
			}
		}
		want(facetAttribute+name, any...)
	}
	return list
}

func tagged[V any](values []V, tag func(V) string) (list []string) {
	for _, v := range values {
		list = append(list, quote(tag(v)))
	}
	return list
}

// names are those of the attributes asked, each once.
func (a Ask) names() (list []string) {
	for _, b := range a.Attributes {
		if !slices.Contains(list, b.Name) {
			list = append(list, b.Name)
		}
	}
	return list
}

// page sorts what was found and cuts the page behind the cursor.
func (s *seeker) page(found *Found, rows []*row, before *[2]int64) {
	for _, r := range rows {
		r.key = s.key(r)
	}
	slices.SortFunc(rows, func(a, b *row) int { return cmp.Or(cmp.Compare(b.key, a.key), cmp.Compare(a.doc, b.doc)) })
	if before != nil {
		rows = slices.DeleteFunc(rows, func(r *row) bool {
			return cmp.Or(cmp.Compare(r.key, before[0]), cmp.Compare(before[1], r.doc)) >= 0
		})
	}
	limit := s.ask.Limit
	if limit <= 0 {
		limit = 24
	}
	if len(rows) > limit {
		rows = rows[:limit]
		found.Next = writeCursor(rows[limit-1].key, rows[limit-1].doc)
	}
	for _, r := range rows {
		h := Hit{Product: r.product, Score: r.score}
		if s.ask.Explain && len(s.asked) > 0 {
			s.score(r, &h.Parts)
		}
		found.Hits = append(found.Hits, h)
	}
}

// key is what a row is sorted by, the greatest first. What has no price in the
// buyer's money comes last.
func (s *seeker) key(r *row) int64 {
	switch s.ask.Sort {
	case Newest:
		return r.product // ids rise with time
	case PriceUp, PriceDown:
		price, ok := s.ask.price(r)
		if !ok {
			return math.MinInt64
		}
		if s.ask.Sort == PriceUp {
			return -price
		}
		return price
	}
	return int64(r.score * 1e6)
}

// price gives a price in the buyer's money.
func (a Ask) price(r *row) (int64, bool) {
	rate, ok := a.Rates[r.currency]
	if !ok || rate <= 0 {
		return 0, false
	}
	p := float64(r.price) * rate
	if p >= 1<<62 {
		return 0, false
	}
	return int64(p), true
}

func writeCursor(key, doc int64) string {
	return base64.RawURLEncoding.EncodeToString(binary.AppendVarint(binary.AppendVarint(nil, key), doc))
}

func readCursor(cursor string) (*[2]int64, error) {
	if cursor == "" {
		return nil, nil
	}
	b, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil {
		return nil, ErrCursor
	}
	var values [2]int64
	for i := range values {
		v, size := binary.Varint(b)
		if size <= 0 {
			return nil, ErrCursor
		}
		values[i], b = v, b[size:]
	}
	if len(b) > 0 {
		return nil, ErrCursor
	}
	return &values, nil
}
