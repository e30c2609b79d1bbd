package feed

import (
	"cmp"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"agora/catalog"
	"agora/fault"
)

// Options vary how a file is read.
type Options struct {
	Lang       string             // of its texts where the file does not say; the shop's own when empty
	Categories []catalog.Category // among which a product type is looked for
	Traits     []catalog.Trait    // of the market

	// Mapping gives what a person said of columns that no format has; nil when
	// nobody did.
	Mapping func(header []string) (Mapping, error)
}

// file is a file while it is read.
type file struct {
	now     *item // whose row it is; nil until that is known
	mute    bool  // what is wrong with the row is said already
	shop    catalog.Shop
	lang    string
	spoken  bool // lang is what the file itself said first
	traits  []catalog.Trait
	kinds   []catalog.Category
	shelf   map[string]string // names and keys of categories, in small letters, to keys
	header  []string          // as the file has it
	format  layout
	used    []bool         // columns that were asked for
	full    []int          // cells in each column that hold anything
	lost    map[string]int // cells of columns that are taken, but these were not; by header
	row     int            // of record; the header is row 1
	record  []string
	report  Report
	items   []*item
	named   map[string]*item // by handle
	handles map[string]bool  // that products have, in formats that call them otherwise
	skus    map[string]*item
}

// layout is a format: how rows become products and where fields stand.
type layout interface {
	name() Format
	take(f *file)                        // reads the record into a product
	finish(f *file, i *item)             // completes a product after the last row
	column(f *file, field string) string // the header under which a draft's field stands
}

// Read reads a file of products for a shop. An error is about the file as a
// whole; what is wrong with rows is in the report.
func Read(r io.Reader, shop catalog.Shop, o Options) (Report, error) {
	f, err := read(r, shop, o)
	if err != nil {
		return Report{}, err
	}
	return f.report, nil
}

func read(r io.Reader, shop catalog.Shop, o Options) (*file, error) {
	t, err := tableOf(r, shop)
	if err != nil {
		return nil, err
	}
	if t.close != nil {
		defer t.close()
	}
	f := &file{shop: shop, lang: o.Lang, traits: o.Traits, kinds: o.Categories, shelf: map[string]string{}, named: map[string]*item{}, skus: map[string]*item{}}
	if f.lang == "" {
		f.lang = shop.Lang()
	}
	for _, c := range o.Categories {
		f.shelf[strings.ToLower(c.Key)] = c.Key
		for _, name := range c.Names {
			f.shelf[strings.ToLower(name)] = c.Key
		}
	}
	if err := f.open(t, o.Mapping); err != nil {
		return nil, err
	}
	if err := f.rows(t); err != nil {
		return nil, err
	}
	f.close()
	return f, nil
}

// layouts are the formats, each telling by a header whether it is its own.
func layouts() []func([]string) layout {
	return []func([]string) layout{agoraLayout, wooLayout, spreeLayout, spreeTexts, medusaLayout, bagistoLayout, merchantLayout, saleorLayout, shopifyLayout}
}

// open reads the header and recognises the format by it.
func (f *file) open(t *table, mapping func([]string) (Mapping, error)) error {
	header, err := t.next()
	if err != nil {
		return broken(err)
	}
	if len(header) > maxColumns {
		return fault.New(fault.TooLarge, "fault.feed_columns", "max", int64(maxColumns))
	}
	f.row = 1
	f.header = slices.Clone(header)
	f.used, f.full, f.lost = make([]bool, len(header)), make([]int, len(header)), map[string]int{}
	for _, l := range layouts() {
		if f.format = l(f.header); f.format != nil {
			f.report.Format = f.format.name()
			return nil
		}
	}
	if mapping == nil {
		return unknown(f.header)
	}
	m, err := mapping(f.header)
	if err != nil {
		return err
	}
	if l := mappedLayout(f.header, m); l != nil {
		f.format, f.report.Format = l, Mapped
		return nil
	}
	return unknown(f.header)
}

// unknown says what stands where the names of columns should.
func unknown(header []string) error {
	const most = 120
	have := strings.Join(strings.Fields(strings.ToValidUTF8(strings.Join(header, ", "), "")), " ")
	if r := []rune(have); len(r) > most {
		have = string(r[:most]) + "…"
	}
	return fault.New(fault.Invalid, "fault.feed_header", "have", have)
}

