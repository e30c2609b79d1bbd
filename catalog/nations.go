package catalog

import (
	"context"

	"agora/country"
	"agora/db"
)

// ShopNations counts the shops that are open, by country.
func (s *Service) ShopNations(ctx context.Context) (map[country.Code]int64, error) {
	out := map[country.Code]int64{}
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		clear(out)
		return tx.Each(func(scan db.Scan) error {
			var c country.Code
			var n int64
			err := scan(&c, &n)
			out[c] = n
			return err
		}, "SELECT country, COUNT(*) FROM shops WHERE status = 'open' GROUP BY country")
	})
	return out, err
}
