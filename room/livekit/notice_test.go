//go:build !nolive

package livekit

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/livekit/protocol/livekit"
	"github.com/livekit/protocol/webhook"
	"github.com/twitchtv/twirp"

	"agora/fault"
	"agora/room"
)

// cameIn is what LiveKit tells of somebody who came in as a speaker.
func cameIn(session string) *livekit.WebhookEvent {
	g := room.Grant{Role: room.Speaker}
	return &livekit.WebhookEvent{Event: webhook.EventParticipantJoined, CreatedAt: time.Now().Add(2 * time.Second).Unix(), Room: &livekit.Room{Name: "one"},
		Participant: &livekit.ParticipantInfo{Identity: "7", Sid: session, Attributes: attributes(g), Permission: video("one", g).ToPermission()}}
}

// TestWhatIsToldOfAnEarlierStayDoesNotEndTheNextOne tells again that somebody came in
// with what she may no longer do, after she came back with what she may.
func TestWhatIsToldOfAnEarlierStayDoesNotEndTheNextOne(t *testing.T) {
	e, _ := site(t)
	opened(t, e, "one")
	first, err := join(t.Context(), admitted(t, e, "one", "7", room.Grant{Role: room.Speaker}), "/rtc")
	if err != nil {
		t.Fatal(err)
	}
	defer first.Leave()
	second, err := join(t.Context(), admitted(t, e, "one", "7", room.Grant{Role: room.Viewer}), "/rtc")
	if err != nil {
		t.Fatal(err)
	}
	defer second.Leave()
	e.hear(t.Context(), cameIn(string(first.ID())))
	list, err := e.Present(t.Context(), "one")
	if err != nil || len(list) != 1 || list[0].Session != string(second.ID()) {
		t.Fatalf("there are %+v, %v", list, err)
	}
	e.hear(t.Context(), cameIn(string(second.ID()))) // of this one it would be true
	select {
	case <-second.Gone():
	case <-time.After(10 * time.Second):
		t.Error("who may not stays")
	}
}

// TestWhatIsToldLateOfAnEarlierStayChangesNoOther tells late of a camera that was right
// in its time, of a stay that is over: who came since with an older ticket is judged by
// that, and not made to fit first.
func TestWhatIsToldLateOfAnEarlierStayChangesNoOther(t *testing.T) {
	e, _ := site(t)
	opened(t, e, "one")
	old := admitted(t, e, "one", "7", room.Grant{Role: room.Speaker})
	first, err := join(t.Context(), old, "/rtc")
	if err != nil {
		t.Fatal(err)
	}
	defer first.Leave()
	second, err := join(t.Context(), old, "/rtc") // takes her own place
	if err != nil {
		t.Fatal(err)
	}
	defer second.Leave()
	before := time.Now().Add(-2 * time.Second)
	e.given.set("one", "7", room.Grant{Role: room.Viewer}) // a change that has not come to LiveKit
	e.hear(t.Context(), &livekit.WebhookEvent{Event: webhook.EventTrackPublished, CreatedAt: before.Unix(), Room: &livekit.Room{Name: "one"},
		Participant: &livekit.ParticipantInfo{Identity: "7", Sid: string(first.ID())},
		Track:       &livekit.TrackInfo{Name: string(room.Camera), Type: livekit.TrackType_VIDEO, Source: livekit.TrackSource_CAMERA}})
	list, err := e.Present(t.Context(), "one")
	if err != nil || len(list) != 1 || list[0].Grant.Role != room.Speaker {
		t.Errorf("there are %+v, %v", list, err)
	}
}

// TestAStayBeginsOnce tells twice that somebody came in, as LiveKit does when she is
// connected before it has said so.
func TestAStayBeginsOnce(t *testing.T) {
	var mu sync.Mutex
	var told []string
	e, _ := site(t, func(o *Options) {
		o.Happened = func(_ context.Context, ev room.Event) {
			mu.Lock()
			defer mu.Unlock()
			if ev.Person == "7" {
				told = append(told, ev.Session)
			}
		}
	})
	opened(t, e, "one")
	admitted(t, e, "one", "7", room.Grant{Role: room.Speaker})
	for _, session := range []string{"PA_1", "PA_1", "PA_2", "PA_2"} {
		e.hear(t.Context(), cameIn(session))
	}
	mu.Lock()
	defer mu.Unlock()
	if len(told) != 2 || told[0] != "PA_1" || told[1] != "PA_2" {
		t.Errorf("told is %v", told)
	}
}

// going is a cluster in which a person goes out at the moment of a call: nobody
// answers where she was, and then she is not there; or she is.
type going struct {
	livekit.RoomService
	stays bool
}

func (g going) ListRooms(context.Context, *livekit.ListRoomsRequest) (*livekit.ListRoomsResponse, error) {
	return &livekit.ListRoomsResponse{Rooms: []*livekit.Room{{Name: "one"}}}, nil
}

func (g going) RemoveParticipant(context.Context, *livekit.RoomParticipantIdentity) (*livekit.RemoveParticipantResponse, error) {
	return nil, twirp.NewError(twirp.Unavailable, "no response from servers")
}

func (g going) UpdateParticipant(context.Context, *livekit.UpdateParticipantRequest) (*livekit.ParticipantInfo, error) {
	return nil, twirp.NewError(twirp.Unavailable, "no response from servers")
}

func (g going) GetParticipant(context.Context, *livekit.RoomParticipantIdentity) (*livekit.ParticipantInfo, error) {
	if g.stays {
		return &livekit.ParticipantInfo{Identity: "7"}, nil
	}
	return nil, twirp.NewError(twirp.NotFound, "no such participant")
}

// TestWhoGoesOutAtThatMomentIsOut changes and takes out somebody who is just leaving.
func TestWhoGoesOutAtThatMomentIsOut(t *testing.T) {
	for _, stays := range []bool{false, true} {
		e, _ := site(t)
		e.outside = going{stays: stays}
		for _, g := range []room.Grant{{}, {Role: room.Viewer}} {
			if err := e.Change(t.Context(), "one", "7", g); fault.Is(err, fault.Unavailable) != stays || err != nil && !stays {
				t.Errorf("she is there: %v, to %+v: %v", stays, g, err)
			}
		}
	}
}

// TestWhoWentIsNotThere tells that a stay ended of which LiveKit still has a record: she
// is not there, until she comes again.
func TestWhoWentIsNotThere(t *testing.T) {
	e, _ := site(t)
	opened(t, e, "one")
	first, err := join(t.Context(), admitted(t, e, "one", "7", room.Grant{Role: room.Viewer}), "/rtc")
	if err != nil {
		t.Fatal(err)
	}
	defer first.Leave()
	there := func() int {
		list, err := e.Present(t.Context(), "one")
		if err != nil {
			t.Fatal(err)
		}
		return len(list)
	}
	if there() != 1 {
		t.Fatal("who came is not there")
	}
	e.hear(t.Context(), &livekit.WebhookEvent{Event: webhook.EventParticipantLeft, CreatedAt: time.Now().Unix(), Room: &livekit.Room{Name: "one"},
		Participant: &livekit.ParticipantInfo{Identity: "7", Sid: string(first.ID())}})
	if there() != 0 {
		t.Error("who went is there")
	}
	again, err := join(t.Context(), admitted(t, e, "one", "7", room.Grant{Role: room.Viewer}), "/rtc")
	if err != nil {
		t.Fatal(err)
	}
	defer again.Leave()
	if there() != 1 {
		t.Error("who came again is not there")
	}
}
