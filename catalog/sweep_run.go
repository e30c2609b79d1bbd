package catalog

import (
	"context"
	"encoding/json"
	"time"

	"agora/db"
	"agora/event"
	"agora/fault"
	"agora/identity"
	"agora/once"
)

// Bounds of sweeps.
const (
	sweepBatch  = 100                // products of one transaction, so that others get their turn
	sweepUndone = 7 * 24 * time.Hour // for which a sweep can be taken back
)

// BeginSweep notes that a change is to be made to all products that a filter
// finds now; ContinueSweep makes it. A shop has one sweep at a time: another is
// a Conflict, "fault.sweep_runs".
func (s *Service) BeginSweep(ctx context.Context, by identity.Actor, shop ShopID, f ProductFilter, c Change) (id SweepID, products int64, err error) {
	if !ownerOrOperator(by, shop) {
		return 0, 0, ErrForbidden
	}
	if faults := c.Check(); faults != nil {
		return 0, 0, faults
	}
	f.Cursor, f.Limit = "", 0
	task, err := encode(sweepTask{f, c})
	if err != nil {
		return 0, 0, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if err := once.Claim(ctx, tx); err != nil {
			return err
		}
		if err := c.ready(tx); err != nil {
			return err
		}
		var busy, through int64
		if err := tx.Row("SELECT COUNT(*) FROM sweeps WHERE shop_id = $1 AND state IN ('running', 'undoing')", []any{int64(shop)}, &busy); err != nil {
			return err
		}
		if busy > 0 {
			return fault.New(fault.Conflict, "fault.sweep_runs")
		}
		where, args := f.where(shop)
		if err := tx.Row("SELECT COUNT(*), COALESCE(MAX(p.product_id), 0) FROM products p WHERE "+where, args, &products, &through); err != nil {
			return err
		}
		id = SweepID(tx.ID())
		for _, table := range []string{"swept", "sweep_refusals"} {
			if _, err := tx.Exec("DELETE FROM "+table+" WHERE shop_id = $1 AND sweep_id IN (SELECT sweep_id FROM sweeps WHERE shop_id = $1 AND begun < $2)",
				int64(shop), db.Micro(tx.Now.Add(-sweepUndone))); err != nil {
				return err
			}
		}
		if _, err := tx.Exec(`INSERT INTO sweeps (shop_id, sweep_id, person, task, state, through, at, total, done, changed, refused, begun)
			VALUES ($1, $2, $3, $4, $5, $6, 0, $7, 0, 0, 0, $8)`, int64(shop), int64(id), int64(by.Person), task, string(Sweeping), through, products, db.Micro(tx.Now)); err != nil {
			return err
		}
		if err := note(tx, by, shop, "product.sweep", shopSubject(shop), json.RawMessage(task)); err != nil {
			return err
		}
		return event.Append(tx, shop, SweepBegun, int64(id), nil)
	})
	return id, products, err
}

// sweepTask is what a sweep is to do, as it is kept.
type sweepTask struct {
	Filter ProductFilter
	Change Change
}

const sweepColumns = `w.sweep_id, w.shop_id, w.person, w.task, w.state, w.through, w.at, w.total, w.done, w.changed, w.refused, w.begun,
	(SELECT COUNT(*) FROM swept k WHERE k.shop_id = w.shop_id AND k.sweep_id = w.sweep_id)`

func sweepIn(tx *db.Tx, shop ShopID, id SweepID) (w Sweep, err error) {
	where, args := "", []any{int64(shop)}
	if id != 0 {
		where, args = " AND w.sweep_id = $2", append(args, int64(id))
	}
	w, err = db.One(tx, func(scan db.Scan) (w Sweep, err error) {
		var task string
		var begun, kept int64
		if err := scan(&w.ID, &w.Shop, &w.Person, &task, &w.State, &w.through, &w.at, &w.Total, &w.Done, &w.Changed, &w.Refused, &begun, &kept); err != nil {
			return w, err
		}
		var t sweepTask
		err = decode(task, &t)
		w.Filter, w.Change = t.Filter, t.Change
		w.CanUndo = w.State == Swept && kept > 0 && tx.Now.Sub(db.Time(begun)) < sweepUndone
		return w, err
	}, "SELECT "+sweepColumns+" FROM sweeps w WHERE w.shop_id = $1"+where+" ORDER BY w.sweep_id DESC LIMIT 1", args...)
	return w, none(err, "fault.not_found")
}

// LatestSweep gives the newest sweep of a shop to those who run it; ok tells
// whether there was any.
func (s *Service) LatestSweep(ctx context.Context, by identity.Actor, shop ShopID) (w Sweep, ok bool, err error) {
	if !ownerOrOperator(by, shop) {
		return w, false, ErrForbidden
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		w, err = sweepIn(tx, shop, 0)
		return err
	})
	if fault.Is(err, fault.NotFound) {
		return Sweep{}, false, nil
	}
	return w, err == nil, err
}

// ContinueSweep runs a sweep from where it stands to its end, a batch of
// products in each transaction. It may be killed at any time and run again.
func (s *Service) ContinueSweep(ctx context.Context, shop ShopID, id SweepID) error {
	return s.sweepOn(ctx, shop, id, Sweeping, sweepOnce)
}

