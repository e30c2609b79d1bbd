package catalog

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"agora/db"
	"agora/event"
	"agora/fault"
)

// Demand is a wish for some of a variant.
type Demand struct {
	Shop     ShopID
	Variant  VariantID
	Quantity int64
}

// Placed is demand that a location holds. The order keeps it: Release, Ship
// and Return take it back.
type Placed struct {
	Demand
	Location LocationID
}

// MaxQuantity bounds one demand, so that no sum over a cart can overflow.
const MaxQuantity = 1_000_000

// OpenStock is the stock of what is made when ordered and has no bound: more than
// anybody orders, so that nothing needs to be counted. Who can make only so many
// keeps that number instead.
const OpenStock = MaxQuantity

// Open reports whether the stock of a variant has no bound.
func (v Variant) Open() bool { return v.OnHand >= OpenStock/2 }

// Reserve holds stock for demand, all of it or none. Demand for the same
// variant is summed first, and variants are taken in (shop, variant) order.
// A variant is held in one location if any has enough, else in several, so the
// result may have more or fewer entries than the demand. Of a set its parts are
// held, and they are what the result names.
//
// When there is too little it fails with Conflict "fault.sold_out" (args
// "title", "left") whose field is SoldOutField of the variant that was demanded.
func Reserve(tx *db.Tx, demand []Demand) ([]Placed, error) {
	summed, err := sum(demand)
	if err != nil {
		return nil, err
	}
	b, err := bundledIn(tx, summed)
	if err != nil {
		return nil, err
	}
	single, err := b.open(summed)
	if err != nil {
		return nil, err
	}
	placed := make([]Placed, 0, len(single))
	var short fault.Fields
	for _, d := range single {
		held, err := hold(tx, d, b.in[d.Variant])
		if fault.List(err) != nil {
			if err := b.lack(tx, &short, summed, d, err); err != nil {
				return nil, err
			}
			continue
		}
		if err != nil {
			return nil, err
		}
		placed = append(placed, held...)
	}
	if short != nil {
		return nil, short // names every variant that is short, so that the buyer mends the cart once
	}
	return placed, nil
}

// wanted are the variants of a demand, and their shops.
func wanted(demand []Demand) (ids, shops []int64) {
	for _, d := range demand {
		ids, shops = append(ids, int64(d.Variant)), append(shops, int64(d.Shop))
	}
	return ids, shops
}

// SoldOutField is the field of a fault about a variant's stock.
func SoldOutField(v VariantID) string { return "variant." + strconv.FormatInt(int64(v), 10) }

// sum adds up demand by variant, in (shop, variant) order.
func sum(demand []Demand) ([]Demand, error) {
	list := slices.Clone(demand)
	slices.SortStableFunc(list, func(a, b Demand) int {
		return cmp.Or(cmp.Compare(a.Shop, b.Shop), cmp.Compare(a.Variant, b.Variant))
	})
	out := list[:0]
	for _, d := range list {
		if d.Quantity <= 0 || d.Quantity > MaxQuantity {
			return nil, fault.Field(SoldOutField(d.Variant), "fault.quantity", "max", int64(MaxQuantity))
		}
		if n := len(out); n > 0 && out[n-1].Shop == d.Shop && out[n-1].Variant == d.Variant {
			out[n-1].Quantity += d.Quantity
			continue
		}
		out = append(out, d)
	}
	return out, nil
}

// hold takes one variant from the fullest location that has enough.
func hold(tx *db.Tx, d Demand, part bool) ([]Placed, error) {
	left, err := db.One(tx, scanLeft, `UPDATE stock SET held = held + $3
		WHERE variant_id = $1 AND shop_id = $2 AND on_hand - held >= $3 AND location_id = (
			SELECT location_id FROM stock WHERE variant_id = $1 AND shop_id = $2 AND on_hand - held >= $3
			ORDER BY on_hand - held DESC, location_id LIMIT 1)
		RETURNING location_id, on_hand - held`, int64(d.Variant), int64(d.Shop), d.Quantity)
	switch {
	case err == nil:
		return []Placed{{d, left.at}}, left.tell(tx, d, 0, part)
	case errors.Is(err, db.ErrNone):
		return gather(tx, d, part)
	}
	return nil, err
}

// left is what a location has free after a move.
type left struct {
	at   LocationID
	free int64
}

func scanLeft(scan db.Scan) (l left, err error) { return l, scan(&l.at, &l.free) }

// tell writes down that a variant may now be sold out there, or for sale again:
// when so many are free. Other moves change nothing that anybody is shown, but
// for those of a part: a set may want several of it.
func (l left) tell(tx *db.Tx, d Demand, free int64, part bool) error {
	if l.free != free && !part {
		return nil
	}
	return event.Append(tx, d.Shop, StockChanged, int64(d.Variant), nil)
}

