package assembly

import (
	"context"
	"io"
	"math"
	"slices"
	"time"

	"agora/db"
	"agora/fault"
)

// CaptionID names a line of captions.
type CaptionID int64

// Caption is one line of what is said in a session, in one language: typed by a
// person, or sent in by a service that holds the link of a captioner's seat.
type Caption struct {
	ID   CaptionID
	Body string
}

// At is when the line came.
func (c Caption) At() time.Time { return db.TimeOfID(int64(c.ID)) }

// Bounds of captions.
const (
	MaxCaption  = 400    // characters of a line
	LastLines   = 12     // that a hall shows
	maxCaptions = 20_000 // lines of one language in one session
)

// Captions reports whether she may write captions in a language: captioners in
// theirs, moderators in every one of the event.
func (at Seated) Captions(lang string) bool {
	return slices.Contains(at.Event.Langs, lang) && (at.Moderates() || at.Seat.Role == Captioner && at.Seat.Channel == lang)
}

// Caption adds a line to the captions of a session that runs.
func (s *Service) Caption(ctx context.Context, at Seated, lang, body string) error {
	if !at.Captions(lang) {
		return errNotMe
	}
	if err := wording("caption", body, MaxCaption); err != nil {
		return err
	}
	return s.inHall(ctx, at, func(tx *db.Tx) (Told, error) {
		if _, err := at.now(tx, Live); err != nil {
			return Told{}, err
		}
		var have int64
		if err := tx.Row("SELECT COALESCE(MAX(line), 0) FROM assembly_captions WHERE event_id = $1 AND session_id = $2 AND lang = $3",
			[]any{int64(at.Event.ID), int64(at.Session.ID), lang}, &have); err != nil {
			return Told{}, err
		}
		if have >= maxCaptions {
			return Told{}, fault.Field("caption", "fault.at_most", "max", int64(maxCaptions))
		}
		id := tx.ID()
		_, err := tx.Exec("INSERT INTO assembly_captions (event_id, session_id, lang, line, caption_id, seat_id, body) VALUES "+db.Places(1, 7),
			int64(at.Event.ID), int64(at.Session.ID), lang, have+1, id, int64(at.Seat.ID), body)
		return Told{"caption", id}, err
	})
}

func scanCaption(scan db.Scan) (c Caption, err error) {
	return c, scan((*int64)(&c.ID), &c.Body)
}

// LastCaptions gives the last lines in a language, the oldest first.
func (s *Service) LastCaptions(ctx context.Context, at Seated, lang string) (list []Caption, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, scanCaption, "SELECT caption_id, body FROM assembly_captions WHERE event_id = $1 AND session_id = $2 AND lang = $3 ORDER BY line DESC LIMIT $4",
			int64(at.Event.ID), int64(at.Session.ID), lang, LastLines)
		return err
	})
	slices.Reverse(list)
	return list, err
}

// WebVTT writes all captions in a language as a text track whose time runs from a
// moment, that at which what it belongs to begins. A line stands until the next.
func (s *Service) WebVTT(ctx context.Context, at Seated, lang string, from time.Time, w io.Writer) error {
	var list []Caption
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		list, err = db.List(tx, scanCaption, "SELECT caption_id, body FROM assembly_captions WHERE event_id = $1 AND session_id = $2 AND lang = $3 ORDER BY line LIMIT $4",
			int64(at.Event.ID), int64(at.Session.ID), lang, maxCaptions)
		return err
	})
	if err != nil {
		return err
	}
	track, err := newTrack(w)
	for _, c := range list {
		if err == nil {
			err = track.add(max(c.At().Sub(from), 0), c.Body)
		}
	}
	if err == nil {
		err = track.end(math.MaxInt64)
	}
	return err
}
