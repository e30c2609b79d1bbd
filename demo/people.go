package demo

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"agora/country"
	"agora/demo/market"
	"agora/fault"
	"agora/identity"
)

// everybody gives the listed people and the owners of shops, each once.
func (f *filling) everybody() []market.Person {
	list := append([]market.Person(nil), f.market.People...)
	seen := map[string]bool{}
	for _, p := range list {
		seen[p.Email] = true
	}
	for _, s := range f.market.Shops {
		if !seen[s.Owner.Email] {
			seen[s.Owner.Email] = true
			list = append(list, market.Person{Name: s.Owner.Name, Email: s.Owner.Email, Role: "seller",
				Country: s.Country, Language: s.OwnLanguage, Phone: s.Owner.Phone, Shop: s.Handle})
		}
	}
	return list
}

// fillPeople signs everybody up. Hashing a password is slow on purpose, so it
// is done by two at a time.
func (f *filling) fillPeople(ctx context.Context) error {
	var mu sync.Mutex
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(2)
	for _, p := range f.everybody() {
		g.Go(func() error {
			id, err := f.person(ctx, p)
			if err != nil {
				return fmt.Errorf("%s: %w", p.Email, err)
			}
			mu.Lock()
			defer mu.Unlock()
			f.people[p.Email] = id
			return nil
		})
	}
	return g.Wait()
}

// person finds somebody by e-mail or signs them up.
func (f *filling) person(ctx context.Context, p market.Person) (identity.PersonID, error) {
	have, err := f.Identity.ByLogin(ctx, identity.System(), p.Email)
	if fault.Is(err, fault.NotFound) {
		have, err = f.Identity.SignUp(ctx, identity.NewPerson{Name: p.Name, Login: p.Email, Password: Password,
			Country: country.Code(p.Country), Lang: p.Language})
	}
	if err == nil && p.Role == "operator" {
		err = f.Identity.Grant(ctx, identity.System(), have.ID, identity.Operator)
	}
	return have.ID, err
}

// actor gives somebody as one who acts, with the roles they have now.
func (f *filling) actor(ctx context.Context, email string) (identity.Actor, error) {
	if a, ok := f.actors[email]; ok {
		return a, nil
	}
	p, err := f.Identity.Person(ctx, identity.System(), f.people[email])
	if err != nil {
		return identity.Actor{}, err
	}
	f.actors[email] = p.Actor()
	return p.Actor(), nil
}

// operator gives the one who runs the demo market.
func (f *filling) operator(ctx context.Context) (identity.Actor, error) {
	for _, p := range f.market.People {
		if p.Role == "operator" {
			return f.actor(ctx, p.Email)
		}
	}
	return identity.Actor{}, fmt.Errorf("the demo market has no operator")
}

// buyer finds a buyer by the first part of the e-mail; a guest is like the
// first, without an account.
func (f *filling) buyer(name string) (market.Person, error) {
	for _, p := range f.market.People {
		if p.Role == "buyer" && (name == "" || p.Email == name+market.Domain) {
			if name == "" {
				p.Email = "guest" + market.Domain
			}
			return p, nil
		}
	}
	return market.Person{}, fmt.Errorf("the demo market has no buyer %q", name)
}

// owner gives the e-mail of a shop's owner.
func (f *filling) owner(handle string) string {
	for _, s := range f.market.Shops {
		if s.Handle == handle {
			return s.Owner.Email
		}
	}
	return ""
}

// address puts a demo address into the words of country.
func address(name, phone string, c country.Code, a market.Address) country.Address {
	return country.Address{Country: c, Name: name, Phone: strings.NewReplacer(" ", "", "-", "").Replace(phone),
		Street: a.Street, Landmark: a.Landmark, City: a.City, Province: a.Province, Postcode: a.Postcode}
}
