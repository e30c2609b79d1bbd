package catalog

import (
	"bytes"
	"context"
	"encoding/json"

	"agora/db"
	"agora/fault"
	"agora/identity"
)

// maxRefusals of a sweep are kept: who has more to mend begins with these.
const maxRefusals = 1000

// Refusal is one thing that a sweep could not change.
type Refusal struct {
	Product ProductID
	Variant VariantID // 0 when the product itself was to change
	Why     *fault.Error
}

// kept is a fault as a table holds it.
type kept struct {
	Key   string
	Field string `json:",omitempty"`
	Args  []any  `json:",omitempty"`
}

// refuse counts and keeps what is not changed.
func (w *Sweep) refuse(tx *db.Tx, a affected, why *fault.Error) error {
	if w.Refused++; w.Refused > maxRefusals {
		return nil
	}
	text, err := encode(kept{why.Key, why.Field, why.Args})
	if err != nil {
		return err
	}
	_, err = tx.Exec("INSERT INTO sweep_refusals (shop_id, sweep_id, product_id, variant_id, why) VALUES ($1, $2, $3, $4, $5)",
		int64(w.Shop), int64(w.ID), int64(a.Product), int64(a.Variant), text)
	return err
}

// SweepByID gives one sweep of a shop to those who run it.
func (s *Service) SweepByID(ctx context.Context, by identity.Actor, shop ShopID, id SweepID) (w Sweep, err error) {
	if !ownerOrOperator(by, shop) {
		return w, ErrForbidden
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if id <= 0 {
			return fault.New(fault.NotFound, "fault.not_found")
		}
		w, err = sweepIn(tx, shop, id)
		return err
	})
	return w, err
}

// Refusals gives what a sweep could not change, behind the refusal after, so
// many at most. They are gone when the sweep was taken back, or after a week.
func (s *Service) Refusals(ctx context.Context, by identity.Actor, shop ShopID, id SweepID, after Refusal, limit int) (list []Refusal, err error) {
	if !ownerOrOperator(by, shop) {
		return nil, ErrForbidden
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, scanRefusal, `SELECT product_id, variant_id, why FROM sweep_refusals
			WHERE shop_id = $1 AND sweep_id = $2 AND (product_id, variant_id) > ($3, $4) ORDER BY product_id, variant_id LIMIT $5`,
			int64(shop), int64(id), int64(after.Product), int64(after.Variant), limit)
		return err
	})
	return list, err
}

func scanRefusal(scan db.Scan) (r Refusal, err error) {
	var text string
	if err := scan(&r.Product, &r.Variant, &text); err != nil {
		return r, err
	}
	var k kept
	d := json.NewDecoder(bytes.NewBufferString(text))
	d.UseNumber() // numbers of faults are whole
	if err := d.Decode(&k); err != nil {
		return r, err
	}
	for i, a := range k.Args {
		if n, ok := a.(json.Number); ok {
			if k.Args[i], err = n.Int64(); err != nil {
				return r, err
			}
		}
	}
	r.Why = &fault.Error{Kind: fault.Invalid, Key: k.Key, Field: k.Field, Args: k.Args}
	return r, nil
}
