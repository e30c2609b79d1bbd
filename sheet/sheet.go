// Package sheet reads and writes the lists that people keep in spreadsheets: CSV, and
// the first sheet of a workbook.
//
// It has no tables. CSV that it opens is UTF-8, with or without a mark of order, and parted
// by commas, semicolons or tabs, whichever its first line has most.
package sheet

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"agora/fault"
)

// Open reads a list of at most so many bytes. What is larger is a fault TooLarge, and
// what is no text in UTF-8 one of the field "file". Rows may have any number of cells,
// which are good until the next row is read.
func Open(r io.Reader, most int64) (*csv.Reader, error) {
	body, err := io.ReadAll(io.LimitReader(r, most+1))
	switch {
	case err != nil:
		return nil, err
	case int64(len(body)) > most:
		return nil, fault.New(fault.TooLarge, "fault.feed_large", "max", most>>20)
	case bytes.HasPrefix(body, []byte("\xff\xfe")), bytes.HasPrefix(body, []byte("\xfe\xff")):
		return nil, fault.Field("file", "fault.feed_utf16")
	case !utf8.Valid(body) || bytes.IndexByte(body, 0) >= 0:
		return nil, fault.Field("file", "fault.feed_encoding")
	}
	body = bytes.TrimPrefix(body, []byte("\xef\xbb\xbf"))
	in := csv.NewReader(bytes.NewReader(body))
	in.Comma, in.FieldsPerRecord, in.ReuseRecord = comma(body), -1, true
	return in, nil
}

// comma gives what the cells of a first line are parted by: what is there most.
func comma(body []byte) rune {
	head, _, _ := bytes.Cut(body, []byte("\n"))
	return slices.MaxFunc([]rune{',', ';', '\t'}, func(a, b rune) int {
		return cmp.Compare(bytes.Count(head, []byte(string(a))), bytes.Count(head, []byte(string(b))))
	})
}

// formula begins what a spreadsheet would compute instead of showing it.
const formula = "=+-@\t\r"

// Guard keeps a cell from being computed.
func Guard(cell string) string {
	if cell != "" && strings.IndexByte(formula, cell[0]) >= 0 {
		return "'" + cell
	}
	return cell
}

// Unguard takes back what Guard added.
func Unguard(cell string) string {
	if len(cell) > 1 && cell[0] == '\'' && strings.IndexByte(formula, cell[1]) >= 0 {
		return cell[1:]
	}
	return cell
}
