// Package once lets a command be sent twice and done once: a form that waited
// on a phone without a line, or that was pressed again because no answer came.
// The form carries a key; the transaction that makes the change writes the key
// down, so either both are on disk or neither is.
//
// Tables: once_keys.
//
// Invariants: a key of a person is done at most once; repeated with the same
// words it has the same answer, with others it is a Conflict. A command that
// was refused changed nothing and leaves no key: it may be tried again.
package once

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"maps"
	"net/url"
	"strings"
	"time"

	"agora/db"
	"agora/fault"
)

// Schema is the tables of this package.
var Schema = db.Schema{Name: "once", Steps: []string{`
CREATE TABLE once_keys (
	who TEXT NOT NULL,
	once_key TEXT NOT NULL,
	digest TEXT NOT NULL,
	answer TEXT NOT NULL,
	done BIGINT NOT NULL,
	PRIMARY KEY (who, once_key)
) /*clustered*/;
CREATE INDEX once_keys_done ON once_keys (done);
`}}

// Kept is how long a key is remembered. A phone gives up what waited longer.
const Kept = 60 * 24 * time.Hour

// Command is one thing that somebody asks for.
type Command struct {
	Who    string // whose key it is, as identity.Actor names her
	Key    string // made with the form
	Digest string // of what was asked; see Digest
	Answer string // what a repetition is told: where the answer is
}

// ErrDone is a command that was done before. Answer gives what it was told.
var ErrDone = errors.New("once: done before")

type done struct{ answer string }

func (d done) Error() string        { return ErrDone.Error() }
func (d done) Is(target error) bool { return target == ErrDone }

// Answer gives the answer of the command that err says was done before.
func Answer(err error) (answer string, ok bool) {
	var d done
	ok = errors.As(err, &d)
	return d.answer, ok
}

// NewKey makes a key for a form: 128 random bits.
func NewKey() string {
	var b [16]byte
	_, _ = rand.Read(b[:])
	return hex.EncodeToString(b[:])
}

// Digest tells two commands apart: what is asked of which path. Fields that
// only the page needs are left out.
func Digest(path string, form url.Values, without ...string) string {
	said := maps.Clone(form)
	for _, name := range without {
		said.Del(name)
	}
	sum := sha256.Sum256([]byte(path + "\x00" + said.Encode()))
	return hex.EncodeToString(sum[:16])
}

type commandKey struct{}

// With gives the command along with a context, to the transaction that will
// claim it. One context makes one change.
func With(ctx context.Context, c Command) context.Context {
	return context.WithValue(ctx, commandKey{}, c)
}

// Claim writes down, in the transaction of the change, that the command of the
// context is done; nothing when there is none. It comes first in the
// transaction. ErrDone is a command that was done before.
func Claim(ctx context.Context, tx *db.Tx) error {
	c, ok := ctx.Value(commandKey{}).(Command)
	if !ok {
		return nil
	}
	n, err := tx.Exec(`INSERT INTO once_keys (who, once_key, digest, answer, done) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (who, once_key) DO NOTHING`, c.Who, c.Key, c.Digest, c.Answer, db.Micro(tx.Now))
	if err != nil || n == 1 {
		return err
	}
	var digest, answer string
	if err := tx.Row("SELECT digest, answer FROM once_keys WHERE who = $1 AND once_key = $2",
		[]any{c.Who, c.Key}, &digest, &answer); err != nil {
		return err
	}
	if digest != c.Digest {
		return fault.New(fault.Conflict, "fault.form_reused")
	}
	return done{answer}
}

// Valid reports whether s may be a key: letters, digits and dashes.
func Valid(s string) bool {
	return len(s) >= 16 && len(s) <= 80 && strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") == ""
}

// Forget drops keys older than Kept, at most limit of them.
func Forget(ctx context.Context, d *db.DB, limit int) error {
	return d.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(`DELETE FROM once_keys WHERE (who, once_key) IN (
			SELECT who, once_key FROM once_keys WHERE done < $1 ORDER BY done LIMIT $2)`, db.Micro(tx.Now.Add(-Kept)), limit)
		return err
	})
}
