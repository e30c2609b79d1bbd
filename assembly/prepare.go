package assembly

import (
	"context"
	"errors"
	"io"
	"time"

	"agora/db"
	"agora/event"
	"agora/fault"
	"agora/slide"
)

// Sizes of the pictures of a page: bytes are those of a page full of letters.
const (
	largeSide, largeBytes = slide.Side, 60 << 10
	smallSide, smallBytes = 640, 20 << 10
)

// spare is how much of its time a run leaves, and goes on in another.
const spare = 40 * time.Second

// PrepareDeck makes pictures of the pages of a deck, and goes on where it was left. It
// may run more than once.
func (s *Service) PrepareDeck(ctx context.Context, w DeckWork, id DeckID) error {
	var d Deck
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		d, err = deckIn(tx, w.Event, w.Session, id)
		return err
	})
	if fault.Is(err, fault.NotFound) || err == nil && d.State != Preparing {
		return nil
	}
	if err != nil {
		return err
	}
	pdf, err := s.openDeck(ctx, d)
	if err == nil {
		defer pdf.Close()
		err = s.paint(ctx, w, d, pdf)
	}
	switch list := fault.List(err); {
	case errors.Is(err, slide.ErrBusy), errors.Is(err, errLater):
		return s.later(ctx, w, id)
	case len(list) > 0 && (fault.Is(err, fault.Invalid) || fault.Is(err, fault.TooLarge)):
		return s.refuse(ctx, w, d, list[0])
	}
	return err
}

var errLater = errors.New("assembly: the rest of the slides in another run")

func (s *Service) openDeck(ctx context.Context, d Deck) (*slide.Deck, error) {
	f, err := s.files.Open(d.file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	content, err := io.ReadAll(f)
	if err != nil {
		return nil, err
	}
	return s.slides.Open(ctx, content)
}

// paint makes the pictures that are wanting, one page after the other.
func (s *Service) paint(ctx context.Context, w DeckWork, d Deck, pdf *slide.Deck) error {
	pages := int64(pdf.Pages())
	for n := d.Done; n < pages; n++ {
		if end, bound := ctx.Deadline(); bound && time.Until(end) < spare {
			return errLater
		}
		page, err := pdf.Page(int(n))
		if err != nil {
			return err
		}
		if err := s.hang(ctx, w, d.ID, n+1, pages, page); err != nil {
			return err
		}
	}
	return nil
}

// hang stores the pictures of a page and keeps them.
func (s *Service) hang(ctx context.Context, w DeckWork, id DeckID, n, pages int64, page slide.Page) (err error) {
	s.filing.RLock()
	defer s.filing.RUnlock()
	var p Pictures
	if p.Large, err = s.files.Drawn(ctx, page.Picture, largeSide, largeBytes); err != nil {
		return err
	}
	if p.Small, err = s.files.Drawn(ctx, page.Picture, smallSide, smallBytes); err != nil {
		return err
	}
	size := page.Picture.Rect.Size()
	p.Width, p.Height = size.X, size.Y
	return s.painted(ctx, w, id, n, pages, p, page.Text)
}

// painted keeps a page. What came before stays: another run may have been quicker.
func (s *Service) painted(ctx context.Context, w DeckWork, id DeckID, n, pages int64, p Pictures, words string) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		state := Preparing
		if n == pages {
			state = Ready
		}
		moved, err := tx.Exec("UPDATE assembly_decks SET state = $4, pages = $5, done = $6 WHERE event_id = $1 AND session_id = $2 AND deck_id = $3 AND state = 'preparing' AND done < $6",
			int64(w.Event), int64(w.Session), int64(id), string(state), pages, n)
		if err == nil {
			err = keep(tx, w.Event, w.Session, int64(id), p.Large.Key, p.Small.Key)
		}
		if err != nil {
			return err
		}
		if moved == 0 {
			return orphans(tx, w, id)
		}
		if n == pages || n%4 == 1 {
			tx.AfterCommit(func() { s.halls.tell(w.Session, Told{"deck", int64(id)}) })
		}
		_, err = tx.Exec("INSERT INTO assembly_slides (event_id, deck_id, page, shown, doc, body) VALUES "+db.Places(1, 6)+" ON CONFLICT DO NOTHING",
			int64(w.Event), int64(id), n, int64(0), text(p), words)
		return err
	})
}

// orphans lets go what was made of a deck that was taken away meanwhile.
func orphans(tx *db.Tx, w DeckWork, id DeckID) error {
	_, err := deckIn(tx, w.Event, w.Session, id)
	if !fault.Is(err, fault.NotFound) {
		return err
	}
	e, err := eventIn(tx, w.Event)
	if err != nil {
		return err
	}
	return leave(tx, e, w.Session, int64(id))
}

// later has another run go on: other slides are at work, or its time is over.
func (s *Service) later(ctx context.Context, w DeckWork, id DeckID) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		e, err := eventIn(tx, w.Event)
		if err != nil {
			return err
		}
		return event.AppendDue(tx, e.Host, DeckAdded, int64(id), tx.Now.Add(time.Second), w)
	})
}

// refuse notes why a deck cannot be shown.
func (s *Service) refuse(ctx context.Context, w DeckWork, d Deck, why *fault.Error) error {
	d.Why, d.At = why.Key, d.Done+1
	return s.db.Write(ctx, func(tx *db.Tx) error {
		tx.AfterCommit(func() { s.halls.tell(w.Session, Told{"deck", int64(d.ID)}) })
		_, err := tx.Exec("UPDATE assembly_decks SET state = 'refused', doc = $4 WHERE event_id = $1 AND session_id = $2 AND deck_id = $3 AND state = 'preparing'",
			int64(w.Event), int64(w.Session), int64(d.ID), text(d.deckDoc))
		return err
	})
}
