package assembly

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"agora/blob"
	"agora/db"
	"agora/fault"
)

// Slide is a page of slides as a hall shows it.
type Slide struct {
	Deck          DeckID
	Page          int64 // 0 for none
	Pages         int64 // of its deck
	Before, After int64 // the nearest pages that were shown, too; 0 for none
	Text          string
	Pictures
}

// Pictures are those of one page.
type Pictures struct {
	Small  blob.Cut `json:"small"`
	Large  blob.Cut `json:"large"`
	Width  int      `json:"width"` // of Large
	Height int      `json:"height"`
}

// row reads the columns of a slide that are joined to others, which may be none.
func (p *Slide) row(more ...any) row {
	var doc string
	return row{append([]any{(*int64)(&p.Deck), &p.Page, &p.Pages, &doc, &p.Text, &p.Before}, more...), func() error {
		if doc == "" { // its deck was taken away
			p.Page = 0
			return nil
		}
		return json.Unmarshal([]byte(doc), &p.Pictures)
	}}
}

// The slide that a session t shows, for the statement by which a hall is entered.
const (
	slideNow = `t.deck_id, t.page, COALESCE(k.pages, 0), COALESCE(l.doc, ''), COALESCE(l.body, ''),
		COALESCE((SELECT MAX(b.page) FROM assembly_slides b WHERE b.event_id = t.event_id AND b.deck_id = t.deck_id AND b.page < t.page AND b.shown > 0), 0)`
	slideJoin = ` LEFT JOIN assembly_decks k ON k.event_id = t.event_id AND k.session_id = t.session_id AND k.deck_id = t.deck_id
		LEFT JOIN assembly_slides l ON l.event_id = t.event_id AND l.deck_id = t.deck_id AND l.page = t.page`
)

// Showing is a page of slides that was shown from a moment on; Page is 0 where from
// then on none was.
type Showing struct {
	ID int64
	Slide
}

// At is when it came.
func (s Showing) At() time.Time { return db.TimeOfID(s.ID) }

// maxShowings bounds how often a session turns pages.
const maxShowings = 2_000

// shown is which page a session shows.
type shown struct {
	Deck DeckID
	Page int64
}

func showsNow(tx *db.Tx, at Seated) (now shown, err error) {
	return now, tx.Row("SELECT deck_id, page FROM assembly_sessions WHERE event_id = $1 AND session_id = $2", []any{int64(at.Event.ID), int64(at.Session.ID)}, (*int64)(&now.Deck), &now.Page)
}

// ShowSlide shows everybody a page of slides that are ready, before a session and while
// it runs.
func (s *Service) ShowSlide(ctx context.Context, at Seated, deck DeckID, page int64) error {
	return s.present(ctx, at, func(*db.Tx, shown) (shown, error) { return shown{deck, page}, nil })
}

// TurnSlide goes so many pages on from what is shown, or back; at either end it stays.
func (s *Service) TurnSlide(ctx context.Context, at Seated, by int64) error {
	return s.present(ctx, at, func(tx *db.Tx, now shown) (shown, error) {
		d, err := deckIn(tx, at.Event.ID, at.Session.ID, now.Deck)
		now.Page = min(max(now.Page+by, 1), d.Pages)
		return now, err
	})
}

// PutSlidesAway shows no slide any more.
func (s *Service) PutSlidesAway(ctx context.Context, at Seated) error {
	return s.present(ctx, at, func(*db.Tx, shown) (shown, error) { return shown{}, nil })
}

func (s *Service) present(ctx context.Context, at Seated, next func(*db.Tx, shown) (shown, error)) error {
	if !at.Presents() {
		return errNotMe
	}
	return s.inHall(ctx, at, func(tx *db.Tx) (Told, error) {
		told := Told{What: "slide"}
		if _, err := at.now(tx, Planned, Live); err != nil {
			return told, err
		}
		now, err := showsNow(tx, at)
		if err != nil {
			return told, err
		}
		to, err := next(tx, now)
		if err != nil || to == now {
			return told, err
		}
		if to.Deck != 0 {
			d, err := deckIn(tx, at.Event.ID, at.Session.ID, to.Deck)
			switch {
			case err != nil:
				return told, err
			case d.State != Ready:
				return told, fault.Field("deck", "fault.slides_not_ready")
			case to.Page < 1 || to.Page > d.Pages:
				return told, fault.Field("page", "fault.slides_no_page", "max", d.Pages)
			}
		}
		return told, show(tx, at, to.Deck, to.Page)
	})
}

