package room

import (
	"context"
	"errors"
	"time"
)

// ID names a room, as those who open it choose: letters, digits and ".-_", at
// most 64.
type ID string

// PersonID names a person in a room, in the same letters.
type PersonID string

// ErrName is the fault of a program that names a room or a person badly.
var ErrName = errors.New("room: a name is 1 to 64 letters, digits, dots, hyphens and low lines")

// longest is how long a name may be.
const longest = 64

// Check gives ErrName for a name that no engine takes.
func (id ID) Check() error { return check(string(id)) }

// Check gives ErrName for a name that no engine takes.
func (id PersonID) Check() error { return check(string(id)) }

func check(name string) error {
	if name == "" || len(name) > longest {
		return ErrName
	}
	for _, c := range name {
		if (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && c != '.' && c != '-' && c != '_' {
			return ErrName
		}
	}
	return nil
}

// Person is somebody who comes in.
type Person struct {
	ID   PersonID
	Name string // that others see
}

// Spec says what room is opened.
type Spec struct {
	ID   ID
	Most int           // people at once, recorders not counted; 0 for as many as the engine takes
	Idle time.Duration // closes by itself when nobody was there for so long; 0 for an hour
}

// Ticket is what a person's browser goes in with.
type Ticket struct {
	Address string // "wss://…", where the engine is reached
	Token   string
	Expires time.Time // comes in before; who is in stays, and may come back after a broken line
}

// Presence is one person who is in a room now. Recorders are left out.
type Presence struct {
	Person  Person
	Session string // this stay; another after she left and came again
	Grant   Grant
	Since   time.Time
	Tracks  []Track
}

// Track is sound or pictures that somebody sends.
type Track struct {
	Name  TrackName
	Muted bool
}

// Kind is what happened in a room.
type Kind string

// What happens.
const (
	Joined   Kind = "joined"
	Left     Kind = "left"
	TrackOn  Kind = "track_on"
	TrackOff Kind = "track_off"
)

// Event is one thing that happened.
type Event struct {
	Kind    Kind
	Room    ID
	Person  PersonID
	Session string    // as in Presence: when a second device takes a person's place, Left of the first may come last
	Track   TrackName // of TrackOn and TrackOff
	At      time.Time
}

// Happened hears what happens, in no more than the order of each person's
// session. It is told soon but not surely: who counts compares with Present from
// time to time. It must be quick, and may call the engine.
type Happened func(context.Context, Event)

// Engine carries live rooms. Its methods may be called at once from many sides.
// A room that is not open is a fault NotFound; an engine that can't answer now
// is a fault Unavailable.
type Engine interface {
	// Open makes a room. One that is open stays as it is.
	Open(ctx context.Context, s Spec) error
	// Admit gives a person a ticket. What an earlier one allowed beyond this
	// grant ends with it for who is not in yet; Change does it for who is.
	Admit(ctx context.Context, id ID, p Person, g Grant) (Ticket, error)
	// Change gives a person another grant at once: what she sends against it is
	// cut. The empty grant takes her out, and she comes in again only when
	// she is admitted again.
	Change(ctx context.Context, id ID, p PersonID, g Grant) error
	// Present lists who is in a room.
	Present(ctx context.Context, id ID) ([]Presence, error)
	// Hear gives what is sent in a room to an ear, as a Recorder of a name. It ends
	// with ctx, and with an error when the room closes or the line breaks.
	// Times are those at which things were sent, by the clock of this machine.
	Hear(ctx context.Context, id ID, p PersonID, to Ear) error
	// Close sends everybody home. A room that is not open is closed already.
	Close(ctx context.Context, id ID) error
}
