package assembly

import (
	"context"
	"time"

	"agora/blob"
	"agora/db"
	"agora/event"
	"agora/fault"
	"agora/identity"
)

// RecordingDropped is the event of a recording whose files shall go; its subject is
// the session, its body a Drops.
const RecordingDropped event.Kind = "recording.dropped"

// Drops names a recording that was dropped.
type Drops struct {
	Event EventID `json:"event"`
}

// drop takes a recording away from everybody; its files go after the commit.
func (s *Service) drop(tx *db.Tx, held Event, r Recording) error {
	if err := r.become(tx, Dropped, db.Micro(r.Until)); err != nil {
		return err
	}
	if err := r.replayed(tx, false); err != nil {
		return err
	}
	s.onAir(tx, r.Session, func(a *Air) { a.State, a.Pieces = Dropped, nil })
	return event.Append(tx, held.Host, RecordingDropped, int64(r.Session), Drops{r.Event})
}

// fewPieces is how many files are removed before it is written down.
const fewPieces = 200

// ClearRecording removes the files of a recording that was dropped. It may be broken
// off, and comes again until nothing is left.
func (s *Service) ClearRecording(ctx context.Context, e EventID, id SessionID) error {
	r, err := s.Recording(ctx, e, id)
	if fault.Is(err, fault.NotFound) || err == nil && r.State != Dropped {
		return nil
	}
	if err != nil {
		return err
	}
	for {
		n, err := s.clearPieces(ctx, r, r.Pieces)
		if err != nil {
			return err
		}
		if n == 0 {
			break
		}
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec("DELETE FROM assembly_recorded WHERE event_id = $1 AND session_id = $2", int64(e), int64(id))
		return err
	})
}

// clearPieces removes some files of the pieces up to a number, and then what is
// known of them.
func (s *Service) clearPieces(ctx context.Context, r Recording, upTo int64) (int, error) {
	var list []FilmPiece
	if err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		list, err = db.List(tx, scanPiece(), "SELECT "+pieceColumns+` FROM assembly_pieces WHERE event_id = $1 AND session_id = $2 AND number <= $3
			ORDER BY number LIMIT $4`, int64(r.Event), int64(r.Session), upTo, fewPieces)
		return err
	}); err != nil || len(list) == 0 {
		return 0, err
	}
	for _, p := range list {
		if err := s.remove(ctx, p.File); err != nil {
			return 0, err
		}
	}
	return len(list), s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec("DELETE FROM assembly_pieces WHERE event_id = $1 AND session_id = $2 AND number <= $3",
			int64(r.Event), int64(r.Session), list[len(list)-1].Number)
		return err
	})
}

func (s *Service) remove(ctx context.Context, k blob.Key) error {
	if s.files == nil {
		return nil
	}
	return s.files.Remove(ctx, k)
}

// passes is how long what is only streamed is kept.
const passes = time.Minute

// PassStreams drops what was streamed and is not kept, but for the last minute.
func (s *Service) PassStreams(ctx context.Context, now time.Time) error {
	var list []Recording
	var old []int64 // of each, the last piece to go
	if err := s.db.Read(ctx, func(tx *db.Tx) error {
		list, old = nil, nil
		return tx.Each(func(scan db.Scan) error {
			var r Recording
			var last int64
			err := read(scan, r.row(), one(&last))
			list, old = append(list, r), append(old, last)
			return err
		}, "SELECT "+of("r", recordingColumns)+`, COALESCE((SELECT MAX(p.number) FROM assembly_pieces p WHERE p.event_id = r.event_id AND p.session_id = r.session_id AND p.at < $1), 0)
			FROM assembly_recordings r WHERE r.keeps = 0 AND r.state <> 'dropped' ORDER BY r.event_id, r.session_id LIMIT $2`, db.Micro(now.Add(-passes)), maxTapings)
	}); err != nil {
		return err
	}
	for i, r := range list {
		if r.State == Done && now.Sub(r.Until) > passes {
			if err := s.Drop(ctx, identity.System(), r.Event, r.Session); err != nil {
				return err
			}
			continue
		}
		if old[i] == 0 {
			continue
		}
		if _, err := s.clearPieces(ctx, r, old[i]); err != nil {
			return err
		}
	}
	return nil
}

// ExpireRecordings drops the recordings that were done some days ago; 0 days keep
// all.
func (s *Service) ExpireRecordings(ctx context.Context, now time.Time, days int64) error {
	if days <= 0 {
		return nil
	}
	var list []Recording
	if err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		list, err = db.List(tx, scanRecording, "SELECT "+recordingColumns+" FROM assembly_recordings WHERE state = 'done' AND until < $1 ORDER BY until LIMIT $2",
			db.Micro(now)-days*int64(24*time.Hour/time.Microsecond), maxTapings)
		return err
	}); err != nil {
		return err
	}
	for _, r := range list {
		if err := s.Drop(ctx, identity.System(), r.Event, r.Session); err != nil {
			return err
		}
	}
	return nil
}
