package certificate

import (
	"time"
)

// Kind is what a certificate says of its holder.
type Kind string

// Kinds of certificates.
const (
	Attendance Kind = "attendance" // she was there
	Course     Kind = "course"     // she completed it
)

// Certificate is one certificate.
type Certificate struct {
	Number  Number
	Kind    Kind
	Source  string // for what it was given, by who gives it: "assembly:7"
	Holder  string // to whom, within Source: "seat:9"
	Issued  time.Time
	Revoked time.Time // zero while it is valid
	Words

	Place Place // where it is told whether it was taken back
}

// Place is one of those of a list. List 0 is none yet: of a certificate that was given
// before there were lists, and was not fetched since.
type Place struct{ List, Index int64 }

// Words are what stands on a certificate. They are a copy: what happens later to
// the event, the course or the person's name changes nothing.
type Words struct {
	Name    string            `json:"name"`  // of the holder, in her own script
	Title   map[string]string `json:"title"` // of the event or the course, by BCP 47
	By      string            `json:"by"`    // who stands for it
	From    time.Time         `json:"from"`  // when it was
	To      time.Time         `json:"to"`
	Zone    string            `json:"zone,omitempty"`    // IANA, in which these are dates; "" for UTC
	Minutes int64             `json:"minutes,omitempty"` // attended; 0 where nobody counts
	Points  int64             `json:"points,omitempty"`  // of 100, reached in tests; 0 where there are none

	Criteria map[string]string `json:"criteria,omitempty"` // what was asked of its holder, by BCP 47; empty where the kind says it
	Evidence []Evidence        `json:"evidence,omitempty"` // what she did for it
	Email    string            `json:"-"`                  // of the holder, to prove later that it is hers; kept as Identity only
	Identity *Identity         `json:"identity,omitempty"` // made by Issue; nil where no address was given
}

// Evidence is one thing that its holder did, where others may look at it.
type Evidence struct {
	Name map[string]string `json:"name"` // by BCP 47
	URL  string            `json:"url"`  // absolute, http or https
}

// Valid reports whether its issuer stands by it.
func (c Certificate) Valid() bool { return c.Revoked.IsZero() }

// Days are the first and the last day of what is certified, at noon UTC of the date
// that its own zone had.
func (w Words) Days() (first, last time.Time) {
	zone, err := time.LoadLocation(w.Zone)
	if err != nil {
		zone = time.UTC
	}
	date := func(t time.Time) time.Time {
		y, m, d := t.In(zone).Date()
		return time.Date(y, m, d, 12, 0, 0, 0, time.UTC)
	}
	return date(w.From), date(w.To)
}
