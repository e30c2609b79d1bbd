package catalog

import (
	"context"
	"sync"

	"agora/country"
	"agora/db"
	"agora/fault"
	"agora/identity"
)

const shopColumns = `s.shop_id, s.handle, s.name, s.owner, s.country, s.city, s.currency, s.status, s.opened, s.version, s.document`

// shopRow is a row of shops as it is scanned.
type shopRow struct {
	Shop
	opened, version int64
	document        string
}

// into gives where the columns of shopColumns go.
func (r *shopRow) into() []any {
	return []any{&r.ID, &r.Handle, &r.Name, &r.Owner, &r.Country, &r.City, &r.Currency, &r.Shop.Status,
		&r.opened, &r.version, &r.document}
}

// shop finishes a row. Payout stays out unless somebody asks for it by name.
func (r *shopRow) shop(m *memory[sign]) (Shop, error) {
	g, err := recall(m, r.version, r.document, decodeSign)
	s := r.Shop
	s.Opened, s.Version = db.Time(r.opened), r.version
	s.Languages, s.Origin, s.Tagline, s.Story = g.Languages, g.Origin, g.Tagline, g.Story
	s.Machine, s.Few = g.Machine, DefaultFew
	if g.Few != nil {
		s.Few = *g.Few
	}
	s.Tint, s.Initials, s.HandlingDays, s.ReturnDays = g.Tint, g.Initials, g.HandlingDays, g.ReturnDays
	return s, err
}

// sign gives the part of a shop that its document holds.
func (s Shop) sign() sign {
	return sign{s.Languages, s.Origin, s.Tagline, s.Story, s.Tint, s.Initials, s.HandlingDays, s.ReturnDays, s.Payout, s.Machine.of(s.Passages()), &s.Few}
}

// ShopIn gives a shop with everything about it, its payout account too.
func ShopIn(tx *db.Tx, id ShopID) (Shop, error) {
	s, err := db.One(tx, func(scan db.Scan) (Shop, error) {
		var r shopRow
		if err := scan(r.into()...); err != nil {
			return Shop{}, err
		}
		s, err := r.shop(nil)
		if err != nil {
			return s, err
		}
		g, err := decodeSign(r.document)
		s.Payout = g.Payout
		return s, err
	}, "SELECT "+shopColumns+" FROM shops s WHERE s.shop_id = $1", int64(id))
	return s, none(err, "fault.no_shop")
}

// ShopByID gives a shop in any status, without its payout account.
func (s *Service) ShopByID(ctx context.Context, id ShopID) (shop Shop, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		shop, err = db.One(tx, s.scanShop, "SELECT "+shopColumns+" FROM shops s WHERE s.shop_id = $1", int64(id))
		return none(err, "fault.no_shop")
	})
	return shop, err
}

// ShopsByID gives some shops in any status, without their payout accounts, in one
// statement and in the order of their ids.
func (s *Service) ShopsByID(ctx context.Context, ids []ShopID) (list []Shop, err error) {
	if len(ids) == 0 {
		return nil, nil
	}
	numbers := make([]int64, len(ids))
	for i, id := range ids {
		numbers[i] = int64(id)
	}
	in, args := among(numbers)
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, s.scanShop, "SELECT "+shopColumns+" FROM shops s WHERE s.shop_id IN "+in+" ORDER BY s.shop_id", args...)
		return err
	})
	return list, err
}

// Origins gives where the parcels of shops come from, in one statement; the same
// shop may be named often.
func (s *Service) Origins(ctx context.Context, ids []ShopID) (map[ShopID]country.Address, error) {
	from := make(map[ShopID]country.Address, len(ids))
	if len(ids) == 0 {
		return from, nil
	}
	list := make([]int64, len(ids))
	for i, id := range ids {
		list[i] = int64(id)
	}
	in, args := among(list)
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		return tx.Each(func(scan db.Scan) error {
			shop, err := s.scanShop(scan)
			from[shop.ID] = shop.Origin
			return err
		}, "SELECT "+shopColumns+" FROM shops s WHERE s.shop_id IN "+in, args...)
	})
	return from, err
}

// Shop gives a shop by its handle, in any status, without its payout account.
func (s *Service) Shop(ctx context.Context, handle string) (shop Shop, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		id, err := s.handles.find(tx, handle)
		if err != nil {
			return err
		}
		shop, err = db.One(tx, s.scanShop, "SELECT "+shopColumns+" FROM shops s WHERE s.shop_id = $1", int64(id))
		return none(err, "fault.no_shop")
	})
	return shop, err
}

// OwnShop gives a shop with its payout account to those who run it and to
// operators.
func (s *Service) OwnShop(ctx context.Context, by identity.Actor, id ShopID) (shop Shop, err error) {
	if !ownerOrOperator(by, id) {
		return Shop{}, ErrForbidden
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		shop, err = ShopIn(tx, id)
		return err
	})
	return shop, err
}

// Shops gives a page of shops in a status (any when empty), newest first.
// cursor is the Next of the page before.
func (s *Service) Shops(ctx context.Context, status ShopStatus, cursor string, limit int) (Page[Shop], error) {
	return s.openings.look(s.db, shopPage{status, cursor, limit}, func() (Page[Shop], error) { return s.readShops(ctx, status, cursor, limit) })
}

// shopPage names a page of shops.
type shopPage struct {
	status ShopStatus
	cursor string
	limit  int
}

func (s *Service) readShops(ctx context.Context, status ShopStatus, cursor string, limit int) (page Page[Shop], err error) {
	before, err := newestFirst(cursor)
	if err != nil {
		return page, err
	}
	limit = clampLimit(limit)
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		page.Items, err = db.List(tx, s.scanShop, "SELECT "+shopColumns+` FROM shops s
			WHERE ($1 = '' OR s.status = $1) AND s.shop_id < $2 ORDER BY s.shop_id DESC LIMIT $3`, string(status), before, limit+1)
		return err
	})
	if len(page.Items) > limit {
		page.Items = page.Items[:limit]
		page.Next = mark(int64(page.Items[limit-1].ID))
	}
	return page, err
}

func (s *Service) scanShop(scan db.Scan) (Shop, error) {
	var r shopRow
	if err := scan(r.into()...); err != nil {
		return Shop{}, err
	}
	return r.shop(s.signs)
}

// handles remembers which shop has a handle, which never changes.
type handles struct {
	mu   sync.RWMutex
	shop map[string]ShopID
}

func (h *handles) find(tx *db.Tx, handle string) (ShopID, error) {
	h.mu.RLock()
	id, ok := h.shop[handle]
	h.mu.RUnlock()
	if ok {
		return id, nil
	}
	if err := tx.Row("SELECT shop_id FROM shop_handles WHERE handle = $1", []any{handle}, &id); err != nil {
		return 0, none(err, "fault.no_shop")
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.shop == nil || len(h.shop) > 10_000 {
		h.shop = map[string]ShopID{}
	}
	h.shop[handle] = id
	return id, nil
}

// clampLimit bounds the length of a page.
func clampLimit(n int) int {
	if n <= 0 {
		return 24
	}
	return min(n, 200)
}

// errCursor is a cursor that no page gave out.
var errCursor = fault.Field("cursor", "fault.cursor")
