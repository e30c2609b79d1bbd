package landed

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"time"

	"agora/db"
	"agora/fault"
)

// DraftID is a file of rules that was brought in and not yet put into force.
type DraftID int64

// Draft is such a file with what it would change.
type Draft struct {
	ID      DraftID
	Rules   int // of the file
	Changes []Change
}

// draftLife is how long a draft is kept.
const draftLife = 24 * time.Hour

// PutDraft keeps a CSV file of rules, so that people see what it changes before
// it does. A file that can't be read is refused with its row and column.
func (s *Service) PutDraft(tx *db.Tx, file []byte) (DraftID, error) {
	if _, err := ReadRulesCSV(bytes.NewReader(file)); err != nil {
		return 0, err
	}
	if _, err := tx.Exec("DELETE FROM landed_drafts WHERE made < $1", db.Micro(tx.Now.Add(-draftLife))); err != nil {
		return 0, err
	}
	seen, err := versions(tx)
	if err != nil {
		return 0, err
	}
	id := tx.ID()
	_, err = tx.Exec("INSERT INTO landed_drafts (draft_id, made, version, file) VALUES ($1, $2, $3, $4)", id, db.Micro(tx.Now), seen, string(file))
	return DraftID(id), err
}

// Draft gives a draft; its changes are those to the rules of now.
func (s *Service) Draft(ctx context.Context, id DraftID) (d Draft, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		file, _, err := readDraft(tx, id)
		if err != nil {
			return err
		}
		have, err := rulesOf(tx)
		d = Draft{ID: id, Rules: len(file), Changes: Changes(have, file)}
		return err
	})
	return d, err
}

// ApplyDraft puts what a draft changes into force and gives the changes. When
// rules were changed since it was brought in it is a Conflict: what would happen
// is not what was looked at. An applied draft is gone.
func (s *Service) ApplyDraft(tx *db.Tx, id DraftID) ([]Change, error) {
	file, seen, err := readDraft(tx, id)
	if err != nil {
		return nil, err
	}
	switch now, err := versions(tx); {
	case err != nil:
		return nil, err
	case now != seen:
		return nil, fault.New(fault.Conflict, "fault.rules_changed")
	}
	have, err := rulesOf(tx)
	if err != nil {
		return nil, err
	}
	changes := Changes(have, file)
	changed := slices.DeleteFunc(file, func(r Rule) bool {
		return !slices.ContainsFunc(changes, func(c Change) bool { return c.ID == r.ID })
	})
	if err := s.PutRules(tx, changed); err != nil {
		return nil, err
	}
	_, err = tx.Exec("DELETE FROM landed_drafts WHERE draft_id = $1", int64(id))
	return changes, err
}

func readDraft(tx *db.Tx, id DraftID) (rules []Rule, version int64, err error) {
	var file string
	if err = tx.Row("SELECT version, file FROM landed_drafts WHERE draft_id = $1", []any{int64(id)}, &version, &file); errors.Is(err, db.ErrNone) {
		return nil, 0, fault.New(fault.NotFound, "fault.not_found")
	} else if err != nil {
		return nil, 0, err
	}
	rules, err = ReadRulesCSV(bytes.NewReader([]byte(file)))
	return rules, version, err
}

// versions counts the changes that were ever made: two looks with one count saw
// the same rules.
func versions(tx *db.Tx) (n int64, err error) {
	err = tx.Row("SELECT COUNT(*) FROM landed_history", nil, &n)
	return n, err
}
