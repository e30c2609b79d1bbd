package hall

import (
	"context"
	"strings"

	"agora/assembly"
	"agora/fault"
	"agora/room"
	"agora/web"
)

// GroupRoom names the room of a group of a session.
func GroupRoom(session assembly.SessionID, group assembly.GroupID) room.ID {
	return room.ID("group-" + number(int64(session)) + "-" + number(int64(group)))
}

// groupIn reads the name of the room of a group; zeros for another name.
func groupIn(id room.ID) (assembly.SessionID, assembly.GroupID) {
	rest, ok := strings.CutPrefix(string(id), "group-")
	session, group, cut := strings.Cut(rest, "-")
	if !ok || !cut {
		return 0, 0
	}
	return assembly.SessionID(numberIn(session, "")), assembly.GroupID(numberIn(group, ""))
}

// groupTicket lets her into the room of her group, where everybody speaks and nobody
// is recorded.
func (o *Room) groupTicket(r *web.Request) error {
	at, id, err := o.enterGroup(r)
	if err != nil {
		return err
	}
	return o.admit(r, at, GroupRoom(at.Session.ID, id), rights(at, true), false)
}

// nowInGroup is what a seat may do in the room of a group at this moment; nothing where
// it has none.
func (o *Room) nowInGroup(ctx context.Context, session assembly.SessionID, group assembly.GroupID, seat assembly.SeatID) (room.Grant, error) {
	at, _, err := o.Assembly.NowIn(ctx, session, seat)
	if fault.Is(err, fault.NotFound) || err == nil && !at.Among(group) {
		return room.Grant{}, nil
	}
	return rights(at, true), err
}

// sendBack takes somebody out of the room of a group.
func (o *Room) sendBack(ctx context.Context, session assembly.SessionID, group assembly.GroupID, seat assembly.SeatID) error {
	if o.Rooms == nil {
		return nil
	}
	return absent(o.Rooms.Change(ctx, GroupRoom(session, group), personOf(seat), room.Grant{}))
}

// Together closes the rooms of groups that are over.
func (o *Room) Together(ctx context.Context, session assembly.SessionID, groups []assembly.GroupID) error {
	for _, g := range groups {
		if err := o.shut(ctx, GroupRoom(session, g)); err != nil {
			return err
		}
	}
	return nil
}
