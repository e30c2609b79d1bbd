package node

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"agora/assembly"
	"agora/event"
	"agora/room"
	"agora/room/livekit"
	"agora/web"
	"agora/web/hall"
)

// liveRooms makes the engine of live rooms from the settings. It costs nothing
// before the first room.
func (n *Node) liveRooms() *livekit.Engine {
	h := n.House.House()
	o := livekit.Options{Address: n.address, Secret: n.Identity.Mark("live rooms", "tickets"), Most: h.LivePeople(), Happened: n.happened, Log: n.settings.Log}
	o.Media.UDP, o.Media.TCP = h.LivePorts()
	o.Media.IP = h.LiveIP
	if host, port, protocol, secret := h.LiveTURN(); host != "" {
		o.Media.TURN = []livekit.TURN{{Host: host, Port: port, Protocol: protocol, Secret: secret}}
	}
	o.Outside.Browser, o.Outside.API, o.Outside.Key, o.Outside.Secret = h.LiveCluster()
	return livekit.New(o)
}

// halls is the engine for the halls of sessions; nil in a program that was built
// without.
func (n *Node) halls() room.Engine {
	if !livekit.Built {
		return nil
	}
	return n.Rooms
}

// outsideRooms is where browsers reach live rooms of another program; "" when they
// are in this one.
func (n *Node) outsideRooms() string {
	browser, _, _, _ := n.House.House().LiveCluster()
	return browser
}

// letIn opens the ways in to live rooms: for browsers with a ticket, and for what
// a cluster outside tells.
func (n *Node) letIn(edge *web.Server) {
	door := n.live.Door()
	for _, path := range livekit.Paths() {
		edge.Mount(path, door, web.Route{Method: http.MethodGet, Pattern: path, Access: web.Ticket})
	}
	edge.Provide("/hook/live", n.live.Notices())
}

// happened hears what goes on in live rooms. Who came is looked at again, beside: her
// ticket may be older than what her seat says.
func (n *Node) happened(ctx context.Context, e room.Event) {
	n.settings.Log.DebugContext(ctx, "live room", "what", e.Kind, "room", e.Room, "person", e.Person, "track", e.Track)
	if e.Kind != room.Joined {
		return
	}
	const patience = 10 * time.Second
	ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), patience)
	go func() {
		defer stop()
		o := hall.Room{Assembly: n.Assembly, Rooms: n.live}
		if err := o.Came(ctx, e.Room, e.Person); err != nil {
			n.settings.Log.WarnContext(ctx, "who came into a live room", "room", e.Room, "person", e.Person, "err", err)
		}
	}()
}

// groupsBack ends the groups of a session when their time has come, and closes their
// rooms.
func (n *Node) groupsBack(ctx context.Context, e event.Event) error {
	var w assembly.Backing
	if err := json.Unmarshal(e.Body, &w); err != nil {
		return err
	}
	over, err := n.Assembly.Back(ctx, assembly.BreakoutID(e.Subject), w)
	if err != nil || !over {
		return err
	}
	o := hall.Room{Rooms: n.halls()}
	return o.Together(ctx, w.Session, w.Groups)
}

// stopRooms sends everybody home, if anybody is there.
func (n *Node) stopRooms(ctx context.Context) error {
	if n.live == nil {
		return nil
	}
	return n.live.Stop(ctx)
}
