package delivery

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"agora/country"
	"agora/db"
)

// fresh is how long options are answered from memory; another process on the
// same database may have written in between.
const fresh = 10 * time.Second

// Service answers how parcels can go. Options are kept in memory, since every
// card of a listing asks for them.
type Service struct {
	db   *db.DB
	mu   sync.RWMutex
	kept map[db.ShopID]kept
}

type kept struct {
	options []Option
	until   time.Time
}

// New makes the service of a database.
func New(d *db.DB) *Service { return &Service{db: d, kept: map[db.ShopID]kept{}} }

// Options gives the options of a shop in its own order.
func (s *Service) Options(ctx context.Context, shop db.ShopID) ([]Option, error) {
	all, err := s.OptionsOf(ctx, []db.ShopID{shop})
	return all[shop], err
}

// OptionsOf gives the options of several shops in at most one query. The
// slices are shared and must not be changed.
func (s *Service) OptionsOf(ctx context.Context, shops []db.ShopID) (map[db.ShopID][]Option, error) {
	out := make(map[db.ShopID][]Option, len(shops))
	var missing []db.ShopID
	now := time.Now()
	s.mu.RLock()
	for _, id := range shops {
		if k, ok := s.kept[id]; ok && now.Before(k.until) {
			out[id] = k.options
		} else if !slices.Contains(missing, id) {
			missing = append(missing, id)
		}
	}
	s.mu.RUnlock()
	if len(missing) == 0 {
		return out, nil
	}
	read, err := s.read(ctx, missing)
	if err != nil {
		return nil, err
	}
	maps.Copy(out, read)
	s.mu.Lock()
	for _, id := range missing {
		s.kept[id] = kept{read[id], now.Add(fresh)}
	}
	s.mu.Unlock()
	return out, nil
}

// For gives, for each shop that reaches a country, what it offers for a packed
// weight, the cheapest first. A shop without an offer is not in the map.
func (s *Service) For(ctx context.Context, shops []db.ShopID, to country.Code, grams map[db.ShopID]int64) (map[db.ShopID][]Offer, error) {
	all, err := s.OptionsOf(ctx, shops)
	if err != nil {
		return nil, err
	}
	today := time.Now().UTC().Truncate(24 * time.Hour)
	out := make(map[db.ShopID][]Offer, len(shops))
	for id, options := range all {
		if list := Offers(options, to, grams[id], today); len(list) > 0 {
			out[id] = list
		}
	}
	return out, nil
}

// Offers gives what options offer for a packed weight sent on a day, the
// cheapest first, the faster first when they cost the same.
func Offers(options []Option, to country.Code, grams int64, day time.Time) []Offer {
	var list []Offer
	for _, o := range options {
		if !o.Reaches(to) {
			continue
		}
		if price, ok := o.Price(grams); ok {
			list = append(list, Offer{o, price, day.AddDate(0, 0, o.DaysMin), day.AddDate(0, 0, o.DaysMax)})
		}
	}
	slices.SortStableFunc(list, func(a, b Offer) int {
		return cmp.Or(cmp.Compare(a.Price.Minor, b.Price.Minor), cmp.Compare(a.Option.DaysMax, b.Option.DaysMax))
	})
	return list
}

// SaveOptions replaces the options of a shop.
func (s *Service) SaveOptions(tx *db.Tx, shop db.ShopID, list []Option) error {
	list = slices.Clone(list)
	for i := range list {
		list[i].Shop = shop
	}
	if err := CheckOptions(list); err != nil {
		return err
	}
	if _, err := tx.Exec(`DELETE FROM delivery_options WHERE shop_id = $1`, int64(shop)); err != nil {
		return err
	}
	for i, o := range list {
		doc, err := json.Marshal(o)
		if err != nil {
			return fmt.Errorf("option %s: %w", o.Key, err)
		}
		if _, err := tx.Exec(`INSERT INTO delivery_options (shop_id, option_key, place, doc) VALUES ($1, $2, $3, $4)`,
			int64(shop), o.Key, i, string(doc)); err != nil {
			return err
		}
	}
	tx.AfterCommit(func() { s.forget(shop) })
	return nil
}

func (s *Service) forget(shop db.ShopID) {
	s.mu.Lock()
	delete(s.kept, shop)
	s.mu.Unlock()
}
