package catalog

import "agora/memo"

// homes remember of which shop a variant is, which never changes. Machines name
// a thing by its id alone; what names its shop, too, is found on one machine when
// shops are spread over several.
type homes = memo.Memo[VariantID, ShopID]

// maxHomes bounds what is remembered: some 2 MB.
const maxHomes = 50_000

// homesOf gives the shops of variants; nothing unless all are known.
func (s *Service) homesOf(ids []VariantID) []int64 {
	shops := make([]int64, len(ids))
	for i, id := range ids {
		shop, known := s.homes.Get(id)
		if !known {
			return nil
		}
		shops[i] = int64(shop)
	}
	return shops
}

// Know tells of which shop a variant is, where a caller has read both.
func (s *Service) Know(id VariantID, shop ShopID) { s.homes.Put(id, shop) }
