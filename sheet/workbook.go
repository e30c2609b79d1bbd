package sheet

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"agora/fault"
)

// Bounds of what is packed in a file: a few kilobytes may say gigabytes.
const (
	maxUnzipped = 96 << 20 // bytes of all parts together
	maxPart     = 4 << 20  // of a part that is kept in memory whole
	maxParts    = 500
	maxRatio    = 300 // unpacked to packed, of parts above maxPart
)

// Book is the first sheet of a workbook that has a cell, read row by row.
type Book struct {
	file    *excelize.File
	rows    *excelize.Rows
	most    int64 // bytes of the file
	columns int   // of a row
	left    int64 // bytes of text: a long one may be named by every cell
	first   bool
}

// Packed reports whether a file begins as a workbook does.
func Packed(start []byte) bool { return bytes.HasPrefix(start, []byte("PK\x03\x04")) }

// OpenBook opens an XLSX file of at most so many bytes, whose rows have at most so many
// columns. A workbook without a cell is io.EOF, one that is broken a fault.
func OpenBook(in io.Reader, most int64, columns int) (*Book, error) {
	packed, err := io.ReadAll(io.LimitReader(in, most+1))
	if err != nil {
		return nil, err
	}
	b := &Book{most: most, columns: columns, left: 2 * most, first: true}
	if int64(len(packed)) > most {
		return nil, b.large()
	}
	if err := b.unpackable(packed); err != nil {
		return nil, err
	}
	if b.file, err = excelize.OpenReader(bytes.NewReader(packed), excelize.Options{RawCellValue: true,
		UnzipSizeLimit: maxUnzipped, UnzipXMLSizeLimit: maxPart}); err != nil {
		return nil, unreadable(err)
	}
	for _, name := range b.file.GetSheetList() {
		rows, err := b.file.Rows(name)
		if err != nil {
			continue // a sheet of charts has none
		}
		if rows.Next() {
			b.rows = rows
			return b, nil
		}
		_ = rows.Close()
	}
	_ = b.file.Close()
	return nil, io.EOF
}

// Close gives back what the workbook takes.
func (b *Book) Close() { _, _ = b.rows.Close(), b.file.Close() }

// Read gives the next row; io.EOF behind the last.
func (b *Book) Read() ([]string, error) {
	if !b.first && !b.rows.Next() {
		if err := b.rows.Error(); err != nil {
			return nil, unreadable(err)
		}
		return nil, io.EOF
	}
	b.first = false
	cells, err := b.rows.Columns()
	if err != nil {
		return nil, unreadable(err)
	}
	if len(cells) > b.columns {
		return nil, fault.New(fault.TooLarge, "fault.feed_columns", "max", int64(b.columns))
	}
	for i, c := range cells {
		cells[i] = decimal(c)
		b.left -= int64(len(c))
	}
	if b.left < 0 {
		return nil, b.large()
	}
	return cells, nil
}

func (b *Book) large() error {
	return fault.New(fault.TooLarge, "fault.feed_large", "max", b.most>>20)
}

// unreadable is a file that is broken, or no workbook.
func unreadable(err error) error {
	return fault.New(fault.Invalid, "fault.feed_binary").Because(err)
}

// unpackable unpacks every part once, to nowhere, and refuses what comes to
// more than the bounds: what a file says of its sizes need not be true.
func (b *Book) unpackable(packed []byte) error {
	in := bytes.NewReader(packed)
	if n, err := Entries(in, in.Size(), maxParts); err != nil || n > maxParts {
		return b.large()
	}
	z, err := zip.NewReader(in, in.Size())
	if err != nil {
		return unreadable(err)
	}
	left := int64(maxUnzipped)
	for _, part := range z.File {
		r, err := part.Open()
		if err != nil {
			return unreadable(err)
		}
		n, err := io.Copy(io.Discard, io.LimitReader(r, left+1))
		_ = r.Close()
		if err != nil {
			return unreadable(err)
		}
		if left -= n; left < 0 {
			return b.large()
		}
		name := strings.ToLower(part.Name)
		spilled := strings.HasPrefix(name, "xl/worksheets/") || name == "xl/sharedstrings.xml" || strings.HasPrefix(name, "xl/media/")
		if n > maxPart && (!spilled || n/maxRatio > int64(part.CompressedSize64)) {
			return b.large()
		}
	}
	return nil
}

// long is a number as a sheet stores it: in full, or with an exponent.
var long = regexp.MustCompile(`^-?[0-9]+(\.[0-9]{6,}|(\.[0-9]+)?E[+-][0-9]{1,3})$`)

// decimal gives a number as its sheet shows it: 0.1+0.2 is stored with
// seventeen digits, of which fifteen are meant.
func decimal(cell string) string {
	if len(cell) > 40 || !long.MatchString(cell) {
		return cell
	}
	n, err := strconv.ParseFloat(cell, 64)
	if err != nil && !errors.Is(err, strconv.ErrRange) || n > 1e18 || n < -1e18 {
		return cell
	}
	if n, err = strconv.ParseFloat(strconv.FormatFloat(n, 'g', 15, 64), 64); err != nil {
		return cell
	}
	return strconv.FormatFloat(n, 'f', -1, 64)
}
