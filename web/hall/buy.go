package hall

import (
	"time"

	"agora/assembly"
	"agora/catalog"
	"agora/fault"
	"agora/market"
	"agora/web"
)

// mostHeld is how many things one seat holds at a time: a person who looks at a sale
// can't keep the stock of a shop from others.
const mostHeld = 5

// buy puts what is on the table into the cart of who presses first, holds it there
// for minutes, and gives the cart the offer that runs.
func (o *Room) buy(r *web.Request) error {
	return o.act(r, "pin", func(at assembly.Seated, f *web.Form) error {
		line, err := o.onTable(r, at, catalog.VariantID(f.ID("variant")))
		if err != nil {
			return err
		}
		few := line.Variant.Terms.Fewest()
		h := market.Hold{Cart: r.Cart(), Variant: line.Variant.ID, Quantity: few, Holder: "seat " + number(int64(at.Seat.ID)) + " of event " + number(int64(at.Event.ID)),
			For: o.HoldFor(), Most: max(mostHeld, few)}
		if at.Offer.Open(r.Now()) {
			h.Code = at.Offer.Code
		}
		token, until, err := o.Market.HoldLine(r.R.Context(), h)
		if err != nil {
			return plain(err)
		}
		n, err := o.Market.CartSize(r.R.Context(), token)
		if err != nil {
			return err
		}
		r.SetCart(token, n)
		said(r, until)
		return nil
	})
}

// said tells her that it is hers, and until when.
func said(r *web.Request, until time.Time) {
	if until.IsZero() {
		r.Say("store.added")
		return
	}
	r.SayTime("hall.held", until)
}

// onTable finds a variant of what is on the table of a session that runs.
func (o *Room) onTable(r *web.Request, at assembly.Seated, v catalog.VariantID) (l catalog.Line, err error) {
	if at.Session.State != assembly.Live {
		return l, fault.New(fault.Conflict, "fault.hall_not_live")
	}
	lines, err := o.Catalog.Variants(r.R.Context(), []catalog.VariantID{v})
	if err != nil {
		return l, err
	}
	if len(lines) == 0 || lines[0].Product.ID != at.OnTable || lines[0].Shop.Status != catalog.ShopOpen {
		return l, fault.New(fault.Conflict, "fault.hall_off_table")
	}
	return lines[0], nil
}

// plain takes the field from a fault of the cart: the hall has none to show it at.
func plain(err error) error {
	if list := fault.List(err); len(list) > 0 {
		return fault.New(list[0].Kind, list[0].Key, list[0].Args...)
	}
	return err
}
