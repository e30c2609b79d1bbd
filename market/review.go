package market

import (
	"context"

	"agora/catalog"
	"agora/db"
	"agora/fault"
	"agora/identity"
)

// Review is a buyer's word about a thing that came: stars from 1 to 5 and, if
// she likes, a text. Only who placed the order may, once for each product, and
// only after the parcel came.
func (s *Service) Review(ctx context.Context, by identity.Actor, id OrderID, v catalog.VariantID, stars int, lang, body string) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		o, err := loadOrder(tx, id)
		if err != nil {
			return err
		}
		if err := s.may(tx, by, o, buyer); err != nil {
			return err
		}
		if !o.Came() {
			return fault.New(fault.Conflict, "fault.review_early")
		}
		product, err := lineProduct(tx, o, v)
		if err != nil {
			return err
		}
		_, err = catalog.AddReview(tx, catalog.Remark{Shop: o.Shop, Product: product, Order: int64(o.ID), Person: by.Person,
			Name: o.BuyerName, Place: o.City, Stars: stars, Lang: lang, Body: body})
		return err
	})
}

// Came reports whether the buyer has the parcel.
func (o Order) Came() bool {
	return o.State == Delivered || o.State == Disputed || o.State == Completed
}

// lineProduct gives the product of a line of an order.
func lineProduct(tx *db.Tx, o Order, v catalog.VariantID) (catalog.ProductID, error) {
	if err := loadLines(tx, &o); err != nil {
		return 0, err
	}
	for _, l := range o.Lines {
		if l.Variant == v {
			return catalog.ProductOf(tx, o.Shop, v)
		}
	}
	return 0, fault.New(fault.NotFound, "fault.no_variant")
}
