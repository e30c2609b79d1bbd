package catalog

import (
	"fmt"
	"testing"

	"agora/audit"
	"agora/blob"
	"agora/country"
	"agora/db"
	"agora/db/dbtest"
	"agora/digital"
	"agora/event"
	"agora/identity"
	"agora/money"
)

func schemas() []db.Schema {
	return []db.Schema{event.Schema, identity.Schema, audit.Schema, digital.Schema, Schema}
}

// shelf is a catalogue with one open shop.
type shelf struct {
	*Service
	t     testing.TB
	db    *db.DB
	shop  Shop
	owner identity.Actor
}

// house is an operator.
func house() identity.Actor {
	return identity.Actor{Person: 7, Roles: []identity.Role{identity.Operator}}
}

func newShelf(t testing.TB, d *db.DB) *shelf {
	t.Helper()
	blobs, err := blob.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	s := &shelf{Service: New(d, blobs), t: t, db: d}
	s.shop, s.owner = s.open("neel", "KG", "KGS")
	return s
}

// open opens one more shop with an owner of its own.
func (s *shelf) open(handle string, at country.Code, c money.Currency) (Shop, identity.Actor) {
	s.t.Helper()
	person, err := identity.New(s.db, identity.Options{}).SignUp(s.t.Context(), identity.NewPerson{
		Name: "Aigul", Login: handle + "@example.test", Password: "long enough words", Country: at, Lang: "ru"})
	if err != nil {
		s.t.Fatal(err)
	}
	owner := identity.Actor{Person: person.ID}
	id, err := s.OpenShop(s.t.Context(), owner, NewShop{Handle: handle, Name: "Нил " + handle, Country: at, City: "Osh",
		Currency: c, Languages: []string{"ky", "ru"}, Payout: "KG-0001", Tagline: Texts{"ru": "Синее"}, HandlingDays: 2, ReturnDays: 14})
	if err != nil {
		s.t.Fatal(err)
	}
	owner.Shops = map[db.ShopID]identity.Role{id: identity.ShopOwner}
	for _, m := range []ShopMove{ShopSubmit, ShopApprove} {
		if err := s.MoveShop(s.t.Context(), house(), id, m, ""); err != nil {
			s.t.Fatal(err)
		}
	}
	shop, err := s.ShopByID(s.t.Context(), id)
	if err != nil {
		s.t.Fatal(err)
	}
	return shop, owner
}

// quilt is a draft with two options and stock.
func quilt(c money.Currency, handle string) Draft {
	d := Draft{Handle: handle, Status: ProductActive, HS: "940440", Origin: "IN",
		Title:       Texts{"en": "Jaipur quilt " + handle, "ru": "Джайпурское одеяло", "ur": "جے پوری رضائی"},
		Description: Texts{"en": "Block-printed cotton, quilted by hand."},
		Attributes:  []Attribute{{Texts{"en": "Material"}, Texts{"en": "Cotton"}}},
		Options: []Option{
			{Texts{"en": "Colour", "ru": "Цвет"}, []OptionValue{{"indigo", Texts{"en": "Indigo"}}, {"madder", Texts{"en": "Madder"}}}},
			{Texts{"en": "Size"}, []OptionValue{{"s", Texts{"en": "Small"}}, {"l", Texts{"en": "Large"}}}},
		}}
	for i, values := range [][]string{{"indigo", "s"}, {"indigo", "l"}, {"madder", "s"}} {
		d.Variants = append(d.Variants, VariantDraft{SKU: fmt.Sprintf("%s-%d", handle, i), Values: values,
			Price: money.Of(int64(1000*(i+1)), c), Grams: 1900, LengthMM: 400, WidthMM: 300, HeightMM: 160, OnHand: 5})
	}
	return d
}

func (s *shelf) save(d Draft) Product {
	s.t.Helper()
	id, err := s.SaveProduct(s.t.Context(), s.owner, s.shop.ID, d)
	if err != nil {
		s.t.Fatal(err)
	}
	return s.look(id)
}

func (s *shelf) look(id ProductID) Product {
	s.t.Helper()
	p, err := s.ProductByID(s.t.Context(), s.owner, s.shop.ID, id)
	if err != nil {
		s.t.Fatal(err)
	}
	return p
}

// write runs f in a transaction and fails the test when it fails.
func (s *shelf) write(f func(*db.Tx) error) {
	s.t.Helper()
	if err := s.db.Write(s.t.Context(), f); err != nil {
		s.t.Fatal(err)
	}
}

func onBoth(t *testing.T, f func(*shelf)) {
	dbtest.Each(t, schemas(), func(t *testing.T, d *db.DB) { f(newShelf(t, d)) })
}
