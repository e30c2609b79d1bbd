package storefront

import (
	"agora/market"
	"agora/web"
)

// notes keeps the subscription of a browser to short notes about a group of
// orders, for whoever may see it.
func (s *Store) notes(r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	g, err := s.Market.Group(r.R.Context(), r.Actor, market.GroupID(id))
	if err != nil {
		return err
	}
	return r.Subscribe(s.Push, web.OrderSubject(int64(g.ID)))
}

// allEnded reports whether nothing more will happen to any order of a group.
func allEnded(g market.Group) bool {
	for _, o := range g.Orders {
		if !o.State.Ended() {
			return false
		}
	}
	return true
}
