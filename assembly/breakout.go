package assembly

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"

	"agora/db"
	"agora/event"
	"agora/fault"
)

// BreakoutID names a breakout.
type BreakoutID int64

// GroupID names a group of a breakout.
type GroupID int64

// Breakout is a while in which those in a session talk in groups, each with a room and
// a chat of its own. A session has one at a time.
type Breakout struct {
	ID    BreakoutID // 0 for none
	Until time.Time  // they are back then, by the clock of the node
	circle
}

// circle is what is kept of a breakout as it was opened.
type circle struct {
	Groups []Group `json:"groups"`
	Chosen bool    `json:"chosen,omitempty"` // each chooses her group; else they are dealt
	Word   string  `json:"word,omitempty"`   // what a moderator said to all groups last
}

// Group is one of those into which a session breaks.
type Group struct {
	ID   GroupID `json:"id"`
	Name string  `json:"name,omitempty"` // what it talks about; "" for its number alone
	Asks bool    `json:"asks,omitempty"` // for a moderator
}

// Grouped is the breakout of a session as one of those in its hall sees it.
type Grouped struct {
	Breakout Breakout // zero for none
	Mine     GroupID  // 0 for none yet
}

// Bounds of breakouts.
const (
	MaxGroups       = 30
	MaxGroupName    = 80
	MaxGroupMinutes = 120
	leastGroups     = 2
)

// recall is how long before the end people are told that they are called back.
const recall = time.Minute

// errTogether is the fault of who does something in a group when there is none.
var errTogether = fault.New(fault.Conflict, "fault.groups_over")

// The breakout of a session t and the group of a seat s in it, for the statement by
// which a hall is entered; its fourth argument is now.
const (
	groupedColumns = "COALESCE(b.breakout_id, 0), COALESCE(b.until, 0), COALESCE(b.doc, ''), COALESCE(g.group_id, 0)"
	groupedJoins   = ` LEFT JOIN assembly_breakouts b ON b.event_id = t.event_id AND b.session_id = t.session_id AND b.over = 0 AND b.until > CAST($4 AS BIGINT)
		LEFT JOIN assembly_grouped g ON g.event_id = t.event_id AND g.session_id = t.session_id AND g.breakout_id = b.breakout_id AND g.seat_id = s.seat_id`
)

func (g *Grouped) row() row {
	r := g.Breakout.row()
	return row{append(r.dest, (*int64)(&g.Mine)), r.done}
}

func (b *Breakout) row() row {
	var until int64
	var doc string
	return row{[]any{(*int64)(&b.ID), &until, &doc}, func() error {
		if b.ID == 0 {
			return nil
		}
		b.Until = db.Time(until)
		return json.Unmarshal([]byte(doc), &b.circle)
	}}
}

// At gives where a group is in a breakout, from 0; -1 for one that is not of it.
func (b Breakout) At(id GroupID) int {
	return slices.IndexFunc(b.Groups, func(g Group) bool { return g.ID == id })
}

// Roams reports whether she goes into every group: to look after them, to interpret or
// to write captions. Who roams is in none.
func (at Seated) Roams() bool {
	return at.Moderates() || at.Seat.Role == Interpreter || at.Seat.Role == Captioner
}

// Among reports whether she may be in a group now.
func (at Seated) Among(id GroupID) bool {
	return at.Grouped.Breakout.At(id) >= 0 && (at.Grouped.Mine == id || at.Roams())
}

// Breaking is how a session breaks into groups.
type Breaking struct {
	Count   int64    // groups without names; when there are Names it is theirs
	Names   []string // of the groups
	Minutes int64
	Chosen  bool
}

func (p *Breaking) check() error {
	var bad fault.Fields
	within := func(field string, n, least, most int64) {
		if n < least || n > most {
			bad.Add(field, "fault.number_range", "min", least, "max", most)
		}
	}
	if len(p.Names) > 0 {
		p.Count = int64(len(p.Names))
		within("names", p.Count, leastGroups, MaxGroups)
	} else {
		within("count", p.Count, leastGroups, MaxGroups)
	}
	if slices.ContainsFunc(p.Names, func(name string) bool { return utf8.RuneCountInString(name) > MaxGroupName }) {
		bad.Add("names", "fault.too_long", "max", int64(MaxGroupName))
	}
	within("minutes", p.Minutes, 1, MaxGroupMinutes)
	return bad.Err()
}

// Break lets those in a session that runs talk in groups; moderators may. Unless they
// choose, who is there is dealt: see deal.
func (s *Service) Break(ctx context.Context, at Seated, p Breaking) error {
	if !at.Moderates() {
		return errNotMe
	}
	if err := p.check(); err != nil {
		return err
	}
	return s.inHall(ctx, at, func(tx *db.Tx) (Told, error) {
		told := Told{What: "group"}
		if _, err := at.now(tx, Live); err != nil {
			return told, err
		}
		open, err := breakoutIn(tx, at.Event.ID, at.Session.ID)
		switch {
		case err != nil:
			return told, err
		case open.Until.After(tx.Now):
			return told, fault.New(fault.Conflict, "fault.groups_open")
		case open.ID != 0: // its time has come, and nobody wrote it down yet
			if err := at.together(tx, &open); err != nil {
				return told, err
			}
		}
		b := Breakout{ID: BreakoutID(tx.ID()), Until: tx.Now.Add(time.Duration(p.Minutes) * time.Minute), circle: circle{Chosen: p.Chosen}}
		for i := range p.Count {
			g := Group{ID: GroupID(tx.ID())}
			if len(p.Names) > 0 {
				g.Name = p.Names[i]
			}
			b.Groups = append(b.Groups, g)
		}
		if _, err := tx.Exec("INSERT INTO assembly_breakouts (event_id, session_id, breakout_id, over, until, doc) VALUES "+db.Places(1, 6),
			int64(at.Event.ID), int64(at.Session.ID), int64(b.ID), int64(0), db.Micro(b.Until), text(b.circle)); err != nil {
			return told, err
		}
		if !b.Chosen {
			if err := at.dealAll(tx, b); err != nil {
				return told, err
			}
		}
		return told, at.backAt(tx, b)
	})
}

