package assembly

import (
	"context"
	"errors"
	"maps"
	"slices"

	"agora/db"
)

// KeepReactions writes down the counts of the halls that run: what changed since it
// was written last. A process that ends loses no more than came after.
func (s *Service) KeepReactions(ctx context.Context) error {
	var problems []error
	for _, h := range s.reactions.halls() {
		err := s.knowReactions(ctx, h.event, h.session)
		if err == nil {
			err = s.db.Write(ctx, func(tx *db.Tx) error { return s.reactions.write(tx, h.session) })
		}
		problems = append(problems, err)
	}
	return errors.Join(problems...)
}

// reacting is a hall with counts that are not on disk.
type reacting struct {
	event   EventID
	session SessionID
}

func (r *reactions) halls() (list []reacting) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for id, t := range r.of {
		if len(t.fresh) > 0 {
			list = append(list, reacting{t.event, id})
		}
	}
	return list
}

// knowReactions adds what an earlier process wrote down of a session, before this one
// writes for the first time. From then on a row says what is counted here, however
// often it is written.
func (s *Service) knowReactions(ctx context.Context, e EventID, id SessionID) error {
	if s.reactions.knows(id) {
		return nil
	}
	before := taps{minutes: map[int64]*Reacted{}}
	if err := s.db.Read(ctx, func(tx *db.Tx) error {
		before = taps{minutes: map[int64]*Reacted{}}
		return tx.Each(func(scan db.Scan) error {
			var minute, n int64
			var kind string
			err := scan(&minute, &kind, &n)
			if i := slices.Index(Reactions, Reaction(kind)); i >= 0 {
				before.add(minute, i, n)
			}
			return err
		}, "SELECT minute, reaction, n FROM assembly_reactions WHERE event_id = $1 AND session_id = $2 ORDER BY minute LIMIT $3", int64(e), int64(id), maxMinutes*len(Reactions))
	}); err != nil {
		return err
	}
	s.reactions.learn(id, before)
	return nil
}

// maxMinutes bounds the minutes in which a session is reacted to: those of a week.
const maxMinutes = 7 * 24 * 60

// knows reports whether nothing is to be learned of a session.
func (r *reactions) knows(id SessionID) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	t := r.of[id]
	return t == nil || t.known
}

func (r *reactions) learn(id SessionID, before taps) {
	r.mu.Lock()
	defer r.mu.Unlock()
	t := r.of[id]
	if t == nil || t.known { // another was first, and may have written since
		return
	}
	for minute, counts := range before.minutes {
		for i, n := range counts {
			t.add(minute, i, n)
		}
	}
	t.known = true
}

// write writes what changed. Who taps meanwhile makes her minute fresh again.
func (r *reactions) write(tx *db.Tx, id SessionID) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	t := r.of[id]
	if t == nil {
		return nil
	}
	wrote := map[int64]Reacted{}
	for _, minute := range slices.Sorted(maps.Keys(t.fresh)) {
		wrote[minute] = *t.minutes[minute]
		for i, n := range wrote[minute] {
			if n == 0 {
				continue
			}
			if _, err := tx.Exec("INSERT INTO assembly_reactions (event_id, session_id, minute, reaction, n) VALUES "+db.Places(1, 5)+
				" ON CONFLICT (event_id, session_id, minute, reaction) DO UPDATE SET n = excluded.n",
				int64(t.event), int64(id), minute, string(Reactions[i]), n); err != nil {
				return err
			}
		}
	}
	tx.AfterCommit(func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		for minute, counts := range wrote {
			if *t.minutes[minute] == counts {
				delete(t.fresh, minute)
			}
		}
	})
	return nil
}

// keep writes down the counts of a session that ends, and forgets them once they are
// on disk.
func (r *reactions) keep(tx *db.Tx, at Seated) error {
	if err := r.write(tx, at.Session.ID); err != nil {
		return err
	}
	tx.AfterCommit(func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		delete(r.of, at.Session.ID)
	})
	return nil
}
