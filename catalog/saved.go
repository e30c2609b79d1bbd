package catalog

import (
	"context"
	"net/url"
	"strings"
	"unicode/utf8"

	"agora/db"
	"agora/fault"
	"agora/identity"
)

// SavedID names a saved search.
type SavedID int64

// Saved is a search that a person keeps: the address of its page in the market,
// and what she reads it by.
type Saved struct {
	ID   SavedID
	Name string
	Path string // "/search?q=felt&country=KG"
}

// Bounds of saved searches.
const (
	MaxSaved     = 50 // of a person
	maxSavedPath = 600
	maxSavedName = 120
)

// savedSteps are the searches that people keep.
const savedSteps = `
CREATE TABLE saved_searches (
	person_id BIGINT NOT NULL,
	saved_id BIGINT NOT NULL,
	name TEXT NOT NULL,
	path TEXT NOT NULL,
	PRIMARY KEY (person_id, saved_id)
) /*clustered*/;
`

// SavedSearches gives a person hers, the newest first. They are bounded.
func (s *Service) SavedSearches(ctx context.Context, by identity.Actor) (list []Saved, err error) {
	if !by.SignedIn() {
		return nil, ErrForbidden
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, func(scan db.Scan) (v Saved, err error) { return v, scan(&v.ID, &v.Name, &v.Path) },
			"SELECT saved_id, name, path FROM saved_searches WHERE person_id = $1 ORDER BY saved_id DESC LIMIT $2", int64(by.Person), MaxSaved)
		return err
	})
	return list, err
}

// SaveSearch keeps a search of a person; the same one twice is one.
func (s *Service) SaveSearch(ctx context.Context, by identity.Actor, v Saved) error {
	if !by.SignedIn() {
		return ErrForbidden
	}
	v.Name = strings.Join(strings.Fields(v.Name), " ")
	at, err := url.Parse(v.Path)
	switch {
	case err != nil, at.IsAbs(), at.Host != "", len(v.Path) > maxSavedPath, at.Path != "/search" && !strings.HasPrefix(at.Path, "/c/"):
		return fault.Field("path", "fault.text")
	case v.Name == "" || !utf8.ValidString(v.Name):
		return fault.Field("name", "fault.required")
	case utf8.RuneCountInString(v.Name) > maxSavedName:
		return fault.Field("name", "fault.too_long", "max", maxSavedName)
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		var have, same int64
		if err := tx.Row("SELECT COUNT(*), CAST(COALESCE(SUM(CASE WHEN path = $2 THEN 1 ELSE 0 END), 0) AS BIGINT) FROM saved_searches WHERE person_id = $1",
			[]any{int64(by.Person), v.Path}, &have, &same); err != nil || same > 0 {
			return err
		}
		if have >= MaxSaved {
			return fault.New(fault.Conflict, "fault.saved_many", "max", MaxSaved)
		}
		_, err := tx.Exec("INSERT INTO saved_searches (person_id, saved_id, name, path) VALUES ($1, $2, $3, $4)", int64(by.Person), tx.ID(), v.Name, v.Path)
		return err
	})
}

// DropSearch forgets a search of a person.
func (s *Service) DropSearch(ctx context.Context, by identity.Actor, id SavedID) error {
	if !by.SignedIn() {
		return ErrForbidden
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec("DELETE FROM saved_searches WHERE person_id = $1 AND saved_id = $2", int64(by.Person), int64(id))
		return err
	})
}
