package relief

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"agora/fault"
	"agora/sheet"
)

// Bounds of a file of needs.
const (
	MaxNeedBytes   = 2 << 20
	MaxNeedRows    = 1_000
	maxNeedColumns = 100
	maxNeedLines   = 20 * MaxNeedRows // with empty ones
)

// fileHeads are the columns of a file of needs. The first two have to be there.
var fileHeads = []string{"facility", "item", "units", "daily", "days", "stock", "staff", "deadline", "contact", "note"}

// Columns of fileHeads that are said by name below.
const (
	colFacility = iota
	colItem
	colUnits
	colDaily
	colDays
	colStock
	colStaff
	colDeadline
	colContact
	colNote
)

// NeedRow is one row of a file of needs.
type NeedRow struct {
	Row      int64    // in the file, of which the first names the columns
	Cells    []string // as they stand there, in the order of the columns
	Facility string   // a name, or the number that this node gave
	Code     string   // of the item
	Want     Want
	Faults   fault.Fields
}

// NeedTemplate writes a file to fill in, with a row for each item.
func NeedTemplate(w io.Writer, items []Item) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	_ = out.Write(fileHeads) // what goes wrong is kept until Flush
	for _, i := range items {
		_ = out.Write([]string{"", i.Code, "", "", "", "", "", "", "", ""})
	}
	out.Flush()
	return out.Error()
}

// cellReader gives the rows of a list, whatever its kind.
type cellReader func() (row int64, cells []string, err error)

// ReadNeeds reads the needs of a CSV or XLSX file with the columns facility (its name, or
// its number here), item (its code), units, or else daily, days and stock, and, if it has
// them, staff, deadline (2027-03-31, or a day as a workbook stores it), contact and note.
// A row without a facility and numbers is left out, as the template has them. A file that
// is none, or too large, is refused whole.
func ReadNeeds(r io.Reader) (rows []NeedRow, err error) {
	next, done, err := openCells(r)
	if err != nil {
		return nil, err
	}
	defer done()
	_, names, err := next()
	if err != nil {
		return nil, fault.Field("file", "fault.relief_columns", "columns", strings.Join(fileHeads, ", "))
	}
	at, err := needColumnsAt(names)
	if err != nil {
		return nil, err
	}
	for looked := 0; ; looked++ {
		row, cells, err := next()
		var torn *csv.ParseError
		switch {
		case errors.Is(err, io.EOF):
			return rows, nil
		case errors.As(err, &torn):
			return append(rows, NeedRow{Row: int64(torn.StartLine), Cells: make([]string, len(fileHeads)), Faults: fault.Fields{fault.Field("file", "fault.feed_quote")}}), nil
		case err != nil:
			return nil, err
		case len(rows) >= MaxNeedRows || looked >= maxNeedLines:
			return nil, fault.New(fault.TooLarge, "fault.feed_rows", "max", int64(MaxNeedRows))
		}
		if n := readNeed(row, at, cells); n.says() {
			rows = append(rows, n)
		}
	}
}

// openCells tells by its first bytes what a file is.
func openCells(r io.Reader) (next cellReader, done func(), err error) {
	in := bufio.NewReader(r)
	start, _ := in.Peek(4)
	if sheet.Packed(start) {
		book, err := sheet.OpenBook(in, MaxNeedBytes, maxNeedColumns)
		if errors.Is(err, io.EOF) {
			err = fault.Field("file", "fault.relief_columns", "columns", strings.Join(fileHeads, ", "))
		}
		if err != nil {
			return nil, nil, err
		}
		var row int64
		return func() (int64, []string, error) {
			row++
			cells, err := book.Read()
			return row, cells, err
		}, book.Close, nil
	}
	list, err := sheet.Open(in, MaxNeedBytes)
	if err != nil {
		return nil, nil, err
	}
	return func() (int64, []string, error) {
		cells, err := list.Read()
		if err != nil {
			return 0, nil, err
		}
		line, _ := list.FieldPos(0)
		return int64(line), cells, nil
	}, func() {}, nil
}

// needColumnsAt finds where the columns stand; -1 for one that is not there.
func needColumnsAt(names []string) (at []int, err error) {
	for i, head := range fileHeads {
		at = append(at, slices.IndexFunc(names, func(c string) bool {
			return strings.EqualFold(strings.TrimSpace(strings.TrimPrefix(c, "\ufeff")), head)
		}))
		if at[i] < 0 && i <= colItem {
			return nil, fault.Field("file", "fault.relief_columns", "columns", strings.Join(fileHeads, ", "))
		}
	}
	return at, nil
}

// says reports whether a row says anything but the code of an item.
func (n NeedRow) says() bool {
	for i, c := range n.Cells {
		if c != "" && i != colItem {
			return true
		}
	}
	return false
}

func readNeed(row int64, at []int, cells []string) NeedRow {
	n := NeedRow{Row: row, Cells: make([]string, len(fileHeads))}
	for i, a := range at {
		if a >= 0 && a < len(cells) {
			n.Cells[i] = plain(sheet.Unguard(strings.TrimSpace(cells[a])))
		}
	}
	n.Facility, n.Code = n.Cells[colFacility], strings.ToLower(n.Cells[colItem])
	for _, f := range []struct {
		col int
		to  *int64
	}{{colUnits, &n.Want.Units}, {colDaily, &n.Want.Daily}, {colDays, &n.Want.Days}, {colStock, &n.Want.Stock}, {colStaff, &n.Want.Staff}} {
		*f.to = n.whole(f.col)
	}
	n.Want.Deadline = n.day(colDeadline)
	n.Want.Reporter, n.Want.Note = ContactOf(n.Cells[colContact]), n.Cells[colNote]
	return n
}

// plain is a cell in one line.
func plain(cell string) string {
	return strings.Join(strings.FieldsFunc(strings.ToValidUTF8(cell, ""), func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
}

// whole reads a number; thousands may be parted by spaces, as spreadsheets show them.
func (n *NeedRow) whole(col int) int64 {
	s := strings.ReplaceAll(strings.TrimSuffix(n.Cells[col], ".0"), " ", "")
	if s == "" {
		return 0
	}
	v, err := strconv.ParseInt(s, 10, 64)
	if err != nil || v < 0 || v > MostUnits {
		n.Faults.Add(fileHeads[col], "fault.number_range", "min", int64(0), "max", int64(MostUnits))
		return 0
	}
	return v
}

// firstDay is day 0 of a workbook; days of before 2000 are no deadlines.
var firstDay = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)

// day reads a day, as people write it or as a workbook stores it.
func (n *NeedRow) day(col int) time.Time {
	s := n.Cells[col]
	if s == "" {
		return time.Time{}
	}
	if d, err := time.Parse(time.DateOnly, s); err == nil {
		return d
	}
	if v, err := strconv.Atoi(s); err == nil && v > 36_526 && v < 100_000 {
		return firstDay.AddDate(0, 0, v)
	}
	n.Faults.Add(fileHeads[col], "fault.relief_day")
	return time.Time{}
}

// WriteNeeds writes rows as a file that ReadNeeds reads to the same.
func WriteNeeds(rows []NeedRow) string {
	var b bytes.Buffer
	out := csv.NewWriter(&b)
	_ = out.Write(fileHeads)
	for _, n := range rows {
		cells := slices.Clone(n.Cells)
		for i := range cells {
			cells[i] = sheet.Guard(cells[i])
		}
		_ = out.Write(cells)
	}
	out.Flush()
	return b.String()
}
