package academy

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"agora/country"
	"agora/db"
	"agora/fault"
	"agora/identity"
)

// Said is what a learner says of herself for the figures of the programme. Each part may be
// left out.
type Said struct {
	Country country.Code
	Region  string // of the country, as people there write it
	Gender  string // one of Genders, or ""
	Born    int64  // the year, or 0
}

// Genders are those that a learner may say. Who says nothing is counted as such.
var Genders = []string{"woman", "man", "other"}

// MaxRegion bounds the characters of a region.
const MaxRegion = 60

const youngest, oldest = 6, 110

// Say keeps what a learner says of herself; with nothing in it, nothing is kept.
func (s *Service) Say(ctx context.Context, by identity.Actor, said Said) error {
	if !by.SignedIn() {
		return errSignIn
	}
	said.Region = strings.Join(strings.Fields(said.Region), " ")
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := said.check(int64(tx.Now.Year())); err != nil {
			return err
		}
		if said == (Said{}) {
			return unsay(tx, by.Person)
		}
		learns, err := learnsIn(tx, by.Person)
		if err != nil {
			return err
		}
		if !learns {
			return errOutside
		}
		_, err = tx.Exec(`INSERT INTO academy_people (person_id, country, region, gender, born, alike) VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (person_id) DO UPDATE SET country = excluded.country, region = excluded.region, gender = excluded.gender, born = excluded.born, alike = excluded.alike`,
			int64(by.Person), string(said.Country), said.Region, said.Gender, said.Born, said.alike())
		return err
	})
}

func (d Said) check(year int64) error {
	var f fault.Fields
	if d.Country != "" && !d.Country.Known() {
		f.Add("country", "fault.country_unknown")
	}
	if d.Region != "" && d.Country == "" {
		f.Add("country", "fault.required")
	}
	if utf8.RuneCountInString(d.Region) > MaxRegion {
		f.Add("region", "fault.too_long", "max", int64(MaxRegion))
	}
	if d.Gender != "" && !slices.Contains(Genders, d.Gender) {
		f.Add("gender", "fault.form_broken")
	}
	if d.Born != 0 && (d.Born < year-oldest || d.Born > year-youngest) {
		f.Add("born", "fault.number_range", "min", strconv.FormatInt(year-oldest, 10), "max", strconv.FormatInt(year-youngest, 10))
	}
	return f.Err()
}

// Said gives what a learner said of herself: to herself.
func (s *Service) Said(ctx context.Context, by identity.Actor) (said Said, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		said = Said{}
		return none(tx.Row("SELECT country, region, gender, born FROM academy_people WHERE person_id = $1", []any{int64(by.Person)},
			(*string)(&said.Country), &said.Region, &said.Gender, &said.Born), nil)
	})
	return said, err
}

// unsay forgets what a learner said of herself.
func unsay(tx *db.Tx, person identity.PersonID) error {
	_, err := tx.Exec("DELETE FROM academy_people WHERE person_id = $1", int64(person))
	return err
}

func learnsIn(tx *db.Tx, person identity.PersonID) (bool, error) {
	var n int64
	err := tx.Row("SELECT COUNT(*) FROM academy_learners WHERE person_id = $1 AND state <> 'gone'", []any{int64(person)}, &n)
	return n > 0, err
}

// Of the number of those who say the same.
const (
	letters   = 26
	manyYears = 4096
)

// alike is country, gender and year of birth as one number: a hundred thousand people are
// grouped by it in half the time that words take. 0 is who says nothing of these.
func (d Said) alike() int64 {
	place := int64(0)
	if len(d.Country) == 2 {
		place = int64(d.Country[0]-'A')*letters + int64(d.Country[1]-'A') + 1
	}
	return (place*int64(len(Genders)+1)+int64(slices.Index(Genders, d.Gender)+1))*manyYears + d.Born
}

// saidAlike is what people of a number say; not their regions.
func saidAlike(n int64) (d Said) {
	d.Born, n = n%manyYears, n/manyYears
	if g := n % int64(len(Genders)+1); g > 0 {
		d.Gender = Genders[g-1]
	}
	if place := n/int64(len(Genders)+1) - 1; place >= 0 {
		d.Country = country.Code([]byte{byte('A' + place/letters), byte('A' + place%letters)})
	}
	return d
}
