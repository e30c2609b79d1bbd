package assembly

import (
	"slices"
	"sync"
	"time"

	"agora/db"
	"agora/fault"
)

// Reaction is what a hall tells who speaks by one tap.
type Reaction string

// Reactions are all of them, in the order in which they are offered.
var Reactions = []Reaction{"clap", "heart", "laugh", "lost", "slower"}

// Reacted counts reactions, in the order of Reactions.
type Reacted [5]int64

const (
	tapEvery = time.Second // how often a tap of one seat counts
	gather   = time.Second // a hall hears at most so often how many there are
)

// reactions are the counts of the halls that run, by minute: of nobody in
// particular. They are in the memory of this process until the session ends, and
// written down every minute.
type reactions struct {
	mu sync.Mutex
	of map[SessionID]*taps
}

// taps are the reactions of one session.
type taps struct {
	event   EventID
	all     Reacted
	minutes map[int64]*Reacted
	fresh   map[int64]bool       // minutes that are not on disk as they are here
	known   bool                 // what was on disk before is in the counts
	last    map[SeatID]time.Time // when a tap of a seat counted
	due     bool                 // the hall will be told
}

// React counts one tap of a seat in a session that runs. Who taps faster than once a
// second is counted once a second; that is no fault.
func (s *Service) React(at Seated, r Reaction, now time.Time) error {
	i := slices.Index(Reactions, r)
	if i < 0 {
		return fault.Field("kind", "fault.choice")
	}
	if at.Session.State != Live {
		return fault.New(fault.Conflict, "fault.hall_not_live")
	}
	id := at.Session.ID
	if s.reactions.tap(at, i, now) {
		time.AfterFunc(gather, func() {
			s.reactions.told(id)
			s.halls.tell(id, Told{What: "react"})
		})
	}
	return nil
}

// tap counts, and reports whether the hall is to be told in a while.
func (r *reactions) tap(at Seated, kind int, now time.Time) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	id, seat := at.Session.ID, at.Seat.ID
	t := r.of[id]
	if t == nil {
		t = &taps{event: at.Event.ID, fresh: map[int64]bool{}, minutes: map[int64]*Reacted{}, last: map[SeatID]time.Time{}}
		if r.of == nil {
			r.of = map[SessionID]*taps{}
		}
		r.of[id] = t
	}
	if last, ok := t.last[seat]; ok && now.Sub(last) < tapEvery {
		return false
	}
	t.last[seat] = now
	t.add(now.Unix()/60, kind, 1)
	t.fresh[now.Unix()/60] = true
	due := !t.due
	t.due = true
	return due
}

func (t *taps) add(minute int64, kind int, n int64) {
	if t.minutes[minute] == nil {
		t.minutes[minute] = &Reacted{}
	}
	t.all[kind] += n
	t.minutes[minute][kind] += n
}

func (r *reactions) told(id SessionID) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if t := r.of[id]; t != nil {
		t.due = false
	}
}

// Reacted gives how often a session was reacted to, in this process.
func (s *Service) Reacted(id SessionID) Reacted {
	s.reactions.mu.Lock()
	defer s.reactions.mu.Unlock()
	if t := s.reactions.of[id]; t != nil {
		return t.all
	}
	return Reacted{}
}

// Busiest is the minute of a session in which most reactions came.
type Busiest struct {
	Minute time.Time
	N      int64
}

// reacted counts what the sessions of an event were reacted to with, and when most.
func reacted(tx *db.Tx, id EventID) (all Reacted, most map[SessionID]Busiest, err error) {
	var session, last SessionID
	var minute, before, n int64
	in := int64(0) // so many in this minute
	most = map[SessionID]Busiest{}
	err = tx.Each(func(scan db.Scan) error {
		var kind string
		err := scan((*int64)(&session), &minute, &kind, &n)
		if session != last || minute != before {
			last, before, in = session, minute, 0
		}
		if in += n; in > most[session].N { // of equal ones the first
			most[session] = Busiest{time.Unix(minute*60, 0).UTC(), in}
		}
		if i := slices.Index(Reactions, Reaction(kind)); i >= 0 {
			all[i] += n
		}
		return err
	}, "SELECT session_id, minute, reaction, n FROM assembly_reactions WHERE event_id = $1 ORDER BY session_id, minute, reaction", int64(id))
	return all, most, err
}
