package assembly

import (
	"context"
	"errors"

	"agora/blob"
	"agora/db"
	"agora/event"
	"agora/fault"
)

// FilesLeft is the event of slides and hand-outs that were taken away, whose files
// shall go; its subject is the event in which they were.
const FilesLeft event.Kind = "files.left"

// owner is whose the files are that this package stores.
const owner = "assembly"

// A file of slides or of a hand-out has a row for each thing that it is of, under the
// session, 0 for the whole event, and the thing. The same content is stored once, for
// however many things, also of other events: it goes with the last of them.

// keep notes files of a thing, in the transaction in which it comes.
func keep(tx *db.Tx, e EventID, s SessionID, thing int64, files ...blob.Key) error {
	for _, k := range files {
		if _, err := tx.Exec("INSERT INTO assembly_files (event_id, session_id, thing_id, file, gone) VALUES "+db.Places(1, 5)+" ON CONFLICT DO NOTHING",
			int64(e), int64(s), thing, string(k), int64(0)); err != nil {
			return err
		}
	}
	return nil
}

// leave lets the files of a thing go after the commit.
func leave(tx *db.Tx, e Event, s SessionID, thing int64) error {
	return e.leaves(tx, "session_id = $2 AND thing_id = $3", int64(s), thing)
}

// leaveAll does so for all things of a session.
func leaveAll(tx *db.Tx, e Event, s SessionID) error {
	return e.leaves(tx, "session_id = $2", int64(s))
}

func (e Event) leaves(tx *db.Tx, which string, args ...any) error {
	n, err := tx.Exec("UPDATE assembly_files SET gone = 1 WHERE event_id = $1 AND gone = 0 AND "+which, append([]any{int64(e.ID)}, args...)...)
	if err != nil || n == 0 {
		return err
	}
	return event.Append(tx, e.Host, FilesLeft, int64(e.ID), nil)
}

// unwanted lets a file go that was stored for what was refused then, and gives why.
func (s *Service) unwanted(ctx context.Context, at Seated, k blob.Key, why error) error {
	if why == nil {
		return nil
	}
	if err := s.db.Write(context.WithoutCancel(ctx), func(tx *db.Tx) error {
		thing := tx.ID()
		if err := keep(tx, at.Event.ID, at.Session.ID, thing, k); err != nil {
			return err
		}
		return leave(tx, at.Event, at.Session.ID, thing)
	}); err != nil {
		return errors.Join(why, err)
	}
	return why
}

// ClearFiles removes the files that things of an event left. It may be broken off, and
// comes again until nothing is left.
func (s *Service) ClearFiles(ctx context.Context, e EventID) error {
	for {
		var list []left
		if err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
			list, err = db.List(tx, scanLeft, "SELECT session_id, thing_id, file FROM assembly_files WHERE event_id = $1 AND gone = 1 ORDER BY session_id, thing_id, file LIMIT $2", int64(e), fewPieces)
			return err
		}); err != nil || len(list) == 0 {
			return err
		}
		for _, l := range list {
			if err := s.clear(ctx, e, l); err != nil {
				return err
			}
		}
	}
}

// left is a file that a thing left.
type left struct {
	session, thing int64
	file           blob.Key
}

func scanLeft(scan db.Scan) (l left, err error) {
	return l, scan(&l.session, &l.thing, (*string)(&l.file))
}

// clear removes a file that nothing has any more. Nobody stores one meanwhile: who
// sends the same content is told that it is there, and needs it to stay.
func (s *Service) clear(ctx context.Context, e EventID, l left) error {
	s.filing.Lock()
	defer s.filing.Unlock()
	var had int64
	if err := s.db.Read(ctx, func(tx *db.Tx) error {
		return tx.Row("SELECT COUNT(*) FROM assembly_files WHERE file = $1 AND gone = 0", []any{string(l.file)}, &had)
	}); err != nil {
		return err
	}
	if had == 0 && l.file.Owned(owner) {
		if err := s.remove(ctx, l.file); err != nil && !fault.Is(err, fault.NotFound) {
			return err
		}
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec("DELETE FROM assembly_files WHERE event_id = $1 AND session_id = $2 AND thing_id = $3 AND file = $4 AND gone = 1",
			int64(e), l.session, l.thing, string(l.file))
		return err
	})
}
