package market

import (
	"agora/money"
	"agora/payment"
)

// PayWays gives the kinds of the ways to pay that are offered for a choice of
// money and door.
func (s *Service) PayWays(c Choice) (kinds []string) {
	for _, h := range s.offered(c) {
		kinds = append(kinds, h.Kind())
	}
	return kinds
}

func (s *Service) offered(c Choice) (list []payment.Handler) {
	for _, h := range s.ways {
		if c.Currency == money.Play && h.Kind() != payPlay || c.NoCash && h.Kind() == payCash {
			continue
		}
		if o, ok := h.(payment.Offered); ok && !o.Offers(c.Currency, c.To) {
			continue
		}
		list = append(list, h)
	}
	return list
}

// WayKinds gives the kinds of all ways to pay of the node, in their order,
// whether or not they are offered anywhere now.
func (s *Service) WayKinds() (kinds []string) {
	for _, h := range s.ways {
		kinds = append(kinds, h.Kind())
	}
	return kinds
}
