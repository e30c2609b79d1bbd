package ucp

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"time"

	"agora/catalog"
	"agora/db"
	"agora/market"
)

// Kinds of sessions.
const (
	cartKind     = "cart"
	checkoutKind = "checkout"
)

// States of a session; carts are open until they are cancelled.
const (
	open       = "open"
	incomplete = "incomplete"
	escalated  = "requires_escalation"
	ready      = "ready_for_complete"
	completed  = "completed"
	canceled   = "canceled"
)

// How long an untouched session may be gone on with.
const (
	checkoutLife = 6 * time.Hour
	cartLife     = 30 * 24 * time.Hour
	lifeStep     = 10 * time.Minute // lives are rounded up to it, so that most changes leave them
)

// session is a cart or checkout of a platform.
type session struct {
	id, kind, platform, state string
	cart                      string // that a checkout was made of
	revision                  int64
	expires, lasts            time.Time      // lasts is what is written down
	group                     market.GroupID // once completed
	body                      []byte         // what was last answered
	wish
}

// wish is what the platform asked for, as a session keeps it.
type wish struct {
	Lines        []line            `json:"lines"`
	Last         int               `json:"last"` // number of the newest line
	Buyer        *buyer            `json:"buyer,omitempty"`
	Context      *hints            `json:"context,omitempty"`
	Destinations []postal          `json:"destinations,omitempty"`
	Destination  string            `json:"destination,omitempty"` // the id of the chosen one
	Options      map[string]string `json:"options,omitempty"`     // by group
	Instruments  []instrument      `json:"instruments,omitempty"`
	Codes        []string          `json:"codes,omitempty"`
	Lang         string            `json:"lang,omitempty"`
	Sum          int64             `json:"sum,omitempty"` // the total that was told, in minor units
}

// line is so many of a variant. Its id is the session's own.
type line struct {
	ID       string            `json:"id"`
	Variant  catalog.VariantID `json:"variant"`
	Quantity int64             `json:"quantity"`
}

// selected gives the instrument to pay with, the zero one for none.
func (w wish) selected() instrument {
	for _, i := range w.Instruments {
		if i.Selected {
			return i
		}
	}
	return instrument{}
}

// destination gives the chosen address; false while there is none.
func (w wish) destination() (postal, int, bool) {
	for i, d := range w.Destinations {
		if d.ID == w.Destination {
			return d, i, true
		}
	}
	return postal{}, 0, false
}

func (w wish) wants() []market.Want {
	list := make([]market.Want, len(w.Lines))
	for i, l := range w.Lines {
		list[i] = market.Want{Variant: l.Variant, Quantity: l.Quantity}
	}
	return list
}

func (s *session) terminal() bool { return s.state == completed || s.state == canceled }

func newSession(kind, platform string) *session {
	prefix := "crt_"
	if kind == checkoutKind {
		prefix = "chk_"
	}
	return &session{id: prefix + strings.ToLower(rand.Text()), kind: kind, platform: platform, state: open}
}

// errDoubled is a second open checkout of one cart.
var errDoubled = errors.New("ucp: the cart has an open checkout")

// errGone is a session that is not there, not this platform's, or over.
var errGone = errors.New("ucp: no such session")

const sessionColumns = "session, kind, platform, state, cart, revision, expires, group_id, doc, body"

func scanSession(scan db.Scan) (*session, error) {
	var s session
	var expires int64
	var doc, body string
	if err := scan(&s.id, &s.kind, &s.platform, &s.state, &s.cart, &s.revision, &expires, (*int64)(&s.group), &doc, &body); err != nil {
		return nil, err
	}
	s.expires, s.lasts, s.body = db.Time(expires), db.Time(expires), []byte(body)
	return &s, json.Unmarshal([]byte(doc), &s.wish)
}

