package assembly

import (
	"context"

	"agora/db"
	"agora/identity"
)

// Running lists the sessions that run now on the node, with their events, for who
// runs it; at most PageSize.
func (s *Service) Running(ctx context.Context, by identity.Actor) (list []Seated, err error) {
	if !by.IsOperator() {
		return nil, errNotMe
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, func(scan db.Scan) (at Seated, err error) {
			return at, read(scan, at.Event.row(), at.Session.row())
		}, "SELECT "+of("e", eventColumns)+", "+of("t", sessionColumns)+` FROM assembly_sessions t JOIN assembly_events e ON e.event_id = t.event_id
			WHERE t.state = 'live' ORDER BY t.event_id DESC, t.session_id LIMIT $1`, PageSize)
		return err
	})
	return list, err
}
