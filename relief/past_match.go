package relief

import (
	"io"
	"iter"
	"slices"
	"strings"
	"time"
)

// PastMatch is what went, or should have gone, of one item from a donor to a facility.
type PastMatch struct {
	Match, Donor, Facility string // random keys
	Status                 PastStatus
	Reason                 string // of PastReasons; "" for none
	Created, Ended         time.Time
	Item                   string // code of an item of PastItems
	Units                  int64  // in the unit of the item
}

// PastStatus is how a match ended.
type PastStatus string

// States of a match.
const (
	PastDelivered PastStatus = "delivered"
	PastClosed    PastStatus = "closed"    // without a delivery
	PastWaiting   PastStatus = "pre_match" // it never went further
)

// PastReasons are why a match ended or how far it came. Those that begin with "test"
// moved nothing.
var PastReasons = []string{"no_supply", "no_contact_facility", "no_need", "no_contact_donor", "prefers_different", "donor_update", "email_to_donor", "test_match",
	"not_contacted", "contacted", "facility_responded"}

var matchShape = shape{"match", []string{"matchkey", "donorkey", "facilitykey", "matchstatus", "matchsubstatus", "matchCreated", "closedOrDelivered", "enumcode", "qty"}, []int{0, 7}}

// ReadMatches reads what was matched, as GetUsPPE published it; nothing is later than
// now. An error is of the file, and ends it.
func ReadMatches(r io.Reader, now time.Time) iter.Seq2[Past[PastMatch], error] {
	return readPast(r, now, matchShape, func(l *pastLine) (m PastMatch) {
		m.Match, m.Donor, m.Facility = l.key(0), l.key(1), l.key(2)
		if m.Status = PastStatus(l.key(3)); m.Status != "" && m.Status != PastDelivered && m.Status != PastClosed && m.Status != PastWaiting {
			l.refuse(3, "fault.choice")
		}
		m.Reason = l.reason(4)
		m.Created, m.Ended = l.span(5, 6)
		m.Item, m.Units = l.goods(7, 8)
		return m
	})
}

// reason reads why a match ended.
func (l *pastLine) reason(column int) string {
	v := l.word(column)
	switch {
	case strings.HasPrefix(v, "test"):
		l.refuse(column, "fault.relief_test")
	case v != "" && !slices.Contains(PastReasons, v):
		l.park(column, "fault.choice")
	}
	return v
}

// span reads from when to when it was.
func (l *pastLine) span(from, to int) (begin, end time.Time) {
	begin = l.time(from)
	if l.word(to) == "" {
		l.park(to, "fault.relief_no_end")
		return begin, end
	}
	if end = l.time(to); !begin.IsZero() && !end.IsZero() && end.Before(begin) {
		l.park(to, "fault.day_order")
	}
	return begin, end
}
