package relief

import (
	"context"
	"encoding/json"
	"strings"
	"time"
	"unicode"

	"agora/db"
)

// KeepAfterClose is for how long what is known of people stays after a crisis was closed:
// time enough to account for goods and to answer questions.
const KeepAfterClose = 180 * 24 * time.Hour

// trace is where a table knows people: fields of its doc. Each part of the package has
// its own; a table with a doc that has none stands in the test that looks for them.
type trace struct {
	table, key string   // key names the row within its crisis
	drop       []string // fields that go
	initials   []string // fields of which initials stay: accounts need somebody to have signed
	actors     []string // fields that name an actor: of the holder of a pass its number stays
}

// traces are all of them.
func traces() []trace {
	return []trace{
		{table: "relief_facilities", key: "facility_id", drop: []string{"contact"}},
		{table: "relief_needs", key: "need_id", drop: []string{"reporter", "note"}},
		{table: "relief_pledges", key: "pledge_id", drop: []string{"contact", "note"}, initials: []string{"donor"}},
		{table: "relief_custody", key: "custody_id", drop: []string{"proof"}, initials: []string{"person"}, actors: []string{"by"}},
		{table: "relief_discrepancies", key: "discrepancy_id", actors: []string{"closed_by"}},
		{table: "relief_donations", key: "donation_id", drop: []string{"contact", "note"}, initials: []string{"donor"}},
		{table: "relief_carriages", key: "carriage_id", drop: []string{"contact", "note"}, initials: []string{"carrier"}},
		{table: "relief_helpers", key: "helper_id", drop: []string{"contact"}, initials: []string{"name"}},
		{table: "relief_messages", key: "message_id", drop: []string{"text", "name", "reply"}},
		{table: "relief_passes", key: "pass_id", drop: []string{"email"}, initials: []string{"name"}},
		{table: "relief_bookings", key: "booking_id", drop: []string{"nick", "what", "proof"}},
	}
}

const forgetPortion = 200

// Forget blanks what is known of people in crises that were closed long enough ago. It
// may run as often as it likes: what is blank stays as it is.
func (s *Service) Forget(ctx context.Context) error {
	var due []CrisisID
	err := s.db.Write(ctx, func(tx *db.Tx) error { // those closed before the day was kept are closed from now on
		_, err := tx.Exec("UPDATE relief_crises SET closed = $1 WHERE state = 'closed' AND closed = 0", db.Micro(tx.Now))
		return err
	})
	if err != nil {
		return err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) (err error) {
		due, err = db.List(tx, func(scan db.Scan) (id CrisisID, err error) { return id, scan((*int64)(&id)) },
			"SELECT crisis_id FROM relief_crises WHERE state = 'closed' AND forgotten = 0 AND closed <= $1 ORDER BY crisis_id LIMIT $2", db.Micro(tx.Now.Add(-KeepAfterClose)), PageSize)
		return err
	})
	if err != nil {
		return err
	}
	for _, id := range due {
		for _, t := range traces() {
			if err := s.forget(ctx, id, t); err != nil {
				return err
			}
		}
		err := s.db.Write(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec("UPDATE relief_crises SET forgotten = $2 WHERE crisis_id = $1", int64(id), db.Micro(tx.Now))
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// forget blanks one table of a crisis, so many rows at a time.
func (s *Service) forget(ctx context.Context, id CrisisID, t trace) error {
	for after := int64(0); ; {
		var next int64
		err := s.db.Write(ctx, func(tx *db.Tx) error {
			next = 0
			type row struct {
				key int64
				doc string
			}
			list, err := db.List(tx, func(scan db.Scan) (r row, err error) { return r, scan(&r.key, &r.doc) },
				"SELECT "+t.key+", doc FROM "+t.table+" WHERE crisis_id = $1 AND "+t.key+" > $2 ORDER BY "+t.key+" LIMIT $3", int64(id), after, forgetPortion)
			if err != nil {
				return err
			}
			for _, r := range list {
				doc, err := t.blank(r.doc)
				if err != nil {
					return err
				}
				if doc != r.doc {
					if _, err := tx.Exec("UPDATE "+t.table+" SET doc = $3 WHERE crisis_id = $1 AND "+t.key+" = $2", int64(id), r.key, doc); err != nil {
						return err
					}
				}
				next = r.key
			}
			if len(list) < forgetPortion {
				next = 0
			}
			return nil
		})
		if err != nil || next == 0 {
			return err
		}
		after = next
	}
}

// blank takes people out of a doc.
func (t trace) blank(doc string) (string, error) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal([]byte(doc), &fields); err != nil {
		return "", err
	}
	changed := false
	for _, name := range t.drop {
		if _, ok := fields[name]; ok {
			delete(fields, name)
			changed = true
		}
	}
	shorten := func(names []string, short func(string) string) {
		for _, name := range names {
			var said string
			if raw, ok := fields[name]; !ok || json.Unmarshal(raw, &said) != nil || short(said) == said {
				continue
			}
			fields[name], changed = json.RawMessage(text(short(said))), true
		}
	}
	shorten(t.initials, initials)
	shorten(t.actors, func(said string) string {
		who, _, _ := strings.Cut(said, " ") // an actor is one word; a pass says its holder after it
		return who
	})
	if !changed {
		return doc, nil
	}
	return text(fields), nil
}

// initials writes the first letters of a name: "R. S." of "R. Saidov".
func initials(name string) string {
	var out []string
	for word := range strings.FieldsFuncSeq(name, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsMark(c) }) {
		for _, c := range word {
			out = append(out, string(unicode.ToUpper(c))+".")
			break
		}
	}
	return strings.Join(out, " ")
}
