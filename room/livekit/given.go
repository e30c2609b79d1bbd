//go:build !nolive

package livekit

import (
	"sync"
	"time"

	"agora/room"
)

// given are the grants that people have: the last one that was given counts. An
// empty one is of somebody who was taken out.
type given struct {
	mu    sync.Mutex
	rooms map[room.ID]map[room.PersonID]right
	stays map[room.ID]map[room.PersonID]string // the last of each that was told
	ended map[room.ID]map[room.PersonID]string // the last of each whose end was told
}

// right is the grant of a person, and the one before.
type right struct {
	now, was room.Grant
	since    time.Time
}

func (n *given) set(id room.ID, p room.PersonID, g room.Grant) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.rooms[id] == nil {
		n.rooms[id] = map[room.PersonID]right{}
	}
	if old, known := n.rooms[id][p]; !known || old.now != g {
		n.rooms[id][p] = right{now: g, was: old.now, since: time.Now()}
	}
}

// of gives what a person was given; false when this process gave nothing, as
// after a restart.
func (n *given) of(id room.ID, p room.PersonID) (room.Grant, bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	r, ok := n.rooms[id][p]
	return r.now, ok
}

// before gives the grant that a person had before the one she has, if that one
// was taken from her after a moment, which is known to the millisecond.
func (n *given) before(id room.ID, p room.PersonID, at time.Time) (room.Grant, bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	r := n.rooms[id][p]
	return r.was, !r.was.Empty() && at.Before(r.since.Truncate(time.Millisecond)) // notices know no less
}

// came notes that a stay began; false when that was told before. LiveKit tells it
// twice where somebody is connected before it has said that she came.
func (n *given) came(id room.ID, p room.PersonID, session string) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.stays[id] == nil {
		n.stays[id] = map[room.PersonID]string{}
	}
	before := n.stays[id][p]
	n.stays[id][p] = session
	return before != session
}

// went notes that a stay ended. LiveKit may write down who is there a moment after it
// has forgotten her: such a record stays, of nobody.
func (n *given) went(id room.ID, p room.PersonID, session string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.ended[id] == nil {
		n.ended[id] = map[room.PersonID]string{}
	}
	n.ended[id][p] = session
}

// over reports whether the end of a stay was told.
func (n *given) over(id room.ID, p room.PersonID, session string) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.ended[id][p] == session
}

func (n *given) forget(id room.ID) {
	n.mu.Lock()
	defer n.mu.Unlock()
	delete(n.rooms, id)
	delete(n.stays, id)
	delete(n.ended, id)
}
