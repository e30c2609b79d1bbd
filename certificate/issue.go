package certificate

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"agora/db"
	"agora/fault"
	"agora/memo"
)

// Service finds the certificates of one node.
type Service struct {
	db    *db.DB
	shelf *shelf
	lists *memo.Memo[kept, []byte] // of what was taken back
}

// New makes a Service on a database that has Schema.
func New(store *db.DB) *Service {
	return &Service{db: store, shelf: newShelf(), lists: memo.New[kept, []byte](8)}
}

// errNone is what is said of a number that names nothing.
var errNone = fault.New(fault.NotFound, "fault.certificate_unknown")

const columns = "number, kind, source, holder, issued, revoked, doc, list, place"

func scan(read db.Scan) (c Certificate, err error) {
	var issued, revoked int64
	var doc string
	if err := read((*string)(&c.Number), (*string)(&c.Kind), &c.Source, &c.Holder, &issued, &revoked, &doc, &c.Place.List, &c.Place.Index); err != nil {
		return c, err
	}
	c.Issued, c.Revoked = db.Time(issued), db.Time(revoked)
	return c, json.Unmarshal([]byte(doc), &c.Words)
}

func find(tx *db.Tx, n Number) (Certificate, error) {
	c, err := db.One(tx, scan, "SELECT "+columns+" FROM certificates WHERE number = $1", string(n))
	if errors.Is(err, db.ErrNone) {
		err = errNone
	}
	return c, err
}

// Find gives the certificate of a number; fault.NotFound for none.
func (s *Service) Find(ctx context.Context, n Number) (c Certificate, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		c, err = find(tx, n)
		return err
	})
	return c, err
}

// Issue gives a certificate: kind, source, holder and words are the caller's. Who
// holds one for the source gets that one again, as it was given, also when it was
// taken back.
func Issue(tx *db.Tx, c Certificate) (Certificate, error) {
	was, err := Held(tx, c.Source, c.Holder)
	if !fault.Is(err, fault.NotFound) {
		return was, err
	}
	if err := c.check(); err != nil {
		return c, err
	}
	if c.Email != "" {
		c.Identity, c.Email = hidden(c.Email), ""
	}
	doc, err := json.Marshal(c.Words)
	if err != nil {
		return c, fmt.Errorf("certificate: %w", err)
	}
	c.Number, c.Issued = fresh(), db.Time(db.Micro(tx.Now))
	if c.Place.List, c.Place.Index, err = allot(tx, c.Number); err != nil {
		return c, err
	}
	if _, err := tx.Exec("INSERT INTO certificate_holders (source, holder, number) VALUES ($1, $2, $3)", c.Source, c.Holder, string(c.Number)); err != nil {
		return c, err
	}
	_, err = tx.Exec("INSERT INTO certificates ("+columns+") VALUES "+db.Places(1, 9),
		string(c.Number), string(c.Kind), c.Source, c.Holder, db.Micro(c.Issued), int64(0), string(doc), c.Place.List, c.Place.Index)
	return c, err
}

// Held gives the certificate that somebody holds for a source; fault.NotFound for
// none.
func Held(tx *db.Tx, source, holder string) (Certificate, error) {
	var n string
	err := tx.Row("SELECT number FROM certificate_holders WHERE source = $1 AND holder = $2", []any{source, holder}, &n)
	if errors.Is(err, db.ErrNone) {
		return Certificate{}, errNone
	}
	if err != nil {
		return Certificate{}, err
	}
	return find(tx, Number(n))
}

// Numbers gives the numbers of those of some holders who have a certificate for a
// source.
func Numbers(tx *db.Tx, source string, holders []string) (map[string]Number, error) {
	numbers := make(map[string]Number, len(holders))
	if len(holders) == 0 {
		return numbers, nil
	}
	places, args := make([]string, len(holders)), []any{source}
	for i, h := range holders {
		places[i], args = db.Place(i+2), append(args, h)
	}
	return numbers, tx.Each(func(read db.Scan) error {
		var holder, n string
		err := read(&holder, &n)
		numbers[holder] = Number(n)
		return err
	}, "SELECT holder, number FROM certificate_holders WHERE source = $1 AND holder IN ("+strings.Join(places, ", ")+")", args...)
}

// Revoke takes a certificate back; who checks it is told so from now on. What was
// taken back before stays as it was.
func Revoke(tx *db.Tx, n Number) error {
	c, err := find(tx, n)
	if fault.Is(err, fault.NotFound) || err == nil && !c.Valid() {
		return nil
	}
	if err != nil {
		return err
	}
	if _, err := tx.Exec("UPDATE certificates SET revoked = $2 WHERE number = $1", string(n), db.Micro(tx.Now)); err != nil {
		return err
	}
	_, err = tx.Exec("UPDATE certificate_places SET revoked = $3 WHERE list = $1 AND place = $2", c.Place.List, c.Place.Index, db.Micro(tx.Now))
	return err
}
