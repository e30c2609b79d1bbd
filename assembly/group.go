package assembly

import (
	"context"

	"agora/db"
	"agora/fault"
)

// leaveGroups ends the breakout of a session that ends.
func (at Seated) leaveGroups(tx *db.Tx) error {
	b, err := breakoutIn(tx, at.Event.ID, at.Session.ID)
	if err != nil || b.ID == 0 {
		return err
	}
	return at.together(tx, &b)
}

// Join puts her into a group: into that which she names where people choose, else, 0,
// into the smallest. Who was dealt stays where she is.
func (s *Service) Join(ctx context.Context, at Seated, group GroupID) error {
	if at.Roams() {
		return errNotMe
	}
	return s.inGroups(ctx, at, func(tx *db.Tx, b *Breakout) error {
		switch {
		case !b.Chosen:
			var err error
			if group, err = at.smallest(tx, *b); err != nil {
				return err
			}
			_, err = tx.Exec("INSERT INTO assembly_grouped (event_id, session_id, breakout_id, seat_id, group_id) VALUES "+db.Places(1, 5)+" ON CONFLICT DO NOTHING",
				int64(at.Event.ID), int64(at.Session.ID), int64(b.ID), int64(at.Seat.ID), int64(group))
			return err
		case b.At(group) < 0:
			return fault.Field("group", "fault.choice")
		}
		return at.place(tx, *b, at.Seat.ID, group)
	})
}

// Move puts somebody into another group; moderators may.
func (s *Service) Move(ctx context.Context, at Seated, seat SeatID, group GroupID) error {
	if !at.Moderates() {
		return errNotMe
	}
	return s.inGroups(ctx, at, func(tx *db.Tx, b *Breakout) error {
		if b.At(group) < 0 {
			return fault.Field("group", "fault.choice")
		}
		moved, err := seatIn(tx, at.Event.ID, "seat_id", int64(seat))
		if err != nil {
			return err
		}
		if moved.State != Admitted || (Seated{Seat: moved}).Roams() {
			return fault.Field("seat", "fault.choice")
		}
		return at.place(tx, *b, seat, group)
	})
}

func (at Seated) place(tx *db.Tx, b Breakout, seat SeatID, group GroupID) error {
	_, err := tx.Exec("INSERT INTO assembly_grouped (event_id, session_id, breakout_id, seat_id, group_id) VALUES "+db.Places(1, 5)+
		" ON CONFLICT (event_id, session_id, breakout_id, seat_id) DO UPDATE SET group_id = excluded.group_id",
		int64(at.Event.ID), int64(at.Session.ID), int64(b.ID), int64(seat), int64(group))
	return err
}

// smallest is the first of the groups in which the fewest are.
func (at Seated) smallest(tx *db.Tx, b Breakout) (GroupID, error) {
	count := map[GroupID]int64{}
	err := tx.Each(func(scan db.Scan) error {
		var g GroupID
		var n int64
		err := scan((*int64)(&g), &n)
		count[g] = n
		return err
	}, "SELECT group_id, COUNT(*) FROM assembly_grouped WHERE event_id = $1 AND session_id = $2 AND breakout_id = $3 GROUP BY group_id",
		int64(at.Event.ID), int64(at.Session.ID), int64(b.ID))
	least := b.Groups[0].ID
	for _, g := range b.Groups {
		if count[g.ID] < count[least] {
			least = g.ID
		}
	}
	return least, err
}

// Member is somebody in a group.
type Member struct {
	Author
	Group GroupID
}

// maxMembers bounds how many are listed of one group.
const maxMembers = 100

// Members lists who is in which group of the breakout that a hall has, and how many in
// each: of one group, or of all, 0. Of a large group the first are listed.
func (s *Service) Members(ctx context.Context, at Seated, group GroupID) (list []Member, count map[GroupID]int64, err error) {
	count = map[GroupID]int64{}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, func(scan db.Scan) (m Member, err error) {
			var n int64
			var seat Seat
			if err := read(scan, seat.row(), one((*int64)(&m.Group)), one(&n)); err != nil {
				return m, err
			}
			count[m.Group] = n
			m.Author = Seated{Seat: seat}.author()
			return m, nil
		}, "SELECT "+of("s", seatColumns)+`, m.group_id, m.n FROM (
				SELECT seat_id, group_id, COUNT(*) OVER (PARTITION BY group_id) AS n, ROW_NUMBER() OVER (PARTITION BY group_id ORDER BY seat_id) AS place
				FROM assembly_grouped WHERE event_id = $1 AND session_id = $2 AND breakout_id = $3 AND (group_id = $4 OR $4 = 0)) m
			JOIN assembly_seats s ON s.event_id = $1 AND s.seat_id = m.seat_id
			WHERE m.place <= $5 ORDER BY m.group_id, s.seat_id`,
			int64(at.Event.ID), int64(at.Session.ID), int64(at.Grouped.Breakout.ID), int64(group), maxMembers)
		return err
	})
	return list, count, err
}

// AskHelp has a group ask for a moderator, or not any more; who is in it may.
func (s *Service) AskHelp(ctx context.Context, at Seated, group GroupID, asks bool) error {
	if !at.Among(group) {
		return errNotMe
	}
	return s.inGroups(ctx, at, func(_ *db.Tx, b *Breakout) error {
		i := b.At(group)
		if i < 0 {
			return errTogether
		}
		b.Groups[i].Asks = asks
		return nil
	})
}

// Talk writes into the chat of a group; who is in it may. Nobody else reads it.
func (s *Service) Talk(ctx context.Context, at Seated, group GroupID, body string) error {
	if !at.Among(group) {
		return errTogether
	}
	if err := wording("say", body, MaxMessage); err != nil {
		return err
	}
	return s.inHall(ctx, at, func(tx *db.Tx) (Told, error) {
		told := Told{"talk", int64(group)}
		b, err := breakoutIn(tx, at.Event.ID, at.Session.ID)
		if err == nil && (b.At(group) < 0 || !b.Until.After(tx.Now)) {
			err = errTogether
		}
		if err == nil {
			_, err = at.write(tx, group, body)
		}
		return told, err
	})
}

// Talks gives the last messages of the chat of a group, the oldest first, to who is in
// it.
func (s *Service) Talks(ctx context.Context, at Seated, group GroupID) ([]Message, error) {
	if !at.Among(group) {
		return nil, errNotMe
	}
	return s.messages(ctx, at, group, 0)
}
