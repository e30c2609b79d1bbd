package identity

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"agora/fault"
)

func TestALoginBelongsToOnePerson(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		p := join(t, s, " Asel@House.Example ", "KG")
		if p.ID == 0 || p.Email != "asel@house.example" || p.Phone != "" || p.Lang != "ru" || p.Joined().IsZero() {
			t.Errorf("%+v", p)
		}
		_, err := s.SignUp(t.Context(), NewPerson{Name: "B", Login: "ASEL@house.example", Password: password, Country: "KZ"})
		if !fault.HasKey(err, "fault.login_taken") || !fault.Is(err, fault.Conflict) || fault.List(err)[0].Field != "login" {
			t.Errorf("the same address: %v", err)
		}
		// all at once, one wins
		var mu sync.Mutex
		var race sync.WaitGroup
		won := 0
		for range 6 {
			race.Go(func() {
				_, err := s.SignUp(t.Context(), NewPerson{Name: "C", Login: "+996700123456", Password: password, Country: "KG"})
				mu.Lock()
				defer mu.Unlock()
				if err == nil {
					won++
				} else if !fault.HasKey(err, "fault.login_taken") {
					t.Error(err)
				}
			})
		}
		race.Wait()
		list, err := s.People(t.Context(), System(), PeopleFilter{})
		if won != 1 || err != nil || len(list) != 2 {
			t.Errorf("%d won; people %v, %v", won, list, err)
		}
	})
}

func TestSignUpNamesEveryFault(t *testing.T) {
	n := NewPerson{Name: "Asel", Login: "asel@house.example", Password: password, Country: "KG"}
	for _, c := range []struct {
		name   string
		change func(*NewPerson)
		want   string // "field key", all of them
	}{
		{"nothing wrong", func(n *NewPerson) {}, ""},
		{"nothing right", func(n *NewPerson) { *n = NewPerson{Lang: "?"} },
			"name fault.required, lang fault.language_unknown, country fault.country_unknown, login fault.required, password fault.password_short"},
		{"long name", func(n *NewPerson) { n.Name = strings.Repeat("ы", 81) }, "name fault.too_long"},
		{"name in two lines is one", func(n *NewPerson) { n.Name = "A\r\nB" }, ""},
		{"name with a bell", func(n *NewPerson) { n.Name = "A\aB" }, "name fault.text"},
		{"broken name", func(n *NewPerson) { n.Name = "A\xffB" }, "name fault.text"},
		{"country of elsewhere", func(n *NewPerson) { n.Country = "XX" }, "country fault.country_unknown"},
		{"address without host", func(n *NewPerson) { n.Login = "asel@" }, "login fault.email"},
		{"phone of nowhere", func(n *NewPerson) { n.Login = "12" }, "login fault.login_form"},
		{"short password", func(n *NewPerson) { n.Password = "сорок2й" }, "password fault.password_short"},
		{"long password", func(n *NewPerson) { n.Password = strings.Repeat("x7", 200) }, "password fault.password_long"},
		{"everybody's password", func(n *NewPerson) { n.Password = "Qwerty123" }, "password fault.password_common"},
		{"one sign", func(n *NewPerson) { n.Password = "ззззззззз" }, "password fault.password_common"},
		{"the login", func(n *NewPerson) { n.Password = "asel@HOUSE.example" }, "password fault.password_common"},
	} {
		n := n
		c.change(&n)
		_, _, err := n.check()
		var got []string
		for _, e := range fault.List(err) {
			got = append(got, e.Field+" "+e.Key)
		}
		if strings.Join(got, ", ") != c.want {
			t.Errorf("%s: %v, want %s", c.name, got, c.want)
		}
	}
}

