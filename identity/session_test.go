package identity

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"agora/db"
	"agora/db/dbtest"
	"agora/fault"
)

func TestSignInAndOut(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		p := join(t, s, "asel@house.example", "KG")
		if err := s.Grant(t.Context(), System(), p.ID, Operator); err != nil {
			t.Fatal(err)
		}
		grantShop(t, s, p.ID, 7, ShopOwner)
		grantShop(t, s, p.ID, 9, ShopStaff)
		one, two := enter(t, s, "ASEL@house.example"), enter(t, s, "asel@house.example")
		if one == two {
			t.Fatal("two sessions share a token")
		}
		a, err := s.Actor(t.Context(), one)
		if err != nil || a.Person != p.ID || a.Name != "Асель" || a.Email != "asel@house.example" || a.Lang != "ru" || a.Country != "KG" {
			t.Errorf("%+v, %v", a, err)
		}
		if !a.SignedIn() || !a.IsOperator() || !a.Owns(7) || !a.Runs(9) || a.Owns(9) || a.Runs(8) || a.Runs(db.House) || a.System {
			t.Errorf("%+v", a)
		}
		if err := s.SignOut(t.Context(), one); err != nil {
			t.Fatal(err)
		}
		if a, err := s.Actor(t.Context(), one); !fault.Is(err, fault.Unauthenticated) || a.SignedIn() {
			t.Errorf("after signing out: %+v, %v", a, err)
		}
		if _, err := s.Actor(t.Context(), two); err != nil {
			t.Errorf("the other session: %v", err)
		}
		for _, token := range []string{"", "x", strings.Repeat("A", 43), strings.Repeat("A", 5000)} {
			if _, err := s.Actor(t.Context(), token); !fault.Is(err, fault.Unauthenticated) {
				t.Errorf("%.50q: %v", token, err)
			}
		}
		var stored string
		s.db.Read(t.Context(), func(tx *db.Tx) error { return tx.Row("SELECT token FROM sessions", nil, &stored) })
		if stored == "" || strings.Contains(two, stored) || strings.Contains(stored, two) {
			t.Errorf("the table holds %q for %q", stored, two)
		}
	})
}

func TestPhonesAsPeopleWriteThem(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		p := join(t, s, "0321 2345678", "PK") // a local number, from the form with its country
		if p.Phone != "+923212345678" || p.Email != "" {
			t.Fatalf("%+v", p)
		}
		for _, login := range []string{"+92 321 2345678", "0321-2345678", "+۹۲ ۳۲۱ ۲۳۴۵۶۷۸"} {
			if _, err := s.SignIn(t.Context(), login, password, ""); err != nil {
				t.Errorf("%s: %v", login, err)
			}
		}
		if _, err := s.SignIn(t.Context(), "0321 2345679", password, ""); !fault.HasKey(err, "fault.sign_in_wrong") {
			t.Errorf("a neighbour's number: %v", err)
		}
	})
}

func TestASessionSlides(t *testing.T) {
	now := time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)
	d := dbtest.At(t, func() time.Time { return now }, schemas()...)
	s := started(t, d, Options{})
	join(t, s, "a@x.example", "KG")
	token := enter(t, s, "a@x.example")
	writes := func() int64 { return d.Stats().Writes.Load() }
	before := writes()
	now = now.Add(23 * time.Hour)
	if _, err := s.Actor(t.Context(), token); err != nil || writes() != before {
		t.Errorf("%v; a look within a day wrote %d times", err, writes()-before)
	}
	for range 4 { // used every 20 days, it lasts
		now = now.Add(20 * 24 * time.Hour)
		if _, err := s.Actor(t.Context(), token); err != nil {
			t.Fatal(err)
		}
	}
	now = now.Add(30 * 24 * time.Hour)
	if _, err := s.Actor(t.Context(), token); !fault.Is(err, fault.Unauthenticated) {
		t.Errorf("unused for 30 days: %v", err)
	}
	fresh := enter(t, s, "a@x.example")
	if gone, err := s.Sweep(t.Context()); err != nil || gone != 1 {
		t.Errorf("swept %d, %v", gone, err)
	}
	if _, err := s.Actor(t.Context(), fresh); err != nil {
		t.Errorf("a fresh session was swept: %v", err)
	}
}

