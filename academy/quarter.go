package academy

import (
	"fmt"
	"time"
)

// Quarter is three months of a year: {2026, 4} begins with October. The zero one is all
// time.
type Quarter struct{ Year, Number int }

// QuarterOf is the one of a moment.
func QuarterOf(t time.Time) Quarter { return Quarter{t.Year(), (int(t.Month())-1)/3 + 1} }

// ParseQuarter reads what String writes; the zero one for anything else.
func ParseQuarter(s string) (q Quarter) {
	if _, err := fmt.Sscanf(s, "%4dq%1d", &q.Year, &q.Number); err != nil || q.String() != s || q.Year < 2000 || q.Number < 1 || q.Number > 4 {
		return Quarter{}
	}
	return q
}

// String is such as "2026q4"; "" for all time.
func (q Quarter) String() string {
	if q == (Quarter{}) {
		return ""
	}
	return fmt.Sprintf("%04dq%d", q.Year, q.Number)
}

// Bounds are when it begins, and when the next one does; zero for all time.
func (q Quarter) Bounds() (from, to time.Time) {
	if q == (Quarter{}) {
		return from, to
	}
	from = time.Date(q.Year, time.Month(q.Number*3-2), 1, 0, 0, 0, 0, time.UTC)
	return from, from.AddDate(0, 3, 0)
}

// Before is the quarter before.
func (q Quarter) Before() Quarter {
	from, _ := q.Bounds()
	return QuarterOf(from.AddDate(0, -1, 0))
}
