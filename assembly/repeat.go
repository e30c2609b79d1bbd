package assembly

import (
	"slices"
	"strings"
	"time"

	"github.com/teambition/rrule-go"

	"agora/fault"
)

// Every is how often a session comes again.
type Every string

// Hows. Those of months follow the date of the first session.
const (
	Once         Every = ""           // it does not
	Weekly       Every = "week"       // on Repeat.Days
	Fortnightly  Every = "fortnight"  // the same, every second week
	MonthlyNth   Every = "month_nth"  // on the second Tuesday, when the first is one
	MonthlyLast  Every = "month_last" // on the last Tuesday
	MonthlyDate  Every = "month_date" // on the 31st, in months that have one
	maxRepeats         = 60           // sessions of a series
	maxException       = 60           // days left out of it
)

// Everies are all hows in the order in which they are offered.
var Everies = []Every{Once, Weekly, Fortnightly, MonthlyNth, MonthlyLast, MonthlyDate}

// Repeat says when a session comes again, in words of RFC 5545: until a day, or
// so many times.
type Repeat struct {
	Every  Every          `json:"every"`
	Days   []time.Weekday `json:"days,omitempty"`   // of a week; that of the first session is always one
	Count  int64          `json:"count,omitempty"`  // with the first; 0 for Until
	Until  string         `json:"until,omitempty"`  // the last day, "2026-12-31"
	Except []string       `json:"except,omitempty"` // days on which it does not take place
}

// days are those of a week as the rule says them, Monday first.
var days = [7]rrule.Weekday{time.Monday: rrule.MO, time.Tuesday: rrule.TU, time.Wednesday: rrule.WE, time.Thursday: rrule.TH, time.Friday: rrule.FR, time.Saturday: rrule.SA, time.Sunday: rrule.SU}

// floating is a time as a clock on the wall shows it, kept as if it were UTC: a
// rule counts days of the wall.
func floating(at time.Time) time.Time {
	y, m, d := at.Date()
	return time.Date(y, m, d, at.Hour(), at.Minute(), 0, 0, time.UTC)
}

// on puts a floating time into a zone. Where the clock goes forward over it, the
// time is read as the clock would show it without the change (RFC 5545, 3.3.5);
// where it goes back, it is the first of the two.
func on(wall time.Time, zone *time.Location) time.Time {
	if at, ok := When(wall.Format(Typed), zone); ok {
		return at
	}
	_, offset := time.Date(wall.Year(), wall.Month(), wall.Day(), wall.Hour()-3, wall.Minute(), 0, 0, zone).Zone()
	return wall.Add(-time.Duration(offset) * time.Second)
}

// rule writes the rule for a session whose first begins at a floating time.
func (r Repeat) rule(first time.Time) (o rrule.ROption, err error) {
	o = rrule.ROption{Dtstart: first, Interval: 1}
	nth := (first.Day()-1)/7 + 1
	switch day := days[first.Weekday()]; r.Every {
	case Weekly, Fortnightly:
		o.Freq = rrule.WEEKLY
		if r.Every == Fortnightly {
			o.Interval = 2
		}
		o.Byweekday = []rrule.Weekday{day}
		for _, d := range r.Days {
			if d < 0 || d > 6 {
				return o, fault.Field("days", "fault.choice")
			}
			if !slices.Contains(o.Byweekday, days[d]) {
				o.Byweekday = append(o.Byweekday, days[d])
			}
		}
	case MonthlyNth:
		o.Freq, o.Byweekday = rrule.MONTHLY, []rrule.Weekday{day.Nth(nth)}
	case MonthlyLast:
		if first.AddDate(0, 0, 7).Month() == first.Month() {
			return o, fault.Field("every", "fault.repeat_last")
		}
		o.Freq, o.Byweekday = rrule.MONTHLY, []rrule.Weekday{day.Nth(-1)}
	case MonthlyDate:
		o.Freq, o.Bymonthday = rrule.MONTHLY, []int{first.Day()}
	default:
		return o, fault.Field("every", "fault.choice")
	}
	switch {
	case r.Count > maxRepeats || r.Count < 0:
		return o, fault.Field("count", "fault.at_most", "max", int64(maxRepeats))
	case r.Count > 0:
		o.Count = int(r.Count)
		return o, nil
	}
	last, err := time.Parse(time.DateOnly, r.Until)
	if err != nil {
		return o, fault.Field("until", "fault.required")
	}
	o.Until = last.AddDate(0, 0, 1).Add(-time.Second)
	return o, nil
}

// Rule is the rule in words of RFC 5545 ("FREQ=WEEKLY;BYDAY=MO,WE;COUNT=12") for a
// session that begins first at a time in the zone of its event; "" for none.
func (r Repeat) Rule(first time.Time) string {
	o, err := r.rule(floating(first))
	if err != nil {
		return ""
	}
	return o.RRuleString()
}

// Times gives when a session takes place that begins first at a time, the first
// of them included, by the clock of a zone.
func (r Repeat) Times(first time.Time, zone *time.Location) (list []time.Time, err error) {
	wall := floating(first.In(zone))
	o, err := r.rule(wall)
	if err != nil {
		return nil, err
	}
	out, err := r.exceptions()
	if err != nil {
		return nil, err
	}
	rule, err := rrule.NewRRule(o)
	if err != nil {
		return nil, fault.Field("every", "fault.choice")
	}
	next := rule.Iterator()
	for n := 0; ; n++ {
		at, ok := next()
		if !ok {
			return list, nil
		}
		if n >= maxRepeats {
			return nil, fault.Field("until", "fault.at_most", "max", int64(maxRepeats))
		}
		if n == 0 || !out[at.Format(time.DateOnly)] { // the first is there already
			list = append(list, on(at, zone))
		}
	}
}

// exceptions reads the days on which a session does not take place.
func (r Repeat) exceptions() (map[string]bool, error) {
	if len(r.Except) > maxException {
		return nil, fault.Field("except", "fault.at_most", "max", int64(maxException))
	}
	out := map[string]bool{}
	for _, day := range r.Except {
		if _, err := time.Parse(time.DateOnly, day); err != nil {
			return nil, fault.Field("except", "fault.repeat_days", "day", strings.ToValidUTF8(day, ""))
		}
		out[day] = true
	}
	return out, nil
}