// breakoutIn reads the breakout of a session that is not written down as over; the zero
// one for none.
func breakoutIn(tx *db.Tx, e EventID, s SessionID) (b Breakout, err error) {
	return b, tx.Each(func(scan db.Scan) error { return read(scan, b.row()) },
		"SELECT breakout_id, until, doc FROM assembly_breakouts WHERE event_id = $1 AND session_id = $2 AND over = 0", int64(e), int64(s))
}

// inGroups changes the breakout that a session has, and tells the hall.
func (s *Service) inGroups(ctx context.Context, at Seated, change func(*db.Tx, *Breakout) error) error {
	return s.inHall(ctx, at, func(tx *db.Tx) (Told, error) {
		told := Told{What: "group"}
		b, err := breakoutIn(tx, at.Event.ID, at.Session.ID)
		if err == nil && !b.Until.After(tx.Now) {
			err = errTogether
		}
		if err == nil {
			err = change(tx, &b)
		}
		if err != nil {
			return told, err
		}
		_, err = tx.Exec("UPDATE assembly_breakouts SET until = $4, doc = $5 WHERE event_id = $1 AND session_id = $2 AND breakout_id = $3",
			int64(at.Event.ID), int64(at.Session.ID), int64(b.ID), db.Micro(b.Until), text(b.circle))
		return told, err
	})
}

// Tell says something to all groups; moderators may.
func (s *Service) Tell(ctx context.Context, at Seated, words string) error {
	if !at.Moderates() {
		return errNotMe
	}
	if err := wording("word", words, MaxMessage); err != nil {
		return err
	}
	return s.inGroups(ctx, at, func(_ *db.Tx, b *Breakout) error {
		b.Word = words
		return nil
	})
}

// Prolong gives the groups so many minutes from now; moderators may.
func (s *Service) Prolong(ctx context.Context, at Seated, minutes int64) error {
	if !at.Moderates() {
		return errNotMe
	}
	if minutes < 1 || minutes > MaxGroupMinutes {
		return fault.Field("minutes", "fault.number_range", "min", int64(1), "max", int64(MaxGroupMinutes))
	}
	return s.inGroups(ctx, at, func(tx *db.Tx, b *Breakout) error {
		b.Until = tx.Now.Add(time.Duration(minutes) * time.Minute)
		return at.backAt(tx, *b)
	})
}

// Recall calls everybody back in a minute, or at once when they were; moderators may.
func (s *Service) Recall(ctx context.Context, at Seated) error {
	if !at.Moderates() {
		return errNotMe
	}
	return s.inGroups(ctx, at, func(tx *db.Tx, b *Breakout) error {
		if soon := tx.Now.Add(recall); b.Until.After(soon) {
			b.Until = soon
			return at.backAt(tx, *b)
		}
		return at.together(tx, b)
	})
}

// together ends a breakout; its rooms are closed after the commit.
func (at Seated) together(tx *db.Tx, b *Breakout) error {
	b.Until = tx.Now
	_, err := tx.Exec("UPDATE assembly_breakouts SET over = 1 WHERE event_id = $1 AND session_id = $2 AND breakout_id = $3", int64(at.Event.ID), int64(at.Session.ID), int64(b.ID))
	if err == nil {
		err = at.backAt(tx, *b)
	}
	return err
}

// GroupsBack is the event that is due when the groups of a breakout, its subject, end;
// its body is a Backing.
const GroupsBack event.Kind = "groups.back"

// Backing says which breakout ends. One that was prolonged or called back ends by
// another event.
type Backing struct {
	Event   EventID   `json:"event"`
	Session SessionID `json:"session"`
	Until   int64     `json:"until"` // microseconds
	Groups  []GroupID `json:"groups"`
}

func (at Seated) backAt(tx *db.Tx, b Breakout) error {
	w := Backing{Event: at.Event.ID, Session: at.Session.ID, Until: db.Micro(b.Until)}
	for _, g := range b.Groups {
		w.Groups = append(w.Groups, g.ID)
	}
	return event.AppendDue(tx, at.Event.Host, GroupsBack, int64(b.ID), b.Until, w)
}

// Back ends a breakout whose time has come, and reports whether it is over, so that
// its rooms are to be closed. It may be done again.
func (s *Service) Back(ctx context.Context, id BreakoutID, w Backing) (over bool, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec("UPDATE assembly_breakouts SET over = 1 WHERE event_id = $1 AND session_id = $2 AND breakout_id = $3 AND over = 0 AND until = $4 AND until <= $5",
			int64(w.Event), int64(w.Session), int64(id), w.Until, db.Micro(tx.Now))
		if err != nil {
			return err
		}
		if n > 0 {
			tx.AfterCommit(func() { s.halls.tell(w.Session, Told{What: "group"}) })
		}
		var n2 int64
		err = tx.Row("SELECT over FROM assembly_breakouts WHERE event_id = $1 AND session_id = $2 AND breakout_id = $3", []any{int64(w.Event), int64(w.Session), int64(id)}, &n2)
		over = n2 == 1
		return none(err)
	})
	return over, err
}

// Place says which of the groups it is, from 1.
func (b Breakout) Place(id GroupID) string { return strconv.Itoa(b.At(id) + 1) }
