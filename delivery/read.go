package delivery

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"

	"agora/db"
)

// read loads the options of shops from the database, each shop's in its order.
// A shop's rows are found by the head of the primary key.
func (s *Service) read(ctx context.Context, shops []db.ShopID) (map[db.ShopID][]Option, error) {
	marks, args := in(shops)
	out := make(map[db.ShopID][]Option, len(shops))
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		err := tx.Each(func(scan db.Scan) error {
			var doc string
			if err := scan(&doc); err != nil {
				return err
			}
			var o Option
			if err := json.Unmarshal([]byte(doc), &o); err != nil {
				return err
			}
			out[o.Shop] = append(out[o.Shop], o)
			return nil
		}, `SELECT doc FROM delivery_options WHERE shop_id IN (`+marks+`) ORDER BY shop_id, place`, args...)
		if err != nil {
			return err
		}
		return attach(tx, out)
	})
	return out, err
}

// attach gives the options by table their carriers with all tariffs, in two
// statements when there is one.
func attach(tx *db.Tx, all map[db.ShopID][]Option) error {
	tables := map[string]*table{}
	for _, list := range all {
		for i := range list {
			if key := list[i].Table; key != "" {
				if tables[key] == nil {
					tables[key] = &table{}
				}
				list[i].table = tables[key]
			}
		}
	}
	if len(tables) == 0 {
		return nil
	}
	known, err := carriers(tx)
	if err != nil {
		return err
	}
	for _, c := range known {
		if t := tables[c.Key]; t != nil {
			t.Carrier = c
		}
	}
	tariffs, err := tariffsOf(tx, slices.Sorted(maps.Keys(tables))...)
	for _, t := range tariffs {
		tables[t.Carrier].tariffs = append(tables[t.Carrier].tariffs, t)
	}
	return err
}

// in gives the placeholders and arguments of a list, filled up with its last
// member to a power of two so that few different statements are prepared.
func in(shops []db.ShopID) (string, []any) {
	n := 1
	for n < len(shops) {
		n *= 2
	}
	marks, args := make([]string, n), make([]any, n)
	for i := range marks {
		marks[i] = "$" + strconv.Itoa(i+1)
		args[i] = int64(shops[min(i, len(shops)-1)])
	}
	return strings.Join(marks, ", "), args
}
