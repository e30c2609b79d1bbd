package storefront

import (
	"net/http"
	"strconv"

	"agora/assembly"
	"agora/fault"
	"agora/market"
	"agora/web"
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
