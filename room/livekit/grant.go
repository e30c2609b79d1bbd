//go:build !nolive

package livekit

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/livekit/protocol/auth"
	"github.com/livekit/protocol/livekit"

	"agora/room"
)

// ticketLife is how long a ticket lets in. Who is in gets fresh ones from the
// engine, for ten minutes each.
const ticketLife = 5 * time.Minute

// sources are LiveKit's words for where tracks come from.
var sources = map[room.Source]livekit.TrackSource{
	room.FromCamera:     livekit.TrackSource_CAMERA,
	room.FromMicrophone: livekit.TrackSource_MICROPHONE,
	room.FromScreen:     livekit.TrackSource_SCREEN_SHARE,
}

// video says a grant in LiveKit's words. Nothing is left to its defaults, which
// are generous.
func video(id room.ID, g room.Grant) *auth.VideoGrant {
	var from []livekit.TrackSource
	for _, s := range g.May() {
		from = append(from, sources[s])
	}
	slices.Sort(from) // a map has no order, and permissions are compared
	v := &auth.VideoGrant{RoomJoin: true, Room: string(id), Hidden: g.Role == room.Recorder, Recorder: g.Role == room.Recorder}
	v.SetCanSubscribe(true)
	v.SetCanPublish(len(from) > 0) // without sources this would mean all of them
	v.SetCanPublishSources(from)
	v.SetCanPublishData(g.Role == room.Captioner)
	v.SetCanUpdateOwnMetadata(false)
	v.SetCanSubscribeMetrics(false)
	v.SetCanManageAgentSession(false)
	return v
}

// attributes tell everybody in the room what somebody does there. Only the node
// sets them.
func attributes(g room.Grant) map[string]string {
	return map[string]string{"role": string(g.Role), "lang": g.Language}
}

// granted reads attributes back.
func granted(a map[string]string) room.Grant {
	return room.Grant{Role: room.Role(a["role"]), Language: a["lang"]}
}

// ticket signs what lets a person in.
func (e *Engine) ticket(id room.ID, p room.Person, g room.Grant) (room.Ticket, error) {
	t := room.Ticket{Address: e.o.Outside.Browser, Expires: time.Now().Add(ticketLife).UTC().Truncate(time.Second)}
	if t.Address == "" {
		scheme, host, ok := strings.Cut(e.o.Address(), "://")
		if !ok || scheme != "http" && scheme != "https" {
			return t, fmt.Errorf("livekit: the node's address %q is none of the web", e.o.Address())
		}
		t.Address = "ws" + strings.TrimPrefix(scheme, "http") + "://" + host
	}
	var err error
	t.Token, err = auth.NewAccessToken(e.key, e.secret).SetIdentity(string(p.ID)).SetName(p.Name).SetAttributes(attributes(g)).
		SetVideoGrant(video(id, g)).SetValidFor(ticketLife).ToJWT()
	return t, err
}

// fits reports whether somebody who says what she may do says what a grant is,
// no less and no more.
func fits(id room.ID, g room.Grant, may *livekit.ParticipantPermission, said map[string]string) bool {
	return video(id, g).MatchesPermission(may) && granted(said) == g
}
