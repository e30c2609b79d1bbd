package hall

import (
	"context"
	"strings"

	"agora/assembly"
	"agora/catalog"
	"agora/fault"
	"agora/web"
	"agora/web/ui"
)

// tableView is the thing that is shown now, with its price at the reader's door.
type tableView struct {
	thing   *ui.Product // nil for none
	variant string      // that goes into the cart; "" when there is a choice to make first
	put     ui.Field
}

// table fills in what is on the table of a session.
func (o *Room) table(r *web.Request, v *roomView) error {
	v.table.put = ui.Field{Name: "pin", Label: r.T("hall.table_put"), Hint: r.T("hall.table_hint"), Dir: "ltr", Complete: "off", Max: 300}
	if v.at.OnTable == 0 {
		return nil
	}
	cards, err := o.Catalog.ForSale(r.R.Context(), v.at.OnTable)
	if err != nil || len(cards) == 0 { // it was taken off the market meanwhile
		return err
	}
	shown, err := o.Cards(r, cards)
	if err != nil {
		return err
	}
	v.table.thing = &shown[0]
	if !cards[0].SoldOut {
		v.table.variant = number(int64(cards[0].Variant))
	}
	return nil
}

// putOnTable is what a moderator does with the table: a thing by the address of its
// page, or nothing.
func (o *Room) putOnTable(ctx context.Context, at assembly.Seated, f *web.Form) error {
	if f.Has("clear") {
		return o.Assembly.ClearTable(ctx, at)
	}
	shop, handle, ok := thingAt(f.Get("pin"))
	if !ok {
		return fault.Field("pin", "fault.hall_thing")
	}
	p, s, err := o.Catalog.Product(ctx, shop, handle)
	switch {
	case fault.Is(err, fault.NotFound):
		return fault.Field("pin", "fault.hall_thing")
	case err != nil:
		return err
	case s.Status != catalog.ShopOpen || p.Status != catalog.ProductActive:
		return fault.Field("pin", "fault.hall_thing")
	}
	return o.Assembly.PutOnTable(ctx, at, p.ID)
}

// thingAt reads the address of a product's page, with or without what stands
// before its path: "https://market.example/s/felt/slippers?lang=ru".
func thingAt(address string) (shop, handle string, ok bool) {
	_, path, ok := strings.Cut(address, "/s/")
	if !ok {
		return "", "", false
	}
	if i := strings.IndexAny(path, "?#"); i >= 0 {
		path = path[:i]
	}
	shop, handle, ok = strings.Cut(strings.TrimSuffix(path, "/"), "/")
	return shop, handle, ok && shop != "" && handle != "" && !strings.Contains(handle, "/")
}
