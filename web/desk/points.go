package desk

import (
	"net/http"

	"agora/delivery"
	"agora/fault"
	"agora/web"
)

// savePoints adds a point of the shop, or takes one away.
func (d *Desk) savePoints(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	if id := form.ID("drop"); id > 0 {
		if err := d.Delivery.DropPoint(r.R.Context(), r.Actor, r.Shop, "", delivery.PointID(id)); err != nil {
			return err
		}
		r.Say("desk.saved")
		return r.Redirect(base(r) + "/shop#points")
	}
	if form.Err() == nil {
		p := form.PointOf()
		p.Shop = r.Shop
		err := d.Delivery.AddPoint(r.R.Context(), r.Actor, p)
		if err == nil {
			r.Say("desk.saved")
			return r.Redirect(base(r) + "/shop#points")
		}
		if !fault.Is(err, fault.Invalid) {
			return err
		}
		if err := form.Join("point", err); err != nil {
			return err
		}
	}
	return d.showSettings(r, nil, form, http.StatusUnprocessableEntity)
}

// pointsForm is a form of the page when it was the one about points.
func pointsForm(form *web.Form) *web.Form {
	if form == nil || len(form.Under("point.")) == 0 {
		return nil
	}
	return form
}
