package feed

import (
	"context"
	"encoding/json"
	"fmt"

	"agora/catalog"
	"agora/db"
	"agora/fault"
	"agora/identity"
)

// Continue runs an import from where it stands to its end: each batch of
// products, with what they were before and how far the import is, in one
// transaction. It may be killed at any time and run again.
func (s *Service) Continue(ctx context.Context, shop catalog.ShopID, id ImportID) error {
	var run Run
	if err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		run, err = runIn(tx, shop, id)
		return err
	}); err != nil || run.State != Running {
		return err
	}
	f, err := s.reopen(ctx, run)
	if fault.List(err) != nil || err == nil && run.Done == 0 && !run.Good && len(f.report.Problems) > 0 {
		return s.refuse(ctx, run)
	}
	if err != nil {
		return err
	}
	for at := run.Done; ; {
		if err := ctx.Err(); err != nil {
			return err
		}
		some := f.items[min(at, int64(len(f.items))):min(at+batch, int64(len(f.items)))]
		next, faults, err := s.write(ctx, f, run.ID, at, some)
		if faults != nil && f.blameAll(right(some), faults) {
			continue // without those
		}
		if err != nil || next < 0 {
			return err
		}
		at = next
	}
}

// reopen reads the file of an import again.
func (s *Service) reopen(ctx context.Context, run Run) (*file, error) {
	shop, err := s.catalog.ShopByID(ctx, run.Shop)
	if err != nil {
		return nil, err
	}
	in, err := s.files.Open(run.file)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	return s.look(ctx, identity.System(), shop, in)
}

func (s *Service) refuse(ctx context.Context, run Run) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec("UPDATE feed_imports SET state = 'refused', updated = $3 WHERE shop_id = $1 AND import_id = $2 AND state = 'running' AND done = 0",
			int64(run.Shop), int64(run.ID), db.Micro(tx.Now))
		return err
	})
}

// right gives the products that no row of the file is wrong of.
func right(items []*item) []*item {
	var list []*item
	for _, i := range items {
		if !i.bad {
			list = append(list, i)
		}
	}
	return list
}

// past is what a product was before an import, and what the import made of it.
type past struct {
	Before *catalog.Draft  // nil when it was not there
	Media  []catalog.Media // its pictures
	Wanted []string        // addresses of pictures that nobody had fetched
	After  catalog.Draft
}

// write writes a batch and gives where the next begins, -1 behind the last.
// Faults of products change nothing.
func (s *Service) write(ctx context.Context, f *file, id ImportID, at int64, some []*item) (next int64, faults fault.Fields, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		next, faults = -1, nil
		run, err := runIn(tx, f.shop.ID, id)
		if err != nil || run.State != Running || run.Done != at {
			return err // somebody else runs it
		}
		shop, err := catalog.ShopIn(tx, f.shop.ID)
		if err != nil {
			return err
		}
		list := right(some)
		handles := make([]string, len(list))
		for n, i := range list {
			handles[n] = i.draft.Handle
		}
		have, err := s.catalog.ProductsOf(tx, f.shop.ID, handles)
		if err != nil {
			return err
		}
		ids, drafts := make([]catalog.ProductID, len(list)), make([]catalog.Draft, len(list))
		for n, i := range list {
			id, err := put(tx, shop, &run, i.draft, have)
			if err := faults.Join(fmt.Sprintf("products.%d", n), err); err != nil {
				return err
			}
			if ids[n] = id; id != 0 {
				drafts[n] = i.draft
			}
		}
		if faults != nil {
			return faults
		}
		if err := catalog.PutSets(tx, shop, ids, drafts); err != nil {
			faults = fault.List(err)
			return err
		}
		run.Refused += int64(len(some) - len(list))
		run.Done, run.Total, run.Format = at+int64(len(some)), int64(len(f.items)), f.report.Format
		if next = run.Done; run.Done == run.Total {
			run.State, next = Done, -1
		}
		_, err = tx.Exec(`UPDATE feed_imports SET state = $3, format = $4, total = $5, done = $6, created = $7, changed = $8, same = $9, refused = $10, updated = $11
			WHERE shop_id = $1 AND import_id = $2`, int64(run.Shop), int64(id), string(run.State), string(run.Format), run.Total, run.Done,
			run.Created, run.Changed, run.Same, run.Refused, db.Micro(tx.Now))
		return err
	})
	return next, faults, err
}

// put makes one product what a draft says, and remembers what it was; no id for
// one that stays as it is.
func put(tx *db.Tx, shop catalog.Shop, run *Run, d catalog.Draft, have map[string]catalog.Product) (catalog.ProductID, error) {
	p, known := have[d.Handle]
	if known && p.Same(d) {
		run.Same++
		return 0, nil
	}
	was := past{After: d.Clean()}
	if run.Created++; known {
		run.Created--
		run.Changed++
		before := p.Whole()
		was.Before, was.Media, was.Wanted = &before, p.Media, p.Pictures
	}
	id, err := catalog.PutProduct(tx, shop, d)
	if err != nil {
		return 0, err
	}
	document, err := json.Marshal(was)
	if err != nil {
		return 0, err
	}
	_, err = tx.Exec(`INSERT INTO feed_undo (shop_id, import_id, handle, document) VALUES ($1, $2, $3, $4)
		ON CONFLICT (shop_id, import_id, handle) DO NOTHING`, int64(run.Shop), int64(run.ID), d.Handle, string(document))
	return id, err
}
