package relief

import (
	"context"
	"encoding/json"
	"slices"
	"time"
	"unicode/utf8"

	"agora/catalog"
	"agora/country"
	"agora/db"
	"agora/event"
	"agora/fault"
	"agora/identity"
)

// CrisisID names a crisis.
type CrisisID int64

// CrisisState is whether a crisis goes on.
type CrisisState string

// States of a crisis. A closed one is read and exported only.
const (
	Open   CrisisState = "open"
	Closed CrisisState = "closed"
)

// Crisis is what people help in: a flood, an epidemic.
type Crisis struct {
	ID    CrisisID
	State CrisisState
	Case
}

// Case is what is written about a crisis.
type Case struct {
	Title     catalog.Texts  `json:"title"`
	About     catalog.Texts  `json:"about,omitempty"`
	Countries []country.Code `json:"countries"` // where it is
	Began     time.Time      `json:"began"`     // UTC, a day
}

// maxCrises bounds how many a node has.
const maxCrises = 500

// maxAbout bounds what is written about a crisis in one language, in characters.
const maxAbout = 4000

func (c Crisis) check() error {
	var bad fault.Fields
	if c.Title.Empty() {
		bad.Add("title", "fault.required")
	}
	for _, words := range c.About {
		if utf8.RuneCountInString(words) > maxAbout {
			bad.Add("about", "fault.too_long", "max", int64(maxAbout))
			break
		}
	}
	if len(c.Countries) == 0 {
		bad.Add("countries", "fault.required")
	}
	if slices.ContainsFunc(c.Countries, func(code country.Code) bool { return len(code) != 2 }) {
		bad.Add("countries", "fault.choice")
	}
	return bad.Err()
}

func scanCrisis(scan db.Scan) (c Crisis, err error) {
	var doc string
	if err := scan((*int64)(&c.ID), (*string)(&c.State), &doc); err != nil {
		return c, err
	}
	return c, json.Unmarshal([]byte(doc), &c.Case)
}

// Declare opens a crisis, or, with an ID, rewrites what is said about it; who
// coordinates may.
func (s *Service) Declare(ctx context.Context, by identity.Actor, c Crisis) (Crisis, error) {
	if !Coordinates(by) {
		return c, errNotMe
	}
	if err := c.check(); err != nil {
		return c, err
	}
	known := c.ID
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		if known != 0 {
			if _, err := openCrisis(tx, c.ID); err != nil {
				return err
			}
			_, err := tx.Exec("UPDATE relief_crises SET doc = $2 WHERE crisis_id = $1", int64(c.ID), text(c.Case))
			return err
		}
		var have int64
		if err := tx.Row("SELECT COUNT(*) FROM relief_crises", nil, &have); err != nil {
			return err
		}
		if have >= maxCrises {
			return fault.Field("title", "fault.at_most", "max", int64(maxCrises))
		}
		c.ID, c.State = CrisisID(tx.ID()), Open
		_, err := tx.Exec("INSERT INTO relief_crises (crisis_id, state, doc) VALUES ($1, $2, $3)", int64(c.ID), string(c.State), text(c.Case))
		return err
	})
	return c, err
}

// CrisisClosed is the event of a crisis that ended: what others do in its name ends, too.
const CrisisClosed event.Kind = "crisis.closed"

// Close ends a crisis of which no money is left: what there is of it stays, and is only
// read.
func (s *Service) Close(ctx context.Context, by identity.Actor, id CrisisID) error {
	if !Coordinates(by) {
		return errNotMe
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := emptyFund(tx, id); err != nil {
			return err
		}
		n, err := tx.Exec("UPDATE relief_crises SET state = 'closed', closed = $2 WHERE crisis_id = $1 AND state = 'open'", int64(id), db.Micro(tx.Now))
		if err != nil || n == 0 {
			return err
		}
		return event.Append(tx, db.House, CrisisClosed, int64(id), nil)
	})
}

// Crises lists those of the node, open ones first, the newest at the front.
func (s *Service) Crises(ctx context.Context) (list []Crisis, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, scanCrisis, "SELECT crisis_id, state, doc FROM relief_crises ORDER BY state = 'closed', crisis_id DESC LIMIT $1", PageSize)
		return err
	})
	return list, err
}

// Crisis gives one.
func (s *Service) Crisis(ctx context.Context, id CrisisID) (c Crisis, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		c, err = crisisIn(tx, id)
		return err
	})
	return c, err
}

func crisisIn(tx *db.Tx, id CrisisID) (Crisis, error) {
	c, err := db.One(tx, scanCrisis, "SELECT crisis_id, state, doc FROM relief_crises WHERE crisis_id = $1", int64(id))
	return c, none(err)
}

// openCrisis reads a crisis that is written to.
func openCrisis(tx *db.Tx, id CrisisID) (Crisis, error) {
	c, err := crisisIn(tx, id)
	if err == nil && c.State != Open {
		err = errClosed
	}
	return c, err
}
