package relief

import (
	"encoding/json"
	"io"
	"iter"
	"time"

	"agora/db"
	"agora/fault"
	"agora/goods"
)

// RecordKind is which list of another system a record is of.
type RecordKind string

// Kinds of lists.
const (
	Offers  RecordKind = "offers"
	Matches RecordKind = "matches"
)

// RecordKinds are all kinds.
var RecordKinds = []RecordKind{Offers, Matches}

// LineDropped is the verdict of a person on a line that was parked.
const LineDropped Verdict = "dropped"

// offered is the status of an offer; matches have those of PastStatus.
const offered PastStatus = "offered"

// Record is a line of another system's list as it is kept. One that is good counts in
// sums of its own, never in those of the crisis.
type Record struct {
	Crisis  CrisisID
	Kind    RecordKind
	Key     string // the same for the same line of the same file
	Row     int64  // line of the file
	Verdict Verdict
	Item    goods.ItemID // 0 while it is not good
	Units   int64
	Status  PastStatus
	Began   time.Time
	Ended   time.Time
	RecordNote
}

// RecordNote is what a line said, what is wrong with it, and what a person made of it.
type RecordNote struct {
	Cells  []string      `json:"cells"` // by the columns of its kind
	Mended []string      `json:"mended,omitempty"`
	By     string        `json:"by,omitempty"` // who mended or dropped it
	Faults []RecordFault `json:"faults,omitempty"`
}

// RecordFault is what is wrong with a column.
type RecordFault struct {
	Field string `json:"field"`
	Key   string `json:"key"`
	Args  []any  `json:"args,omitempty"`
}

// Error gives it as a fault, which says the cure.
func (f RecordFault) Error() *fault.Error {
	e := &fault.Error{Kind: fault.Invalid, Field: f.Field, Key: f.Key}
	for _, a := range f.Args {
		if n, ok := a.(float64); ok { // JSON has no whole numbers
			a = int64(n)
		}
		e.Args = append(e.Args, a)
	}
	return e
}

// Columns are those of a kind of list.
func (k RecordKind) Columns() []string { return k.shape().columns }

func (k RecordKind) shape() shape {
	if k == Matches {
		return matchShape
	}
	return offerShape
}

// entry is a line of either kind, as it was read.
type entry struct {
	Record
	id    string // of what it says
	code  string // of its item
	offer PastOffer
}

// readRecords reads a list of a kind, line after line.
func readRecords(kind RecordKind, r io.Reader, now time.Time) iter.Seq2[entry, error] {
	if kind == Matches {
		return entries(kind, ReadMatches(r, now), func(e *entry, m PastMatch) {
			e.code, e.Units, e.Status, e.Began, e.Ended = m.Item, m.Units, m.Status, m.Created, m.Ended
		})
	}
	return entries(kind, ReadOffers(r, now), func(e *entry, o PastOffer) {
		e.code, e.Units, e.Status, e.Began, e.offer = o.Item, o.Units, offered, o.Created, o
	})
}

func entries[T any](kind RecordKind, lines iter.Seq2[Past[T], error], fill func(*entry, T)) iter.Seq2[entry, error] {
	return func(yield func(entry, error) bool) {
		for p, err := range lines {
			if err != nil {
				yield(entry{}, err)
				return
			}
			e := entry{Record: Record{Kind: kind, Row: p.Row, Verdict: p.Verdict, RecordNote: RecordNote{Cells: p.Cells}}, id: p.ID}
			for _, f := range p.Faults {
				e.Faults = append(e.Faults, RecordFault{f.Field, f.Key, f.Args})
			}
			if fill(&e, p.Said); !yield(e, nil) {
				return
			}
		}
	}
}

const recordColumns = "crisis_id, kind, line_id, said_id, line, verdict, item_id, units, status, began, ended, doc"

func scanRecord(scan db.Scan) (r Record, err error) {
	var said, doc string
	var began, ended int64
	if err := scan((*int64)(&r.Crisis), (*string)(&r.Kind), &r.Key, &said, &r.Row, (*string)(&r.Verdict), (*int64)(&r.Item), &r.Units, (*string)(&r.Status), &began, &ended, &doc); err != nil {
		return r, err
	}
	r.Began, r.Ended = db.Time(began), db.Time(ended)
	return r, json.Unmarshal([]byte(doc), &r.RecordNote)
}
