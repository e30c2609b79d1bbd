package relief

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"agora/fault"
)

// maxPastCell bounds a cell, in characters: a key is 36.
const maxPastCell = 64

// pastLine is a line that is being read; cells are asked for by their place in the shape.
type pastLine struct {
	shape
	at      []int
	cells   []string
	now     time.Time
	refused bool
	faults  fault.Fields
}

func (l *pastLine) park(column int, key string, args ...any) {
	l.faults.Add(l.columns[column], key, args...)
}

func (l *pastLine) refuse(column int, key string, args ...any) {
	l.refused = true
	l.park(column, key, args...)
}

func (l *pastLine) verdict() Verdict {
	switch {
	case l.refused:
		return LineRefused
	case len(l.faults) > 0:
		return LineParked
	}
	return LineGood
}

// cell gives what stands in a column.
func (s shape) cell(at []int, cells []string, column int) string {
	if i := at[column]; i < len(cells) {
		return strings.TrimSpace(cells[i])
	}
	return ""
}

// word gives a short text, which may be empty.
func (l *pastLine) word(column int) string {
	v := l.cell(l.at, l.cells, column)
	if utf8.RuneCountInString(v) > maxPastCell {
		l.refuse(column, "fault.too_long", "max", int64(maxPastCell))
		return ""
	}
	return v
}

// key gives a text that has to be there.
func (l *pastLine) key(column int) string {
	v := l.word(column)
	if v == "" {
		l.refuse(column, "fault.required")
	}
	return v
}

// time reads when something was, "2020-06-22 07:38:09.981 UTC"; it has to be there.
func (l *pastLine) time(column int) time.Time {
	v := l.key(column)
	if v == "" {
		return time.Time{}
	}
	at, err := time.Parse("2006-01-02 15:04:05 UTC", v)
	switch {
	case err != nil || at.Year() < 2000:
		l.refuse(column, "fault.relief_day")
	case at.After(l.now):
		l.refuse(column, "fault.relief_future")
	default:
		return at
	}
	return time.Time{}
}

// goods reads how many units of which item it is. What nobody can have is refused, what
// nobody is known to have had is parked.
func (l *pastLine) goods(item, quantity int) (string, int64) {
	code := l.key(item)
	if code == "" {
		return "", 0
	}
	i, known := pastItem(code)
	if !known {
		l.refuse(item, "fault.relief_item", "code", code)
		return "", 0
	}
	n, err := strconv.ParseInt(l.cell(l.at, l.cells, quantity), 10, 64)
	switch {
	case err != nil || n < 1 || n > MostUnits/i.Each:
		l.refuse(quantity, "fault.number_range", "min", int64(1), "max", i.Most/i.Each)
		return i.Code, 0
	case n > i.Most/i.Each:
		l.park(quantity, "fault.relief_absurd", "max", i.Most/i.Each, "code", i.Code)
	}
	return i.Code, n * i.Each
}

// id names what a line says.
func (f *pastFile) id(cells []string) string {
	h := make([]string, len(f.columns))
	for i := range f.columns {
		h[i] = f.cell(f.at, cells, i)
	}
	return lineName(f.kind, h)
}

// about names what a line is about.
func (f *pastFile) about(cells []string) string {
	h := make([]string, len(f.subject))
	for i, column := range f.subject {
		h[i] = f.cell(f.at, cells, column)
	}
	return lineName(f.kind+" about", h)
}

// kept gives what stands in each column, as far as it is kept.
func (f *pastFile) kept(cells []string) []string {
	list := make([]string, len(f.columns))
	for i := range f.columns {
		if list[i] = strings.Clone(f.cell(f.at, cells, i)); utf8.RuneCountInString(list[i]) > maxLine {
			list[i] = string([]rune(list[i])[:maxLine])
		}
	}
	return list
}

// lineName hashes cells, each with its length, so that no two lists run together.
func lineName(kind string, cells []string) string {
	h := sha256.New()
	for _, c := range append([]string{kind}, cells...) {
		fmt.Fprintf(h, "%d:%s", len(c), c)
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}
