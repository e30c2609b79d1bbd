// Package wording lets an operator correct what the program says, in any
// language, while it runs, and mark the texts that a native reader has
// confirmed. What is corrected can be exported in the form of the catalogue
// files and laid into the program.
//
// Tables: wordings.
//
// Invariants: a correction has the placeholders and plural forms of the text it
// stands for (i18n.Locale.Check); it holds for every page that begins after its
// commit; one that does not fit a newer program is kept and not shown; a mark of
// review is for one wording and ends with it.
package wording

import (
	"context"
	"encoding/json"
	"maps"
	"reflect"
	"sync"

	"agora/audit"
	"agora/db"
	"agora/fault"
	"agora/i18n"
	"agora/identity"
)

// Schema is the tables of this package.
var Schema = db.Schema{Name: "wording", Steps: []string{`
CREATE TABLE wordings (
	lang TEXT NOT NULL,
	name TEXT NOT NULL,
	text TEXT NOT NULL,
	own BIGINT NOT NULL,
	reviewed BIGINT NOT NULL,
	changed_at BIGINT NOT NULL,
	PRIMARY KEY (lang, name)
) /*clustered*/;
`}}

// Service keeps the corrections, and puts them into the words of the program.
type Service struct {
	db    *db.DB
	words *i18n.Bundle

	lock sync.RWMutex
	rows map[string]map[string]row // by language and key; the inner maps are never changed
}

// row is what is known of one text.
type row struct {
	entry    i18n.Entry
	own      bool // a correction; otherwise the program's text, as it was reviewed
	reviewed bool
}

// New makes the service; Load it before use.
func New(d *db.DB, words *i18n.Bundle) *Service {
	return &Service{db: d, words: words, rows: map[string]map[string]row{}}
}

// Load reads the corrections and lets them hold.
func (s *Service) Load(ctx context.Context) error {
	all := map[string]map[string]row{}
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		return tx.Each(func(scan db.Scan) error {
			var lang, name, text string
			var own, reviewed int64
			if err := scan(&lang, &name, &text, &own, &reviewed); err != nil {
				return err
			}
			r := row{own: own != 0, reviewed: reviewed != 0}
			if err := json.Unmarshal([]byte(text), &r.entry); err != nil {
				return err
			}
			if all[lang] == nil {
				all[lang] = map[string]row{}
			}
			all[lang][name] = r
			return nil
		}, "SELECT lang, name, text, own, reviewed FROM wordings ORDER BY lang, name")
	})
	if err != nil {
		return err
	}
	s.lock.Lock()
	defer s.lock.Unlock()
	s.rows = all
	for lang := range all {
		s.apply(lang)
	}
	return nil
}

// apply lets the corrections of a language hold.
func (s *Service) apply(lang string) {
	entries := map[string]i18n.Entry{}
	for key, r := range s.rows[lang] {
		if r.own {
			entries[key] = r.entry
		}
	}
	s.words.Correct(lang, entries)
}

// Save puts a text in the place of the program's, or takes the program's back
// when it is the same; reviewed says that a native reader has confirmed it.
func (s *Service) Save(ctx context.Context, by identity.Actor, lang, key string, e i18n.Entry, reviewed bool) error {
	l, err := s.may(by, lang)
	if err != nil {
		return err
	}
	if err := l.Check(key, e); err != nil {
		return err
	}
	written, _ := l.Written(key)
	r := row{entry: e, own: !reflect.DeepEqual(e, written), reviewed: reviewed}
	if !r.own && reviewed == l.Reviewed(key) {
		return s.Revert(ctx, by, lang, key)
	}
	text, err := json.Marshal(e)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(`INSERT INTO wordings (lang, name, text, own, reviewed, changed_at) VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (lang, name) DO UPDATE SET text = excluded.text, own = excluded.own,
			reviewed = excluded.reviewed, changed_at = excluded.changed_at`,
			lang, key, string(text), flag(r.own), flag(r.reviewed), tx.Now.UnixMicro()); err != nil {
			return err
		}
		tx.AfterCommit(func() { s.put(lang, key, &r) })
		return audit.Note(tx, by, db.House, "wording.saved", lang+":"+key, map[string]any{"text": e, "reviewed": reviewed})
	})
}

// Revert takes the program's own text back.
func (s *Service) Revert(ctx context.Context, by identity.Actor, lang, key string) error {
	if _, err := s.may(by, lang); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec("DELETE FROM wordings WHERE lang = $1 AND name = $2", lang, key); err != nil {
			return err
		}
		tx.AfterCommit(func() { s.put(lang, key, nil) })
		return audit.Note(tx, by, db.House, "wording.reverted", lang+":"+key, nil)
	})
}

// may gives the language to change, for who may change it.
func (s *Service) may(by identity.Actor, lang string) (*i18n.Locale, error) {
	if !by.IsOperator() && !by.System {
		return nil, fault.New(fault.Forbidden, "fault.operators_only")
	}
	l := s.words.Locale(lang)
	if l.Lang() != lang {
		return nil, fault.New(fault.NotFound, "fault.not_found")
	}
	return l, nil
}

// put changes what is known of a text; nil forgets it.
func (s *Service) put(lang, key string, r *row) {
	s.lock.Lock()
	defer s.lock.Unlock()
	next := maps.Clone(s.rows[lang])
	if next == nil {
		next = map[string]row{}
	}
	if delete(next, key); r != nil {
		next[key] = *r
	}
	s.rows[lang] = next
	s.apply(lang)
}

func (s *Service) of(lang string) map[string]row {
	s.lock.RLock()
	defer s.lock.RUnlock()
	return s.rows[lang]
}

func flag(on bool) int64 {
	if on {
		return 1
	}
	return 0
}
