package relief

import (
	"context"
	"encoding/json"
	"net/mail"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"agora/country"
	"agora/db"
	"agora/fault"
)

// FacilityID names a facility of a crisis.
type FacilityID int64

// FacilityKind is what sort of place it is.
type FacilityKind string

// FacilityKinds are all sorts, in the order in which they are offered.
var FacilityKinds = []FacilityKind{"hospital", "clinic", "shelter", "warehouse", "airport"}

// FacilityState is whether somebody looked whether it is what it says.
type FacilityState string

// States of a facility.
const (
	Proposed FacilityState = "proposed"
	Verified FacilityState = "verified"
	Refused  FacilityState = "refused"
)

// Facility is a place to which goods go, or through which.
type Facility struct {
	ID     FacilityID
	Crisis CrisisID
	State  FacilityState
	Kind   FacilityKind
	Profile
}

// Profile is what is known about a facility. Contact is told to nobody but those who
// coordinate: others write to it through the node.
type Profile struct {
	Name     string       `json:"name"`
	Country  country.Code `json:"country"`
	Town     string       `json:"town"`
	Landmark string       `json:"landmark,omitempty"` // how a driver finds it
	Hours    string       `json:"hours,omitempty"`
	Lat      int64        `json:"lat,omitempty"`     // degrees north times 100,000
	Lon      int64        `json:"lon,omitempty"`     // degrees east times 100,000
	Source   string       `json:"source,omitempty"`  // by which it is known to be real
	Checked  time.Time    `json:"checked,omitzero"`  // when the source was looked at
	Checker  string       `json:"checker,omitempty"` // who looked, or refused it; told to those who coordinate only
	Why      string       `json:"why,omitempty"`     // it was refused
	Takes    Rules        `json:"takes,omitzero"`
	Contact  Contact      `json:"contact"`

	Vulnerable int64 `json:"vulnerable,omitempty"` // how vulnerable its people are, in percent
}

// Placed reports whether it is known where on earth a facility is.
func (p Profile) Placed() bool { return p.Lat != 0 || p.Lon != 0 }

// Contact is who answers for a facility.
type Contact struct {
	Name  string `json:"name,omitempty"`
	Email string `json:"email,omitempty"`
	Phone string `json:"phone,omitempty"`
}

// ContactOf reads how somebody is reached, as people write it in one line: an address,
// a telephone number, or a name with either.
func ContactOf(line string) (c Contact) {
	var rest []string
	for _, w := range strings.Fields(line) {
		word := strings.Trim(w, ",;<>()")
		if a, err := mail.ParseAddress(word); err == nil && c.Email == "" && a.Address == word {
			c.Email = word
			continue
		}
		rest = append(rest, w)
	}
	left := strings.Trim(strings.Join(rest, " "), " ,;")
	if strings.ContainsFunc(left, unicode.IsDigit) {
		c.Phone = left
	} else {
		c.Name = left
	}
	return c
}

// Bounds of facilities.
const (
	maxFacilities = 5_000
	maxLine       = 200 // characters of a name or a line
	degree        = 100_000
)

func (f Facility) check() error {
	var bad fault.Fields
	if !slices.Contains(FacilityKinds, f.Kind) {
		bad.Add("kind", "fault.choice")
	}
	for name, v := range map[string]string{"name": f.Name, "town": f.Town} {
		if v == "" {
			bad.Add(name, "fault.required")
		}
	}
	for name, v := range map[string]string{"name": f.Name, "town": f.Town, "landmark": f.Landmark, "hours": f.Hours, "source": f.Source,
		"contact": f.Contact.Name, "email": f.Contact.Email, "phone": f.Contact.Phone} {
		if utf8.RuneCountInString(v) > maxLine {
			bad.Add(name, "fault.too_long", "max", int64(maxLine))
		}
	}
	if len(f.Country) != 2 {
		bad.Add("country", "fault.choice")
	}
	if f.Vulnerable < 0 || f.Vulnerable > 100 {
		bad.Add("vulnerable", "fault.number_range", "min", int64(0), "max", int64(100))
	}
	if at, err := mail.ParseAddress(f.Contact.Email); f.Contact.Email != "" && (err != nil || at.Address != f.Contact.Email) {
		bad.Add("email", "fault.email")
	}
	if f.Lat < -90*degree || f.Lat > 90*degree || f.Lon < -180*degree || f.Lon > 180*degree {
		bad.Add("point", "fault.relief_point")
	}
	if f.Takes.many() {
		bad.Add("only", "fault.at_most", "max", int64(maxRules))
	}
	return bad.Err()
}

const facilityColumns = "crisis_id, facility_id, state, kind, doc"

func scanFacility(scan db.Scan) (f Facility, err error) {
	var doc string
	if err := scan((*int64)(&f.Crisis), (*int64)(&f.ID), (*string)(&f.State), (*string)(&f.Kind), &doc); err != nil {
		return f, err
	}
	return f, json.Unmarshal([]byte(doc), &f.Profile)
}

// Facilities lists those of a crisis, by when they came; after is the last of the page
// before.
func (s *Service) Facilities(ctx context.Context, id CrisisID, after FacilityID) (list []Facility, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, scanFacility, "SELECT "+facilityColumns+" FROM relief_facilities WHERE crisis_id = $1 AND facility_id > $2 ORDER BY facility_id LIMIT $3",
			int64(id), int64(after), PageSize)
		return err
	})
	return list, err
}

// Place gives one facility.
func (s *Service) Place(ctx context.Context, crisis CrisisID, id FacilityID) (f Facility, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		f, err = facilityIn(tx, crisis, id)
		return err
	})
	return f, err
}

// AllFacilities lists all of a crisis, by when they came; it is bounded.
func (s *Service) AllFacilities(ctx context.Context, id CrisisID) (list []Facility, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = facilitiesIn(tx, id)
		return err
	})
	return list, err
}

func facilitiesIn(tx *db.Tx, id CrisisID) ([]Facility, error) {
	return db.List(tx, scanFacility, "SELECT "+facilityColumns+" FROM relief_facilities WHERE crisis_id = $1 ORDER BY facility_id LIMIT $2", int64(id), maxFacilities)
}

func facilityIn(tx *db.Tx, c CrisisID, id FacilityID) (Facility, error) {
	f, err := db.One(tx, scanFacility, "SELECT "+facilityColumns+" FROM relief_facilities WHERE crisis_id = $1 AND facility_id = $2", int64(c), int64(id))
	return f, none(err)
}
