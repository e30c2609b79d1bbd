package delivery

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"agora/db"
	"agora/fault"
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

// For gives, for each shop that reaches a place, what it offers for the things
// in its part of a cart, the cheapest first. A shop without an offer is not in
// the map; why holds the reason of those that have one.
func (s *Service) For(ctx context.Context, shops []db.ShopID, to Place, things map[db.ShopID][]Thing) (out map[db.ShopID][]Offer, why map[db.ShopID]error, err error) {
	all, err := s.OptionsOf(ctx, shops)
	if err != nil {
		return nil, nil, err
	}
	today := time.Now().UTC().Truncate(24 * time.Hour)
	out, why = make(map[db.ShopID][]Offer, len(shops)), map[db.ShopID]error{}
	for id, options := range all {
		list, reason := offers(options, to, things[id], today)
		if len(list) > 0 {
			out[id] = list
		} else if reason != nil {
			why[id] = reason
		}
	}
	return out, why, nil
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
	if err := priced(tx, list); err != nil {
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
	return saved(tx, shop)
}

// priced refuses an option by the table of a carrier that has no prices from
// where the shop posts, in its money.
func priced(tx *db.Tx, list []Option) error {
	var f fault.Fields
	for i, o := range list {
		if o.Table == "" {
			continue
		}
		tariffs, err := tariffsOf(tx, o.Table)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(tariffs, func(t Tariff) bool { return t.Home == o.Home && t.Currency == o.Currency }) {
			f.Add(fmt.Sprintf("options.%d.table", i), "fault.delivery_table")
		}
	}
	return f.Err()
}

func (s *Service) forgetAll() {
	s.mu.Lock()
	clear(s.kept)
	s.mu.Unlock()
}

func (s *Service) forget(shop db.ShopID) {
	s.mu.Lock()
	delete(s.kept, shop)
	s.mu.Unlock()
}
