//go:build !nolive

package livekit

import (
	"context"
	"net/http"
	"time"

	"github.com/livekit/protocol/auth"
	"github.com/livekit/protocol/livekit"
	"github.com/livekit/protocol/webhook"

	"agora/fault"
	"agora/room"
)

// Notices hears a cluster outside, whose configuration names its address and our
// key. Each notice proves by its signature who sends it.
func (e *Engine) Notices() http.Handler {
	if e.outside == nil {
		return http.NotFoundHandler()
	}
	return http.HandlerFunc(e.notice)
}

func (e *Engine) notice(w http.ResponseWriter, r *http.Request) {
	n, err := webhook.ReceiveWebhookEvent(r, auth.NewSimpleKeyProvider(e.key, e.secret))
	if err != nil {
		refuse(w, http.StatusUnauthorized)
		return
	}
	const patience = 10 * time.Second
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), patience) // LiveKit hangs up at once
	defer cancel()
	e.hear(ctx, n)
	w.WriteHeader(http.StatusOK)
}

// hear keeps to the rules what happened, and tells of it.
func (e *Engine) hear(ctx context.Context, n *livekit.WebhookEvent) {
	id, p := room.ID(n.GetRoom().GetName()), n.GetParticipant()
	ev := room.Event{Room: id, Person: room.PersonID(p.GetIdentity()), Session: p.GetSid(),
		Track: room.TrackName(n.GetTrack().GetName()), At: time.Unix(n.CreatedAt, 0).UTC()}
	switch n.Event {
	case webhook.EventRoomFinished:
		if api := e.now(); api == nil || fault.Is(e.look(ctx, api, id), fault.NotFound) { // it may be open again
			e.given.forget(id)
		}
		return
	case webhook.EventParticipantJoined:
		ev.Kind = room.Joined
	case webhook.EventParticipantLeft:
		ev.Kind = room.Left
	case webhook.EventTrackPublished:
		ev.Kind = room.TrackOn
	case webhook.EventTrackUnpublished:
		ev.Kind = room.TrackOff
	default:
		return
	}
	if e.breaks(ctx, ev.Kind, id, n) {
		e.o.Log.Warn("live rooms: somebody is taken out who does what she may not", "room", id, "person", ev.Person, "kind", ev.Kind, "track", ev.Track)
		e.takeOut(ctx, id, ev.Person)
		return
	}
	if g, _ := e.given.of(id, ev.Person); e.o.Happened != nil && g.Role != room.Recorder && !p.GetPermission().GetHidden() {
		e.o.Happened(ctx, ev)
	}
}

// breaks reports whether somebody came in, or sends, against what she was given:
// with an older ticket past a door that is not ours, or under a name that is not
// hers. Browsers choose the names of tracks, and say where they come from.
func (e *Engine) breaks(ctx context.Context, kind room.Kind, id room.ID, n *livekit.WebhookEvent) bool {
	p := n.GetParticipant()
	g, known := e.given.of(id, room.PersonID(p.GetIdentity()))
	switch kind {
	case room.Joined:
		if !known { // given before this process began
			g = granted(p.GetAttributes())
		}
		return g.Check() != nil || !fits(id, g, p.GetPermission(), p.GetAttributes())
	case room.TrackOn:
		if !known {
			var err error
			if g, err = e.asked(ctx, id, p.GetIdentity()); err != nil {
				return false // she left
			}
		}
		t := n.GetTrack()
		return !g.MaySend(room.TrackName(t.GetName()), source(t.GetSource()), t.GetType() == livekit.TrackType_VIDEO)
	}
	return false
}

// source gives where a track comes from; "" for anything that nobody may send.
func source(s livekit.TrackSource) room.Source {
	for ours, theirs := range sources {
		if theirs == s {
			return ours
		}
	}
	return ""
}

// asked gives what LiveKit has of a person's grant.
func (e *Engine) asked(ctx context.Context, id room.ID, person string) (room.Grant, error) {
	api := e.now()
	if api == nil {
		return room.Grant{}, http.ErrServerClosed
	}
	ctx, err := e.as(ctx, &auth.VideoGrant{RoomAdmin: true, Room: string(id)})
	if err != nil {
		return room.Grant{}, err
	}
	p, err := api.GetParticipant(ctx, &livekit.RoomParticipantIdentity{Room: string(id), Identity: person})
	if err != nil {
		return room.Grant{}, err
	}
	return granted(p.Attributes), nil
}

func (e *Engine) takeOut(ctx context.Context, id room.ID, p room.PersonID) {
	api := e.now()
	if api == nil {
		return
	}
	ctx, err := e.as(ctx, &auth.VideoGrant{RoomAdmin: true, Room: string(id)})
	if err == nil {
		_, err = api.RemoveParticipant(ctx, &livekit.RoomParticipantIdentity{Room: string(id), Identity: string(p)})
	}
	if err = absent(err); err != nil {
		e.o.Log.Error("live rooms: somebody could not be taken out", "room", id, "person", p, "err", err)
	}
}
