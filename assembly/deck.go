package assembly

import (
	"context"
	"encoding/json"
	"io"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"agora/blob"
	"agora/db"
	"agora/event"
	"agora/fault"
	"agora/slide"
)

// DeckID names slides that somebody sent for a session.
type DeckID int64

// DeckState is how far slides are.
type DeckState string

// States of a deck.
const (
	Preparing DeckState = "preparing" // its pages become pictures
	Ready     DeckState = "ready"
	Refused   DeckState = "refused" // it is no deck; Deck.Why says why
)

// Deck is slides of a session: a PDF, and a picture of each of its pages.
type Deck struct {
	ID    DeckID
	State DeckState
	Pages int64 // 0 while not known
	Done  int64 // pages that have their picture
	file  blob.Key
	deckDoc
}

type deckDoc struct {
	Name string `json:"name"`
	Size int64  `json:"size"` // bytes
	Why  string `json:"why,omitempty"`
	At   int64  `json:"at,omitempty"` // the page that was the reason
}

// Fault says why a deck was refused.
func (d Deck) Fault() *fault.Error {
	return fault.Field("file", d.Why, "max", int64(slide.MaxPages), "page", d.At)
}

// DeckAdded is the event of slides that wait to become pictures.
const DeckAdded event.Kind = "deck.added"

// DeckWork is its body; the subject is the deck.
type DeckWork struct {
	Event   EventID   `json:"event"`
	Session SessionID `json:"session"`
}

// maxDecks bounds the slides of a session.
const maxDecks = 20

// Presents reports whether she may send slides and show them.
func (at Seated) Presents() bool { return at.Moderates() || at.Seat.Role == OnStage }

const deckColumns = "deck_id, state, pages, done, file, doc"

func scanDeck(scan db.Scan) (d Deck, err error) {
	var doc string
	if err := scan((*int64)(&d.ID), (*string)(&d.State), &d.Pages, &d.Done, (*string)(&d.file), &doc); err != nil {
		return d, err
	}
	return d, json.Unmarshal([]byte(doc), &d.deckDoc)
}

func deckIn(tx *db.Tx, e EventID, s SessionID, id DeckID) (Deck, error) {
	d, err := db.One(tx, scanDeck, "SELECT "+deckColumns+" FROM assembly_decks WHERE event_id = $1 AND session_id = $2 AND deck_id = $3", int64(e), int64(s), int64(id))
	return d, none(err)
}

// Decks lists the slides of a session, the first sent first; they are bounded. Only
// who presents sees them whole.
func (s *Service) Decks(ctx context.Context, at Seated) (list []Deck, err error) {
	if !at.Presents() {
		return nil, errNotMe
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, scanDeck, "SELECT "+deckColumns+" FROM assembly_decks WHERE event_id = $1 AND session_id = $2 ORDER BY deck_id LIMIT $3",
			int64(at.Event.ID), int64(at.Session.ID), maxDecks)
		return err
	})
	return list, err
}

// AddDeck takes slides for a session, a PDF under the name that its file has. Its pages
// become pictures afterwards, by PrepareDeck.
func (s *Service) AddDeck(ctx context.Context, at Seated, name string, file io.ReadSeeker) error {
	if !at.Presents() {
		return errNotMe
	}
	if err := slide.Looks(file); err != nil {
		return err
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	s.filing.RLock()
	defer s.filing.RUnlock()
	key, size, err := s.files.PutOwn(ctx, file, slide.MaxFile)
	if err != nil {
		return err
	}
	err = s.inHall(ctx, at, func(tx *db.Tx) (Told, error) {
		var have int64
		if err := tx.Row("SELECT COUNT(*) FROM assembly_decks WHERE event_id = $1 AND session_id = $2", []any{int64(at.Event.ID), int64(at.Session.ID)}, &have); err != nil {
			return Told{}, err
		}
		if have >= maxDecks {
			return Told{}, fault.Field("file", "fault.at_most", "max", int64(maxDecks))
		}
		id := tx.ID()
		_, err := tx.Exec("INSERT INTO assembly_decks (event_id, session_id, deck_id, state, pages, done, file, doc) VALUES "+db.Places(1, 8),
			int64(at.Event.ID), int64(at.Session.ID), id, string(Preparing), int64(0), int64(0), string(key), text(deckDoc{Name: fileName(name), Size: size}))
		if err == nil {
			err = keep(tx, at.Event.ID, at.Session.ID, id, key)
		}
		if err == nil {
			err = event.Append(tx, at.Event.Host, DeckAdded, id, DeckWork{at.Event.ID, at.Session.ID})
		}
		return Told{"deck", id}, err
	})
	return s.unwanted(ctx, at, key, err)
}

// RemoveDeck takes slides away, and their pages out of the hall.
func (s *Service) RemoveDeck(ctx context.Context, at Seated, id DeckID) error {
	if !at.Presents() {
		return errNotMe
	}
	return s.inHall(ctx, at, func(tx *db.Tx) (Told, error) {
		told := Told{"deck", int64(id)}
		n, err := tx.Exec("DELETE FROM assembly_decks WHERE event_id = $1 AND session_id = $2 AND deck_id = $3", int64(at.Event.ID), int64(at.Session.ID), int64(id))
		if err == nil && n == 0 {
			err = errNone
		}
		if err == nil {
			_, err = tx.Exec("DELETE FROM assembly_slides WHERE event_id = $1 AND deck_id = $2", int64(at.Event.ID), int64(id))
		}
		if err != nil {
			return told, err
		}
		if err := keepNoMore(tx, at, id); err != nil {
			return told, err
		}
		if err := leave(tx, at.Event, at.Session.ID, int64(id)); err != nil {
			return told, err
		}
		now, err := showsNow(tx, at)
		if err == nil && now.Deck == id {
			told.What = "slide"
			err = show(tx, at, 0, 0)
		}
		return told, err
	})
}

// fileName is how a file is called here: the last part of what its sender calls it,
// without what no name should hold.
func fileName(s string) string {
	s = path.Base(strings.ReplaceAll(strings.ToValidUTF8(s, ""), `\`, "/"))
	s = strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || strings.ContainsRune(`/"<>|:*?`, r) {
			return -1
		}
		return r
	}, s))
	if s == "" || strings.Trim(s, ".") == "" {
		return "file"
	}
	if over := utf8.RuneCountInString(s) - maxName; over > 0 { // its ending is kept
		end := []rune(path.Ext(s))
		end = end[:min(len(end), 10)]
		s = string([]rune(s)[:maxName-len(end)]) + string(end)
	}
	return s
}