// sweepOn takes steps until a sweep is no longer in a state.
func (s *Service) sweepOn(ctx context.Context, shop ShopID, id SweepID, in SweepState, step func(*db.Tx, Shop, *Sweep) error) error {
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		more := false
		err := s.db.Write(ctx, func(tx *db.Tx) error {
			more = false
			w, err := sweepIn(tx, shop, id)
			if err != nil || w.State != in {
				return err
			}
			owner, err := ShopIn(tx, shop)
			if err != nil {
				return err
			}
			if err := step(tx, owner, &w); err != nil {
				return err
			}
			more = w.State == in
			_, err = tx.Exec("UPDATE sweeps SET state = $3, at = $4, done = $5, changed = $6, refused = $7 WHERE shop_id = $1 AND sweep_id = $2",
				int64(shop), int64(id), string(w.State), w.at, w.Done, w.Changed, w.Refused)
			return err
		})
		if err != nil || !more {
			return err
		}
	}
}

// sweepOnce makes the change to the next batch of products.
func sweepOnce(tx *db.Tx, shop Shop, w *Sweep) error {
	where, args := w.Filter.where(shop.ID)
	where += " AND p.product_id > " + db.Place(len(args)+1) + " AND p.product_id <= " + db.Place(len(args)+2) + " ORDER BY p.product_id LIMIT " + db.Place(len(args)+3)
	ids, err := db.List(tx, func(scan db.Scan) (id int64, err error) { return id, scan(&id) }, "SELECT p.product_id FROM products p WHERE "+where,
		append(args, w.at, w.through, sweepBatch)...)
	if err != nil {
		return err
	}
	if len(ids) < sweepBatch {
		w.State, w.Done = Swept, w.Total
	}
	if len(ids) == 0 {
		return nil
	}
	w.at = ids[len(ids)-1]
	w.Done = min(w.Done+int64(len(ids)), w.Total)
	switch err := w.Change.ready(tx); {
	case fault.HasKey(err, "fault.category"): // it was begun before that went: nothing more comes into it
		w.State, w.Done = Swept, w.Total
		return nil
	case err != nil:
		return err
	}
	in, inArgs := among(ids)
	list, err := w.Change.affectedBy(tx, "p.shop_id = "+db.Place(len(inArgs)+1)+" AND p.product_id IN "+in, append(inArgs, int64(shop.ID)))
	if err != nil {
		return err
	}
	var moves []trace
	for _, a := range list {
		switch to, changes, why := w.Change.become(a, shop.Currency); {
		case why != nil:
			if err := w.refuse(tx, a, why); err != nil {
				return err
			}
		case changes:
			w.Changed++
			if n := len(moves); n == 0 || moves[n-1].product != a.Product {
				moves = append(moves, trace{product: a.Product, Status: a.Status, Label: a.label})
			}
			m := &moves[len(moves)-1]
			m.Variants = append(m.Variants, moved{int64(a.Variant), a.Was, to})
		}
	}
	if err := w.make(tx, shop.ID, moves); err != nil {
		return err
	}
	for _, m := range moves {
		document, err := encode(m)
		if err != nil {
			return err
		}
		if _, err := tx.Exec("INSERT INTO swept (shop_id, sweep_id, product_id, document) VALUES ($1, $2, $3, $4)",
			int64(shop.ID), int64(w.ID), int64(m.product), document); err != nil {
			return err
		}
	}
	return nil
}

// trace is what a sweep did to one product, as it is kept for taking it back.
type trace struct {
	product  ProductID
	Status   ProductStatus // before
	Label    string        `json:",omitempty"` // before
	Variants []moved       `json:",omitempty"` // one of no variant when the product itself changed
}

// moved is what a price or stock was and became.
type moved struct{ ID, Was, To int64 }

// make writes what a batch becomes, and tells who follows the products.
func (w *Sweep) make(tx *db.Tx, shop ShopID, moves []trace) error {
	var products []int64
	var pairs []pair
	for _, m := range moves {
		products = append(products, int64(m.product))
		for _, v := range m.Variants {
			pairs = append(pairs, pair{v.ID, v.To})
		}
	}
	switch {
	case w.Change.Kind.Prices():
		if err := setPrices(tx, shop, pairs, products); err != nil {
			return err
		}
	case w.Change.Kind.Stock():
		at, err := mainLocation(tx, shop)
		if err != nil {
			return err
		}
		for _, p := range pairs {
			if err := setStock(tx, shop, VariantID(p.id), at, p.n); err != nil {
				return err
			}
		}
		for _, p := range products {
			if err := restockDigital(tx, shop, ProductID(p)); err != nil {
				return err
			}
		}
	case w.Change.Kind.Labels():
		labels := map[ProductID]string{}
		for _, m := range moves {
			labels[m.product] = w.Change.Text
		}
		return relabel(tx, shop, w.Change.Kind, labels)
	default:
		for _, m := range moves {
			to, _ := w.Change.status(m.Status)
			if err := setStatus(tx, shop, m.product, to); err != nil {
				return err
			}
		}
	}
	return event.AppendEach(tx, shop, ProductSaved, products)
}
