package token

import (
	"strings"
	"testing"
	"time"

	"agora/audit"
	"agora/db"
	"agora/db/dbtest"
	"agora/event"
	"agora/fault"
	"agora/identity"
)

const shop = db.ShopID(77)

// bench is tokens of a shop with an owner and a hand.
type bench struct {
	*testing.T
	*Service
	store       *db.DB
	people      *identity.Service
	ahead       time.Duration
	owner, hand identity.PersonID
}

func each(t *testing.T, f func(*bench)) {
	var b *bench
	clock := func() time.Time { return time.Date(2026, 11, 27, 9, 0, 0, 0, time.UTC).Add(b.ahead) }
	b = &bench{}
	dbtest.EachAt(t, clock, []db.Schema{event.Schema, identity.Schema, audit.Schema, Schema}, func(t *testing.T, d *db.DB) {
		b.ahead = 0
		b.T, b.Service, b.store, b.people = t, NewService(d), d, identity.New(d, identity.Options{})
		b.owner, b.hand = b.join("owner", identity.ShopOwner), b.join("hand", identity.ShopStaff)
		f(b)
	})
}

func (b *bench) must(err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

func (b *bench) join(name string, role identity.Role) identity.PersonID {
	b.Helper()
	p, err := b.people.SignUp(b.Context(), identity.NewPerson{Name: name, Login: name + "@example.org", Password: "three odd camels", Country: "UZ", Lang: "ru"})
	b.must(err)
	b.must(b.store.Write(b.Context(), func(tx *db.Tx) error { return identity.GrantShop(tx, p.ID, shop, role) }))
	return p.ID
}

func (b *bench) as(id identity.PersonID) (a identity.Actor) {
	b.Helper()
	b.must(b.store.Read(b.Context(), func(tx *db.Tx) (err error) { a, err = identity.ActorIn(tx, id); return err }))
	return a
}

func (b *bench) make(id identity.PersonID, scopes ...Scope) (string, Token) {
	b.Helper()
	text, t, err := b.Make(b.Context(), b.as(id), New{Shop: shop, Name: " Till ", Scopes: scopes, Ends: time.Date(2026, 11, 28, 0, 0, 0, 0, time.UTC)})
	b.must(err)
	return text, t
}

func TestATokenActsAsItsPersonInItsShop(t *testing.T) {
	each(t, func(b *bench) {
		b.must(b.store.Write(b.Context(), func(tx *db.Tx) error { return identity.GrantShop(tx, b.owner, 78, identity.ShopOwner) }))
		b.must(b.people.Grant(b.Context(), identity.System(), b.owner, identity.Operator))
		text, made := b.make(b.owner, WriteStock, ReadCatalogue)
		h, err := b.Holder(b.Context(), text)
		b.must(err)
		if h.Name != "Till" || h.Actor.Person != b.owner || !h.Actor.Owns(shop) || h.Actor.Runs(78) || h.Actor.IsModerator() {
			b.Errorf("holder %+v", h)
		}
		if h.Need(WriteStock) != nil || h.Need(ReadCatalogue) != nil || !fault.HasKey(h.Need(ReadMoney), "fault.token_scope") {
			b.Error("scopes", h.Scopes)
		}
		if !strings.HasPrefix(text, made.Prefix) || len(text)-len(made.Prefix) < 40 {
			b.Errorf("prefix %q of %q", made.Prefix, text)
		}
		list, err := b.List(b.Context(), b.as(b.hand), shop)
		b.must(err)
		if len(list) != 1 || list[0].Used.Format(time.DateOnly) != "2026-11-27" {
			b.Errorf("list %+v", list)
		}
		b.must(b.store.Read(b.Context(), func(tx *db.Tx) error {
			var kept string
			err := tx.Row("SELECT hash || name || prefix FROM tokens", nil, &kept)
			if strings.Contains(kept, text[len(made.Prefix):]) {
				b.Error("the secret is kept")
			}
			return err
		}))
	})
}

func TestATokenOfTheNodeIsAnOperators(t *testing.T) {
	each(t, func(b *bench) {
		n := New{Name: "Books", Scopes: []Scope{ReadMoney}, Ends: time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)}
		if _, _, err := b.Make(b.Context(), b.as(b.owner), n); !fault.Is(err, fault.Forbidden) {
			b.Error(err)
		}
		b.must(b.people.Grant(b.Context(), identity.System(), b.hand, identity.Operator))
		text, _, err := b.Make(b.Context(), b.as(b.hand), n)
		b.must(err)
		h, err := b.Holder(b.Context(), text)
		if err != nil || !h.Actor.IsOperator() || h.Actor.Runs(shop) {
			b.Errorf("holder %+v, %v", h, err)
		}
	})
}

