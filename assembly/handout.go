package assembly

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"slices"

	"agora/blob"
	"agora/db"
	"agora/fault"
)

// HandoutID names a file that is handed out.
type HandoutID int64

// Handout is a file for those who have seats: of a session, or of the whole event.
type Handout struct {
	ID   HandoutID `json:"id"`
	Name string    `json:"name"`
	Size int64     `json:"size"` // bytes
	Deck DeckID    `json:"deck,omitempty"`
	File blob.Key  `json:"file"`
}

// Bounds of what is handed out in a session, and in an event.
const (
	MaxHandout  = 20 << 20 // bytes
	maxHandouts = 20
)

// Handed is what is handed out in a hall.
type Handed struct {
	Here  []Handout // of the session
	Whole []Handout // of its event
}

// row reads the columns handouts of a session and of its event.
func (h *Handed) row() row {
	var here, whole string
	return row{[]any{&here, &whole}, func() (err error) {
		if h.Here, err = handouts(here); err == nil {
			h.Whole, err = handouts(whole)
		}
		return err
	}}
}

func handouts(doc string) (list []Handout, err error) {
	if doc == "" {
		return nil, nil
	}
	return list, json.Unmarshal([]byte(doc), &list)
}

// HandOut gives a file to all who have seats: for the session, or, by who moderates,
// for the whole event.
func (s *Service) HandOut(ctx context.Context, at Seated, whole bool, name string, r io.Reader) error {
	if !at.Presents() || whole && !at.Moderates() {
		return errNotMe
	}
	s.filing.RLock()
	defer s.filing.RUnlock()
	key, size, err := s.files.PutOwn(ctx, r, MaxHandout)
	if err != nil {
		return err
	}
	err = s.hands(ctx, at, whole, func(tx *db.Tx, list []Handout) ([]Handout, error) {
		h := Handout{ID: HandoutID(tx.ID()), Name: fileName(name), Size: size, File: key}
		return append(list, h), keep(tx, at.Event.ID, at.of(whole), int64(h.ID), key)
	})
	return s.unwanted(ctx, at, key, err)
}

// OfferDeck hands slides out as the file that they came in, or no longer.
func (s *Service) OfferDeck(ctx context.Context, at Seated, id DeckID, on bool) error {
	if !at.Presents() {
		return errNotMe
	}
	return s.hands(ctx, at, false, func(tx *db.Tx, list []Handout) ([]Handout, error) {
		d, err := deckIn(tx, at.Event.ID, at.Session.ID, id)
		if err != nil {
			return nil, err
		}
		list = withoutDeck(list, id)
		if on {
			list = append(list, Handout{ID: HandoutID(tx.ID()), Name: d.Name, Size: d.Size, Deck: id, File: d.file})
		}
		return list, nil
	})
}

func withoutDeck(list []Handout, id DeckID) []Handout {
	return slices.DeleteFunc(list, func(h Handout) bool { return h.Deck == id })
}

// keepNoMore hands slides out no longer that are taken away.
func keepNoMore(tx *db.Tx, at Seated, id DeckID) error {
	var doc string
	if err := tx.Row("SELECT handouts FROM assembly_sessions WHERE event_id = $1 AND session_id = $2", []any{int64(at.Event.ID), int64(at.Session.ID)}, &doc); err != nil {
		return err
	}
	list, err := handouts(doc)
	if err == nil && len(list) > 0 {
		_, err = tx.Exec("UPDATE assembly_sessions SET handouts = $3 WHERE event_id = $1 AND session_id = $2", int64(at.Event.ID), int64(at.Session.ID), text(withoutDeck(list, id)))
	}
	return err
}

// Withhold hands a file out no longer.
func (s *Service) Withhold(ctx context.Context, at Seated, id HandoutID) error {
	if !at.Presents() {
		return errNotMe
	}
	whole := slices.ContainsFunc(at.Whole, func(h Handout) bool { return h.ID == id })
	if whole && !at.Moderates() {
		return errNotMe
	}
	return s.hands(ctx, at, whole, func(tx *db.Tx, list []Handout) ([]Handout, error) {
		left := slices.DeleteFunc(slices.Clone(list), func(h Handout) bool { return h.ID == id })
		if len(left) == len(list) {
			return nil, errNone
		}
		return left, leave(tx, at.Event, at.of(whole), int64(id))
	})
}

// of is the session that a file is handed out in; 0 for the whole event.
func (at Seated) of(whole bool) SessionID {
	if whole {
		return 0
	}
	return at.Session.ID
}

// hands changes what is handed out.
func (s *Service) hands(ctx context.Context, at Seated, whole bool, change func(*db.Tx, []Handout) ([]Handout, error)) error {
	return s.inHall(ctx, at, func(tx *db.Tx) (Told, error) {
		told := Told{What: "handout"}
		table, keys := "assembly_sessions WHERE event_id = $1 AND session_id = $2", []any{int64(at.Event.ID), int64(at.Session.ID)}
		if whole {
			table, keys = "assembly_events WHERE event_id = $1", keys[:1]
		}
		var doc string
		if err := tx.Row("SELECT handouts FROM "+table, keys, &doc); err != nil {
			return told, err
		}
		list, err := handouts(doc)
		if err == nil {
			list, err = change(tx, list)
		}
		switch {
		case err != nil:
			return told, err
		case len(list) > maxHandouts:
			return told, fault.Field("file", "fault.at_most", "max", int64(maxHandouts))
		}
		if whole {
			_, err = tx.Exec("UPDATE assembly_events SET handouts = $2 WHERE event_id = $1", keys[0], text(list))
		} else {
			_, err = tx.Exec("UPDATE assembly_sessions SET handouts = $3 WHERE event_id = $1 AND session_id = $2", keys[0], keys[1], text(list))
		}
		return told, err
	})
}

// Handouts gives what is handed out in an event, by session; that of the whole event
// under 0. Only who has a seat may know.
func (s *Service) Handouts(ctx context.Context, at Seated) (all map[SessionID][]Handout, err error) {
	if at.Seat.State != Admitted {
		return nil, nil
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		all = map[SessionID][]Handout{}
		return tx.Each(func(scan db.Scan) error {
			var id int64
			var doc string
			if err := scan(&id, &doc); err != nil {
				return err
			}
			all[SessionID(id)], err = handouts(doc)
			return err
		}, `SELECT 0, handouts FROM assembly_events WHERE event_id = $1 AND handouts <> ''
			UNION ALL SELECT session_id, handouts FROM assembly_sessions WHERE event_id = $1 AND handouts <> ''`, int64(at.Event.ID))
	})
	return all, err
}

// GiveHandout answers with a file of a list, to be saved under its own name.
func (s *Service) GiveHandout(w http.ResponseWriter, r *http.Request, list []Handout, id HandoutID) error {
	i := slices.IndexFunc(list, func(h Handout) bool { return h.ID == id })
	if i < 0 {
		return errNone
	}
	s.files.GiveAs(w, r, list[i].File, list[i].Name)
	return nil
}
