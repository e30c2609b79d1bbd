//go:build nolive

package livekit

import (
	"context"
	"net/http"

	"agora/fault"
	"agora/room"
)

// Built reports whether this program can carry live rooms.
const Built = false

// Engine says that this program was built without live rooms.
type Engine struct{}

// New makes an engine that can do nothing.
func New(Options) *Engine { return &Engine{} }

func none() error { return fault.New(fault.Unavailable, "fault.room_none") }

// Open says that there are no rooms.
func (*Engine) Open(context.Context, room.Spec) error { return none() }

// Admit says that there are no rooms.
func (*Engine) Admit(context.Context, room.ID, room.Person, room.Grant) (room.Ticket, error) {
	return room.Ticket{}, none()
}

// Change says that there are no rooms.
func (*Engine) Change(context.Context, room.ID, room.PersonID, room.Grant) error { return none() }

// Present says that there are no rooms.
func (*Engine) Present(context.Context, room.ID) ([]room.Presence, error) { return nil, none() }

// Hear says that there are no rooms.
func (*Engine) Hear(context.Context, room.ID, room.PersonID, room.Ear) error { return none() }

// Close says that there are no rooms.
func (*Engine) Close(context.Context, room.ID) error { return none() }

// Load says that there are no rooms.
func (*Engine) Load(context.Context) (room.Load, error) { return room.Load{}, none() }

// Door is where nobody comes in.
func (*Engine) Door() http.Handler { return http.NotFoundHandler() }

// Notices hears nothing.
func (*Engine) Notices() http.Handler { return http.NotFoundHandler() }

// Stop has nothing to stop.
func (*Engine) Stop(context.Context) error { return nil }
