package storefront

import (
	"net/http"
	"strings"

	"agora/delivery"
	"agora/market"
	"agora/web"
	"agora/web/ui"
)

// trackView is how far the parcels of a group are.
type trackView struct {
	ref, title, order string
	parcels           []trackedParcel
}

// trackedParcel is one of them.
type trackedParcel struct {
	shop, ref, state, tone string
	rows                   []ui.Row
	links                  []ui.Link // where its carrier tells of it
	moments                []ui.Moment
	late                   string
}

// track shows how far the parcels of a group are.
func (s *Store) track(r *web.Request) error {
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	g, err := s.Market.Group(r.R.Context(), r.Actor, market.GroupID(id))
	if err != nil {
		return err
	}
	carriers, err := s.Delivery.Carriers(r.R.Context())
	if err != nil {
		return err
	}
	v := trackView{ref: g.Ref, title: r.T("store.track_page"), order: groupURL(r, "")}
	for _, o := range g.Orders {
		if o.Parcel != nil {
			v.parcels = append(v.parcels, parcelOf(r, o, carriers))
		}
	}
	f := r.Frame(v.title)
	f.Place, f.Private = "account", true
	return r.Page(http.StatusOK, f, trackPage(v))
}

// lateWords says that a parcel is late and what comes; "" when it is not.
func lateWords(r *web.Request, o market.Order) string {
	if !o.Overdue() {
		return ""
	}
	return r.T("store.late_words", "day", o.ArriveBy)
}

func parcelOf(r *web.Request, o market.Order, carriers []delivery.Carrier) trackedParcel {
	p := trackedParcel{shop: o.ShopName, ref: o.Ref, state: r.T("store.st_" + string(o.State)), tone: tone(o.State),
		rows: []ui.Row{{What: r.T("desk.carrier"), Value: o.Parcel.Carrier}}}
	if len(o.Parcel.Numbers) > 0 {
		p.rows = append(p.rows, ui.Row{What: r.T("store.tracking"), Value: strings.Join(o.Parcel.Numbers, ", ")})
	}
	if !o.ArriveFrom.IsZero() {
		p.rows = append(p.rows, ui.Row{What: r.T("store.track_promised"), Value: r.Locale.Date(o.ArriveFrom) + " – " + r.Locale.Date(o.ArriveBy)})
	}
	p.late = lateWords(r, o)
	if c, ok := delivery.Of(carriers, *o.Parcel); ok {
		for _, n := range o.Parcel.Numbers {
			if to := c.Follow(n); to != "" {
				p.links = append(p.links, ui.Link{URL: to, Text: r.T("store.track_at", "carrier", c.Name) + " " + n})
			}
		}
	}
	p.moments = []ui.Moment{{What: r.T("store.st_shipped"), When: r.Locale.DateTime(o.Parcel.Shipped, nil), State: "done"}}
	for _, t := range o.Parcel.Events {
		m := tracked(r, t)
		if len(o.Parcel.Numbers) > 1 {
			m.Said = strings.TrimSpace(m.Said + " " + t.Number)
		}
		p.moments = append(p.moments, m)
	}
	if last := &p.moments[len(p.moments)-1]; o.State == market.Shipped {
		last.State = "now"
	}
	return p
}

// proof gives the photo of a delivered parcel to its buyer.
func (s *Store) proof(r *web.Request) error {
	_, o, err := s.orderOfGroup(r)
	if err != nil {
		return err
	}
	return s.Market.ProofPhoto(r.W, r.R, o)
}
