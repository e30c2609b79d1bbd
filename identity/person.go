package identity

import (
	"context"
	"errors"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"agora/country"
	"agora/db"
	"agora/event"
	"agora/fault"
)

// Joined is the event of a new person.
const Joined event.Kind = "person.joined"

// The longest name, in runes.
const maxName = 80

// Person is somebody with an account.
type Person struct {
	ID      PersonID
	Name    string
	Email   string // "" when unknown
	Phone   string // E.164, "" when unknown
	Country country.Code
	Lang    string             // BCP 47
	Roles   []Role             // on the node
	Shops   map[db.ShopID]Role // the highest role in each shop
}

// Joined is when the person signed up.
func (p Person) Joined() time.Time { return db.TimeOfID(int64(p.ID)) }

// Actor gives the person as one who acts.
func (p Person) Actor() Actor {
	return Actor{Person: p.ID, Name: p.Name, Email: p.Email, Phone: p.Phone, Lang: p.Lang,
		Country: p.Country, Roles: p.Roles, Shops: p.Shops}
}

// NewPerson is what somebody fills in to sign up.
type NewPerson struct {
	Name     string
	Login    string // e-mail address or phone number
	Password string
	Country  country.Code
	Lang     string // BCP 47; "en" when empty
}

// check puts n in normal form and gives its e-mail address or phone number,
// or all that is wrong with it.
func (n *NewPerson) check() (email, phone string, err error) {
	var faults fault.Fields
	n.Name = strings.Join(strings.Fields(n.Name), " ")
	switch {
	case n.Name == "":
		faults.Add("name", "fault.required")
	case utf8.RuneCountInString(n.Name) > maxName:
		faults.Add("name", "fault.too_long", "max", maxName)
	case !utf8.ValidString(n.Name), strings.ContainsFunc(n.Name, unicode.IsControl):
		faults.Add("name", "fault.text")
	}
	if n.Lang == "" {
		n.Lang = "en"
	}
	if !validLang(n.Lang) {
		faults.Add("lang", "fault.language_unknown")
	}
	if !n.Country.Known() {
		faults.Add("country", "fault.country_unknown")
	}
	email, phone, err = normal(n.Login, n.Country)
	if err = faults.Join("", err); err != nil {
		return "", "", err
	}
	if err = faults.Join("", checkPassword(n.Password, n.Login, n.Name)); err != nil {
		return "", "", err
	}
	return email, phone, faults.Err()
}

// validLang accepts what looks like a short BCP 47 tag; which languages there
// are is not for this package to say.
func validLang(tag string) bool {
	for part := range strings.SplitSeq(tag, "-") {
		if len(part) < 2 || len(part) > 8 || strings.ContainsFunc(part, func(r rune) bool {
			return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9')
		}) {
			return false
		}
	}
	return len(tag) <= 35
}

// SignUp makes an account. It does not sign in.
func (s *Service) SignUp(ctx context.Context, n NewPerson) (Person, error) {
	email, phone, err := n.check()
	if err != nil {
		return Person{}, err
	}
	hash, err := s.hash.make(ctx, n.Password)
	if err != nil {
		return Person{}, err
	}
	p := Person{Name: n.Name, Email: email, Phone: phone, Country: n.Country, Lang: n.Lang}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		p.ID = PersonID(tx.ID())
		return insertPerson(tx, p, hash)
	})
	if err != nil {
		return Person{}, err
	}
	return p, nil
}

// Person gives a person: themselves, or anyone to operators, moderators and
// the node.
func (s *Service) Person(ctx context.Context, by Actor, id PersonID) (p Person, err error) {
	if by.Person != id && !by.IsModerator() && !by.System {
		return Person{}, errForbidden
	}
	return s.person(ctx, "p.person_id = $1", int64(id))
}