func TestATokenEnds(t *testing.T) {
	refused := func(b *bench, text string, kind fault.Kind) {
		b.Helper()
		if _, err := b.Holder(b.Context(), text); !fault.Is(err, kind) {
			b.Errorf("%q: %v", text, err)
		}
	}
	each(t, func(b *bench) {
		of, _ := b.make(b.owner, ReadMoney)
		for _, text := range []string{"", "agora", "agora_x_y", of[:len(of)-1] + "0", strings.Replace(of, "agora_", "agora_-", 1), strings.Replace(of, "_25_", "_26_", 1), of + "\x00"} {
			refused(b, text, fault.Unauthenticated)
		}
		b.ahead = 38 * time.Hour // a day later, before midnight
		_, err := b.Holder(b.Context(), of)
		b.must(err)
		b.ahead = 39 * time.Hour
		refused(b, of, fault.Unauthenticated)

		b.ahead = 0
		hands, second := b.make(b.hand, ReadMoney)
		b.must(b.store.Write(b.Context(), func(tx *db.Tx) error { return identity.RevokeShop(tx, b.hand, shop, identity.ShopStaff) }))
		refused(b, hands, fault.Forbidden)
		b.must(b.store.Write(b.Context(), func(tx *db.Tx) error { return identity.GrantShop(tx, b.hand, shop, identity.ShopStaff) }))

		_, first := b.make(b.owner, ReadMoney)
		if err := b.Revoke(b.Context(), b.as(b.hand), shop, first.ID); !fault.HasKey(err, "fault.token_of_other") {
			b.Error(err)
		}
		b.must(b.Revoke(b.Context(), b.as(b.owner), shop, second.ID))
		b.must(b.Revoke(b.Context(), b.as(b.owner), shop, second.ID))
		refused(b, hands, fault.Unauthenticated)
		notes, err := audit.List(b.Context(), b.store, audit.Filter{Subject: subject(second.ID)}, audit.Page{})
		b.must(err)
		if len(notes) != 2 || notes[0].Action != "token.revoked" || notes[1].Action != "token.made" || notes[0].Shop != shop {
			b.Errorf("notes %+v", notes)
		}
	})
}

func TestATokenIsAskedForInFull(t *testing.T) {
	each(t, func(b *bench) {
		now := time.Date(2026, 11, 27, 0, 0, 0, 0, time.UTC)
		for field, n := range map[string]New{
			"name":   {Name: " ", Scopes: Scopes, Ends: now},
			"scopes": {Name: "x", Scopes: []Scope{ReadMoney, "all"}, Ends: now},
			"ends":   {Name: "x", Scopes: Scopes, Ends: now.AddDate(0, 0, MaxDays+1)},
		} {
			n.Shop = shop
			_, _, err := b.Make(b.Context(), b.as(b.owner), n)
			if list := fault.List(err); len(list) != 1 || list[0].Field != field {
				b.Errorf("%s: %v", field, err)
			}
		}
		for range MaxTokens {
			b.make(b.owner, ReadMoney)
		}
		if _, _, err := b.Make(b.Context(), b.as(b.owner), New{Shop: shop, Name: "x", Scopes: Scopes, Ends: now}); !fault.HasKey(err, "fault.tokens_many") {
			b.Error(err)
		}
		if _, err := b.List(b.Context(), b.as(b.owner), 78); !fault.Is(err, fault.Forbidden) {
			b.Error(err)
		}
	})
}