func TestGuessingIsSlow(t *testing.T) {
	now := time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)
	s := started(t, dbtest.SQLite(t, schemas()...), Options{Clock: func() time.Time { return now }})
	join(t, s, "a@x.example", "KG")
	join(t, s, "b@x.example", "KG")
	for i := range 10 {
		client := "10.0.0." + string(rune('0'+i))
		if _, err := s.SignIn(t.Context(), "a@x.example", "wrong guess", client); !fault.HasKey(err, "fault.sign_in_wrong") {
			t.Fatal(i, err)
		}
	}
	_, err := s.SignIn(t.Context(), " A@x.example", password, "10.0.1.1")
	if !fault.Is(err, fault.TooMany) || fault.List(err)[0].Args[1] != int64(60) {
		t.Errorf("the eleventh guess: %v", err)
	}
	if _, err := s.SignIn(t.Context(), "b@x.example", password, "10.0.0.1"); err != nil {
		t.Errorf("somebody else: %v", err)
	}
	now = now.Add(time.Minute)
	for range 3 { // who knows the password spends nothing
		if _, err := s.SignIn(t.Context(), "a@x.example", password, "10.0.1.1"); err != nil {
			t.Errorf("a minute later: %v", err)
		}
	}
	for i := 0; ; i++ {
		_, err := s.SignIn(t.Context(), "not a login", "wrong guess", "10.0.2.2")
		if fault.Is(err, fault.TooMany) {
			if i != 60 {
				t.Errorf("one client was stopped after %d guesses", i)
			}
			break
		}
		if i > 60 {
			t.Fatal("nobody stops a client")
		}
	}
}

// An answer that comes sooner for an unknown login would tell who is here: the
// place where passwords are hashed must be asked for every login.
func TestEveryLoginIsHashed(t *testing.T) {
	s := started(t, dbtest.SQLite(t, schemas()...), Options{})
	join(t, s, "a@x.example", "KG")
	for range hashSlots {
		s.hash.slots <- struct{}{}
	}
	for _, login := range []string{"a@x.example", "nobody@x.example", "+996700123456", "no login at all", ""} {
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		if _, err := s.SignIn(ctx, login, password, ""); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%q: %v", login, err)
		}
		cancel()
	}
}

func TestSetPassword(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		a, b := join(t, s, "a@x.example", "KG"), join(t, s, "b@x.example", "KG")
		token := enter(t, s, "a@x.example")
		const fresh = "four even camels"
		for _, c := range []struct {
			name     string
			by       Actor
			old, new string
			key      string
		}{
			{"by another", b.Actor(), password, fresh, "fault.forbidden"},
			{"by a guest", Guest(), password, fresh, "fault.forbidden"},
			{"without the old one", a.Actor(), "", fresh, "fault.password_wrong"},
			{"to a bad one", a.Actor(), password, "12345678", "fault.password_common"},
		} {
			if err := s.SetPassword(t.Context(), c.by, a.ID, c.old, c.new); !fault.HasKey(err, c.key) {
				t.Errorf("%s: %v", c.name, err)
			}
		}
		if _, err := s.Actor(t.Context(), token); err != nil {
			t.Errorf("a refused change ended the session: %v", err)
		}
		if err := s.SetPassword(t.Context(), a.Actor(), a.ID, password, fresh); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Actor(t.Context(), token); !fault.Is(err, fault.Unauthenticated) {
			t.Errorf("a session outlived its password: %v", err)
		}
		if _, err := s.SignIn(t.Context(), "a@x.example", password, ""); !fault.HasKey(err, "fault.sign_in_wrong") {
			t.Errorf("the old password: %v", err)
		}
		if err := s.SetPassword(t.Context(), System(), a.ID, "", password); err != nil {
			t.Fatal(err)
		}
		enter(t, s, "a@x.example")
		if err := s.SetPassword(t.Context(), System(), 99, "", password); !fault.Is(err, fault.NotFound) {
			t.Errorf("nobody's password: %v", err)
		}
	})
}

func BenchmarkActor(b *testing.B) {
	s := started(b, dbtest.SQLite(b, schemas()...), Options{})
	p := join(b, s, "a@x.example", "KG")
	grantShop(b, s, p.ID, 7, ShopOwner)
	token := enter(b, s, "a@x.example")
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if _, err := s.Actor(b.Context(), token); err != nil {
				b.Fatal(err)
			}
		}
	})
}
