//go:build !nolive

package livekit

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/livekit/protocol/auth"
	"github.com/livekit/protocol/livekit"
	"github.com/twitchtv/twirp"

	"agora/fault"
	"agora/room"
)

// newAPI is the API of a LiveKit server.
func newAPI(address string) livekit.RoomService {
	const patience = 10 * time.Second
	return livekit.NewRoomServiceProtobufClient(address, &http.Client{Timeout: patience})
}

// as lets a call do what it is for, and nothing else, for a minute.
func (e *Engine) as(ctx context.Context, v *auth.VideoGrant) (context.Context, error) {
	token, err := auth.NewAccessToken(e.key, e.secret).SetVideoGrant(v).SetValidFor(time.Minute).ToJWT()
	if err != nil {
		return nil, err
	}
	return twirp.WithHTTPRequestHeaders(ctx, http.Header{"Authorization": {"Bearer " + token}})
}

// now gives the API of the server that runs; nil when none does.
func (e *Engine) now() livekit.RoomService {
	if in := e.inside.Load(); in != nil {
		return in.api
	}
	return e.outside
}

// open gives the API when a room is there. Where no server runs there is none.
func (e *Engine) open(ctx context.Context, id room.ID) (livekit.RoomService, error) {
	api := e.now()
	if api == nil {
		return nil, fault.New(fault.NotFound, "fault.room_unknown")
	}
	return api, e.look(ctx, api, id)
}

// look gives a fault NotFound unless a room is there.
func (e *Engine) look(ctx context.Context, api livekit.RoomService, id room.ID) error {
	ctx, err := e.as(ctx, &auth.VideoGrant{RoomList: true})
	if err != nil {
		return err
	}
	found, err := api.ListRooms(ctx, &livekit.ListRoomsRequest{Names: []string{string(id)}})
	if err != nil {
		return answered(err)
	}
	if len(found.Rooms) == 0 {
		return fault.New(fault.NotFound, "fault.room_unknown")
	}
	return nil
}

// answered turns what the API says into faults.
func answered(err error) error {
	var said twirp.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &said) && said.Code() == twirp.NotFound:
		return fault.New(fault.NotFound, "fault.room_unknown").Because(err)
	}
	return fault.New(fault.Unavailable, "fault.room_away").Because(err)
}

// absent is answered for calls that want somebody or something gone.
func absent(err error) error {
	if err = answered(err); fault.Is(err, fault.NotFound) {
		return nil
	}
	return err
}

// left is absent for calls about a person. LiveKit forgets where a person is before
// it forgets who: who goes out in this moment does not answer, and is not there.
func left(ctx context.Context, api livekit.RoomService, who *livekit.RoomParticipantIdentity, err error) error {
	if err = absent(err); fault.Is(err, fault.Unavailable) {
		if _, there := api.GetParticipant(ctx, who); fault.Is(answered(there), fault.NotFound) {
			return nil
		}
	}
	return err
}
