package assembly

import (
	"net/mail"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"agora/country"
	"agora/fault"
	"agora/identity"
)

// SeatID names a registration.
type SeatID int64

// SeatPurpose is what the signed link to a seat is signed for; the subject is the
// seat.
const SeatPurpose = "seat"

// SeatState is whether who registered may come in.
type SeatState string

// States of a seat.
const (
	Waiting  SeatState = "waiting"  // until somebody else leaves
	Unpaid   SeatState = "unpaid"   // is held while its ticket is paid
	Admitted SeatState = "admitted" // may come in
	Left     SeatState = "left"     // took it back, or was put out
)

// Role is what one does in an event.
type Role string

// Roles of a seat.
const (
	Attendee    Role = "attendee"
	OnStage     Role = "speaker"
	Interpreter Role = "interpreter" // into Seat.Channel
	Captioner   Role = "captioner"   // writes captions in Seat.Channel
	Moderator   Role = "moderator"
	HostRole    Role = "host"
	Reviewer    Role = "reviewer" // of what is proposed to its call for speakers
)

// Roles are all roles, in the order in which they are offered.
var Roles = []Role{Attendee, OnStage, Interpreter, Captioner, Moderator, HostRole, Reviewer}

// Seat is one person in one event.
type Seat struct {
	ID     SeatID
	Event  EventID
	Person identity.PersonID // 0 for who has no account
	Email  string
	State  SeatState
	Role   Role
	Agreed time.Time // to what the event says about her data
	Bought
	Badge
}

// ByAccount reports whether a seat is of somebody with an account, and no address:
// of a host who took it.
func (s Seat) ByAccount() bool { return !strings.Contains(s.Email, "@") }

// Badge is what a person says of herself.
type Badge struct {
	Name    string `json:"name"`
	Country string `json:"country,omitempty"` // ISO 3166-1 alpha-2, of any country
	Lang    string `json:"lang,omitempty"`    // BCP 47, for what is written to her
	Channel string `json:"channel,omitempty"` // BCP 47, of interpreters and captioners; Sign

	Again time.Time `json:"again,omitzero"` // when her link was last sent to her address once more
}

// Applicant is who wants a seat.
type Applicant struct {
	Name, Email, Country, Lang string
	Agreed                     bool
	Ticket                     TicketID // that she chose; 0 where there are none
}

// checked gives an applicant as she is kept, or what is wrong, by field.
func (a Applicant) checked() (Applicant, error) {
	var bad fault.Fields
	a.Name = strings.Join(strings.Fields(a.Name), " ")
	a.Email = strings.ToLower(strings.TrimSpace(a.Email))
	a.Country = strings.ToUpper(strings.TrimSpace(a.Country))
	if a.Name == "" {
		bad.Add("name", "fault.required")
	}
	if strings.Contains(a.Name, "://") || strings.ContainsFunc(a.Name, unicode.IsControl) { // it is written to any address that is typed
		bad.Add("name", "fault.text")
	}
	if utf8.RuneCountInString(a.Name) > maxName {
		bad.Add("name", "fault.too_long", "max", int64(maxName))
	}
	switch got, err := mail.ParseAddress(a.Email); {
	case a.Email == "":
		bad.Add("email", "fault.required")
	case err != nil || got.Address != a.Email || len(a.Email) > 254:
		bad.Add("email", "fault.email")
	}
	if a.Country != "" && !country.Code(a.Country).Real() {
		bad.Add("country", "fault.choice")
	}
	if a.Lang != "" && !tag(a.Lang) {
		bad.Add("lang", "fault.choice")
	}
	if !a.Agreed {
		bad.Add("agreed", "fault.agree")
	}
	return a, bad.Err()
}

// Sign is the channel of an interpreter who signs, whatever the sign language; every
// event has it.
const Sign = "sgn"

// fits judges the role of a seat in an event.
func (s Seat) fits(e Event) error {
	if !slices.Contains(Roles, s.Role) {
		return fault.Field("role", "fault.choice")
	}
	needs := s.Role == Interpreter || s.Role == Captioner
	signs := s.Role == Interpreter && s.Channel == Sign
	if needs && !signs && !slices.Contains(e.Langs, s.Channel) || !needs && s.Channel != "" {
		return fault.Field("channel", "fault.seat_channel")
	}
	return nil
}
