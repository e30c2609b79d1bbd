//go:build !nolive

package livekit

import (
	"cmp"
	"context"
	"encoding/hex"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/livekit/protocol/auth"
	"github.com/livekit/protocol/livekit"

	"agora/fault"
	"agora/room"
)

// Built reports whether this program can carry live rooms.
const Built = true

// ownKey names the secret of the engine inside.
const ownKey = "agora"

// Engine carries live rooms.
type Engine struct {
	o           Options
	key, secret string
	given       given

	turn    sync.Mutex             // one starts or stops at a time
	inside  atomic.Pointer[inside] // nil until the first room, and with a cluster outside
	outside livekit.RoomService
}

var _ room.Engine = (*Engine)(nil)

// New makes an engine. It does nothing before the first room.
func New(o Options) *Engine {
	if o.Log == nil {
		o.Log = slog.Default()
	}
	o.Most = cmp.Or(o.Most, most)
	e := &Engine{o: o, key: ownKey, secret: hex.EncodeToString(o.Secret), given: given{rooms: map[room.ID]map[room.PersonID]right{}, stays: map[room.ID]map[room.PersonID]string{}, ended: map[room.ID]map[room.PersonID]string{}}}
	if o.Outside != (Outside{}) {
		e.key, e.secret = o.Outside.Key, o.Outside.Secret
		e.outside = newAPI(o.Outside.API)
	}
	return e
}

// Open makes a room.
func (e *Engine) Open(ctx context.Context, s room.Spec) error {
	if err := s.ID.Check(); err != nil {
		return err
	}
	api, err := e.running(ctx)
	if err != nil {
		return err
	}
	if err := e.look(ctx, api, s.ID); !fault.Is(err, fault.NotFound) {
		return err // LiveKit would change a room that is open
	}
	limit := e.o.Most
	if s.Most > 0 {
		limit = min(limit, s.Most)
	}
	idle := uint32(cmp.Or(s.Idle, time.Hour) / time.Second)
	ctx, err = e.as(ctx, &auth.VideoGrant{RoomCreate: true})
	if err != nil {
		return err
	}
	_, err = api.CreateRoom(ctx, &livekit.CreateRoomRequest{Name: string(s.ID), MaxParticipants: uint32(limit),
		EmptyTimeout: max(idle, 1), DepartureTimeout: max(idle, 1)})
	return answered(err)
}

// Admit gives a person a ticket.
func (e *Engine) Admit(ctx context.Context, id room.ID, p room.Person, g room.Grant) (room.Ticket, error) {
	if err := errors.Join(id.Check(), p.ID.Check(), g.Check()); err != nil {
		return room.Ticket{}, err
	}
	if _, err := e.open(ctx, id); err != nil {
		return room.Ticket{}, err
	}
	t, err := e.ticket(id, p, g)
	if err == nil {
		e.given.set(id, p.ID, g)
	}
	return t, err
}

// Change gives a person another grant, or none.
func (e *Engine) Change(ctx context.Context, id room.ID, p room.PersonID, g room.Grant) error {
	if err := errors.Join(id.Check(), p.Check()); err != nil {
		return err
	}
	if !g.Empty() {
		if err := g.Check(); err != nil {
			return err
		}
	}
	api, err := e.open(ctx, id)
	if err != nil {
		return err
	}
	e.given.set(id, p, g) // from here on her older tickets don't fit
	ctx, err = e.as(ctx, &auth.VideoGrant{RoomAdmin: true, Room: string(id)})
	if err != nil {
		return err
	}
	who := &livekit.RoomParticipantIdentity{Room: string(id), Identity: string(p)}
	if g.Empty() || g.Role == room.Recorder {
		_, err = api.RemoveParticipant(ctx, who)
		return left(ctx, api, who, err)
	}
	_, err = api.UpdateParticipant(ctx, &livekit.UpdateParticipantRequest{Room: string(id), Identity: string(p),
		Permission: video(id, g).ToPermission(), Attributes: attributes(g)})
	return left(ctx, api, who, err)
}

// Present lists who is in a room.
func (e *Engine) Present(ctx context.Context, id room.ID) ([]room.Presence, error) {
	if err := id.Check(); err != nil {
		return nil, err
	}
	api, err := e.open(ctx, id)
	if err != nil {
		return nil, err
	}
	ctx, err = e.as(ctx, &auth.VideoGrant{RoomAdmin: true, Room: string(id)})
	if err != nil {
		return nil, err
	}
	all, err := api.ListParticipants(ctx, &livekit.ListParticipantsRequest{Room: string(id)})
	if err != nil {
		return nil, answered(err)
	}
	var list []room.Presence
	for _, p := range all.Participants {
		if p.State == livekit.ParticipantInfo_ACTIVE && !p.Permission.GetHidden() && !e.given.over(id, room.PersonID(p.Identity), p.Sid) {
			list = append(list, presence(p))
		}
	}
	return list, nil
}

// Close sends everybody home.
func (e *Engine) Close(ctx context.Context, id room.ID) error {
	if err := id.Check(); err != nil {
		return err
	}
	api := e.now()
	if api == nil {
		return nil // nothing was opened
	}
	ctx, err := e.as(ctx, &auth.VideoGrant{RoomCreate: true})
	if err != nil {
		return err
	}
	_, err = api.DeleteRoom(ctx, &livekit.DeleteRoomRequest{Room: string(id)})
	if err = absent(err); err == nil {
		e.given.forget(id)
	}
	return err
}

// presence reads what LiveKit says of a person.
func presence(p *livekit.ParticipantInfo) room.Presence {
	out := room.Presence{Person: room.Person{ID: room.PersonID(p.Identity), Name: p.Name}, Session: p.Sid,
		Grant: granted(p.Attributes), Since: time.UnixMilli(cmp.Or(p.JoinedAtMs, p.JoinedAt*1000)).UTC()}
	for _, t := range p.Tracks {
		out.Tracks = append(out.Tracks, room.Track{Name: room.TrackName(t.Name), Muted: t.Muted})
	}
	return out
}