func TestWhoMaySeeWhom(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		a, b := join(t, s, "a@x.example", "KG"), join(t, s, "b@x.example", "KZ")
		if err := s.Grant(t.Context(), System(), b.ID, Moderator); err != nil {
			t.Fatal(err)
		}
		b, err := s.Person(t.Context(), System(), b.ID)
		if err != nil || !slices.Equal(b.Roles, []Role{Moderator}) {
			t.Fatal(b, err)
		}
		for _, c := range []struct {
			name string
			by   Actor
			id   PersonID
			want fault.Kind
		}{
			{"themselves", a.Actor(), a.ID, fault.Internal},
			{"another", a.Actor(), b.ID, fault.Forbidden},
			{"a moderator", b.Actor(), a.ID, fault.Internal},
			{"a guest", Guest(), a.ID, fault.Forbidden},
			{"a guest about nobody", Guest(), 0, fault.NotFound},
			{"the node", System(), 12345, fault.NotFound},
		} {
			p, err := s.Person(t.Context(), c.by, c.id)
			if c.want == fault.Internal && (err != nil || p.ID != c.id) || c.want != fault.Internal && !fault.Is(err, c.want) {
				t.Errorf("%s: %+v, %v", c.name, p, err)
			}
		}
		if _, err := s.People(t.Context(), a.Actor(), PeopleFilter{}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("the list: %v", err)
		}
		if _, err := s.ByLogin(t.Context(), b.Actor(), "a@x.example"); !fault.Is(err, fault.Forbidden) {
			t.Errorf("by login: %v", err)
		}
		if p, err := s.ByLogin(t.Context(), System(), "A@x.example"); err != nil || p.ID != a.ID {
			t.Errorf("by login: %+v, %v", p, err)
		}
		if _, err := s.ByLogin(t.Context(), System(), "c@x.example"); !fault.Is(err, fault.NotFound) {
			t.Errorf("by no login: %v", err)
		}
	})
}

func TestPeopleArePagedAndFound(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		a, b, c := join(t, s, "a_1@x.example", "KG"), join(t, s, "ab1@x.example", "KG"), join(t, s, "+77011234567", "KZ")
		grantShop(t, s, a.ID, 7, ShopStaff)
		grantShop(t, s, a.ID, 7, ShopOwner)
		grantShop(t, s, a.ID, 8, ShopStaff)
		for _, q := range []struct {
			f    PeopleFilter
			want []PersonID
		}{
			{PeopleFilter{}, []PersonID{c.ID, b.ID, a.ID}},
			{PeopleFilter{Limit: 2}, []PersonID{c.ID, b.ID}},
			{PeopleFilter{Limit: 2, Before: b.ID}, []PersonID{a.ID}},
			{PeopleFilter{Text: "A_1@"}, []PersonID{a.ID}}, // no wildcard
			{PeopleFilter{Text: "+7701"}, []PersonID{c.ID}},
			{PeopleFilter{Text: "%"}, nil},
		} {
			list, err := s.People(t.Context(), System(), q.f)
			var got []PersonID
			for _, p := range list {
				got = append(got, p.ID)
				if p.ID == a.ID && (len(p.Shops) != 2 || p.Shops[7] != ShopOwner || p.Shops[8] != ShopStaff) {
					t.Errorf("shops %v", p.Shops)
				}
			}
			if err != nil || !slices.Equal(got, q.want) {
				t.Errorf("%+v: %v, %v; want %v", q.f, got, err, q.want)
			}
		}
	})
}

func TestChange(t *testing.T) {
	each(t, func(t *testing.T, s *Service) {
		a, b := join(t, s, "a@x.example", "KG"), join(t, s, "b@x.example", "KZ")
		new := Profile{Name: " Asel  B. ", Country: "UZ", Lang: "ur"}
		if err := s.Change(t.Context(), b.Actor(), a.ID, new); !fault.Is(err, fault.Forbidden) {
			t.Errorf("by another: %v", err)
		}
		if err := s.Change(t.Context(), a.Actor(), a.ID, Profile{}); len(fault.List(err)) != 2 {
			t.Errorf("without name and country: %v", err)
		}
		if err := s.Change(t.Context(), a.Actor(), a.ID, new); err != nil {
			t.Fatal(err)
		}
		p, err := s.Person(t.Context(), a.Actor(), a.ID)
		if err != nil || p.Name != "Asel B." || p.Country != "UZ" || p.Lang != "ur" || p.Email != a.Email {
			t.Errorf("%+v, %v", p, err)
		}
	})
}
