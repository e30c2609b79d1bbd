package hall

import (
	"context"

	"agora/assembly"
	"agora/web"
)

// boothView is the desk of an interpreter: who is on, and how they change.
type boothView struct {
	language, state  string
	wants            string // that her partner wants to hand over; "" for not
	on, offered      bool   // she is on; she wants to hand over
	partners         []memberView
	take, offer, not bool // what she may do
}

// booth fills in the desk of an interpreter.
func (o *Room) booth(r *web.Request, v *roomView) error {
	seat := v.at.Seat
	if seat.Role != assembly.Interpreter || !v.live && !v.planned {
		return nil
	}
	b, err := o.Assembly.Booth(r.R.Context(), v.at)
	if err != nil {
		return err
	}
	d := boothView{language: r.T("hall.sign"), on: b.On == seat.ID, state: r.T("hall.booth_free")}
	if seat.Channel != assembly.Sign {
		d.language = r.LanguageNames([]string{seat.Channel})[0]
	}
	for _, p := range b.People {
		if p.Seat != seat.ID {
			d.partners = append(d.partners, memberView{p.Name, place(r, p)})
		}
		if p.Seat == b.On {
			d.state = r.T("hall.booth_other", "name", p.Name, "time", r.Clock(b.Since))
		}
	}
	if d.on {
		d.state = r.T("hall.booth_on", "time", r.Clock(b.Since))
		d.offered = b.Offered
		d.offer, d.not = !b.Offered && len(d.partners) > 0, b.Offered
	} else {
		d.take = true
		if b.Offered {
			d.wants = r.T("hall.booth_wants")
		}
	}
	v.desk = &d
	return nil
}

// handOver has an interpreter take over, or say that she wants to hand over. Who was on
// before sends no longer.
func (o *Room) handOver(ctx context.Context, at assembly.Seated, f *web.Form) error {
	if !f.Has("take") {
		return o.Assembly.OfferOver(ctx, at, f.Has("offer"))
	}
	if _, err := o.Assembly.TakeOver(ctx, at); err != nil {
		return err
	}
	b, err := o.Assembly.Booth(ctx, at)
	for _, p := range b.People {
		if err == nil {
			err = o.give(ctx, at, p.Seat)
		}
	}
	return err
}
