package market

import (
	"slices"

	"agora/catalog"
	"agora/db"
	"agora/discount"
)

// use counts every discount of a placement, and proves that each is still as it
// was when its price was told.
func use(tx *db.Tx, orders []Order) error {
	done := map[discount.ID]bool{}
	for _, o := range orders {
		for _, u := range usesOf(o) {
			if done[u.ID] {
				continue
			}
			done[u.ID] = true
			if err := discount.Use(tx, o.Shop, u.Off, u.things); err != nil {
				return err
			}
		}
	}
	return nil
}

// lowered is a discount, and how many things of an order it lowered.
type lowered struct {
	discount.Off
	things int64
}

// usesOf gives the discounts of an order, each once. A set counts as one thing,
// though its parts are lines of their own.
func usesOf(o Order) (list []lowered) {
	type key struct {
		off discount.ID
		set catalog.VariantID
	}
	sets := map[key]bool{}
	for _, l := range o.Lines {
		for _, off := range l.Offs() {
			i := slices.IndexFunc(list, func(u lowered) bool { return u.ID == off.ID })
			if i < 0 {
				i, list = len(list), append(list, lowered{Off: off})
			}
			switch {
			case l.Set == nil:
				list[i].things += l.Quantity
			case !sets[key{off.ID, l.Set.Variant}]:
				sets[key{off.ID, l.Set.Variant}] = true
				list[i].things += l.Set.Count
			}
		}
	}
	return list
}

// unuse takes back the uses that an order counted, when all of it is cancelled:
// the buyer got nothing for less. Where parts of a shop's goods are another order
// of the group, the last of them does. It is called once for an order, by the
// step that ends it, and wants its lines.
func unuse(tx *db.Tx, o Order) error {
	offs := usesOf(o)
	if len(offs) == 0 {
		return nil
	}
	still, err := usedBeside(tx, o)
	if err != nil {
		return err
	}
	for _, u := range offs {
		if still[u.ID] {
			continue
		}
		if err := discount.Unuse(tx, o.Shop, u.Off, u.things); err != nil {
			return err
		}
	}
	return nil
}

// usedBeside gives the discounts of what else the group bought of the shop, and
// was not cancelled.
func usedBeside(tx *db.Tx, o Order) (map[discount.ID]bool, error) {
	g, err := loadGroup(tx, "group_id = $1", int64(o.Group))
	if err != nil {
		return nil, err
	}
	g.keys = slices.DeleteFunc(g.keys, func(k orderKey) bool { return k.shop != o.Shop || k.id == o.ID })
	if len(g.keys) == 0 {
		return nil, nil
	}
	if err := ordersOf(tx, &g); err != nil {
		return nil, err
	}
	if err := loadLines(tx, pointers(g.Orders)...); err != nil {
		return nil, err
	}
	still := map[discount.ID]bool{}
	for _, other := range g.Orders {
		for _, l := range other.Lines {
			for _, off := range l.Offs() {
				still[off.ID] = still[off.ID] || other.State != Cancelled
			}
		}
	}
	return still, nil
}

// Offs are what discounts took off one of a line, or off the set that it is in.
func (l LineSnapshot) Offs() []discount.Off {
	if l.Set != nil {
		return l.Set.Off
	}
	return l.Off
}