// ByLogin gives the person with a login, to operators and the node.
func (s *Service) ByLogin(ctx context.Context, by Actor, login string) (Person, error) {
	if !by.IsOperator() && !by.System {
		return Person{}, errForbidden
	}
	p, _, err := s.named(ctx, readings(login))
	if errors.Is(err, db.ErrNone) {
		return Person{}, errMissing
	} else if err != nil {
		return Person{}, err
	}
	return s.person(ctx, "p.person_id = $1", int64(p.ID))
}

func (s *Service) person(ctx context.Context, where string, arg any) (p Person, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err := people(tx, where+" ORDER BY p.person_id", arg)
		if err == nil && len(list) == 0 {
			return errMissing
		}
		if err == nil {
			p = list[0]
		}
		return err
	})
	return p, err
}

// PeopleFilter chooses people for the operator's list.
type PeopleFilter struct {
	Text   string   // part of a name, or the start of a login; "" for all
	Before PersonID // the last one of the page before; 0 for the first page
	Limit  int      // 50 when 0, 200 at most
}

// People gives a page of people, newest first, to operators and moderators.
func (s *Service) People(ctx context.Context, by Actor, f PeopleFilter) (list []Person, err error) {
	if !by.IsModerator() && !by.System {
		return nil, errForbidden
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = peoplePage(tx, f)
		return err
	})
	return list, err
}

// Operators gives the people who run the marketplace, to the node.
func (s *Service) Operators(ctx context.Context, by Actor) (list []Person, err error) {
	if !by.IsOperator() && !by.System {
		return nil, errForbidden
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = people(tx, "p.person_id IN (SELECT person_id FROM roles WHERE shop_id = $1 AND role = $2) ORDER BY p.person_id", int64(db.House), string(Operator))
		return err
	})
	return list, err
}

// Profile is what people may change about themselves.
type Profile struct {
	Name    string
	Country country.Code
	Lang    string // BCP 47
}

// Change changes somebody's profile: their own, or anyone's by an operator.
func (s *Service) Change(ctx context.Context, by Actor, id PersonID, c Profile) error {
	if by.Person != id && !by.IsOperator() && !by.System {
		return errForbidden
	}
	n := NewPerson{Name: c.Name, Country: c.Country, Lang: c.Lang, Login: "a@b.cd", Password: "not looked at"}
	if _, _, err := n.check(); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		done, err := tx.Exec("UPDATE people SET name = $1, country = $2, lang = $3 WHERE person_id = $4",
			n.Name, string(n.Country), n.Lang, int64(id))
		if err == nil && done == 0 {
			return errMissing
		}
		return err
	})
}

// SetPassword changes a password and ends every session of the person. Who
// changes their own says the old one; operators and the node need not.
func (s *Service) SetPassword(ctx context.Context, by Actor, id PersonID, old, password string) error {
	own := by.Person == id && by.Person != 0
	if !own && !by.IsOperator() && !by.System {
		return errForbidden
	}
	p, hash, err := s.stored(ctx, "FROM people p WHERE p.person_id = $1", int64(id))
	if errors.Is(err, db.ErrNone) {
		return errMissing
	} else if err != nil {
		return err
	}
	if err := checkPassword(password, p.Email+p.Phone, p.Name); err != nil {
		return err
	}
	if own {
		if wait := s.logins.take(p.Email+p.Phone, s.clock()); wait > 0 {
			return tooMany(wait)
		}
		ok, err := s.hash.same(ctx, old, hash)
		if err != nil {
			return err
		}
		if !ok {
			return fault.Field("old", "fault.password_wrong")
		}
		s.logins.give(p.Email + p.Phone)
	}
	fresh, err := s.hash.make(ctx, password)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec("UPDATE people SET password = $1 WHERE person_id = $2", fresh, int64(id)); err != nil {
			return err
		}
		_, err := tx.Exec("DELETE FROM sessions WHERE person_id = $1", int64(id))
		return err
	})
}

// The answers to who may not ask, and about whom nobody knows.
var (
	errForbidden = fault.New(fault.Forbidden, "fault.forbidden")
	errMissing   = fault.New(fault.NotFound, "fault.person_missing")
)