// rows reads every record into products.
func (f *file) rows(t *table) error {
	for {
		before := f.now
		record, err := t.next()
		if err == io.EOF {
			return nil
		}
		f.row++
		if err != nil {
			var wrong *csv.ParseError
			if errors.As(err, &wrong) {
				f.add(Problem{Row: f.row, Fault: fault.New(fault.Invalid, "fault.feed_quote").Because(err)}, before)
				return nil // where the next row starts is anybody's guess
			}
			return broken(err)
		}
		if f.record = record; f.blank() {
			continue
		}
		if f.report.Rows++; f.report.Rows > MaxRows {
			return fault.New(fault.TooLarge, "fault.feed_rows", "max", int64(MaxRows))
		}
		if bad := slices.IndexFunc(record, func(c string) bool { return !utf8.ValidString(c) || strings.ContainsRune(c, 0) }); bad >= 0 {
			f.add(Problem{Row: f.row, Column: f.title(bad), Fault: fault.New(fault.Invalid, "fault.feed_encoding")}, before)
			return nil // every further row would say the same
		}
		if len(record) > len(f.header) && strings.TrimSpace(strings.Join(record[len(f.header):], "")) != "" {
			f.mute = true // cells have moved; whose row it is can be told by the first of them
			f.takeRow()
			f.mute = false
			f.add(Problem{Row: f.row, Fault: fault.New(fault.Invalid, "fault.feed_ragged", "have", len(record), "want", len(f.header))}, f.now)
			if before != nil && f.now == nil {
				before.bad = true
			}
			continue
		}
		if f.takeRow(); f.now == nil {
			f.now = before
		}
	}
}

// takeRow reads the record.
func (f *file) takeRow() {
	f.now = nil
	f.format.take(f)
}

// add notes what is wrong and whose it is.
func (f *file) add(p Problem, i *item) {
	if i != nil {
		i.bad = true
	}
	if !f.mute {
		f.report.add(p)
	}
}

// blank reports whether the record is empty, and counts the cells that are not.
func (f *file) blank() bool {
	blank := true
	for i, c := range f.record {
		if c != "" && strings.TrimSpace(c) != "" {
			blank = false
			if i < len(f.full) {
				f.full[i]++
			}
		}
	}
	return blank
}

// close completes every product and checks it.
func (f *file) close() {
	for _, i := range f.items {
		f.now = i
		f.format.finish(f, i)
		for n, v := range i.draft.Variants {
			if other := f.skus[v.SKU]; v.SKU != "" && other != nil && other != i {
				f.add(Problem{i.rows[n], f.format.column(f, "variants.0.sku"), fault.New(fault.Invalid, "fault.sku_taken", "sku", v.SKU)}, i)
			} else if v.SKU != "" {
				f.skus[v.SKU] = i
			}
		}
		if i.texts || i.lost {
			continue // what else the product is stands in the shop
		}
		for _, e := range i.draft.Check(f.shop) {
			f.add(f.locate(i, e.Field, e), i)
		}
	}
	if len(f.items) == 0 && len(f.report.Problems) == 0 {
		f.report.add(Problem{Row: 2, Fault: fault.New(fault.Invalid, "fault.feed_empty")})
	}
	// Parts are brought in before the sets that they are in.
	slices.SortStableFunc(f.items, func(a, b *item) int { return cmp.Compare(a.sets(), b.sets()) })
	f.sum()
}

// wrong notes a fault of the cell in a column of the record.
func (f *file) wrong(column int, err error) {
	for _, e := range fault.List(err) {
		c := *e
		f.add(Problem{f.row, f.title(column), &c}, f.now)
	}
}

// title gives the header of a column.
func (f *file) title(column int) string {
	if column < 0 || column >= len(f.header) {
		return ""
	}
	return f.header[column]
}

// at gives a cell of the record, trimmed; empty for a column there is not.
func (f *file) at(column int) string {
	if column < 0 {
		return ""
	}
	f.used[column] = true
	if column >= len(f.record) {
		return ""
	}
	return strings.TrimSpace(f.record[column])
}

// broken makes an error of reading one of the file as a whole.
func broken(err error) error {
	if fault.List(err) != nil {
		return err
	}
	var wrong *csv.ParseError
	if errors.As(err, &wrong) || err == io.EOF {
		return fault.New(fault.Invalid, "fault.feed_header", "have", "").Because(err)
	}
	return err
}
