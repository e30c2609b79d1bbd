package market

import (
	"slices"

	"agora/db"
	"agora/discount"
)

// use counts every discount of a placement once, and proves that each is still as
// it was when its price was told.
func use(tx *db.Tx, orders []Order) error {
	done := map[discount.ID]bool{}
	for _, o := range orders {
		for _, l := range o.Lines {
			for _, off := range l.Offs() {
				if done[off.ID] {
					continue
				}
				done[off.ID] = true
				if err := discount.Use(tx, o.Shop, off); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// unuse takes back the uses that an order counted, when all of it is cancelled:
// the buyer got nothing for less. Where parts of a shop's goods are another order
// of the group, the last of them does. It is called once for an order, by the
// step that ends it, and wants its lines.
func unuse(tx *db.Tx, o Order) error {
	var offs []discount.Off
	for _, l := range o.Lines {
		for _, off := range l.Offs() {
			if !slices.ContainsFunc(offs, func(d discount.Off) bool { return d.ID == off.ID }) {
				offs = append(offs, off)
			}
		}
	}
	if len(offs) == 0 {
		return nil
	}
	still, err := usedBeside(tx, o)
	if err != nil {
		return err
	}
	for _, off := range offs {
		if still[off.ID] {
			continue
		}
		if err := discount.Unuse(tx, o.Shop, off); err != nil {
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
