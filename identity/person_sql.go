package identity

import (
	"context"
	"strings"

	"agora/db"
	"agora/event"
	"agora/fault"
)

// insertPerson stores a new person with one login.
func insertPerson(tx *db.Tx, p Person, hash string) error {
	if _, err := tx.Exec(`INSERT INTO people (person_id, name, email, phone, country, lang, password)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		int64(p.ID), p.Name, p.Email, p.Phone, string(p.Country), p.Lang, hash); err != nil {
		return err
	}
	done, err := tx.Exec("INSERT INTO logins (login, person_id) VALUES ($1, $2) ON CONFLICT (login) DO NOTHING",
		p.Email+p.Phone, int64(p.ID))
	if err != nil {
		return err
	}
	if done == 0 {
		return &fault.Error{Kind: fault.Conflict, Key: "fault.login_taken", Field: "login"}
	}
	return event.Append(tx, db.House, Joined, int64(p.ID), map[string]string{"country": string(p.Country), "lang": p.Lang})
}

// people reads persons with their roles in one query; rest follows WHERE and
// orders by person.
func people(tx *db.Tx, rest string, args ...any) (list []Person, err error) {
	var a Actor
	end := func() {
		if a.Person != 0 {
			list = append(list, Person{ID: a.Person, Name: a.Name, Email: a.Email, Phone: a.Phone,
				Country: a.Country, Lang: a.Lang, Roles: a.Roles, Shops: a.Shops})
		}
	}
	err = tx.Each(func(scan db.Scan) error {
		var row Actor
		var shop db.ShopID
		var role Role
		if err := scan(&row.Person, &row.Name, &row.Email, &row.Phone, &row.Country, &row.Lang, &shop, &role); err != nil {
			return err
		}
		if row.Person != a.Person {
			end()
			a = row
		}
		a.add(shop, role)
		return nil
	}, `SELECT p.person_id, p.name, p.email, p.phone, p.country, p.lang, COALESCE(r.shop_id, 0), COALESCE(r.role, '')
		FROM people p LEFT JOIN roles r ON r.person_id = p.person_id WHERE `+rest, args...)
	end()
	return list, err
}

// peoplePage reads one page; the inner query bounds persons, not their roles.
func peoplePage(tx *db.Tx, f PeopleFilter) ([]Person, error) {
	if f.Limit <= 0 {
		f.Limit = 50
	}
	if f.Before == 0 {
		f.Before = 1<<63 - 1
	}
	text := strings.ToLower(strings.TrimSpace(f.Text))
	like := strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(text)
	return people(tx, `p.person_id IN (SELECT person_id FROM people
			WHERE person_id < $1 AND ($2 = '' OR lower(name) LIKE $3 ESCAPE '\' OR email LIKE $4 ESCAPE '\' OR phone LIKE $4 ESCAPE '\')
			ORDER BY person_id DESC LIMIT $5)
		ORDER BY p.person_id DESC`, int64(f.Before), text, "%"+like+"%", like+"%", min(f.Limit, 200))
}

// stored reads the one person of a query, with their password's hash, which
// the caller hands to no one. ErrNone when there is none, or more than one.
func (s *Service) stored(ctx context.Context, from string, args ...any) (p Person, hash string, err error) {
	n := 0
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		return tx.Each(func(scan db.Scan) error {
			n++
			return scan(&p.ID, &p.Name, &p.Email, &p.Phone, &hash)
		}, "SELECT p.person_id, p.name, p.email, p.phone, p.password "+from+" LIMIT 2", args...)
	})
	if err == nil && n != 1 {
		err = db.ErrNone
	}
	if err != nil {
		return Person{}, "", err
	}
	return p, hash, nil
}

// named reads the person with one of these logins. A local number that two
// people of different countries have is nobody's.
func (s *Service) named(ctx context.Context, logins []string) (Person, string, error) {
	if len(logins) == 0 {
		return Person{}, "", db.ErrNone
	}
	args := make([]any, len(logins))
	for i, l := range logins {
		args[i] = l
	}
	return s.stored(ctx, "FROM logins l JOIN people p ON p.person_id = l.person_id WHERE l.login IN "+db.Places(1, len(args)), args...)
}
