package console

import (
	"net/http"

	"agora/db"
	"agora/delivery"
	"agora/fault"
	"agora/web"
)

// trackBody bounds a file of what became of parcels with its form, in bytes.
const trackBody = delivery.MaxTrackBytes + 1<<20

// importTracked notes what a carrier's file tells of its parcels.
func (c *Console) importTracked(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	one, err := c.Delivery.Carrier(r.R.Context(), r.Path("key"))
	if err != nil {
		return err
	}
	file, _, err := form.File("events")
	if err != nil {
		return err
	}
	if file == nil {
		form.Add("events", "fault.required")
		return c.showCarrier(r, carrierForms{events: form}, http.StatusUnprocessableEntity)
	}
	defer file.Close()
	list, err := delivery.ReadTracked(file)
	if fault.Is(err, fault.Invalid) {
		for _, e := range fault.List(err) {
			form.Add("events", e.Key, e.Args...)
		}
		return c.showCarrier(r, carrierForms{events: form}, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	report, err := c.Market.TrackAll(r.R.Context(), r.Actor, one, list)
	if err != nil {
		return err
	}
	return c.ok(r, "carriers", one.Name, trackedPage(trackedOf(r, one, report)))
}

// trackedView is what became of a file.
type trackedView struct {
	carrier, back, words string
	unknown              []string
}

func trackedOf(r *web.Request, c delivery.Carrier, report delivery.Report) trackedView {
	return trackedView{carrier: c.Name, back: carrierPath(c.Key), unknown: report.Unknown,
		words: r.T("console.tracked_report", "taken", report.Taken, "known", report.Known, "unknown", len(report.Unknown))}
}

// newSecret makes the secret with which a carrier signs what it tells.
func (c *Console) newSecret(r *web.Request) error {
	if _, err := r.Form(); err != nil {
		return err
	}
	secret, err := c.Delivery.NewSecret(r.R.Context(), r.Actor, r.Path("key"))
	if err != nil {
		return err
	}
	return c.showCarrier(r, carrierForms{secret: secret}, http.StatusOK)
}

// savePoints adds a point of a carrier, or takes one away.
func (c *Console) savePoints(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	key := r.Path("key")
	if id := form.ID("drop"); id > 0 {
		err = c.Delivery.DropPoint(r.R.Context(), r.Actor, db.House, key, delivery.PointID(id))
	} else if err == nil {
		p := form.PointOf()
		p.Carrier = key
		err = c.Delivery.AddPoint(r.R.Context(), r.Actor, p)
		if fault.Is(err, fault.Invalid) {
			err = form.Join("point", err)
		}
	}
	if form.Err() != nil {
		return c.showCarrier(r, carrierForms{points: form}, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	r.Say("console.done")
	return r.Redirect(carrierPath(key) + "#points")
}
