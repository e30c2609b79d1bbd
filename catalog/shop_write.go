package catalog

import (
	"context"
	"strings"
	"unicode/utf8"

	"agora/bank"
	"agora/country"
	"agora/db"
	"agora/event"
	"agora/fault"
	"agora/identity"
)

// The events of a shop. Every move of its status is one of the latter.
const (
	ShopCreated event.Kind = "shop.created"
	ShopSaved   event.Kind = "shop.saved"
	ShopOpened  event.Kind = "shop.opened"
	ShopMoved   event.Kind = "shop.moved"
)

// OpenShop sets up a shop as a draft and makes its owner run it. People open
// shops of their own; operators and the node for n.Owner too.
func (s *Service) OpenShop(ctx context.Context, by identity.Actor, n NewShop) (id ShopID, err error) {
	if n.Owner == 0 {
		n.Owner = by.Person
	}
	if n.Owner == 0 {
		return 0, fault.New(fault.Unauthenticated, "fault.unauthenticated")
	}
	if n.Owner != by.Person && !operator(by, db.House) {
		return 0, ErrForbidden
	}
	shop := n.shop()
	if err := shop.check(); err != nil {
		return 0, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		shop.ID = ShopID(tx.ID())
		id = shop.ID
		return create(tx, by, shop)
	})
	return id, err
}

func create(tx *db.Tx, by identity.Actor, shop Shop) error {
	n, err := tx.Exec("INSERT INTO shop_handles (handle, shop_id) VALUES ($1, $2) ON CONFLICT (handle) DO NOTHING", shop.Handle, int64(shop.ID))
	if err != nil {
		return err
	}
	if n == 0 {
		return &fault.Error{Kind: fault.Conflict, Key: "fault.handle_taken", Field: "handle"}
	}
	document, err := encode(shop.sign())
	if err != nil {
		return err
	}
	// commission is a column that the rules of package commission have replaced
	_, err = tx.Exec(`INSERT INTO shops (shop_id, handle, name, owner, country, city, currency, status, commission, opened, version, document)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, 0, $9, $10)`, int64(shop.ID), shop.Handle, shop.Name, int64(shop.Owner),
		string(shop.Country), shop.City, string(shop.Currency), string(shop.Status), tx.ID(), document)
	if err != nil {
		return err
	}
	if _, err := tx.Exec("INSERT INTO locations (location_id, shop_id, name) VALUES ($1, $2, $3)", tx.ID(), int64(shop.ID), shop.City); err != nil {
		return err
	}
	if err := identity.GrantShop(tx, shop.Owner, shop.ID, identity.ShopOwner); err != nil {
		return err
	}
	if err := note(tx, by, shop.ID, "shop.create", shopSubject(shop.ID), nil); err != nil {
		return err
	}
	return event.Append(tx, shop.ID, ShopCreated, int64(shop.ID), nil)
}

// SaveShop changes what a shop says about itself. Its handle, currency, owner
// and country stay as they were.
func (s *Service) SaveShop(ctx context.Context, by identity.Actor, id ShopID, n NewShop) error {
	if !ownerOrOperator(by, id) {
		return ErrForbidden
	}
	return s.change(ctx, func(tx *db.Tx) error {
		old, err := ShopIn(tx, id)
		if err != nil {
			return err
		}
		n.Handle, n.Currency, n.Country, n.Owner = old.Handle, old.Currency, old.Country, old.Owner
		if n.Few == nil {
			n.Few = &old.Few
		}
		shop := n.shop()
		if err := shop.check(); err != nil {
			return err
		}
		shop.Machine = old.Machine
		document, err := encode(shop.sign())
		if err != nil {
			return err
		}
		if _, err := tx.Exec("UPDATE shops SET name = $2, city = $3, document = $4, version = $5 WHERE shop_id = $1",
			int64(id), shop.Name, shop.City, document, tx.ID()); err != nil {
			return err
		}
		if shop.Payout != old.Payout {
			if err := note(tx, by, id, "shop.payout", shopSubject(id), nil); err != nil {
				return err
			}
		}
		return event.Append(tx, id, ShopSaved, int64(id), nil)
	})
}

// MoveShop changes a shop's status by the table of moves. why is kept in the
// audit and may be empty.
func (s *Service) MoveShop(ctx context.Context, by identity.Actor, id ShopID, move ShopMove, why string) error {
	return s.change(ctx, func(tx *db.Tx) error {
		shop, err := ShopIn(tx, id)
		if err != nil {
			return err
		}
		step, err := shop.step(by, move)
		if err != nil {
			return err
		}
		opened := db.Micro(shop.Opened)
		first := opened == 0 && step.To == ShopOpen
		if first {
			opened = db.Micro(tx.Now)
		}
		if _, err := tx.Exec("UPDATE shops SET status = $2, opened = $3 WHERE shop_id = $1",
			int64(id), string(step.To), opened); err != nil {
			return err
		}
		detail := map[string]string{"from": string(step.From), "to": string(step.To), "why": why}
		if err := note(tx, by, id, "shop."+string(move), shopSubject(id), detail); err != nil {
			return err
		}
		kind := ShopMoved
		if first {
			kind = ShopOpened
		}
		return event.Append(tx, id, kind, int64(id), detail)
	})
}

func (n NewShop) shop() Shop {
	clean := strings.TrimSpace
	s := Shop{Handle: clean(n.Handle), Name: clean(n.Name), Owner: n.Owner, Country: n.Country, City: clean(n.City),
		Currency: n.Currency, Languages: n.Languages, Status: ShopDraft, Origin: n.Origin, Tagline: n.Tagline.clean(),
		Story: n.Story.clean(), Tint: n.Tint, Initials: clean(n.Initials), HandlingDays: n.HandlingDays,
		ReturnDays: n.ReturnDays, Few: DefaultFew, Payout: clean(n.Payout)}
	if n.Few != nil {
		s.Few = *n.Few
	}
	if s.Initials == "" {
		for _, r := range s.Name {
			s.Initials = string(r)
			break
		}
	}
	return s
}

func (s Shop) check() error {
	var f fault.Fields
	if !validShopHandle(s.Handle) {
		f.Add("handle", "fault.handle")
	}
	if s.Name == "" {
		f.Add("name", "fault.required")
	}
	short(&f, "name", s.Name)
	short(&f, "city", s.City)
	short(&f, "payout", s.Payout)
	if bad := bank.BadIBAN(s.Payout); bad != "" {
		f.Add("payout", "fault.iban", "value", bad)
	}
	if !s.Country.Known() {
		f.Add("country", "fault.choice")
	}
	if !s.Currency.Valid() {
		f.Add("currency", "fault.choice")
	}
	if len(s.Languages) == 0 {
		f.Add("languages", "fault.required")
	}
	bound(&f, "languages", len(s.Languages), MaxLanguages)
	for _, l := range s.Languages {
		if !validTag(l) {
			f.Add("languages", "fault.language")
		}
	}
	if utf8.RuneCountInString(s.Initials) > 3 {
		f.Add("initials", "fault.too_long", "max", int64(3))
	}
	s.Tagline.check(&f, "tagline", MaxShort)
	s.Story.check(&f, "story", MaxDescription)
	number(&f, "handling_days", int64(s.HandlingDays), 60)
	number(&f, "return_days", int64(s.ReturnDays), 365)
	number(&f, "few", s.Few, MaxFew)
	if s.Origin != (country.Address{}) {
		if _, err := s.Origin.Check(); err != nil {
			if err := f.Join("origin", err); err != nil {
				return err
			}
		}
	}
	return f.Err()
}
