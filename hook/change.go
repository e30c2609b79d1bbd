package hook

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"agora/audit"
	"agora/db"
	"agora/egress"
	"agora/fault"
	"agora/identity"
)

// Make makes an endpoint and gives its secret, which is never shown again. The
// fields of faults are "url" and "kinds". A shop has an address once: a second
// time is a Conflict, so that a request that is sent again does no harm.
func (s *Service) Make(ctx context.Context, by identity.Actor, shop db.ShopID, w Wish) (h Hook, secret string, err error) {
	if err := may(by, shop); err != nil {
		return h, "", err
	}
	if err := w.check(s.o.Dev); err != nil {
		return h, "", err
	}
	secret = newSecret()
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		list, err := hooksIn(tx, "shop_id = $1", int64(shop))
		if err != nil {
			return err
		}
		if len(list) >= MaxHooks {
			return fault.New(fault.Conflict, "fault.hooks_many", "max", int64(MaxHooks))
		}
		if slices.ContainsFunc(list, func(h Hook) bool { return h.URL == w.URL }) {
			return &fault.Error{Kind: fault.Conflict, Key: "fault.hook_twice", Field: "url"}
		}
		h = Hook{ID: ID(tx.ID()), Shop: shop, secret: secret}
		h.become(by, w, tx.Now)
		if _, err := tx.Exec(`INSERT INTO hooks (hook_id, shop_id, person_id, url, kinds, secret, old_secret, old_until, failing, rest, switched_off, why)
			VALUES ($1, $2, $3, $4, $5, $6, '', 0, 0, 0, $7, $8)`, int64(h.ID), int64(shop), int64(h.Person), h.URL, joined(h.Kinds), secret,
			db.Micro(h.Off), string(h.Why)); err != nil {
			return err
		}
		return note(tx, by, h, "hook.made")
	})
	return h, secret, err
}

// check settles a wish: the address in one spelling, each kind once.
func (w *Wish) check(dev bool) error {
	var f fault.Fields
	if w.URL = strings.TrimSpace(w.URL); w.URL == "" {
		f.Add("url", "fault.required")
	} else if plain, ok := egress.Judge(w.URL, dev); ok {
		w.URL = plain
	} else {
		f.Add("url", "fault.hook_url")
	}
	var kinds []Kind
	for _, o := range Offers {
		if slices.Contains(w.Kinds, o.Kind) {
			kinds = append(kinds, o.Kind)
		}
	}
	if len(kinds) == 0 || slices.ContainsFunc(w.Kinds, func(k Kind) bool { _, ok := OfferOf(k); return !ok }) {
		f.Add("kinds", "fault.hook_kinds")
	}
	w.Kinds = kinds
	return f.Err()
}

// become makes an endpoint what somebody wishes.
func (h *Hook) become(by identity.Actor, w Wish, now time.Time) {
	h.Person, h.URL, h.Kinds = by.Person, w.URL, w.Kinds
	switch {
	case w.On:
		if !h.Off.IsZero() {
			h.Since = time.Time{}
		}
		h.Off, h.Why = time.Time{}, ""
	case h.Off.IsZero():
		h.Off, h.Why = now, ByHand
	}
}

// Change makes an endpoint what is wished; switched on again it has five new
// days. What happened while it was off is not told.
func (s *Service) Change(ctx context.Context, by identity.Actor, shop db.ShopID, id ID, w Wish) (h Hook, err error) {
	if err := may(by, shop); err != nil {
		return h, err
	}
	if err := w.check(s.o.Dev); err != nil {
		return h, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if h, err = hookIn(tx, shop, id); err != nil {
			return err
		}
		h.become(by, w, tx.Now)
		if _, err := tx.Exec("UPDATE hooks SET person_id = $3, url = $4, kinds = $5, failing = $6, switched_off = $7, why = $8, rest = 0 WHERE shop_id = $1 AND hook_id = $2",
			int64(shop), int64(id), int64(h.Person), h.URL, joined(h.Kinds), db.Micro(h.Since), db.Micro(h.Off), string(h.Why)); err != nil {
			return err
		}
		return note(tx, by, h, "hook.changed")
	})
	return h, err
}

// Rotate gives an endpoint a new secret. The one before signs beside it for
// Rotation, so that the receiver can change over without missing anything.
func (s *Service) Rotate(ctx context.Context, by identity.Actor, shop db.ShopID, id ID) (h Hook, secret string, err error) {
	if err := may(by, shop); err != nil {
		return h, "", err
	}
	secret = newSecret()
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if h, err = hookIn(tx, shop, id); err != nil {
			return err
		}
		h.old, h.secret, h.Both = h.secret, secret, tx.Now.Add(Rotation)
		if _, err := tx.Exec("UPDATE hooks SET secret = $3, old_secret = $4, old_until = $5 WHERE shop_id = $1 AND hook_id = $2",
			int64(shop), int64(id), h.secret, h.old, db.Micro(h.Both)); err != nil {
			return err
		}
		return note(tx, by, h, "hook.rotated")
	})
	return h, secret, err
}

// Remove removes an endpoint with its messages. One that is not there stays so.
func (s *Service) Remove(ctx context.Context, by identity.Actor, shop db.ShopID, id ID) error {
	if err := may(by, shop); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		h, err := hookIn(tx, shop, id)
		if fault.Is(err, fault.NotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		for _, q := range []string{
			"DELETE FROM hook_tries WHERE shop_id = $1 AND message_id IN (SELECT message_id FROM hook_messages WHERE shop_id = $1 AND hook_id = $2)",
			"DELETE FROM hook_messages WHERE shop_id = $1 AND hook_id = $2", "DELETE FROM hooks WHERE shop_id = $1 AND hook_id = $2",
		} {
			if _, err := tx.Exec(q, int64(shop), int64(id)); err != nil {
				return err
			}
		}
		return note(tx, by, h, "hook.removed")
	})
}

func note(tx *db.Tx, by identity.Actor, h Hook, what string) error {
	return audit.Note(tx, by, h.Shop, what, "hook:"+strconv.FormatInt(int64(h.ID), 10), map[string]any{"url": h.URL, "kinds": h.Kinds, "why": h.Why})
}
