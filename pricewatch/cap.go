package pricewatch

import (
	"context"
	"encoding/json"
	"slices"
	"time"
	"unicode/utf8"

	"agora/country"
	"agora/db"
	"agora/fault"
	"agora/identity"
)

// CrisisID names the crisis that a cap is of.
type CrisisID int64

// CapID names a cap.
type CapID int64

// Cap is how far prices may be above their baselines in a crisis.
type Cap struct {
	ID     CapID
	Crisis CrisisID
	Begins time.Time // UTC
	Ends   time.Time // UTC; the first moment at which it is over
	Terms
}

// Terms are what is written of a cap.
type Terms struct {
	Baseline  BaselineID     `json:"baseline,omitempty"` // of one thing (Baseline.Thing); 0 for all of the countries
	Countries []country.Code `json:"countries"`          // of shops
	Over      int64          `json:"over"`               // percent above the baseline
	Why       string         `json:"why"`                // by what rule, as sellers read it
	By        string         `json:"by"`
}

// Bounds of caps.
const (
	maxOver    = 1_000
	maxCaps    = 200 // of a crisis that are not over
	maxCapDays = 366
)

// Runs reports whether the cap is in force at a moment.
func (c Cap) Runs(at time.Time) bool { return !at.Before(c.Begins) && at.Before(c.Ends) }

func (c *Cap) check() error {
	var bad fault.Fields
	if c.Over < 0 || c.Over > maxOver {
		bad.Add("over", "fault.number_range", "min", int64(0), "max", int64(maxOver))
	}
	if len(c.Countries) == 0 {
		bad.Add("countries", "fault.required")
	}
	if c.Begins.IsZero() {
		bad.Add("from", "fault.relief_day")
	}
	if !c.Ends.After(c.Begins) || c.Ends.Sub(c.Begins) > maxCapDays*24*time.Hour {
		bad.Add("to", "fault.price_until")
	}
	if utf8.RuneCountInString(c.Why) > maxLine {
		bad.Add("why", "fault.too_long", "max", int64(maxLine))
	}
	return bad.Err()
}

// Cap puts a cap in force; who operates the market may.
func (s *Service) Cap(ctx context.Context, by identity.Actor, c Cap) (Cap, error) {
	if !by.IsOperator() && !by.System {
		return c, errNotMe
	}
	c.By = by.String()
	if err := c.check(); err != nil {
		return c, err
	}
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		if c.Baseline != 0 {
			list, err := baselinesIn(tx, c.Countries)
			if err != nil {
				return err
			}
			if !slices.ContainsFunc(list, func(b Baseline) bool { return b.Thing == c.Baseline }) {
				return fault.Field("baseline", "fault.choice")
			}
		}
		var have int64
		if err := tx.Row("SELECT COUNT(*) FROM price_caps WHERE crisis_id = $1 AND ends > $2", []any{int64(c.Crisis), db.Micro(tx.Now)}, &have); err != nil {
			return err
		}
		if have >= maxCaps {
			return fault.Field("over", "fault.at_most", "max", int64(maxCaps))
		}
		c.ID = CapID(tx.ID())
		_, err := tx.Exec("INSERT INTO price_caps (crisis_id, cap_id, begins, ends, doc) VALUES "+db.Places(1, 5),
			int64(c.Crisis), int64(c.ID), db.Micro(c.Begins), db.Micro(c.Ends), text(c.Terms))
		return err
	})
	if err == nil {
		err = s.Look(ctx)
	}
	return c, err
}

// End ends a cap now, or, with 0, all of a crisis: what they held is released.
func (s *Service) End(ctx context.Context, by identity.Actor, crisis CrisisID, id CapID) error {
	if !by.IsOperator() && !by.System {
		return errNotMe
	}
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		n, err := tx.Exec("UPDATE price_caps SET ends = $3 WHERE crisis_id = $1 AND ($2 = 0 OR cap_id = $2) AND ends > $3", int64(crisis), int64(id), db.Micro(tx.Now))
		if err == nil && n == 0 && id != 0 {
			err = errNone
		}
		return err
	})
	if err != nil {
		return err
	}
	return s.Look(ctx)
}

const capColumns = "crisis_id, cap_id, begins, ends, doc"

func scanCap(scan db.Scan) (c Cap, err error) {
	var begins, ends int64
	var doc string
	if err := scan((*int64)(&c.Crisis), (*int64)(&c.ID), &begins, &ends, &doc); err != nil {
		return c, err
	}
	c.Begins, c.Ends = db.Time(begins), db.Time(ends)
	return c, json.Unmarshal([]byte(doc), &c.Terms)
}

// Caps gives those of a crisis, the newest first.
func (s *Service) Caps(ctx context.Context, crisis CrisisID) (list []Cap, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, scanCap, "SELECT "+capColumns+" FROM price_caps WHERE crisis_id = $1 ORDER BY cap_id DESC LIMIT $2", int64(crisis), maxCaps)
		return err
	})
	return list, err
}

// capsAt gives what is in force at a moment, of all crises.
func capsAt(tx *db.Tx, at time.Time) ([]Cap, error) {
	return db.List(tx, scanCap, "SELECT "+capColumns+" FROM price_caps WHERE ends > $1 AND begins <= $1 ORDER BY cap_id", db.Micro(at))
}
