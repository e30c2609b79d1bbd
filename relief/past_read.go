package relief

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"iter"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"agora/fault"
)

// Bounds of records.
const (
	MaxPastBytes = 16 << 20
	maxPastRows  = 200_000
)

// shape is how a file of records looks.
type shape struct {
	kind    string
	columns []string
	subject []int // columns that say what a line is about; the last is its item
}

// readPast gives line after line. An error ends it: it is a fault of the file, and
// nothing below was read.
func readPast[T any](r io.Reader, now time.Time, s shape, read func(*pastLine) T) iter.Seq2[Past[T], error] {
	return func(yield func(Past[T], error) bool) {
		f, err := openPast(r, s)
		for err == nil {
			var cells []string
			if cells, err = f.next(); err != nil {
				break
			}
			line, _ := f.in.FieldPos(0)
			l := pastLine{shape: s, at: f.at, cells: cells, now: now}
			p := Past[T]{Row: int64(line), ID: f.id(cells), Subject: f.about(cells), Cells: f.kept(cells), Said: read(&l)}
			if want := f.width; len(cells) != want {
				l.refuse(0, "fault.feed_ragged", "have", int64(len(cells)), "want", int64(want))
			}
			f.repeated(&l, p.ID, p.Subject, p.Row)
			if p.Verdict, p.Faults = l.verdict(), l.faults; !yield(p, nil) {
				return
			}
		}
		var torn *csv.ParseError
		switch {
		case errors.Is(err, io.EOF):
		case errors.As(err, &torn):
			yield(Past[T]{Row: int64(torn.StartLine), Verdict: LineRefused, Faults: fault.Fields{fault.Field("file", "fault.feed_quote")}}, nil)
		default:
			yield(Past[T]{}, err)
		}
	}
}

// pastFile is a file of records that is being read.
type pastFile struct {
	shape
	in    *csv.Reader
	at    []int // where the columns stand
	width int
	rows  int
	seen  map[string]int64 // line of each ID and subject
}

func openPast(r io.Reader, s shape) (*pastFile, error) {
	body := bufio.NewReader(&bounded{r: r, left: MaxPastBytes})
	switch mark, _ := body.Peek(3); {
	case bytes.HasPrefix(mark, []byte("\xff\xfe")), bytes.HasPrefix(mark, []byte("\xfe\xff")):
		return nil, fault.Field("file", "fault.feed_utf16")
	case bytes.Equal(mark, []byte("\xef\xbb\xbf")):
		_, _ = body.Discard(len(mark))
	}
	f := &pastFile{shape: s, in: csv.NewReader(body), seen: map[string]int64{}}
	f.in.FieldsPerRecord, f.in.ReuseRecord = -1, true
	names, err := f.in.Read()
	if errors.Is(err, io.EOF) {
		return nil, fault.Field("file", "fault.required")
	}
	if err != nil {
		return nil, err
	}
	f.width = len(names)
	for _, want := range s.columns {
		at := slices.IndexFunc(names, func(c string) bool { return strings.EqualFold(strings.TrimSpace(c), want) })
		if at < 0 {
			return nil, fault.Field("file", "fault.relief_columns", "columns", strings.Join(s.columns, ", "))
		}
		f.at = append(f.at, at)
	}
	return f, nil
}

// next reads a line.
func (f *pastFile) next() ([]string, error) {
	cells, err := f.in.Read()
	if err != nil {
		return nil, err
	}
	if f.rows++; f.rows > maxPastRows {
		return nil, fault.New(fault.TooLarge, "fault.feed_rows", "max", int64(maxPastRows))
	}
	if slices.ContainsFunc(cells, func(c string) bool { return !utf8.ValidString(c) || strings.ContainsRune(c, 0) }) {
		return nil, fault.Field("file", "fault.feed_encoding")
	}
	return cells, nil
}

// repeated says whether a line came before: the same again is refused, something else
// about the same is parked, for it may be a part of the whole or its correction.
func (f *pastFile) repeated(l *pastLine, id, subject string, row int64) {
	if first := f.seen[id]; first != 0 {
		l.refuse(f.subject[0], "fault.relief_again", "row", first)
		return
	}
	if first := f.seen[subject]; first != 0 {
		l.park(f.subject[0], "fault.relief_differs", "row", first)
	} else {
		f.seen[subject] = row
	}
	f.seen[id] = row
}

// bounded reads no more than so many bytes, and says so instead of an end.
type bounded struct {
	r    io.Reader
	left int64
}

func (b *bounded) Read(p []byte) (int, error) {
	if b.left < 0 {
		return 0, fault.New(fault.TooLarge, "fault.feed_large", "max", int64(MaxPastBytes>>20))
	}
	n, err := b.r.Read(p[:min(int64(len(p)), b.left+1)])
	b.left -= int64(n)
	return n, err
}
