package feed

import (
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
}

// file is a file while it is read.
type file struct {
	shop   catalog.Shop
	lang   string
	shelf  map[string]string // names and keys of categories, in small letters, to keys
	header []string          // as the file has it
	format layout
	used   []bool // columns that were asked for
	full   []bool // columns that hold anything
	row    int    // of record; the header is row 1
	record []string
	report Report
	items  []*item
	named  map[string]*item // by handle
	skus   map[string]*item
}

// item is one product while its rows are read.
type item struct {
	draft    catalog.Draft
	row      int                  // of the product's fields
	rows     []int                // of each variant
	options  [maxOptions]string   // option names, Shopify only
	values   [][maxOptions]string // option values of each variant, Shopify only
	pictures []picture            // Shopify only
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
	in, comma, err := sniff(r)
	if err != nil {
		return nil, err
	}
	f := &file{shop: shop, lang: o.Lang, shelf: map[string]string{}, named: map[string]*item{}, skus: map[string]*item{}}
	if f.lang == "" {
		f.lang = shop.Lang()
	}
	for _, c := range o.Categories {
		f.shelf[strings.ToLower(c.Key)] = c.Key
		for _, name := range c.Names {
			f.shelf[strings.ToLower(name)] = c.Key
		}
	}
	rows := csv.NewReader(in)
	rows.Comma, rows.FieldsPerRecord, rows.ReuseRecord = comma, -1, true
	if err := f.open(rows); err != nil {
		return nil, err
	}
	if err := f.rows(rows); err != nil {
		return nil, err
	}
	f.close()
	return f, nil
}

// open reads the header and recognises the format by it.
func (f *file) open(rows *csv.Reader) error {
	header, err := rows.Read()
	if err != nil {
		return broken(err)
	}
	f.row = 1
	f.header = slices.Clone(header)
	f.used, f.full = make([]bool, len(header)), make([]bool, len(header))
	for _, l := range []func([]string) layout{agoraLayout, shopifyLayout} {
		if f.format = l(f.header); f.format != nil {
			f.report.Format = f.format.name()
			return nil
		}
	}
	return fault.New(fault.Invalid, "fault.feed_header")
}

// rows reads every record into products.
func (f *file) rows(rows *csv.Reader) error {
	for {
		record, err := rows.Read()
		if err == io.EOF {
			return nil
		}
		f.row++
		if err != nil {
			var wrong *csv.ParseError
			if errors.As(err, &wrong) {
				f.report.add(Problem{f.row, "", fault.New(fault.Invalid, "fault.feed_quote").Because(err)})
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
			f.report.add(Problem{f.row, f.title(bad), fault.New(fault.Invalid, "fault.feed_encoding")})
			return nil // every further row would say the same
		}
		if len(record) > len(f.header) && strings.TrimSpace(strings.Join(record[len(f.header):], "")) != "" {
			f.report.add(Problem{f.row, "", fault.New(fault.Invalid, "fault.feed_ragged", "have", len(record), "want", len(f.header))})
			continue
		}
		f.format.take(f)
	}
}

// blank reports whether the record is empty, and notes which columns are not.
func (f *file) blank() bool {
	blank := true
	for i, c := range f.record {
		if c != "" && strings.TrimSpace(c) != "" {
			blank = false
			if i < len(f.full) {
				f.full[i] = true
			}
		}
	}
	return blank
}

// close completes every product and checks it.
func (f *file) close() {
	for _, i := range f.items {
		f.format.finish(f, i)
		for n, v := range i.draft.Variants {
			if other := f.skus[v.SKU]; v.SKU != "" && other != nil && other != i {
				f.report.add(Problem{i.rows[n], f.format.column(f, "variants.0.sku"), fault.New(fault.Invalid, "fault.sku_taken", "sku", v.SKU)})
			} else if v.SKU != "" {
				f.skus[v.SKU] = i
			}
		}
		for _, e := range i.draft.Check(f.shop) {
			f.report.add(f.locate(i, e.Field, e))
		}
		f.report.Products = append(f.report.Products, i.draft)
		for _, p := range i.draft.Pictures {
			if !strings.HasPrefix(p, catalog.BlobPrefix) {
				f.report.Pictures++
			}
		}
	}
	for n, full := range f.full {
		if full && !f.used[n] {
			f.report.Ignored = append(f.report.Ignored, f.header[n])
		}
	}
	if len(f.items) == 0 && len(f.report.Problems) == 0 {
		f.report.add(Problem{2, "", fault.New(fault.Invalid, "fault.feed_empty")})
	}
	slices.SortStableFunc(f.report.Problems, func(a, b Problem) int { return a.Row - b.Row })
}

// start begins a product, or gives the one of this handle.
func (f *file) start(handle string) (i *item, fresh bool) {
	if i := f.named[handle]; i != nil {
		return i, false
	}
	i = &item{row: f.row, draft: catalog.Draft{Handle: handle}}
	f.named[handle] = i
	f.items = append(f.items, i)
	return i, true
}

// locate gives the row and column of a draft's field.
func (f *file) locate(i *item, field string, e *fault.Error) Problem {
	row := i.row
	if n, ok := place(field, "variants"); ok && n < len(i.rows) {
		row = i.rows[n]
	} else if n, ok := place(field, "options"); ok {
		row = i.rowOfValue(n, field)
	}
	return Problem{row, f.format.column(f, field), e}
}

// rowOfValue gives the first row of a variant that has the value which the
// field names: "options.0.values.2.key".
func (i *item) rowOfValue(option int, field string) int {
	parts := strings.Split(field, ".")
	if len(parts) < 4 || option >= len(i.draft.Options) {
		return i.row
	}
	values := i.draft.Options[option].Values
	n, ok := place(strings.Join(parts[2:], "."), "values")
	if !ok || n >= len(values) {
		return i.row
	}
	for v, variant := range i.draft.Variants {
		if option < len(variant.Values) && variant.Values[option] == values[n].Key && v < len(i.rows) {
			return i.rows[v]
		}
	}
	return i.row
}

// wrong notes a fault of the cell in a column of the record.
func (f *file) wrong(column int, err error) {
	for _, e := range fault.List(err) {
		c := *e
		f.report.add(Problem{f.row, f.title(column), &c})
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
		return fault.New(fault.Invalid, "fault.feed_header").Because(err)
	}
	return err
}
