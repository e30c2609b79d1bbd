package hall

import (
	"context"
	"testing"

	"agora/assembly"
	"agora/identity"
	"agora/room"
)

// porter is an engine that knows who is there, and notes what it is told to change.
type porter struct {
	room.Engine
	there   map[room.PersonID]room.Grant
	changed map[room.PersonID]room.Grant
}

func (p *porter) Present(context.Context, room.ID) (list []room.Presence, err error) {
	for id, g := range p.there {
		list = append(list, room.Presence{Person: room.Person{ID: id}, Grant: g})
	}
	return list, nil
}

func (p *porter) Change(_ context.Context, _ room.ID, id room.PersonID, g room.Grant) error {
	p.changed[id] = g
	return nil
}

// TestWhoCameIsWhoHerSeatSays lets people into a room with tickets of before.
func TestWhoCameIsWhoHerSeatSays(t *testing.T) {
	h := newHouse(t)
	h.must(h.Begin(t.Context(), h.hostAt))
	viewer, speaker, russian := room.Grant{Role: room.Viewer}, room.Grant{Role: room.Speaker}, room.Grant{Role: room.Interpreter, Language: "ky"}
	left, risen, interprets, signs, called, stays := h.seat("Left"), h.seat("Risen"), h.seat("Interprets"), h.seat("Signs"), h.seat("Called"), h.guest
	h.must(h.Leave(t.Context(), identity.System(), h.event.ID, left.ID))
	h.must(h.Appoint(t.Context(), boss, h.event.ID, risen.ID, assembly.OnStage, ""))
	h.must(h.Appoint(t.Context(), boss, h.event.ID, interprets.ID, assembly.Interpreter, "ky"))
	h.must(h.Appoint(t.Context(), boss, h.event.ID, signs.ID, assembly.Interpreter, room.Sign))
	h.must(h.RaiseHand(t.Context(), h.in(called)))
	h.must(h.CallUp(t.Context(), h.hostAt, called.ID))
	for name, c := range map[string]struct {
		seat     assembly.Seat
		had      room.Grant
		want     room.Grant
		unharmed bool
	}{
		"her seat ended":       {left, viewer, room.Grant{}, false},
		"she speaks now":       {risen, viewer, speaker, false},
		"she interprets now":   {interprets, speaker, russian, false},
		"she signs":            {signs, viewer, room.Grant{Role: room.Interpreter, Language: "sgn"}, false},
		"she was called up":    {called, viewer, speaker, false},
		"she speaks no more":   {stays, speaker, viewer, false},
		"all is as it was":     {stays, viewer, viewer, true},
		"it was called before": {called, speaker, speaker, true},
	} {
		id := personOf(c.seat.ID)
		p := &porter{there: map[room.PersonID]room.Grant{id: c.had}, changed: map[room.PersonID]room.Grant{}}
		o := &Room{Assembly: h.Service, Rooms: p}
		h.must(o.Came(t.Context(), RoomOf(h.session.ID), id))
		got, told := p.changed[id]
		if told == c.unharmed || told && got != c.want {
			t.Errorf("%s: %v %v", name, told, got)
		}
	}
	h.must(h.End(t.Context(), h.hostAt))
	for _, id := range []room.PersonID{personOf(stays.ID), "recorder", "seat-x", "seat-"} {
		p := &porter{there: map[room.PersonID]room.Grant{id: viewer}, changed: map[room.PersonID]room.Grant{}}
		o := &Room{Assembly: h.Service, Rooms: p}
		h.must(o.Came(t.Context(), RoomOf(h.session.ID), id))
		if got, told := p.changed[id]; told != (id == personOf(stays.ID)) || !got.Empty() {
			t.Errorf("after the end %s: %v %v", id, told, got)
		}
	}
}

// TestWhoCameDidNotAgreeYet lets in who would speak and did not agree to be recorded:
// her seat does not make her heard.
func TestWhoCameDidNotAgreeYet(t *testing.T) {
	h := newHouse(t)
	h.records(false)
	viewer, speaker, id := room.Grant{Role: room.Viewer}, room.Grant{Role: room.Speaker}, personOf(h.host.ID)
	p := &porter{there: map[room.PersonID]room.Grant{id: viewer}, changed: map[room.PersonID]room.Grant{}}
	o := &Room{Assembly: h.Service, Rooms: p}
	h.must(o.Came(t.Context(), RoomOf(h.session.ID), id))
	if g, told := p.changed[id]; told {
		t.Errorf("who did not agree may %v", g)
	}
	h.must(h.AgreeToBeRecorded(t.Context(), h.in(h.host)))
	h.must(o.Came(t.Context(), RoomOf(h.session.ID), id))
	if g := p.changed[id]; g != speaker {
		t.Errorf("who agreed may %v", g)
	}
}
