// Package livekit carries live rooms with LiveKit: inside this program, or on a
// cluster outside that is spoken to in the same way. It is the only package that
// imports LiveKit; with the build tag "nolive" it imports none, and its engine
// says that there are no rooms.
//
// It has no tables. Which grant each person has is in memory, and with the
// engine inside so are the rooms.
//
// Invariants of the engine inside: it starts with the first room and never for a
// stranger; of its HTTP only the paths of signalling are reachable, through
// Door, by pages of our own origin with a ticket that still fits what its person
// may do; it asks no server of others for anything and names none to browsers;
// only the node makes rooms.
package livekit

import (
	"log/slog"

	"agora/room"
)

// Options are what an Engine needs.
type Options struct {
	Address  func() string // with which addresses of the node begin, as people reach it: "https://bazaar.example"
	Secret   []byte        // the node's own, of 32 bytes or more; it signs the tickets of the engine inside, so these outlive a restart
	Media    Media
	Most     int           // people in one room at most; 0 for 250, which two cores carry
	Outside  Outside       // zero for the engine inside
	Happened room.Happened // nil hears nothing
	Log      *slog.Logger  // nil for the default
}

// Media is where sound and pictures come and go, with the engine inside.
type Media struct {
	UDP  string // ports, one for each core: "7882-7889", or one
	TCP  int    // a port for those whose network lets no UDP through; 0 for none
	IP   string // public address of this machine; "" finds one of its own
	TURN []TURN // relays for those whose network lets only TLS through
}

// TURN is a relay that is not ours to run, such as coturn.
type TURN struct {
	Host     string
	Port     int
	Protocol string // "udp", "tcp" or "tls"
	Secret   string // shared with it; passwords made of it last for hours
}

// Outside is a cluster that runs without us.
type Outside struct {
	Browser string // where browsers reach it: "wss://live.example"
	API     string // where we do: "https://live.example"
	Key     string
	Secret  string
}

// most is how many people come into a room unless Options say otherwise.
const most = 250

// Paths are the paths of signalling, which browsers need; Door answers them, and
// nothing else. Whatever the server has beside them, such as its API, stays
// inside.
func Paths() []string {
	return []string{"/rtc", "/rtc/validate", "/rtc/v1", "/rtc/v1/validate"}
}
