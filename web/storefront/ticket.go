package storefront

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"agora/assembly"
	"agora/fault"
	"agora/market"
	"agora/web"
	"agora/web/ui"
)

// seatTill is where a seat at an event is paid.
func (s *Store) seatTill(r *web.Request) (at till, placed string, err error) {
	event, err := r.PathID("event")
	if err != nil {
		return at, "", err
	}
	id, err := r.PathID("id")
	if err != nil {
		return at, "", err
	}
	seated, err := s.Seats.Sit(r.R.Context(), r.Actor, assembly.EventID(event), assembly.SeatID(id))
	if err != nil {
		return at, "", err
	}
	key := ""
	if k := r.Query("k"); k != "" && r.Actor.Link != "" {
		key = "?k=" + k
	}
	page := "/attend/" + strconv.FormatInt(event, 10) + "/" + strconv.FormatInt(id, 10)
	if g := seated.Seat.Group; g != 0 {
		return at, "/orders/" + strconv.FormatInt(g, 10) + "?k=" + s.People.Sign(market.LinkPurpose, g), nil
	}
	if seated.Seat.State != assembly.Unpaid {
		return at, page + key, nil
	}
	title := r.Words(seated.Event.Title)
	title.URL = page + key
	return till{cart: seated.Seat.Cart, path: page + "/pay" + key, none: page + key, email: seated.Seat.Email, event: title}, "", nil
}

// paySeat is the checkout of one seat; who has placed her order is led to it.
func (s *Store) paySeat(r *web.Request) error {
	at, placed, err := s.seatTill(r)
	if err != nil || placed != "" {
		return leadsTo(r, placed, err)
	}
	err = s.showCheckout(r, at, nil, nil, http.StatusOK)
	if fault.HasKey(err, "fault.seat_lapsed") {
		return r.Redirect(at.none)
	}
	return err
}

func (s *Store) placeSeat(r *web.Request) error {
	at, placed, err := s.seatTill(r)
	if err != nil || placed != "" {
		return leadsTo(r, placed, err)
	}
	err = s.placeAt(r, at)
	if fault.HasKey(err, "fault.seat_lapsed") {
		return r.Redirect(at.none)
	}
	return err
}

func leadsTo(r *web.Request, url string, err error) error {
	if err != nil {
		return err
	}
	return r.Redirect(url)
}

// seated reports whether a group pays for a seat.
func seated(g market.Group) bool {
	return slices.ContainsFunc(g.Orders, func(o market.Order) bool { return o.Admits != nil })
}

// ticketed names the first of some rows, which is of goods elsewhere, after the
// ticket; net when its tax stands apart. What is said of files holds for tickets.
func ticketed(r *web.Request, rows []ui.Row, net bool) []ui.Row {
	for i := range rows {
		rows[i].Why = strings.Replace(rows[i].Why, r.T("landed.note.digital"), r.T("store.ticket_rule"), 1)
	}
	rows[0].What = r.T("assembly.ticket")
	if net {
		rows[0].What = r.T("store.ticket_net")
	}
	return rows
}

// forSeat says in the words of events what the checkout says of goods: what is
// bought, when it is there, and until when the money is held.
func (v *checkoutView) forSeat(r *web.Request, c market.Cart) {
	v.title = r.T("store.seat_pay")
	v.rows = ticketed(r, v.rows, false)
	for i, p := range v.parcels {
		for _, l := range c.Shops[i].Lines {
			v.tickets = append(v.tickets, r.Words(l.Product.Title, c.Shops[i].Shop.Languages...))
		}
		if p.digital != "" {
			v.parcels[i].digital, v.parcels[i].legend = r.T("store.seat_words"), c.Shops[i].Shop.Name
		}
	}
	for i, w := range v.ways {
		if w.Value == "qr" || w.Value == "transfer" {
			v.ways[i].Note = r.T("store.seat_held")
		}
	}
}