// show shows a page, 0 for none, and notes when.
func show(tx *db.Tx, at Seated, deck DeckID, page int64) error {
	e, t, id := int64(at.Event.ID), int64(at.Session.ID), tx.ID()
	var have int64
	if err := tx.Row("SELECT COUNT(*) FROM assembly_showings WHERE event_id = $1 AND session_id = $2", []any{e, t}, &have); err != nil {
		return err
	}
	if have >= maxShowings && deck != 0 {
		return fault.Field("page", "fault.at_most", "max", int64(maxShowings))
	}
	_, err := tx.Exec("INSERT INTO assembly_showings (event_id, session_id, showing_id, deck_id, page) VALUES "+db.Places(1, 5), e, t, id, int64(deck), page)
	if err == nil {
		_, err = tx.Exec("UPDATE assembly_sessions SET deck_id = $3, page = $4 WHERE event_id = $1 AND session_id = $2", e, t, int64(deck), page)
	}
	if err == nil && deck != 0 {
		_, err = tx.Exec("UPDATE assembly_slides SET shown = $4 WHERE event_id = $1 AND deck_id = $2 AND page = $3 AND shown = 0", e, int64(deck), page, id)
	}
	return err
}

// Leaf gives the page of the deck that is shown which somebody turns to for herself:
// that page or the nearest before it that was shown.
func (s *Service) Leaf(ctx context.Context, at Seated, page int64) (p Slide, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		p, err = db.One(tx, func(scan db.Scan) (p Slide, err error) { return p, read(scan, p.row(&p.After)) },
			`SELECT l.deck_id, l.page, CAST($4 AS BIGINT), l.doc, l.body,
				COALESCE((SELECT MAX(b.page) FROM assembly_slides b WHERE b.event_id = l.event_id AND b.deck_id = l.deck_id AND b.page < l.page AND b.shown > 0), 0),
				COALESCE((SELECT MIN(a.page) FROM assembly_slides a WHERE a.event_id = l.event_id AND a.deck_id = l.deck_id AND a.page > l.page AND a.shown > 0), 0)
			FROM assembly_slides l WHERE l.event_id = $1 AND l.deck_id = $2 AND l.page <= $3 AND l.shown > 0 ORDER BY l.page DESC LIMIT 1`,
			int64(at.Event.ID), int64(at.Slide.Deck), page, at.Slide.Pages)
		return none(err)
	})
	return p, err
}

// Pages lists the pages of a deck with their text: for who presents all, for others
// those that were shown.
func (s *Service) Pages(ctx context.Context, at Seated, deck DeckID) (list []Slide, err error) {
	all := int64(0)
	if at.Presents() {
		all = 1
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, func(scan db.Scan) (p Slide, err error) {
			p.Deck = deck
			return p, scan(&p.Page, &p.Text)
		}, "SELECT l.page, l.body FROM assembly_slides l JOIN assembly_decks k ON k.event_id = l.event_id AND k.deck_id = l.deck_id WHERE l.event_id = $1 AND k.session_id = $2 AND l.deck_id = $3 AND (l.shown > 0 OR $4 = 1) ORDER BY l.page LIMIT 200",
			int64(at.Event.ID), int64(at.Session.ID), int64(deck), all)
		return err
	})
	return list, err
}

// Showings lists which slide a session showed from when on, in order; it is bounded.
func (s *Service) Showings(ctx context.Context, at Seated) (list []Showing, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, func(scan db.Scan) (s Showing, err error) { return s, read(scan, one(&s.ID), s.row()) },
			`SELECT t.showing_id, t.deck_id, t.page, COALESCE(k.pages, 0), COALESCE(l.doc, ''), COALESCE(l.body, ''), 0 FROM assembly_showings t`+slideJoin+`
			WHERE t.event_id = $1 AND t.session_id = $2 ORDER BY t.showing_id LIMIT $3`, int64(at.Event.ID), int64(at.Session.ID), maxShowings+1)
		return err
	})
	return list, err
}

// GiveSlide answers with the picture of a page: to who presents any, to others one that
// was shown.
func (s *Service) GiveSlide(w http.ResponseWriter, r *http.Request, at Seated, deck DeckID, page int64, small bool) error {
	list, err := s.picture(r.Context(), at, deck, page)
	if err != nil {
		return err
	}
	key := list.Large.Key
	if small {
		key = list.Small.Key
	}
	s.files.Lend(w, r, key)
	return nil
}

func (s *Service) picture(ctx context.Context, at Seated, deck DeckID, page int64) (p Pictures, err error) {
	var doc string
	var first int64
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		return none(tx.Row("SELECT l.doc, l.shown FROM assembly_slides l JOIN assembly_decks k ON k.event_id = l.event_id AND k.deck_id = l.deck_id WHERE l.event_id = $1 AND k.session_id = $2 AND l.deck_id = $3 AND l.page = $4",
			[]any{int64(at.Event.ID), int64(at.Session.ID), int64(deck), page}, &doc, &first))
	})
	if err == nil && first == 0 && !at.Presents() {
		err = errNone
	}
	if err != nil {
		return p, err
	}
	return p, json.Unmarshal([]byte(doc), &p)
}
