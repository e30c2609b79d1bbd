package bilingual

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"agora/fault"
)

// Read reads a file of either format, whole or not at all.
func Read(r io.Reader) ([]Unit, error) {
	body, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		return nil, err
	}
	switch {
	case len(body) > MaxBytes:
		return nil, fault.New(fault.TooLarge, "fault.feed_large", "max", int64(MaxBytes>>20))
	case bytes.HasPrefix(body, []byte("\xff\xfe")), bytes.HasPrefix(body, []byte("\xfe\xff")):
		return nil, fault.New(fault.Invalid, "fault.feed_utf16")
	case !utf8.Valid(body):
		return nil, fault.New(fault.Invalid, "fault.feed_encoding")
	}
	body = bytes.TrimPrefix(body, []byte("\xef\xbb\xbf"))
	read := readCSV
	if bytes.HasPrefix(bytes.TrimLeft(body, " \t\r\n"), []byte("<")) {
		read = readXLIFF
	}
	units, err := read(body)
	if err == nil && len(units) == 0 {
		err = errNone
	}
	return units, err
}

// errNone is a file that is none of ours.
var errNone = fault.New(fault.Invalid, "fault.words_file")

// broken is a file that ends or errs where it must not.
func broken(err error) error {
	if fault.List(err) != nil {
		return err
	}
	return fault.New(fault.Invalid, "fault.words_file").Because(err)
}

// columns are the heads of a CSV file. A file may have more, and in any order.
var columns = []string{"id", "from", "source", "language", "text", "machine"}

func writeCSV(w io.Writer, units []Unit) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil { // by which spreadsheets tell UTF-8
		return err
	}
	out := csv.NewWriter(w)
	if err := out.Write(columns); err != nil {
		return err
	}
	for _, u := range units {
		machine := ""
		if u.Machine {
			machine = "yes"
		}
		if err := out.Write([]string{guarded(u.id()), u.From, guarded(u.Source), u.Lang, guarded(u.Text), machine}); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func readCSV(body []byte) (units []Unit, err error) {
	rows := csv.NewReader(bytes.NewReader(body))
	rows.FieldsPerRecord, rows.ReuseRecord = -1, true
	first, _, _ := bytes.Cut(body, []byte("\n"))
	for _, c := range ";\t" { // as spreadsheets of half of the countries write it
		if bytes.ContainsRune(first, c) && !bytes.ContainsRune(first, ',') {
			rows.Comma = c
		}
	}
	head, err := rows.Read()
	if err != nil {
		return nil, broken(err)
	}
	at := map[string]int{}
	for i, name := range head {
		at[strings.ToLower(strings.TrimSpace(name))] = i
	}
	for _, name := range columns[:5] {
		if _, ok := at[name]; !ok {
			return nil, errNone
		}
	}
	for {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return units, nil
		}
		if err != nil {
			return nil, broken(err)
		}
		cell := func(name string) string {
			if i, ok := at[name]; ok && i < len(row) {
				return bare(row[i])
			}
			return ""
		}
		u := Unit{From: cell("from"), Source: cell("source"), Lang: cell("language"), Text: strings.TrimSpace(cell("text")), Machine: cell("machine") != ""}
		if !u.named(cell("id")) {
			continue // an empty row, or somebody's note
		}
		if units = append(units, u); len(units) > MaxUnits {
			return nil, fault.New(fault.TooLarge, "fault.feed_rows", "max", int64(MaxUnits))
		}
	}
}

// risky begins what a spreadsheet would take for a formula.
const risky = "=+-@'\t\r"

// guarded keeps a spreadsheet from running somebody's text.
func guarded(s string) string {
	if s != "" && strings.ContainsRune(risky, rune(s[0])) {
		return "'" + s
	}
	return s
}

func bare(s string) string {
	if len(s) > 1 && s[0] == '\'' && strings.ContainsRune(risky, rune(s[1])) {
		return s[1:]
	}
	return s
}
