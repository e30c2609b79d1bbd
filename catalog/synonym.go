package catalog

import (
	"context"
	"strings"
	"unicode"
	"unicode/utf8"

	"agora/db"
	"agora/fault"
	"agora/identity"
)

// SynonymsID names a group of synonyms.
type SynonymsID int64

// Synonyms are words by which people ask for the same goods, in any languages:
// who searches for one finds what has another. They are the operator's, beside
// those that come with the program.
type Synonyms struct {
	ID    SynonymsID
	Words []string
}

// Bounds of synonyms.
const (
	MaxSynonyms     = 1_000 // groups
	MaxSynonymWords = 24    // of a group
	maxSynonymText  = 60    // letters of a word
)

// synonymSteps are the operator's synonyms; words has one a line.
const synonymSteps = `
CREATE TABLE synonyms (
	synonyms_id BIGINT NOT NULL,
	words TEXT NOT NULL,
	PRIMARY KEY (synonyms_id)
) /*clustered*/;
`

// AllSynonyms gives all groups, the newest first. They are bounded.
func (s *Service) AllSynonyms(ctx context.Context) (list []Synonyms, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, func(scan db.Scan) (g Synonyms, err error) {
			var words string
			err = scan(&g.ID, &words)
			g.Words = strings.Split(words, "\n")
			return g, err
		}, "SELECT synonyms_id, words FROM synonyms ORDER BY synonyms_id DESC LIMIT $1", MaxSynonyms)
		return err
	})
	return list, err
}

// SaveSynonyms adds a group, or changes the one with its ID. words are apart by
// commas or lines. The fault is of the field "words".
func (s *Service) SaveSynonyms(ctx context.Context, by identity.Actor, id SynonymsID, words string) error {
	if !by.IsOperator() {
		return ErrForbidden
	}
	list, err := synonymWords(words)
	if err != nil {
		return err
	}
	text := strings.Join(list, "\n")
	return s.changeSynonyms(ctx, func(tx *db.Tx) error {
		if id != 0 {
			n, err := tx.Exec("UPDATE synonyms SET words = $1 WHERE synonyms_id = $2", text, int64(id))
			if err == nil && n == 0 {
				err = fault.New(fault.NotFound, "fault.not_found")
			}
			if err != nil {
				return err
			}
			return note(tx, by, db.House, "synonyms.changed", list[0], nil)
		}
		var have int64
		if err := tx.Row("SELECT COUNT(*) FROM synonyms", nil, &have); err != nil {
			return err
		}
		if have >= MaxSynonyms {
			return fault.Field("words", "fault.at_most", "max", int64(MaxSynonyms))
		}
		if _, err := tx.Exec("INSERT INTO synonyms (synonyms_id, words) VALUES ($1, $2)", tx.ID(), text); err != nil {
			return err
		}
		return note(tx, by, db.House, "synonyms.changed", list[0], nil)
	})
}

// DropSynonyms takes a group away.
func (s *Service) DropSynonyms(ctx context.Context, by identity.Actor, id SynonymsID) error {
	if !by.IsOperator() {
		return ErrForbidden
	}
	return s.changeSynonyms(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec("DELETE FROM synonyms WHERE synonyms_id = $1", int64(id))
		if err != nil || n == 0 {
			return err
		}
		return note(tx, by, db.House, "synonyms.changed", "", nil)
	})
}

// changeSynonyms writes them; the next search here knows.
func (s *Service) changeSynonyms(ctx context.Context, write func(*db.Tx) error) error {
	err := s.db.Write(ctx, write)
	if err == nil {
		s.synonyms.forget()
	}
	return err
}

// synonymWords reads the words of a group.
func synonymWords(text string) (list []string, err error) {
	seen := map[string]bool{}
	for part := range strings.FieldsFuncSeq(text, func(c rune) bool { return strings.ContainsRune(",،、;\n", c) }) {
		w := strings.ToLower(strings.Join(strings.Fields(part), " "))
		if w == "" || seen[w] {
			continue
		}
		if !utf8.ValidString(w) || strings.ContainsFunc(w, unicode.IsControl) || len(index(w)) < 3 {
			return nil, fault.Field("words", "fault.text")
		}
		if utf8.RuneCountInString(w) > maxSynonymText {
			return nil, fault.Field("words", "fault.too_long", "max", maxSynonymText)
		}
		seen[w], list = true, append(list, w)
	}
	switch {
	case len(list) < 2:
		return nil, fault.Field("words", "fault.synonyms_two")
	case len(list) > MaxSynonymWords:
		return nil, fault.Field("words", "fault.at_most", "max", int64(MaxSynonymWords))
	}
	return list, nil
}
