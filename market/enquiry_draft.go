package market

import (
	"context"
	"crypto/rand"
	"strconv"

	"agora/catalog"
	"agora/db"
	"agora/fault"
	"agora/identity"
)

// draftCart begins the tokens under which a cart keeps what its buyer will ask
// prices for: apart from what she means to buy, and of any quantity.
const draftCart = "enquiry-"

// AskFor puts variants of one shop among what a buyer will ask it for, in the
// place of what she said of them before; a quantity of 0 takes one out. It gives
// the token of her cart, a new one when token is empty, and the shop. Faults name
// EnquiryField.
func (s *Service) AskFor(ctx context.Context, by identity.Actor, token string, of ...EnquiryLine) (string, catalog.ShopID, error) {
	if token == "" {
		token = rand.Text()
	}
	if len(token) > 48 {
		return token, 0, fault.New(fault.Invalid, "fault.cart_unknown")
	}
	e := Enquiry{Lines: of}
	var f fault.Fields
	for _, l := range of {
		if l.Quantity < 0 || l.Quantity > maxQuantity {
			f.Add(EnquiryField(l.Variant), "fault.quantity", "max", int64(maxQuantity))
		}
	}
	if err := f.Err(); err != nil {
		return token, 0, err
	}
	lines, err := s.catalog.Variants(ctx, variantsOf(of))
	if err != nil {
		return token, 0, err
	}
	if len(lines) > 0 {
		e.Shop = lines[0].Shop.ID
	}
	if err := e.about(lines, by); err != nil {
		return token, e.Shop, err
	}
	return token, e.Shop, s.db.Write(ctx, func(tx *db.Tx) error { return e.keep(tx, draftCart+token) })
}

// keep writes the lines into a draft, which has as many as an enquiry may.
func (e Enquiry) keep(tx *db.Tx, draft string) error {
	for _, l := range e.Lines {
		if l.Quantity == 0 {
			if _, err := tx.Exec("DELETE FROM cart_lines WHERE cart = $1 AND shop_id = $2 AND variant_id = $3",
				draft, int64(e.Shop), int64(l.Variant)); err != nil {
				return err
			}
			continue
		}
		line := CartLine{Quantity: l.Quantity}
		line.Shop.ID, line.Variant.ID = e.Shop, l.Variant
		if err := putLine(tx, draft, line); err != nil {
			return err
		}
	}
	var n int64
	err := tx.Row("SELECT COUNT(*) FROM cart_lines WHERE cart = $1 AND shop_id = $2", []any{draft, int64(e.Shop)}, &n)
	if err == nil && n > MaxEnquiryLines {
		err = fault.New(fault.Conflict, "fault.enquiry_lines", "max", MaxEnquiryLines)
	}
	return err
}

// EnquiryField is the form field of the quantity of a variant that is asked for.
func EnquiryField(v catalog.VariantID) string { return "line." + strconv.FormatInt(int64(v), 10) }

// Draft gives what a buyer will ask a shop for, with her quantities.
func (s *Service) Draft(ctx context.Context, token string, shop catalog.ShopID) (lines []CartLine, err error) {
	quantities := map[catalog.VariantID]int64{}
	var ids []catalog.VariantID
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		return tx.Each(func(scan db.Scan) error {
			var v catalog.VariantID
			var q int64
			err := scan(&v, &q)
			ids, quantities[v] = append(ids, v), q
			return err
		}, `SELECT variant_id, quantity FROM cart_lines WHERE cart = $1 AND shop_id = $2 ORDER BY variant_id LIMIT $3`,
			draftCart+token, int64(shop), MaxEnquiryLines)
	})
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	list, err := s.catalog.Variants(ctx, ids)
	for _, l := range list {
		lines = append(lines, CartLine{Line: l, Quantity: quantities[l.Variant.ID]})
	}
	return lines, err
}

// sent takes away what was kept for an enquiry that is sent now; none is a
// Conflict: it was sent before. Without a cart nothing was kept.
func (n NewEnquiry) sent(tx *db.Tx) error {
	if n.Cart == "" {
		return nil
	}
	gone, err := tx.Exec("DELETE FROM cart_lines WHERE cart = $1 AND shop_id = $2", draftCart+n.Cart, int64(n.Shop))
	if err == nil && gone == 0 {
		err = fault.New(fault.Conflict, "fault.enquiry_sent")
	}
	return err
}
