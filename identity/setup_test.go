package identity

import (
	"testing"

	"agora/country"
	"agora/db"
	"agora/db/dbtest"
	"agora/event"
)

const password = "three odd camels"

func schemas() []db.Schema { return []db.Schema{event.Schema, Schema} }

// each runs f with a started service on every engine.
func each(t *testing.T, f func(*testing.T, *Service)) {
	dbtest.Each(t, schemas(), func(t *testing.T, d *db.DB) { f(t, started(t, d, Options{})) })
}

func started(t testing.TB, d *db.DB, o Options) *Service {
	t.Helper()
	s := New(d, o)
	if err := s.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s
}

func join(t testing.TB, s *Service, login string, c country.Code) Person {
	t.Helper()
	p, err := s.SignUp(t.Context(), NewPerson{Name: "Асель", Login: login, Password: password, Country: c, Lang: "ru"})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func enter(t testing.TB, s *Service, login string) string {
	t.Helper()
	token, err := s.SignIn(t.Context(), login, password, "")
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func grantShop(t testing.TB, s *Service, id PersonID, shop db.ShopID, role Role) {
	t.Helper()
	if err := s.db.Write(t.Context(), func(tx *db.Tx) error { return GrantShop(tx, id, shop, role) }); err != nil {
		t.Fatal(err)
	}
}