// session finds what a platform made. What is over is gone, but for a completed
// checkout, whose order it leads to.
func (b *Binding) session(ctx context.Context, kind, platform, id string) (s *session, err error) {
	if !lookable(id) {
		return nil, errGone
	}
	err = b.DB.Read(ctx, func(tx *db.Tx) error {
		s, err = db.One(tx, scanSession, "SELECT "+sessionColumns+" FROM ucp_sessions WHERE session = $1", id)
		return err
	})
	switch {
	case errors.Is(err, db.ErrNone):
		return nil, errGone
	case err != nil:
		return nil, err
	case s.kind != kind, s.platform != platform, s.state != completed && b.now().After(s.expires):
		return nil, errGone
	}
	return s, nil
}

// ofCart finds the open checkout that was made of a cart; errGone for none.
func (b *Binding) ofCart(ctx context.Context, platform, cart string) (s *session, err error) {
	err = b.DB.Read(ctx, func(tx *db.Tx) error {
		s, err = db.One(tx, scanSession, "SELECT "+sessionColumns+` FROM ucp_sessions
			WHERE cart = $1 AND platform = $2 AND state NOT IN ('completed', 'canceled') AND expires > $3 ORDER BY session LIMIT 1`,
			cart, platform, db.Micro(b.now()))
		return err
	})
	if errors.Is(err, db.ErrNone) {
		return nil, errGone
	}
	return s, err
}

// errOvertaken is a session that somebody else changed meanwhile.
var errOvertaken = errors.New("ucp: the session was changed meanwhile")

// keep writes a session down as it stands; one that was changed since it was
// read is errOvertaken.
func keep(tx *db.Tx, s *session) error {
	doc, err := json.Marshal(s.wish)
	if err != nil {
		return err
	}
	if s.revision == 0 {
		if err := sole(tx, s); err != nil {
			return err
		}
		_, err := tx.Exec("INSERT INTO ucp_sessions ("+sessionColumns+") VALUES "+db.Places(1, 10),
			s.id, s.kind, s.platform, s.state, s.cart, int64(1), db.Micro(s.expires), int64(s.group), string(doc), string(s.body))
		return err
	}
	// Columns of an index are named only when they change: SQLite writes the
	// index of whatever is named.
	set, args := "state = $3, revision = revision + 1, doc = $4, body = $5", []any{s.id, s.revision, s.state, string(doc), string(s.body)}
	if !s.expires.Equal(s.lasts) {
		set, args = set+", expires = $6", append(args, db.Micro(s.expires))
	}
	if s.group > 0 {
		set, args = set+", group_id = $"+strconv.Itoa(len(args)+1), append(args, int64(s.group))
	}
	n, err := tx.Exec("UPDATE ucp_sessions SET "+set+" WHERE session = $1 AND revision = $2", args...)
	if err == nil && n == 0 {
		return errOvertaken
	}
	return err
}

// sole proves that a new checkout is the only open one of its cart. The row of
// the cart is what two that come at once wait for.
func sole(tx *db.Tx, s *session) error {
	if s.cart == "" {
		return nil
	}
	if _, err := tx.Exec("UPDATE ucp_sessions SET cart = cart WHERE session = $1", s.cart); err != nil {
		return err
	}
	var n int64
	err := tx.Row(`SELECT COUNT(*) FROM ucp_sessions WHERE cart = $1 AND platform = $2 AND state NOT IN ('completed', 'canceled') AND expires > $3`,
		[]any{s.cart, s.platform, db.Micro(tx.Now)}, &n)
	if err == nil && n > 0 {
		return errDoubled
	}
	return err
}

// Forget removes sessions that are over and answers nobody will ask for again,
// at most limit of each. Completed checkouts stay with their orders.
func (b *Binding) Forget(ctx context.Context, limit int) error {
	return b.DB.Write(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(`DELETE FROM ucp_sessions WHERE session IN (SELECT session FROM ucp_sessions WHERE expires < $1 AND group_id = 0 LIMIT $2)`,
			db.Micro(tx.Now.Add(-answerLife)), limit); err != nil {
			return err
		}
		_, err := tx.Exec(`DELETE FROM ucp_answers WHERE answer_key IN (SELECT answer_key FROM ucp_answers WHERE made < $1 LIMIT $2)`,
			db.Micro(tx.Now.Add(-answerLife)), limit)
		return err
	})
}
