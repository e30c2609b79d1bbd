package market

import (
	"cmp"
	"context"
	"slices"

	"agora/catalog"
	"agora/db"
	"agora/delivery"
	"agora/fault"
	"agora/identity"
)

// Enquiry gives one enquiry to who asks, to those who run the shop, and to the
// operator.
func (s *Service) Enquiry(ctx context.Context, by identity.Actor, id EnquiryID) (e Enquiry, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if e, err = loadEnquiry(tx, "enquiry_id = $1", int64(id)); err != nil {
			return err
		}
		if !e.Asker(by) && !by.Runs(e.Shop) && !by.IsOperator() && !by.System {
			return errNoEnquiry
		}
		return nil
	})
	return e, err
}

// QuotedCart gives the token by which the quotation of an enquiry is counted and
// placed as any cart, to who asks; "" when there is none.
func (s *Service) QuotedCart(by identity.Actor, e Enquiry) string {
	if !e.Asker(by) {
		return ""
	}
	return e.cart
}

// EnquiriesOf gives the actor's own enquiries without their lines, newest first,
// older than before (0 for the newest).
func (s *Service) EnquiriesOf(ctx context.Context, by identity.Actor, before EnquiryID) (list []Enquiry, err error) {
	if !by.SignedIn() {
		return nil, fault.New(fault.Unauthenticated, "fault.unauthenticated")
	}
	return s.enquiries(ctx, "person_id = $1 AND person_id > 0", int64(by.Person), before)
}

// Enquiries gives the enquiries of a shop without their lines to those who run
// it, newest first, older than before; waiting ones are those that the shop has
// to answer.
func (s *Service) Enquiries(ctx context.Context, by identity.Actor, shop catalog.ShopID, waiting bool, before EnquiryID) (list []Enquiry, err error) {
	if shop == db.House || !by.Runs(shop) && !by.IsOperator() {
		return nil, fault.New(fault.Forbidden, "fault.forbidden")
	}
	where := "shop_id = $1"
	if waiting {
		where += " AND state = 'asked'"
	}
	return s.enquiries(ctx, where, int64(shop), before)
}

func (s *Service) enquiries(ctx context.Context, where string, of int64, before EnquiryID) (list []Enquiry, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, scanEnquiry, "SELECT "+enquiryColumns+" FROM enquiries WHERE "+where+
			" AND enquiry_id < $2 ORDER BY enquiry_id DESC LIMIT $3", of, orLast(int64(before)), pageSize)
		return err
	})
	return list, err
}

// EnquiryOffers gives what the shop's own ways of delivery ask for the things of an
// enquiry, to those who run it; none when no way goes there.
func (s *Service) EnquiryOffers(ctx context.Context, by identity.Actor, e Enquiry) ([]delivery.Offer, error) {
	if !by.Runs(e.Shop) && !by.IsOperator() {
		return nil, fault.New(fault.Forbidden, "fault.forbidden")
	}
	lines, err := s.EnquiryThings(ctx, e)
	if err != nil {
		return nil, err
	}
	cart := Cart{Shops: []CartShop{{Lines: lines}}}
	for _, l := range lines {
		cart.Shops[0].Shop = l.Shop
	}
	cart.apart()
	offers, _, err := s.offers(ctx, cart, delivery.Place{Country: e.To})
	return offers[e.Shop], err
}

// EnquiryThings gives the things of an enquiry as the shop has them now, line by
// line.
func (s *Service) EnquiryThings(ctx context.Context, e Enquiry) ([]CartLine, error) {
	found, err := s.catalog.Variants(ctx, variantsOf(e.Lines))
	lines := make([]CartLine, 0, len(e.Lines))
	for _, l := range e.Lines {
		i := slices.IndexFunc(found, func(o catalog.Line) bool { return o.Variant.ID == l.Variant })
		if i < 0 { // err, or a thing that never was
			return nil, cmp.Or(err, error(errNoEnquiry))
		}
		lines = append(lines, CartLine{Line: found[i], Quantity: l.Quantity})
	}
	return lines, err
}

// enquiriesWaiting counts what a shop has to answer.
func enquiriesWaiting(tx *db.Tx, shop catalog.ShopID) (n int64, err error) {
	err = tx.Row("SELECT COUNT(*) FROM enquiries WHERE shop_id = $1 AND state = 'asked'", []any{int64(shop)}, &n)
	return n, err
}
