package desk

import (
	"context"
	"time"

	"agora/delivery"
	"agora/identity"
	"agora/market"
	"agora/web"
	"agora/web/ui"
)

// trackFields ask what became of a parcel.
func trackFields(r *web.Request, o market.Order, form *web.Form) []ui.Field {
	var what, numbers []ui.Option
	for _, w := range delivery.Whats {
		what = append(what, ui.Option{Value: string(w), Text: r.T("track.w_" + string(w))})
	}
	list := []ui.Field{{Name: "what", Label: r.T("desk.track_what"), Options: what},
		{Name: "place", Label: r.T("desk.track_place"), Max: 120, Dir: "auto"},
		{Name: "at", Label: r.T("desk.track_at"), Type: "datetime-local", Dir: "ltr", Hint: r.T("desk.track_at_hint")}}
	if o.Parcel != nil && len(o.Parcel.Numbers) > 1 {
		for _, n := range o.Parcel.Numbers {
			numbers = append(numbers, ui.Option{Value: n, Text: n})
		}
		list = append(list, ui.Field{Name: "number", Label: r.T("desk.tracking"), Options: numbers})
	}
	for i := range list {
		list[i] = form.Fill(r, list[i])
	}
	return list
}

// track notes what became of the parcel of an order.
func (d *Desk) track(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	t := delivery.Tracked{Number: form.Get("number"), What: delivery.What(form.Get("what")), Place: form.Get("place"), At: time.Now()}
	if form.Has("at") {
		if t.At, err = delivery.TrackTime(form.Get("at")); err != nil {
			_ = form.Join("", err) // it names the field
		}
	}
	return d.move(r, func(ctx context.Context, by identity.Actor, id market.OrderID) error {
		return d.Market.Track(ctx, by, id, t)
	})
}

// trail is what became of the parcel, in the words of its carrier.
func trail(r *web.Request, o market.Order) (list []ui.Moment) {
	if o.Parcel == nil {
		return nil
	}
	for _, t := range o.Parcel.Events {
		list = append(list, ui.Moment{What: r.T("track.w_" + string(t.What)), When: when(r, t.At), Said: t.Place, State: "done"})
	}
	return list
}
