package feed

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

// workbook reads the first sheet of an XLSX file that has a cell.
func workbook(in io.Reader) (t *table, err error) {
	packed, err := io.ReadAll(in)
	if err != nil {
		return nil, err
	}
	if err := unpackable(packed); err != nil {
		return nil, err
	}
	book, err := excelize.OpenReader(bytes.NewReader(packed), excelize.Options{RawCellValue: true,
		UnzipSizeLimit: maxUnzipped, UnzipXMLSizeLimit: maxPart})
	if err != nil {
		return nil, unreadable(err)
	}
	for _, name := range book.GetSheetList() {
		rows, err := book.Rows(name)
		if err != nil {
			continue // a sheet of charts has none
		}
		if !rows.Next() {
			_ = rows.Close()
			continue
		}
		first, left := true, int64(2*MaxBytes)
		return &table{
			close: func() { _, _ = rows.Close(), book.Close() },
			next: func() ([]string, error) {
				if !first && !rows.Next() {
					if err := rows.Error(); err != nil {
						return nil, unreadable(err)
					}
					return nil, io.EOF
				}
				first = false
				cells, err := rows.Columns()
				if err != nil {
					return nil, unreadable(err)
				}
				if len(cells) > maxColumns {
					return nil, fault.New(fault.TooLarge, "fault.feed_columns", "max", int64(maxColumns))
				}
				for i, c := range cells {
					cells[i] = decimal(c)
					left -= int64(len(c)) // a long text may be named by every cell
				}
				if left < 0 {
					return nil, tooLarge()
				}
				return cells, nil
			},
		}, nil
	}
	_ = book.Close()
	return nil, fault.New(fault.Invalid, "fault.feed_empty")
}

// unreadable is a file that is broken, or no workbook.
func unreadable(err error) error {
	return fault.New(fault.Invalid, "fault.feed_binary").Because(err)
}

// unpackable unpacks every part once, to nowhere, and refuses what comes to
// more than the bounds: what a file says of its sizes need not be true.
func unpackable(packed []byte) error {
	in := bytes.NewReader(packed)
	if n, err := entries(in, in.Size(), maxParts); err != nil || n > maxParts {
		return tooLarge()
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
			return tooLarge()
		}
		name := strings.ToLower(part.Name)
		spilled := strings.HasPrefix(name, "xl/worksheets/") || name == "xl/sharedstrings.xml" || strings.HasPrefix(name, "xl/media/")
		if n > maxPart && (!spilled || n/maxRatio > int64(part.CompressedSize64)) {
			return tooLarge()
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
