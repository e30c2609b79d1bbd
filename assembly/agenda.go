package assembly

import "time"

// Day is one day of an agenda, in the zone of who reads it.
type Day struct {
	Date     time.Time // its midnight in that zone
	Sessions []Session // by time, in that zone
}

// Agenda puts sessions, sorted by time, into days as a zone has them. A session
// that goes on after midnight stands whole on the day it begins.
func Agenda(list []Session, zone *time.Location) (days []Day) {
	for _, s := range list {
		s.Starts, s.Ends = s.Starts.In(zone), s.Ends.In(zone)
		y, m, d := s.Starts.Date()
		if date := time.Date(y, m, d, 0, 0, 0, 0, zone); len(days) == 0 || !sameDay(days[len(days)-1].Date, s.Starts) {
			days = append(days, Day{Date: date})
		}
		last := &days[len(days)-1]
		last.Sessions = append(last.Sessions, s)
	}
	return days
}

// sameDay reports whether two times of one zone have one date. Midnights are not
// compared: where the clock goes forward at midnight there is none.
func sameDay(a, b time.Time) bool {
	ay, am, ad := a.Date()
	by, bm, bd := b.Date()
	return ay == by && am == bm && ad == bd
}

// Typed is how a browser sends a local time, as a layout of package time.
const Typed = "2006-01-02T15:04"

// When reads a time that a host typed ("2026-11-23T14:30") in the zone of an
// event. Where the clock goes forward over it the time does not exist, and ok is
// false; where the clock goes back it is the first of the two.
func When(typed string, zone *time.Location) (at time.Time, ok bool) {
	at, err := time.ParseInLocation(Typed, typed, zone)
	if err != nil || at.Format(Typed) != typed {
		return time.Time{}, false
	}
	if earlier := at.Add(-time.Hour); earlier.Format(Typed) == typed {
		at = earlier
	}
	return at.UTC(), true
}
