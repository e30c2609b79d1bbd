package feed

import (
	"context"
	"encoding/json"
	"reflect"
	"slices"

	"agora/catalog"
	"agora/db"
	"agora/event"
	"agora/fault"
	"agora/identity"
)

// Undo notes that a shop's newest import is to be taken back; ContinueUndo does
// it. Products that it brought are archived, so that old orders keep them, and
// others become what they were; one that was edited since stays as it is now.
func (s *Service) Undo(ctx context.Context, by identity.Actor, shop catalog.ShopID, id ImportID) error {
	if !by.Runs(shop) && !by.IsOperator() {
		return catalog.ErrForbidden
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		var newest int64
		if err := tx.Row("SELECT COALESCE(MAX(import_id), 0) FROM feed_imports WHERE shop_id = $1", []any{int64(shop)}, &newest); err != nil {
			return err
		}
		run, err := runIn(tx, shop, id)
		if err != nil {
			return err
		}
		if newest != int64(id) || !run.CanUndo {
			return fault.New(fault.Conflict, "fault.import_undo")
		}
		if err := moveRun(tx, run, Undoing); err != nil {
			return err
		}
		return event.Append(tx, shop, ImportUndone, int64(id), nil)
	})
}

func moveRun(tx *db.Tx, run Run, to State) error {
	_, err := tx.Exec("UPDATE feed_imports SET state = $3, updated = $4 WHERE shop_id = $1 AND import_id = $2",
		int64(run.Shop), int64(run.ID), string(to), db.Micro(tx.Now))
	return err
}

// ContinueUndo takes an import back to its end, a batch of products in each
// transaction. It may be killed at any time and run again.
func (s *Service) ContinueUndo(ctx context.Context, shop catalog.ShopID, id ImportID) error {
	stuck := map[string]bool{} // what cannot be put back: its SKU is another's by now
	for left := true; left; {
		if err := ctx.Err(); err != nil {
			return err
		}
		at := ""
		err := s.db.Write(ctx, func(tx *db.Tx) (err error) {
			left, at, err = s.undoSome(tx, shop, id, stuck)
			return err
		})
		if fault.List(err) != nil && at != "" && !stuck[at] {
			stuck[at] = true
			continue
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// undoSome takes a batch back, and tells whether more is left and where it
// failed.
func (s *Service) undoSome(tx *db.Tx, shop catalog.ShopID, id ImportID, stuck map[string]bool) (left bool, at string, err error) {
	run, err := runIn(tx, shop, id)
	if err != nil || run.State != Undoing {
		return false, "", err
	}
	in, err := catalog.ShopIn(tx, shop)
	if err != nil {
		return false, "", err
	}
	was := map[string]past{}
	var handles []string
	if err := tx.Each(func(scan db.Scan) error {
		var handle, document string
		if err := scan(&handle, &document); err != nil {
			return err
		}
		var p past
		handles = append(handles, handle)
		err := json.Unmarshal([]byte(document), &p)
		was[handle] = p
		return err
	}, "SELECT handle, document FROM feed_undo WHERE shop_id = $1 AND import_id = $2 ORDER BY handle LIMIT $3", int64(shop), int64(id), batch); err != nil {
		return false, "", err
	}
	if len(handles) == 0 {
		return false, "", moveRun(tx, run, Undone)
	}
	have, err := s.catalog.ProductsOf(tx, shop, handles)
	if err != nil {
		return false, "", err
	}
	for _, handle := range handles {
		if p, ok := have[handle]; ok && !stuck[handle] && untouched(p, was[handle].After) {
			if err := restore(tx, in, p, was[handle]); err != nil {
				return true, handle, err
			}
		}
		if _, err := tx.Exec("DELETE FROM feed_undo WHERE shop_id = $1 AND import_id = $2 AND handle = $3", int64(shop), int64(id), handle); err != nil {
			return false, "", err
		}
	}
	return true, "", nil
}

// untouched reports whether a product is still what an import made of it, but
// for its stock, which orders change, and its pictures, which are fetched.
func untouched(p catalog.Product, after catalog.Draft) bool {
	after.Pictures, after.Looks, after.Machine = nil, nil, nil
	after.Variants = slices.Clone(after.Variants)
	now := p.Draft()
	if len(now.Variants) != len(after.Variants) {
		return false
	}
	for n := range after.Variants {
		after.Variants[n].OnHand = now.Variants[n].OnHand
	}
	return p.Same(after)
}

// restore makes a product what it was. Stock goes back by what the import
// changed, so that what was sold since stays sold.
func restore(tx *db.Tx, shop catalog.Shop, p catalog.Product, was past) error {
	if was.Before == nil {
		return catalog.Archive(tx, shop.ID, p.ID)
	}
	d := *was.Before
	d.Pictures, d.Looks = nil, nil // PutPictures has all of them
	if catalog.SameTraits(d.Traits, p.Traits) {
		d.Traits = nil // what nobody asks any more stays
	}
	for n := range d.Variants {
		v := &d.Variants[n]
		same := func(o catalog.VariantDraft) bool {
			return v.SKU != "" && o.SKU == v.SKU || v.SKU == "" && reflect.DeepEqual(o.Values, v.Values)
		}
		after := slices.IndexFunc(was.After.Variants, same)
		now := slices.IndexFunc(p.Variants, func(o catalog.Variant) bool {
			return !o.Retired && same(catalog.VariantDraft{SKU: o.SKU, Values: o.Values})
		})
		if after >= 0 && now >= 0 {
			v.OnHand = max(p.Variants[now].Held, p.Variants[now].OnHand+v.OnHand-was.After.Variants[after].OnHand)
		}
	}
	if _, err := catalog.PutProduct(tx, shop, d); err != nil {
		return err
	}
	if err := catalog.PutSets(tx, shop, []catalog.ProductID{p.ID}, []catalog.Draft{d}); err != nil {
		return err
	}
	return catalog.PutPictures(tx, shop.ID, p.ID, was.Media, was.Wanted)
}
