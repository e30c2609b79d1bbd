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
		if p.GetJoinedAtMs() > 0 { // notices know the second only
			ev.At = time.UnixMilli(p.GetJoinedAtMs()).UTC()
		}
	case webhook.EventParticipantLeft:
		ev.Kind = room.Left
		e.given.went(id, ev.Person, ev.Session)
	case webhook.EventTrackPublished:
		ev.Kind = room.TrackOn
	case webhook.EventTrackUnpublished:
		ev.Kind = room.TrackOff
	default:
		return
	}
	if ev.Kind == room.Joined && !e.given.came(id, ev.Person, ev.Session) {
		return
	}
	if !e.allowed(ctx, ev, n) {
		e.o.Log.Warn("live rooms: somebody is taken out who does what she may not", "room", id, "person", ev.Person, "kind", ev.Kind, "track", ev.Track)
		e.takeOut(ctx, ev)
		return
	}
	if g, _ := e.given.of(id, ev.Person); e.o.Happened != nil && g.Role != room.Recorder && !p.GetPermission().GetHidden() {
		e.o.Happened(ctx, ev)
	}
}

// allowed reports whether somebody came in, or sends, by what she was given: not
// with an older ticket past a door that is not ours, nor under a name that is
// not hers. What a person did just before her grant changed is told after it;
// that was right, and then the change is made once more.
func (e *Engine) allowed(ctx context.Context, ev room.Event, n *livekit.WebhookEvent) bool {
	g, known := e.given.of(ev.Room, ev.Person)
	if !known { // given before this process began
		var err error
		if g, err = e.asked(ctx, ev, n.GetParticipant()); err != nil {
			return true // she left
		}
	}
	if agrees(g, ev, n) {
		return true
	}
	was, late := e.given.before(ev.Room, ev.Person, ev.At)
	if !late || !agrees(was, ev, n) {
		return false
	}
	if !e.stays(ctx, ev) { // what she gets now is for a later ticket to say
		return true
	}
	if err := e.Change(ctx, ev.Room, ev.Person, g); err != nil {
		e.o.Log.Error("live rooms: a grant could not be changed again", "room", ev.Room, "person", ev.Person, "err", err)
	}
	return true
}

// agrees reports whether what happened is what a grant allows. Browsers choose
// the names of tracks, and say where they come from.
func agrees(g room.Grant, ev room.Event, n *livekit.WebhookEvent) bool {
	switch p, t := n.GetParticipant(), n.GetTrack(); ev.Kind {
	case room.Joined:
		return g.Check() == nil && fits(ev.Room, g, p.GetPermission(), p.GetAttributes())
	case room.TrackOn:
		return g.MaySend(ev.Track, source(t.GetSource()), t.GetType() == livekit.TrackType_VIDEO)
	}
	return true
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

// asked gives what LiveKit has of a person's grant. A notice of a track has not.
func (e *Engine) asked(ctx context.Context, ev room.Event, p *livekit.ParticipantInfo) (room.Grant, error) {
	if ev.Kind != room.TrackOn {
		return granted(p.GetAttributes()), nil
	}
	api := e.now()
	if api == nil {
		return room.Grant{}, http.ErrServerClosed
	}
	ctx, err := e.as(ctx, &auth.VideoGrant{RoomAdmin: true, Room: string(ev.Room)})
	if err != nil {
		return room.Grant{}, err
	}
	p, err = api.GetParticipant(ctx, &livekit.RoomParticipantIdentity{Room: string(ev.Room), Identity: string(ev.Person)})
	return granted(p.GetAttributes()), err
}

// takeOut ends one stay of a person. LiveKit only knows the person: what is told of
// a stay that is over must not end the one that she began since.
func (e *Engine) takeOut(ctx context.Context, ev room.Event) {
	api := e.now()
	if api == nil || !e.stays(ctx, ev) {
		return
	}
	ctx, err := e.as(ctx, &auth.VideoGrant{RoomAdmin: true, Room: string(ev.Room)})
	if err == nil {
		who := &livekit.RoomParticipantIdentity{Room: string(ev.Room), Identity: string(ev.Person)}
		_, err = api.RemoveParticipant(ctx, who)
		err = left(ctx, api, who, err)
	}
	if err != nil {
		e.o.Log.Error("live rooms: somebody could not be taken out", "room", ev.Room, "person", ev.Person, "err", err)
	}
}

// stays reports whether the stay that something is told of goes on; also where that
// is not known.
func (e *Engine) stays(ctx context.Context, ev room.Event) bool {
	api := e.now()
	if api == nil {
		return false
	}
	ctx, err := e.as(ctx, &auth.VideoGrant{RoomAdmin: true, Room: string(ev.Room)})
	if err != nil {
		return true
	}
	now, err := api.GetParticipant(ctx, &livekit.RoomParticipantIdentity{Room: string(ev.Room), Identity: string(ev.Person)})
	if err != nil {
		return absent(err) != nil
	}
	return now.Sid == ev.Session
}
