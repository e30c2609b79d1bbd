package assembly

import (
	"slices"
	"time"
	"unicode/utf8"

	"agora/catalog"
	"agora/country"
	"agora/db"
	"agora/fault"
	"agora/reel"
)

// EventID names an event.
type EventID int64

// Kind is what sort of event it is.
type Kind string

// Kinds of events.
const (
	Conference  Kind = "conference"
	Class       Kind = "class"
	Webinar     Kind = "webinar"
	LiveSale    Kind = "live_sale"
	OfficeHours Kind = "office_hours"
)

// Kinds are all kinds, in the order in which they are offered.
var Kinds = []Kind{Conference, Class, Webinar, LiveSale, OfficeHours}

// EventState is how far an event is.
type EventState string

// States of an event. A draft is seen by its hosts only.
const (
	Draft     EventState = "draft"
	Published EventState = "published"
	Cancelled EventState = "cancelled"
)

// Event is one event.
type Event struct {
	ID                EventID
	Host              db.ShopID // db.House: the organisation that runs the node
	State             EventState
	Starts, Ends      time.Time
	Capacity          int64 // seats; 0 for no limit
	Admitted, Waiting int64 // seats taken, people who wait
	Revision          int64 // rises with every change
	Plan
}

// Plan is what hosts write about an event.
type Plan struct {
	Kind          Kind           `json:"kind"`
	Listed        bool           `json:"listed"` // everybody finds it; else only who has its address
	Title         catalog.Texts  `json:"title"`
	About         catalog.Texts  `json:"about,omitempty"`
	Consent       catalog.Texts  `json:"consent,omitempty"` // what one agrees to; empty for the node's own words
	Venue         string         `json:"venue,omitempty"`   // "" when it is online only
	Zone          string         `json:"zone"`              // IANA, of the venue: "Asia/Bishkek"
	Langs         []string       `json:"langs"`             // BCP 47: the floor's first, then those it is interpreted into
	Organisations []Organisation `json:"organisations,omitempty"`
	Appeal        Appeal         `json:"appeal,omitzero"`     // its call for speakers
	Refund        int64          `json:"refund,omitempty"`    // days before it, until which a ticket is refunded; below 0 for never
	Certify       int64          `json:"certify,omitempty"`   // minutes of attendance that a certificate asks for; 0 for no certificates
	Record        bool           `json:"record,omitempty"`    // its sessions are kept for a replay
	Broadcast     bool           `json:"broadcast,omitempty"` // and streamed to those beyond their rooms
}

// Bounds of an event.
const (
	maxTitle      = 160
	maxAbout      = 6_000
	maxName       = 120
	maxLangs      = 12
	maxCapacity   = 100_000
	maxDays       = 31
	maxSeriesDays = 366 // of what comes again: classes and office hours
	maxCertify    = maxDays * 24 * 60
)

// days is how many an event of a kind may take.
func (k Kind) days() int64 {
	if k == Class || k == OfficeHours {
		return maxSeriesDays
	}
	return maxDays
}

// Location is the zone of an event; UTC when it is not known.
func (p Plan) Location() *time.Location {
	l, _ := country.Location(p.Zone)
	return l
}

// Channels are what is heard of a session: the floor, and each language that it is
// interpreted into.
func (p Plan) Channels() []string {
	return append([]string{reel.Floor}, p.Langs[min(1, len(p.Langs)):]...)
}

// Live reports whether people can register: published, and not at its end.
func (e Event) Live(now time.Time) bool { return e.State == Published && now.Before(e.Ends) }

// Full reports whether who registers now has to wait.
func (e Event) Full() bool { return e.Capacity > 0 && e.Admitted >= e.Capacity }

// check judges what a host entered, by fields of her form.
func (e Event) check() error {
	var bad fault.Fields
	if !slices.Contains(Kinds, e.Kind) {
		bad.Add("kind", "fault.choice")
	}
	if e.Title.Empty() {
		bad.Add("title", "fault.required")
	}
	texts(&bad, "title", e.Title, maxTitle)
	texts(&bad, "about", e.About, maxAbout)
	texts(&bad, "consent", e.Consent, maxAbout)
	long(&bad, "venue", e.Venue, maxName)
	if _, ok := country.Location(e.Zone); !ok {
		bad.Add("zone", "fault.zone")
	}
	if len(e.Langs) == 0 || len(e.Langs) > maxLangs {
		bad.Add("langs", "fault.event_langs", "max", int64(maxLangs))
	}
	for i, l := range e.Langs {
		if !tag(l) || slices.Contains(e.Langs[:i], l) {
			bad.Add("langs", "fault.event_langs", "max", int64(maxLangs))
			break
		}
	}
	e.checkOrganisations(&bad)
	if e.Starts.IsZero() {
		bad.Add("starts", "fault.required")
	}
	switch {
	case e.Ends.IsZero():
		bad.Add("ends", "fault.required")
	case !e.Ends.After(e.Starts) || e.Ends.Sub(e.Starts) > time.Duration(e.Kind.days())*24*time.Hour:
		bad.Add("ends", "fault.event_ends", "days", e.Kind.days())
	}
	if e.Capacity < 0 || e.Capacity > maxCapacity {
		bad.Add("capacity", "fault.at_most", "max", int64(maxCapacity))
	}
	if e.Certify < 0 || e.Certify > maxCertify {
		bad.Add("certify", "fault.at_most", "max", int64(maxCertify))
	}
	if e.Refund < -1 || e.Refund > maxSeriesDays {
		bad.Add("refund", "fault.at_most", "max", int64(maxSeriesDays))
	}
	return bad.Err()
}

// tag reports a language tag as this package keeps them: "ky", "uz-Cyrl".
func tag(s string) bool {
	if len(s) < 2 || len(s) > 20 {
		return false
	}
	for _, c := range s {
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '-' {
			return false
		}
	}
	return true
}

// texts notes a text that is too long.
func texts(bad *fault.Fields, field string, t catalog.Texts, most int) {
	for _, s := range t {
		if utf8.RuneCountInString(s) > most {
			bad.Add(field, "fault.too_long", "max", int64(most))
			return
		}
	}
}

func long(bad *fault.Fields, field, s string, most int) {
	if utf8.RuneCountInString(s) > most {
		bad.Add(field, "fault.too_long", "max", int64(most))
	}
}
