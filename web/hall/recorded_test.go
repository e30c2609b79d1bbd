package hall

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"agora/assembly"
	"agora/fault"
	"agora/room"
)

// doorman is an engine that notes what it is told.
type doorman struct {
	room.Engine
	let     map[room.PersonID]room.Grant
	changed map[room.PersonID]room.Grant
}

func (d *doorman) Open(context.Context, room.Spec) error { return nil }

func (d *doorman) Admit(_ context.Context, _ room.ID, p room.Person, g room.Grant) (room.Ticket, error) {
	d.let[p.ID] = g
	return room.Ticket{}, nil
}

func (d *doorman) Change(_ context.Context, _ room.ID, p room.PersonID, g room.Grant) error {
	d.changed[p] = g
	return fault.New(fault.NotFound, "fault.not_found")
}

// TestWhoIsRecordedAgreesFirst asks for tickets where it is recorded, with and
// without saying yes.
func TestWhoIsRecordedAgreesFirst(t *testing.T) {
	h := newHouse(t)
	d := &doorman{let: map[room.PersonID]room.Grant{}, changed: map[room.PersonID]room.Grant{}}
	h.room.Rooms, h.room.Door = d, func() string { return "" }
	h.records(false)
	up := h.seat("Called up")
	ticket := func(s assembly.Seat, form url.Values) (v ticketView) {
		t.Helper()
		got := h.ask(http.MethodPost, h.path(s, "/ticket"), form)
		if got.status != http.StatusOK {
			t.Fatalf("%d %s", got.status, got.body)
		}
		h.must(json.Unmarshal([]byte(got.body), &v))
		return v
	}
	viewer, speaker := room.Grant{Role: room.Viewer}, room.Grant{Role: room.Speaker}
	yes := url.Values{"recorded": {"1"}}
	if v := ticket(h.host, nil); !v.Asks || len(v.Sends) > 0 || d.let[personOf(h.host.ID)] != viewer {
		t.Errorf("a host who did not agree: %+v, %v", v, d.let)
	}
	if !strings.Contains(h.get(h.host, "").body, `name="recorded"`) {
		t.Error("her page does not ask")
	}
	if v := ticket(h.host, yes); v.Asks || len(v.Sends) == 0 || d.let[personOf(h.host.ID)] != speaker || d.changed[personOf(h.host.ID)] != speaker {
		t.Errorf("a host who agreed: %+v, %v, %v", v, d.let, d.changed)
	}
	if v := ticket(h.host, nil); v.Asks || len(v.Sends) == 0 {
		t.Errorf("she agreed before: %+v", v)
	}
	if strings.Contains(h.get(h.host, "").body, `name="recorded"`) {
		t.Error("her page asks again")
	}
	if v := ticket(up, nil); v.Asks || d.let[personOf(up.ID)] != viewer {
		t.Errorf("who only listens: %+v", v)
	}
	h.must(h.RaiseHand(t.Context(), h.in(up)))
	h.does(h.host, "/hand", "call", number(int64(up.ID)))
	if g := d.changed[personOf(up.ID)]; !g.Empty() {
		t.Errorf("who was called up and did not agree may %v", g)
	}
	if v := ticket(up, yes); len(v.Sends) == 0 || d.changed[personOf(up.ID)] != speaker {
		t.Errorf("who was called up and agreed: %+v, %v", v, d.changed)
	}
	h.does(h.host, "/hand", "dismiss", number(int64(up.ID)))
	if g := d.changed[personOf(up.ID)]; g != viewer {
		t.Errorf("who was sent back may %v", g)
	}
}

// TestEverybodySeesThatItIsRecorded looks at the badge while a moderator pauses and
// goes on.
func TestEverybodySeesThatItIsRecorded(t *testing.T) {
	h := newHouse(t)
	h.shows(h.guest, "-Being recorded", "-Pause the recording")
	h.records(false)
	h.shows(h.guest, "Being recorded", "-Pause the recording")
	h.shows(h.host, "Being recorded", "Pause the recording")
	h.does(h.host, "/record")
	h.shows(h.guest, "Recording paused", "-Being recorded", "-Resume")
	if got := h.ask(http.MethodPost, h.path(h.guest, "/record"), url.Values{"on": {"1"}}); got.status != http.StatusForbidden {
		t.Errorf("a guest goes on recording: %d", got.status)
	}
	h.does(h.host, "/record", "on", "1")
	h.shows(h.guest, "Being recorded")
	h.does(h.host, "/end")
	h.shows(h.guest, "-Being recorded")
}
