package catalog

import (
	"context"

	"agora/db"
)

// Fresh gives the most of the newest things for sale, among so many: every shop
// has one before any has two, because a shop that just put in forty things is
// not the whole market. The list is shared and must not be changed.
func (s *Service) Fresh(ctx context.Context, among, most int) ([]Card, error) {
	return s.freshest.look(s.db, [2]int{among, most}, func() ([]Card, error) { return s.readFresh(ctx, among, most) })
}

func (s *Service) readFresh(ctx context.Context, among, most int) (cards []Card, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err := db.List(tx, func(scan db.Scan) (o owned, err error) {
			return o, scan(&o.product, &o.shop)
		}, `SELECT p.product_id, p.shop_id FROM products p CROSS JOIN shops s
			WHERE s.shop_id = p.shop_id AND p.status = 'active' AND s.status = 'open'
			ORDER BY p.product_id DESC LIMIT $1`, among)
		if err != nil {
			return err
		}
		cards, err = s.cardsOf(tx, mixed(list, most))
		if err != nil {
			return err
		}
		return offers(tx, cards)
	})
	return cards, err
}

// owned is a product by its key.
type owned struct {
	product ProductID
	shop    ShopID
}

// cardsOf gives the cards of products in the order of the list, without prices.
func (s *Service) cardsOf(tx *db.Tx, list []owned) ([]Card, error) {
	ids := make([]int64, len(list))
	for i, o := range list {
		ids[i] = int64(o.product)
	}
	in, args := among(ids)
	found := map[ProductID]Card{}
	err := tx.Each(func(scan db.Scan) error {
		c, _, err := s.scanCard(scan)
		found[c.Product] = c
		return err
	}, "SELECT "+cardColumns+", 0 FROM products p CROSS JOIN shops s WHERE s.shop_id = p.shop_id AND p.product_id IN "+in, args...)
	cards := make([]Card, 0, len(list))
	for _, o := range list {
		if c, ok := found[o.product]; ok {
			cards = append(cards, c)
		}
	}
	return cards, err
}

// mixed takes most things of a list so that every shop has one before any has
// two.
func mixed(list []owned, most int) []owned {
	var out []owned
	taken := map[ShopID]int{}
	for round := 1; len(out) < most && round <= most; round++ {
		seen := map[ShopID]int{}
		for _, c := range list {
			if seen[c.shop]++; seen[c.shop] == round && taken[c.shop] == round-1 && len(out) < most {
				taken[c.shop]++
				out = append(out, c)
			}
		}
	}
	return out
}