// gather holds a variant in several locations, fullest first.
func gather(tx *db.Tx, d Demand, part bool) ([]Placed, error) {
	free, err := db.List(tx, func(scan db.Scan) (p Placed, err error) {
		p.Demand = d
		err = scan(&p.Location, &p.Quantity)
		return p, err
	}, `SELECT location_id, on_hand - held FROM stock WHERE variant_id = $1 AND shop_id = $2 AND on_hand > held
		ORDER BY on_hand - held DESC, location_id`, int64(d.Variant), int64(d.Shop))
	if err != nil {
		return nil, err
	}
	have, need := int64(0), d.Quantity
	for _, p := range free {
		have += p.Quantity
	}
	if have < need {
		return nil, soldOut(tx, d, have)
	}
	if err := (left{free: have - need}).tell(tx, d, 0, part); err != nil {
		return nil, err
	}
	var placed []Placed
	for _, p := range free {
		p.Quantity = min(p.Quantity, need)
		if err := move(tx, p, `UPDATE stock SET held = held + $4
			WHERE variant_id = $1 AND location_id = $2 AND shop_id = $3 AND on_hand - held >= $4`); err != nil {
			return nil, err
		}
		placed = append(placed, p)
		if need -= p.Quantity; need == 0 {
			break
		}
	}
	return placed, nil
}

// soldOut makes the fault that names what is short and how many are left.
func soldOut(tx *db.Tx, d Demand, left int64) error {
	var card string
	err := tx.Row(`SELECT p.card FROM variants v JOIN products p ON p.product_id = v.product_id AND p.shop_id = v.shop_id
		WHERE v.variant_id = $1 AND v.shop_id = $2`, []any{int64(d.Variant), int64(d.Shop)}, &card)
	if errors.Is(err, db.ErrNone) {
		return &fault.Error{Kind: fault.NotFound, Key: "fault.no_variant", Field: SoldOutField(d.Variant)}
	}
	if err != nil {
		return err
	}
	face, err := decodeFace(card)
	if err != nil {
		return err
	}
	title, _ := face.Title.In("")
	return &fault.Error{Kind: fault.Conflict, Key: "fault.sold_out", Field: SoldOutField(d.Variant),
		Args: []any{"title", title, "left", left}}
}

// Release gives held stock back: the order was cancelled before it was sent.
func Release(tx *db.Tx, placed []Placed) error {
	return raise(tx, placed, `UPDATE stock SET held = held - $4
		WHERE variant_id = $1 AND location_id = $2 AND shop_id = $3 AND held >= $4 RETURNING location_id, on_hand - held`)
}

// Ship takes held stock out of the shop: the parcel left.
func Ship(tx *db.Tx, placed []Placed) error {
	return each(tx, placed, `UPDATE stock SET on_hand = on_hand - $4, held = held - $4
		WHERE variant_id = $1 AND location_id = $2 AND shop_id = $3 AND held >= $4`)
}

// Return puts shipped stock back on the shelf: the parcel came back sound.
func Return(tx *db.Tx, placed []Placed) error {
	return raise(tx, placed, `UPDATE stock SET on_hand = on_hand + $4
		WHERE variant_id = $1 AND location_id = $2 AND shop_id = $3 RETURNING location_id, on_hand - held`)
}

// raise runs guarded updates that set stock free, and tells of what was sold out
// before.
func raise(tx *db.Tx, placed []Placed, query string) error {
	parts, err := partsAmong(tx, placed)
	if err != nil {
		return err
	}
	for _, p := range placed {
		if p.Quantity <= 0 {
			return fmt.Errorf("stock: %d of variant %d", p.Quantity, p.Variant)
		}
		l, err := db.One(tx, scanLeft, query, int64(p.Variant), int64(p.Location), int64(p.Shop), p.Quantity)
		if errors.Is(err, db.ErrNone) {
			return notHeld(p)
		}
		if err != nil {
			return err
		}
		if err := l.tell(tx, p.Demand, p.Quantity, parts[p.Variant]); err != nil {
			return err
		}
	}
	return nil
}

func each(tx *db.Tx, placed []Placed, query string) error {
	for _, p := range placed {
		if err := move(tx, p, query); err != nil {
			return err
		}
	}
	return nil
}

// move runs one guarded update; no row changed means that a caller moved stock
// it does not hold, which is a mistake of ours and not of a person.
func move(tx *db.Tx, p Placed, query string) error {
	if p.Quantity <= 0 {
		return fmt.Errorf("stock: %d of variant %d", p.Quantity, p.Variant)
	}
	n, err := tx.Exec(query, int64(p.Variant), int64(p.Location), int64(p.Shop), p.Quantity)
	if err == nil && n != 1 {
		err = notHeld(p)
	}
	return err
}

func notHeld(p Placed) error {
	return fmt.Errorf("stock: location %d does not hold %d of variant %d", p.Location, p.Quantity, p.Variant)
}
