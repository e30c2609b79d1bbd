package hall

import (
	"strings"
	"testing"

	"agora/assembly"
	"agora/room"
)

// TestInterpretersHandOver shows each who is on, by forms alone, and lets only her send.
func TestInterpretersHandOver(t *testing.T) {
	h := newHouse(t)
	h.does(h.host, "/begin")
	one, other := h.seat("Farida"), h.seat("Bermet")
	for _, s := range []assembly.Seat{one, other} {
		h.must(h.Appoint(t.Context(), boss, h.event.ID, s.ID, assembly.Interpreter, "ky"))
	}
	h.shows(h.guest, "-desk:", "-Take over")
	h.shows(one, "desk: Кыргызча", "Nobody is on yet", "Bermet", "Take over")
	h.does(one, "/booth", "take", "1")
	h.shows(one, "You are on since", "Hand over", "-Take over")
	h.shows(other, "Farida is on since", "Take over", "-Your partner wants")
	h.does(one, "/booth", "offer", "1")
	h.shows(other, "Your partner wants to hand over")
	p := &porter{changed: map[room.PersonID]room.Grant{}}
	o := &Room{Assembly: h.Service, Rooms: p}
	before := h.in(other)
	h.must(o.give(t.Context(), before, other.ID))
	if g := p.changed[personOf(other.ID)]; g.Role != room.Viewer {
		t.Errorf("who is not on may %v", g)
	}
	h.does(other, "/booth", "take", "1")
	for _, s := range []assembly.Seat{one, other} {
		h.must(o.give(t.Context(), before, s.ID))
	}
	if was, is := p.changed[personOf(one.ID)], p.changed[personOf(other.ID)]; was.Role != room.Viewer || is != (room.Grant{Role: room.Interpreter, Language: "ky"}) {
		t.Errorf("after it was handed over %v and %v", was, is)
	}
	h.shows(one, "Bermet is on since")
	if r := h.ask("POST", h.path(h.guest, "/booth"), nil); r.status != 403 || strings.Contains(r.to, "booth") {
		t.Errorf("who listens hands over: %d", r.status)
	}
}
