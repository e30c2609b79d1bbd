package hs

import (
	"bytes"
	_ "embed"
	"encoding/csv"
	"fmt"
	"io"
	"sync"
)

// Edition is the year of the list.
const Edition = 2022

// Entry is a line of the list: a chapter of two digits, a heading of four, or a
// code of six. Text is English, as the list has it.
type Entry struct{ Code, Text string }

// Meaning is what the list says of a code. Code is empty for what is named no
// closer than by its heading.
type Meaning struct{ Chapter, Heading, Code Entry }

//go:embed list/hs2022.csv
var listed []byte

// list is the whole of the Harmonized System.
type list struct {
	chapters map[string]Entry
	headings []heading // in the order of their codes
	place    map[string]int
}

// heading is a heading with its codes in their order.
type heading struct {
	Entry
	codes []Entry
}

// whole reads the list once; it is part of the program, so a fault in it is ours.
var whole = sync.OnceValue(func() list {
	l, err := readList(bytes.NewReader(listed))
	if err != nil {
		panic(err)
	}
	return l
})

// readList reads code and description, every parent before its children.
func readList(r io.Reader) (l list, err error) {
	in := csv.NewReader(r)
	in.FieldsPerRecord = 2
	rows, err := in.ReadAll()
	if err != nil || len(rows) == 0 {
		return l, fmt.Errorf("hs: list: %w", err)
	}
	l = list{chapters: map[string]Entry{}, place: map[string]int{}}
	for n, row := range rows[1:] {
		if !l.add(Entry{row[0], row[1]}) {
			return l, fmt.Errorf("hs: list: row %d: %q has no place", n+2, row[0])
		}
	}
	return l, nil
}

func (l *list) add(e Entry) bool {
	if !digits(e.Code) || e.Text == "" {
		return false
	}
	switch len(e.Code) {
	case 2:
		l.chapters[e.Code] = e
	case 4:
		if _, ok := l.place[e.Code]; ok || l.chapters[e.Code[:2]].Code == "" {
			return false
		}
		l.place[e.Code] = len(l.headings)
		l.headings = append(l.headings, heading{Entry: e})
	case 6:
		at, ok := l.place[e.Code[:4]]
		if !ok {
			return false
		}
		l.headings[at].codes = append(l.headings[at].codes, e)
	default:
		return false
	}
	return true
}

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// Lookup says what a code of four to ten digits means; digits after the sixth are
// a country's own and are not looked at. It is false for what the list has not.
func Lookup(code string) (m Meaning, ok bool) {
	if len(code) < 4 || len(code) == 5 || len(code) > 10 || !digits(code) {
		return m, false
	}
	l := whole()
	at, ok := l.place[code[:4]]
	if !ok {
		return m, false
	}
	m.Chapter, m.Heading = l.chapters[code[:2]], l.headings[at].Entry
	if len(code) == 4 {
		return m, true
	}
	for _, e := range l.headings[at].codes {
		if e.Code == code[:6] {
			m.Code = e
			return m, true
		}
	}
	return m, false
}

// Closest is the line that names the code best: six digits where there are.
func (m Meaning) Closest() Entry {
	if m.Code.Code != "" {
		return m.Code
	}
	return m.Heading
}
