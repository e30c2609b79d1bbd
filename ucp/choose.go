package ucp

import (
	"cmp"
	"slices"
	"strconv"

	"agora/catalog"
	"agora/delivery"
)

// The ids of the ways in which several shops send together.
const (
	cheapest = "cheapest"
	fastest  = "fastest"
)

// allGroup is the group of all parcels.
const allGroup = "all"

// choose groups the parcels and finds in which ways they go: each shop for itself
// where the platform shows that, else all together. It reports whether a way was
// chosen for every group.
func (out *counted) choose(s *session, multi bool) (whole bool) {
	out.choices = nil
	var shops []catalog.ShopID
	for _, p := range out.Cart.Shops {
		if !p.Digital {
			shops = append(shops, p.Shop.ID)
		}
	}
	if len(shops) == 0 || out.to == "" {
		return len(shops) == 0
	}
	if multi {
		for _, id := range shops {
			out.choices = append(out.choices, choice{id: "shop_" + strconv.FormatInt(int64(id), 10), shops: []catalog.ShopID{id}})
		}
	} else {
		out.choices = []choice{{id: allGroup, shops: shops}}
	}
	whole = true
	for i := range out.choices {
		g := &out.choices[i]
		g.ways, g.refused = out.ways(g.shops)
		wish := cmp.Or(s.Options[g.id], s.Options[nth(i)])
		if slices.ContainsFunc(g.ways, func(w way) bool { return w.id == wish }) {
			g.chosen = wish
		}
		whole = whole && g.chosen != ""
	}
	return whole
}

// ways are in which a group can go. One shop offers all it has; of several only
// the cheapest and the fastest of each are put together.
func (out *counted) ways(shops []catalog.ShopID) (list []way, refused error) {
	brought := map[catalog.ShopID][]delivery.Offer{}
	for _, id := range shops {
		for _, o := range out.Offers[id] {
			if o.Option.Service != delivery.Pickup { // a point has to be chosen, which only our own page can
				brought[id] = append(brought[id], o)
			}
		}
		if len(brought[id]) == 0 {
			return nil, out.Refusals[id]
		}
	}
	if len(shops) == 1 {
		for _, o := range brought[shops[0]] {
			list = append(list, way{o.Option.Key, map[catalog.ShopID]delivery.Offer{shops[0]: o}})
		}
		return list, nil
	}
	best := func(id string, better func(a, b delivery.Offer) int) way {
		w := way{id, map[catalog.ShopID]delivery.Offer{}}
		for shop, offers := range brought {
			w.offers[shop] = slices.MinFunc(offers, better)
		}
		return w
	}
	cheap := best(cheapest, func(a, b delivery.Offer) int {
		return cmp.Or(cmp.Compare(a.Price.Minor, b.Price.Minor), a.By.Compare(b.By))
	})
	fast := best(fastest, func(a, b delivery.Offer) int {
		return cmp.Or(a.By.Compare(b.By), cmp.Compare(a.Price.Minor, b.Price.Minor))
	})
	list = []way{cheap}
	for shop, o := range fast.offers {
		if o.Option.Key != cheap.offers[shop].Option.Key {
			return append(list, fast), nil
		}
	}
	return list, nil
}
