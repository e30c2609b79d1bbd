package catalog

import (
	"context"
	"slices"

	"agora/db"
	"agora/event"
	"agora/fault"
	"agora/identity"
)

// UndoSweep notes that a shop's newest sweep is to be taken back;
// ContinueSweepUndo does it. What was changed since stays as it is now.
func (s *Service) UndoSweep(ctx context.Context, by identity.Actor, shop ShopID, id SweepID) error {
	if !ownerOrOperator(by, shop) {
		return ErrForbidden
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		w, err := sweepIn(tx, shop, 0)
		if err != nil {
			return err
		}
		if w.ID != id || !w.CanUndo {
			return fault.New(fault.Conflict, "fault.sweep_undo")
		}
		if _, err := tx.Exec("UPDATE sweeps SET state = $3, at = 0, done = 0, refused = 0 WHERE shop_id = $1 AND sweep_id = $2", int64(shop), int64(id), string(SweepBack)); err != nil {
			return err
		}
		if err := note(tx, by, shop, "product.sweep_undo", shopSubject(shop), nil); err != nil {
			return err
		}
		return event.Append(tx, shop, SweepUndone, int64(id), nil)
	})
}

// ContinueSweepUndo takes a sweep back to its end, as ContinueSweep makes it.
func (s *Service) ContinueSweepUndo(ctx context.Context, shop ShopID, id SweepID) error {
	return s.sweepOn(ctx, shop, id, SweepBack, sweepBackOnce)
}

// sweepBackOnce takes the next batch back.
func sweepBackOnce(tx *db.Tx, shop Shop, w *Sweep) error {
	moves, err := db.List(tx, func(scan db.Scan) (m trace, err error) {
		var document string
		if err := scan(&m.product, &document); err != nil {
			return m, err
		}
		return m, decode(document, &m)
	}, "SELECT product_id, document FROM swept WHERE shop_id = $1 AND sweep_id = $2 AND product_id > $3 ORDER BY product_id LIMIT $4",
		int64(shop.ID), int64(w.ID), w.at, sweepBatch)
	if err != nil {
		return err
	}
	if len(moves) < sweepBatch {
		w.State, w.Done = SweepUndid, w.Total
	}
	if len(moves) == 0 {
		return forgetSwept(tx, shop.ID, w.ID)
	}
	w.at = int64(moves[len(moves)-1].product)
	w.Done = min(w.Done+int64(len(moves)), w.Total)
	ids := make([]int64, len(moves))
	for i, m := range moves {
		ids[i] = int64(m.product)
	}
	in, args := among(ids)
	list, err := w.Change.affectedBy(tx, "p.shop_id = "+db.Place(len(args)+1)+" AND p.product_id IN "+in, append(args, int64(shop.ID)))
	if err != nil {
		return err
	}
	var back []trace
	for _, m := range moves {
		b := trace{product: m.product, Status: m.Status, Label: m.Label}
		for _, v := range m.Variants {
			i := slices.IndexFunc(list, func(a affected) bool { return a.Product == m.product && int64(a.Variant) == v.ID })
			if to, ok := w.before(shop, list, i, m, v); ok {
				b.Variants = append(b.Variants, moved{v.ID, v.To, to})
			} else {
				w.Refused++
			}
		}
		if b.Variants != nil {
			back = append(back, b)
		}
	}
	if err := w.unmake(tx, shop.ID, back); err != nil {
		return err
	}
	if w.State == SweepUndid {
		return forgetSwept(tx, shop.ID, w.ID)
	}
	return nil
}

// before gives what a price or stock goes back to: a price only when nobody
// changed it since and it still may cost that, a stock by what the sweep changed, so that what was sold
// since stays sold.
func (w *Sweep) before(shop Shop, list []affected, i int, m trace, v moved) (to int64, ok bool) {
	switch {
	case i < 0:
		return 0, false
	case w.Change.Kind.Prices():
		return v.Was, list[i].Was == v.To && list[i].unpriced(v.Was, shop.Currency) == nil
	case w.Change.Kind.Stock():
		to = list[i].Was + v.Was - v.To
		return to, to >= list[i].held && to <= MaxOnHand
	}
	if w.Change.Kind.Labels() {
		return 0, list[i].label == w.Change.Text
	}
	now, _ := w.Change.status(m.Status)
	return 0, list[i].Status == now
}

func (w *Sweep) unmake(tx *db.Tx, shop ShopID, back []trace) error {
	if w.Change.Kind.Prices() || w.Change.Kind.Stock() {
		return w.make(tx, shop, back)
	}
	if w.Change.Kind.Labels() {
		labels := map[ProductID]string{}
		for _, m := range back {
			labels[m.product] = m.Label
		}
		return relabel(tx, shop, w.Change.Kind, labels)
	}
	var products []int64
	for _, m := range back {
		products = append(products, int64(m.product))
		if err := setStatus(tx, shop, m.product, m.Status); err != nil {
			return err
		}
	}
	return event.AppendEach(tx, shop, ProductSaved, products)
}

func forgetSwept(tx *db.Tx, shop ShopID, id SweepID) error {
	if _, err := tx.Exec("DELETE FROM sweep_refusals WHERE shop_id = $1 AND sweep_id = $2", int64(shop), int64(id)); err != nil {
		return err
	}
	_, err := tx.Exec("DELETE FROM swept WHERE shop_id = $1 AND sweep_id = $2", int64(shop), int64(id))
	return err
}
