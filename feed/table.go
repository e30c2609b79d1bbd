package feed

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"io"
	"strings"

	"agora/catalog"
	"agora/fault"
	lists "agora/sheet"
)

// table is what a file holds, whatever its kind: rows of cells, of which the
// first names the columns.
type table struct {
	next  func() ([]string, error) // io.EOF behind the last
	close func()                   // nil when there is nothing to give back
}

// tableOf tells what kind of file this is by its first bytes.
func tableOf(r io.Reader, shop catalog.Shop) (*table, error) {
	in := bufio.NewReaderSize(&bounded{r: r, left: MaxBytes}, 64<<10)
	start, err := in.Peek(32 << 10)
	if err != nil && err != io.EOF {
		return nil, err
	}
	whole := err == io.EOF
	if lists.Packed(start) {
		return workbook(in)
	}
	if bytes.HasPrefix(start, []byte("\xef\xbb\xbf")) {
		_, _ = in.Discard(3)
		start = start[3:]
	}
	if err := written(start, whole); err != nil {
		return nil, err
	}
	switch first := bytes.TrimSpace(start); {
	case first[0] == '<':
		return markup(in)
	case first[0] == '[' && bytes.HasPrefix(bytes.TrimSpace(first[1:]), []byte("{")):
		return fixture(in, shop)
	}
	comma := delimiter(start)
	rows := csv.NewReader(&narrow{r: in, comma: byte(comma)})
	rows.Comma, rows.FieldsPerRecord, rows.ReuseRecord = comma, -1, true
	if rows.Comma == '\t' {
		rows.LazyQuotes = true // where tabs part cells, an inch is written 5" and quotes nothing
	}
	return &table{next: rows.Read}, nil
}

// workbook reads the first sheet of an XLSX file that has a cell.
func workbook(in io.Reader) (*table, error) {
	book, err := lists.OpenBook(in, MaxBytes, maxColumns)
	if err == io.EOF {
		return nil, fault.New(fault.Invalid, "fault.feed_empty")
	}
	if err != nil {
		return nil, err
	}
	return &table{next: book.Read, close: book.Close}, nil
}

// narrow refuses a line with more commas than any table has columns: a line of
// nothing else would fill the memory with empty cells before anybody counts them.
type narrow struct {
	r     io.Reader
	comma byte
	seen  int // in this line
}

func (n *narrow) Read(p []byte) (int, error) {
	got, err := n.r.Read(p)
	for _, c := range p[:got] {
		switch c {
		case n.comma:
			if n.seen++; n.seen > maxCommas {
				return 0, fault.New(fault.TooLarge, "fault.feed_columns", "max", int64(maxColumns))
			}
		case '\n':
			n.seen = 0
		}
	}
	return got, err
}

// listed gives rows that were read whole, under the columns that any has, in
// the order in which they were first seen.
type listed struct {
	header []string
	place  map[string]int
	rows   [][]string
	bytes  int64
}

// add appends a row of names and cells. A name that comes twice in it joins its
// cells by line ends.
func (l *listed) add(cells [][2]string) error {
	if len(l.rows) >= MaxRows {
		return fault.New(fault.TooLarge, "fault.feed_rows", "max", int64(MaxRows))
	}
	row := make([]string, 0, len(cells))
	for _, c := range cells {
		at, ok := l.place[c[0]]
		if !ok {
			if len(l.header) >= maxColumns {
				return fault.New(fault.TooLarge, "fault.feed_columns", "max", int64(maxColumns))
			}
			if l.place == nil {
				l.place = map[string]int{}
			}
			at = len(l.header)
			l.place[c[0]] = at
			l.header = append(l.header, c[0])
		}
		for len(row) <= at {
			row = append(row, "")
		}
		row[at] = strings.TrimPrefix(row[at]+"\n"+c[1], "\n")
	}
	if l.bytes += int64(len(row)) * 16; l.bytes > maxUnzipped {
		return tooLarge()
	}
	l.rows = append(l.rows, row)
	return nil
}

// table gives the rows from the header on.
func (l *listed) table() *table {
	n := -1
	return &table{next: func() ([]string, error) {
		if n++; n == 0 {
			return l.header, nil
		}
		if n > len(l.rows) {
			return nil, io.EOF
		}
		return l.rows[n-1], nil
	}}
}

// maxColumns bounds the header, maxCommas those in one line, where they may also
// stand in words.
const (
	maxUnzipped = 96 << 20 // bytes of rows that were read whole
	maxColumns  = 2000
	maxCommas   = 100_000
)
