package assembly

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"agora/db"
)

// Line is a caption where it stands in a film.
type Line struct {
	Number int64 // among the captions of its language
	Body   string
	At     time.Duration
}

// TranscriptPage is how many lines of a transcript a page shows.
const TranscriptPage = 100

// errEnough ends a list that is long enough.
var errEnough = errors.New("assembly: enough")

// lines reads the captions of a session in a language that lie in a film, after a
// number, one by one.
func (s *Service) lines(ctx context.Context, at Seated, f *Film, lang string, after int64, each func(Line) error) error {
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		return tx.Each(func(scan db.Scan) error {
			var l Line
			var c Caption
			if err := scan(&l.Number, (*int64)(&c.ID), &l.Body); err != nil {
				return err
			}
			var in bool
			if l.At, in = f.At(c.At()); !in { // said in a pause
				return nil
			}
			return each(l)
		}, "SELECT line, caption_id, body FROM assembly_captions WHERE event_id = $1 AND session_id = $2 AND lang = $3 AND line > $4 ORDER BY line LIMIT $5",
			int64(at.Event.ID), int64(at.Session.ID), lang, after, maxCaptions)
	})
	if errors.Is(err, errEnough) {
		err = nil
	}
	return err
}

// Transcript lists what was said in a film in a language after a line, one more than
// TranscriptPage when there is more; with a query what it finds.
func (s *Service) Transcript(ctx context.Context, at Seated, f *Film, lang string, q Query, after int64) (list []Line, err error) {
	err = s.lines(ctx, at, f, lang, after, func(l Line) error {
		if len(q) > 0 && !q.In(l.Body) {
			return nil
		}
		if list = append(list, l); len(list) > TranscriptPage {
			return errEnough
		}
		return nil
	})
	return list, err
}

// Contents gives what a session showed, the first first, and in which languages
// there are captions of it.
func (s *Service) Contents(ctx context.Context, at Seated) (pins []Pin, tongues []string, err error) {
	args := []any{int64(at.Event.ID), int64(at.Session.ID)}
	for _, lang := range at.Event.Langs {
		args = append(args, lang)
	}
	places := db.Place(3)
	for i := range at.Event.Langs[1:] {
		places += ", " + db.Place(i+4)
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		pins, tongues = nil, nil
		return tx.Each(func(scan db.Scan) error {
			var p Pin
			var lang string
			err := scan(&p.ID, (*int64)(&p.Product), &lang)
			if lang != "" {
				tongues = append(tongues, lang)
			} else {
				pins = append(pins, p)
			}
			return err
		}, `SELECT pin_id, product_id, '' FROM assembly_pins WHERE event_id = $1 AND session_id = $2
			UNION ALL SELECT 0, 0, lang FROM assembly_captions WHERE event_id = $1 AND session_id = $2 AND lang IN (`+places+`) AND line = 1 ORDER BY 1, 3`, args...)
	})
	return pins, tongues, err
}

// FilmVTT writes the captions of a film as a text track.
func (s *Service) FilmVTT(ctx context.Context, at Seated, f *Film, lang string, w io.Writer) error {
	track, err := newTrack(w)
	if err == nil {
		err = s.lines(ctx, at, f, lang, 0, func(l Line) error { return track.add(l.At, l.Body) })
	}
	if err == nil {
		err = track.end(f.Length())
	}
	return err
}

// FilmText writes the transcript of a film as a text.
func (s *Service) FilmText(ctx context.Context, at Seated, f *Film, lang string, w io.Writer) error {
	return s.lines(ctx, at, f, lang, 0, func(l Line) error {
		_, err := fmt.Fprintf(w, "%s  %s\n", stamp(l.At)[:len("00:00:00")], flat(l.Body))
		return err
	})
}
