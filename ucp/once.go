package ucp

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"time"

	"agora/db"
)

// answerLife is how long the answer to a key is kept.
const answerLife = 48 * time.Hour

// errRepeated is a key that was answered before.
var errRepeated = errors.New("ucp: answered before")

// reply is an answer as it goes out.
type reply struct {
	status int
	body   []byte
}

// answerKey is where the answer to a request is kept: a key counts for one
// platform and one operation.
func (c *call) answerKey() string {
	sum := sha256.Sum256([]byte(c.platform + "\x00" + c.op + "\x00" + c.key))
	return hex.EncodeToString(sum[:])
}

// digest tells two requests apart: by the thing they are about and their bytes.
func (c *call) digest() string {
	sum := sha256.New()
	sum.Write([]byte(c.r.URL.Path))
	sum.Write([]byte{0})
	sum.Write(c.body)
	return hex.EncodeToString(sum.Sum(nil)[:16])
}

// before gives the answer that this request had before; false when it had none.
func (c *call) before(ctx context.Context) (r reply, ok bool, err error) {
	var digest, body string
	var status int64
	err = c.b.DB.Read(ctx, func(tx *db.Tx) error {
		return tx.Row("SELECT digest, status, body FROM ucp_answers WHERE answer_key = $1", []any{c.answerKey()}, &digest, &status, &body)
	})
	switch {
	case errors.Is(err, db.ErrNone):
		return r, false, nil
	case err != nil: // better not at all than twice
		c.b.Log.ErrorContext(ctx, "look for an answer of before", "op", c.op, "err", err)
		return r, false, &failure{status: http.StatusServiceUnavailable, code: "unavailable", content: "what was answered before cannot be read now; try again later"}
	case digest != c.digest():
		return r, false, &failure{status: http.StatusConflict, code: "idempotency_conflict", content: "this Idempotency-Key came with another body before"}
	}
	return reply{int(status), []byte(body)}, true, nil
}

// remember keeps the answer in the transaction that does the work; errRepeated
// undoes the work of a request that came twice at once.
func (c *call) remember(tx *db.Tx, r reply) error {
	if c.key == "" {
		return nil
	}
	n, err := tx.Exec(`INSERT INTO ucp_answers (answer_key, digest, status, body, made) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (answer_key) DO NOTHING`, c.answerKey(), c.digest(), int64(r.status), string(r.body), db.Micro(tx.Now))
	if err == nil && n == 0 {
		return errRepeated
	}
	tx.AfterCommit(func() { c.kept = true })
	return err
}

// once does what is asked for, or gives the answer that it had before. Most keys
// are new: the work is begun without a look, and undone where remember meets the
// key; only what did not come to its end looks for an answer of before. An answer
// that changed nothing (an item that does not exist) is kept as well.
func (c *call) once(o Operation) (out reply, err error) {
	for {
		c.kept, c.fleeting = false, false
		if out, err = o.do(c); err == nil && c.kept {
			return out, nil
		}
		if was, ok, wrong := c.before(c.r.Context()); ok || wrong != nil {
			return was, wrong
		}
		if err == nil && !c.fleeting {
			err = c.b.DB.Write(c.r.Context(), func(tx *db.Tx) error { return c.remember(tx, out) })
		}
		if !errors.Is(err, errRepeated) {
			return out, err
		}
	}
}
