package relief

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"agora/fault"
)

// Verdict is what becomes of a line of another system's records.
type Verdict string

// Verdicts, from the best.
const (
	LineGood    Verdict = "good"
	LineParked  Verdict = "parked"  // a person must look: it may be true
	LineRefused Verdict = "refused" // it cannot be used
)

// Past is one line of another system's records.
type Past[T any] struct {
	Row     int64  // line of the file, of which the first names the columns
	ID      string // of what the line says: a second reading gives the same
	Subject string // of what it is about: the same item of the same offer or match
	Verdict Verdict
	Faults  fault.Fields // why it is not good; Field is the column
	Cells   []string     // what stands in the columns that are read, cut where it is long
	Said    T            // what could be read of it, complete when it is good
}

// PastCount is how many lines are good, parked and refused, and how many have which
// fault; a line can have several.
type PastCount struct {
	Good, Parked, Refused int64
	Why                   map[PastReason]int64
}

// PastReason is a fault of a column.
type PastReason struct{ Field, Key string }

// Add counts one line.
func (c *PastCount) Add(v Verdict, faults fault.Fields) {
	switch v {
	case LineGood:
		c.Good++
	case LineParked:
		c.Parked++
	case LineRefused:
		c.Refused++
	}
	if c.Why == nil {
		c.Why = map[PastReason]int64{}
	}
	for _, f := range faults {
		c.Why[PastReason{f.Field, f.Key}]++
	}
}

// Reasons are those that were counted, by column and key.
func (c *PastCount) Reasons() []PastReason {
	return slices.SortedFunc(maps.Keys(c.Why), func(a, b PastReason) int {
		return cmp.Or(cmp.Compare(a.Field, b.Field), cmp.Compare(a.Key, b.Key))
	})
}

// String is for logs.
func (c *PastCount) String() string {
	return fmt.Sprintf("%d good, %d parked, %d refused", c.Good, c.Parked, c.Refused)
}
