package delivery

import (
	"context"
	"slices"
	"time"

	"agora/country"
	"agora/db"
	"agora/event"
)

// The events by which others learn that things go elsewhere than before.
const (
	Saved       event.Kind = "delivery.saved"        // the ways or points of a shop
	TablesSaved event.Kind = "delivery.tables_saved" // the tariffs or points of a carrier, of the house
)

// saved says that the ways or points of a shop, or of all with the house, changed.
func saved(tx *db.Tx, shop db.ShopID) error {
	kind := Saved
	if shop == db.House {
		kind = TablesSaved
	}
	return event.Append(tx, shop, kind, int64(shop), nil)
}

// Sent is one thing of a shop that may be sent.
type Sent struct {
	Shop  db.ShopID
	Thing Thing
}

// Reach is where a thing goes, and where of that it may be paid at the door.
type Reach struct{ To, Cash []country.Code }

// Reaches gives for each thing where it goes on a day, as the database has it
// now, in three statements and two for tables of carriers.
func (s *Service) Reaches(ctx context.Context, list []Sent, day time.Time) ([]Reach, error) {
	if len(list) == 0 {
		return nil, nil
	}
	var shops []db.ShopID
	for _, t := range list {
		if !slices.Contains(shops, t.Shop) {
			shops = append(shops, t.Shop)
		}
	}
	options, err := s.read(ctx, shops)
	if err != nil {
		return nil, err
	}
	cashless, err := s.cashless(ctx, shops)
	if err != nil {
		return nil, err
	}
	known := map[Sent]Reach{} // most things of a shop are alike
	out := make([]Reach, len(list))
	for i, t := range list {
		t.Thing.Key, t.Thing.Title, t.Thing.Quantity = 0, "", 1
		r, ok := known[t]
		if !ok {
			r = reach(options[t.Shop], t.Thing, day, cashless)
			known[t] = r
		}
		out[i] = r
	}
	return out, nil
}

func reach(options []Option, t Thing, day time.Time, cashless map[taken]bool) (r Reach) {
	if len(options) == 0 {
		return r
	}
	for _, c := range country.All() {
		offers := Offers(options, Place{Country: c.Code}, []Thing{t}, day)
		if len(offers) == 0 {
			continue
		}
		r.To = append(r.To, c.Code)
		if slices.ContainsFunc(offers, func(o Offer) bool { return !cashless[o.Option.takenIn(c.Code)] }) {
			r.Cash = append(r.Cash, c.Code)
		}
	}
	return r
}

// taken is the points in a country at which parcels of a way are taken.
type taken struct {
	shop    db.ShopID
	carrier string
	in      country.Code
}

// takenIn names the points of a way; the zero taken for one that comes home.
func (o Option) takenIn(c country.Code) taken {
	switch {
	case o.Service != Pickup:
		return taken{}
	case o.Table != "":
		return taken{db.House, o.Table, c}
	}
	return taken{o.Shop, "", c}
}

// cashless gives the countries in which no point of a shop or a carrier takes
// money.
func (s *Service) cashless(ctx context.Context, shops []db.ShopID) (map[taken]bool, error) {
	out := map[taken]bool{}
	marks, args := in(append(slices.Clone(shops), db.House))
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		return tx.Each(func(scan db.Scan) error {
			var t taken
			var cash int64
			err := scan(&t.shop, &t.carrier, &t.in, &cash)
			out[t] = cash == 0
			return err
		}, "SELECT shop_id, carrier, country, MAX(cash) FROM pickup_points WHERE shop_id IN ("+marks+") GROUP BY shop_id, carrier, country", args...)
	})
	return out, err
}
