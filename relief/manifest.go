package relief

import (
	"encoding/csv"
	"errors"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"agora/country"
	"agora/fault"
	"agora/goods"
	"agora/sheet"
)

// Bounds of a manifest.
const (
	MaxManifestBytes  = 4 << 20
	maxManifestRows   = 20_000
	maxManifestFaults = 200
	maxPackageLines   = 50
)

// Manifest is a list of packages, and what is wrong with it: a list with a fault is not
// taken.
type Manifest struct {
	Packages []Content // by number, from 1
	Faults   []RowFault
}

// RowFault is what is wrong with one row; Fault.Field is its column.
type RowFault struct {
	Row   int64 // line of the file, of which the first names the columns
	Fault *fault.Error
}

// columns of a manifest; the last five need not be there.
var columns = []string{"number", "item", "units", "value", "batch", "expires", "origin"}

const wanted = 3 // number, item, units

// ReadManifest reads a list of packages: CSV with the columns number, item (its code),
// units and, if it has them, value (of the package, major units with a point), batch,
// expires (2027-03-31) and origin (the country in which it was made, ISO 3166-1: CN). A package with several items has a row for each; its value
// stands in the first. Numbers go from 1 without a gap.
func ReadManifest(r io.Reader, items []Item) (m Manifest, err error) {
	in, err := sheet.Open(r, MaxManifestBytes)
	if err != nil {
		return m, err
	}
	names, err := in.Read()
	if err != nil && !errors.Is(err, io.EOF) {
		return m, fault.Field("file", "fault.feed_quote")
	}
	list := lister{m: &m, items: items}
	for i, name := range columns {
		at := slices.IndexFunc(names, func(c string) bool { return strings.EqualFold(strings.TrimSpace(c), name) })
		if at < 0 && i < wanted {
			return m, fault.Field("file", "fault.relief_columns", "columns", strings.Join(columns, ", "))
		}
		list.at = append(list.at, at)
	}
	for rows := 0; ; rows++ {
		cells, err := in.Read()
		if errors.Is(err, io.EOF) {
			return m, list.whole()
		}
		if rows >= maxManifestRows {
			return m, fault.New(fault.TooLarge, "fault.feed_rows", "max", int64(maxManifestRows))
		}
		var torn *csv.ParseError
		if errors.As(err, &torn) {
			list.fault(int64(torn.StartLine), "file", "fault.feed_quote")
			return m, nil
		}
		if err != nil {
			return m, err
		}
		line, _ := in.FieldPos(0)
		list.row(int64(line), cells)
	}
}

// lister puts the rows of a manifest together.
type lister struct {
	m     *Manifest
	items []Item
	at    []int
}

func (l *lister) fault(row int64, field, key string, args ...any) {
	if len(l.m.Faults) < maxManifestFaults {
		l.m.Faults = append(l.m.Faults, RowFault{row, &fault.Error{Kind: fault.Invalid, Field: field, Key: key, Args: args}})
	}
}

// row adds one line item.
func (l *lister) row(row int64, cells []string) {
	cell := func(i int) string {
		if at := l.at[i]; at >= 0 && at < len(cells) {
			return strings.TrimSpace(cells[at])
		}
		return ""
	}
	number, err := strconv.ParseInt(cell(0), 10, 64)
	if err != nil || number < 1 || number > MaxPackages {
		l.fault(row, "number", "fault.number_range", "min", int64(1), "max", int64(MaxPackages))
		return
	}
	i := slices.IndexFunc(l.items, func(i Item) bool { return i.Code == strings.ToLower(cell(1)) })
	if i < 0 {
		l.fault(row, "item", "fault.relief_item", "code", cell(1))
		return
	}
	item := l.items[i]
	units, err := strconv.ParseInt(cell(2), 10, 64)
	if err != nil || units < 1 || units > item.most() {
		l.fault(row, "units", "fault.number_range", "min", int64(1), "max", item.most())
		return
	}
	value, ok := minor(cell(3))
	if !ok {
		l.fault(row, "value", "fault.relief_value")
		return
	}
	line := LineItem{Item: item.ID, Batch: cell(4), Units: units}
	if utf8.RuneCountInString(line.Batch) > maxLine {
		l.fault(row, "batch", "fault.too_long", "max", int64(maxLine))
		return
	}
	if day := cell(5); day != "" {
		at, err := time.Parse(time.DateOnly, day)
		if err != nil || at.Year() < 2000 || at.Year() > 2199 {
			l.fault(row, "expires", "fault.relief_day")
			return
		}
		line.Expires = goods.DayOf(at)
	}
	if item.Keeps && (line.Batch == "" || line.Expires == 0) {
		l.fault(row, "expires", "fault.relief_keeps", "code", item.Code)
		return
	}
	if line.Origin = country.Code(strings.ToUpper(cell(6))); line.Origin != "" && !line.Origin.Real() {
		l.fault(row, "origin", "fault.relief_origin")
		return
	}
	for int64(len(l.m.Packages)) < number {
		l.m.Packages = append(l.m.Packages, Content{})
	}
	p := &l.m.Packages[number-1]
	if len(p.Lines) >= maxPackageLines {
		l.fault(row, "number", "fault.at_most", "max", int64(maxPackageLines))
		return
	}
	p.Value += value
	p.Lines = append(p.Lines, line)
}

// whole proves that the numbers go without a gap.
func (l *lister) whole() error {
	if len(l.m.Packages) == 0 && len(l.m.Faults) == 0 {
		return fault.Field("file", "fault.required")
	}
	for i, p := range l.m.Packages {
		if len(p.Lines) == 0 && len(l.m.Faults) < maxManifestFaults {
			l.fault(0, "number", "fault.relief_gap", "number", int64(i+1))
		}
	}
	return nil
}

// maxValue bounds the value of a package, in minor units.
const maxValue = 1_000_000_000_00

// minor reads an amount of major units, "1517.14"; nothing is zero.
func minor(s string) (int64, bool) {
	if s == "" {
		return 0, true
	}
	whole, part, _ := strings.Cut(s, ".")
	if len(part) > 2 || strings.Trim(whole+part, "0123456789") != "" || whole == "" {
		return 0, false
	}
	n, err := strconv.ParseInt(whole+(part + "00")[:2], 10, 64)
	return n, err == nil && n <= maxValue && n < math.MaxInt64
}
