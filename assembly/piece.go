package assembly

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"agora/blob"
	"agora/db"
	"agora/fault"
	"agora/reel"
)

// FilmPiece is a piece of a recording as it is kept.
type FilmPiece struct {
	reel.Piece
	At   time.Time // when it began
	File blob.Key
}

// errPiece is the fault of a program that makes pieces which are none.
var errPiece = errors.New("assembly: no piece of a recording")

// maxPieces bounds a recording: a day and a night.
const maxPieces = 43_200

const pieceColumns = "number, at, length, lead, file, parts"

// scanPiece reads pieces; equal names of parts are kept once.
func scanPiece() func(db.Scan) (FilmPiece, error) {
	names := map[string]string{}
	return func(scan db.Scan) (p FilmPiece, err error) {
		var at int64
		var parts string
		if err := scan(&p.Number, &at, &p.Length, &p.Lead, (*string)(&p.File), &parts); err != nil {
			return p, err
		}
		p.At = db.Time(at)
		err = json.Unmarshal([]byte(parts), &p.Parts)
		for i, part := range p.Parts {
			if names[part.Name] == "" {
				names[part.Name] = part.Name
			}
			p.Parts[i].Name = names[part.Name]
		}
		return p, err
	}
}

// AddPiece adds a piece to a recording, after all before it. One that is there
// already is no fault. A Conflict means that nothing is taken down any more, or that
// the piece is not the next: then its file is the caller's to remove.
func (s *Service) AddPiece(ctx context.Context, e EventID, id SessionID, at time.Time, p reel.Piece, file blob.Key) error {
	if p.Number < 1 || p.Length < 1 || p.Lead < 0 || !file.Valid() {
		return errPiece
	}
	at = at.UTC().Truncate(time.Microsecond)
	bytes := p.Lead
	for _, part := range p.Parts {
		bytes += part.Size
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		r, err := recordingIn(tx, e, id)
		if err != nil {
			return err
		}
		if p.Number <= r.Pieces && r.State != Dropped {
			return r.same(tx, p.Number, file)
		}
		if p.Number != r.Pieces+1 || p.Number > maxPieces || !r.takes(at, duration(p.Length)) {
			return errStale
		}
		if _, err := tx.Exec("UPDATE assembly_recordings SET pieces = $3, bytes = bytes + $4, length = length + $5 WHERE event_id = $1 AND session_id = $2",
			int64(e), int64(id), p.Number, bytes, p.Length); err != nil {
			return err
		}
		_, err = tx.Exec("INSERT INTO assembly_pieces (event_id, session_id, "+pieceColumns+") VALUES "+db.Places(1, 8),
			int64(e), int64(id), p.Number, db.Micro(at), p.Length, p.Lead, string(file), text(p.Parts))
		if err == nil {
			s.onAir(tx, id, func(a *Air) { a.add(FilmPiece{p, at, file}) })
			err = r.lateReplay(tx)
		}
		return err
	})
}

// same gives a Conflict unless a piece is the one that is there.
func (r Recording) same(tx *db.Tx, number int64, file blob.Key) error {
	var n int64
	err := tx.Row("SELECT COUNT(*) FROM assembly_pieces WHERE event_id = $1 AND session_id = $2 AND number = $3 AND file = $4",
		[]any{int64(r.Event), int64(r.Session), number, string(file)}, &n)
	if err == nil && n == 0 {
		err = errStale
	}
	return err
}

// frame is by how much the end of a piece may miss the moment at which it was cut.
const frame = 20 * time.Millisecond

// takes reports whether a recording takes a piece: while it runs what is said from
// when it went on, afterwards what was said until it was paused or ended, and not a
// bit more.
func (r Recording) takes(at time.Time, length time.Duration) bool {
	switch r.State {
	case Rolling:
		return r.Until.IsZero() || !at.Before(r.Until)
	case Paused, Done:
		return !at.Add(length).After(r.Until.Add(frame))
	}
	return false
}

// lateReplay lets a session be looked at whose first piece came after its end.
func (r Recording) lateReplay(tx *db.Tx) error {
	if r.State != Done || !r.Keeps || r.Pieces > 0 {
		return nil
	}
	return r.replayed(tx, true)
}

// NextPiece gives the number of the piece that comes next, how much time on the
// clock of the recording there is before it, in units of reel.Scale, and when the
// last one began; zero for none.
func (s *Service) NextPiece(ctx context.Context, e EventID, id SessionID) (number, base int64, last time.Time, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		var at int64
		err := tx.Row(`SELECT r.pieces + 1, r.length, COALESCE((SELECT p.at FROM assembly_pieces p WHERE p.event_id = r.event_id AND p.session_id = r.session_id AND p.number = r.pieces), 0)
			FROM assembly_recordings r WHERE r.event_id = $1 AND r.session_id = $2`, []any{int64(e), int64(id)}, &number, &base, &at)
		if at > 0 {
			last = db.Time(at)
		}
		if fault.Is(none(err), fault.NotFound) {
			err = errNoRecording
		}
		return err
	})
	return number, base, last, err
}

// duration gives a span in units of reel.Scale as time.
func duration(units int64) time.Duration {
	return time.Duration(units * int64(time.Second/1000) / (reel.Scale / 1000))
}
