package hall

import (
	"context"
	"strconv"
	"strings"

	"agora/assembly"
	"agora/room"
)

// Came compares who came into the room of a session with what her seat says now: a
// seat may have ended, or got another role, after she had her ticket. Who should not
// be there is sent home, and who may do something else may do that. Other rooms, and
// programs that are in one, are none of a hall's.
func (o *Room) Came(ctx context.Context, id room.ID, person room.PersonID) error {
	seat := assembly.SeatID(numberIn(string(person), "seat-"))
	session, group := groupIn(id)
	if group == 0 {
		session = assembly.SessionID(numberIn(string(id), "session-"))
	}
	if session == 0 || seat == 0 {
		return nil
	}
	want, _, err := o.now(ctx, session, seat)
	if group != 0 {
		want, err = o.nowInGroup(ctx, session, group, seat)
	}
	if err != nil {
		return err
	}
	there, err := o.Rooms.Present(ctx, id)
	if err != nil {
		return absent(err)
	}
	for _, p := range there {
		if p.Person.ID == person && p.Grant != want {
			return absent(o.Rooms.Change(ctx, id, person, want))
		}
	}
	return nil
}

// numberIn reads "seat-7"; 0 for another name.
func numberIn(name, before string) int64 {
	digits, ok := strings.CutPrefix(name, before)
	n, err := strconv.ParseInt(digits, 10, 64)
	if !ok || err != nil || n < 1 {
		return 0
	}
	return n
}
