package market

import "agora/payment"

// PayPage gives the address of the provider's page on which the buyer pays what
// is still to come for a group; "" when nothing is, or the chosen way has no
// such page. back is where the provider sends the buyer afterwards.
func (s *Service) PayPage(g Group, back string) string {
	way, err := s.ways.Of(g.Pay)
	if err != nil {
		return ""
	}
	page, ok := way.(payment.Elsewhere)
	if !ok || g.Outstanding().IsZero() {
		return ""
	}
	return page.Page(g.HowToPay, g.bill(), back)
}
