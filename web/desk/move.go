package desk

import (
	"context"
	"net/http"

	"agora/blob"
	"agora/delivery"
	"agora/fault"
	"agora/identity"
	"agora/market"
	"agora/web"
)

// errElsewhere is an order of another shop than the one in the path.
var errElsewhere = fault.New(fault.NotFound, "fault.order_unknown")

func (d *Desk) accept(r *web.Request) error { return d.move(r, d.Market.Accept) }

func (d *Desk) vouch(r *web.Request) error { return d.move(r, d.Market.Vouch) }

func (d *Desk) pack(r *web.Request) error { return d.move(r, d.Market.Pack) }

// deliver says that the parcel reached the buyer, with what shows it.
func (d *Desk) deliver(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	h := market.Handing{Code: form.Text("code", 20), Name: form.Text("name", 80)}
	photo, size, err := form.File("photo")
	if err != nil {
		return err
	}
	if photo != nil {
		defer photo.Close()
		h.Photo = photo
	}
	if size > blob.MaxPicture {
		form.Add("photo", "fault.file_large", "kib", int64(blob.MaxPicture>>10))
	}
	return d.move(r, func(ctx context.Context, by identity.Actor, id market.OrderID) error {
		return d.Market.HandOverWith(ctx, by, id, h)
	})
}

// proof gives the photo of a delivered parcel to its shop.
func (d *Desk) proof(r *web.Request) error {
	_, o, _, err := d.find(r)
	if err != nil {
		return err
	}
	return d.Market.ProofPhoto(r.W, r.R, o)
}

func (d *Desk) decline(r *web.Request) error { return d.moveWhy(r, d.Market.Decline) }

func (d *Desk) refuse(r *web.Request) error { return d.moveWhy(r, d.Market.Refuse) }

// moveWhy makes a move that needs a reason.
func (d *Desk) moveWhy(r *web.Request, do func(context.Context, identity.Actor, market.OrderID, string) error) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	return d.move(r, func(ctx context.Context, by identity.Actor, id market.OrderID) error {
		return do(ctx, by, id, form.Get("reason"))
	})
}

// ship says by whom and under which number the parcel goes.
func (d *Desk) ship(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	return d.move(r, func(ctx context.Context, by identity.Actor, id market.OrderID) error {
		if n := form.ID("range"); n > 0 && !form.Has("tracking") {
			return d.Market.ShipNext(ctx, by, id, form.Get("carrier"), delivery.RangeID(n))
		}
		return d.Market.Ship(ctx, by, id, form.Get("carrier"), form.Get("tracking"))
	})
}

// move makes one move and comes back to the order; what is wrong with the
// input is shown on it.
func (d *Desk) move(r *web.Request, do func(context.Context, identity.Actor, market.OrderID) error) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	_, o, _, err := d.find(r)
	if err != nil {
		return err
	}
	if form.Err() != nil {
		return d.showOrder(r, form, http.StatusUnprocessableEntity)
	}
	to := base(r) + "/orders/" + number(int64(o.ID))
	ctx, err := r.Once(to)
	if err != nil {
		return err
	}
	err = do(ctx, r.Actor, o.ID)
	if fault.Is(err, fault.Invalid) {
		status := fault.Status(err)
		if err := form.Join("", err); err != nil {
			return err
		}
		return d.showOrder(r, form, status)
	}
	return r.Done(err, "desk.done", to)
}
