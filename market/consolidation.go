package market

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"agora/audit"
	"agora/country"
	"agora/db"
	"agora/fault"
	"agora/identity"
	"agora/money"
	"agora/once"
)

// ConsolidationID names a consolidation.
type ConsolidationID int64

// Consolidation is parcels of several shops of one town that cross one border
// together: under one number of one carrier, with one list. Each stays a parcel
// to its own buyer, with its own papers, so duty and VAT stay what was quoted;
// what the crossing cost is shared by weight.
type Consolidation struct {
	ID      ConsolidationID
	Home    country.Code // from where, ISO 3166-1 alpha-2
	To      country.Code // to where
	Closes  time.Time    // until when parcels are handed in, UTC
	Sent    time.Time    // when it left, UTC; zero until then
	Paid    time.Time    // when its carrier was paid, UTC; zero until then
	City    string       // where its parcels are gathered
	Place   string       // where in the town, and when it is open
	Carrier string       // who takes it over the border
	Number  string       // the carrier's, once sent
	Cost    money.Amount // of the crossing, once sent, in the money of its shops
}

// Open reports whether parcels may still join.
func (c Consolidation) Open(now time.Time) bool { return c.Sent.IsZero() && now.Before(c.Closes) }

// LastDay is the day on which parcels are handed in at last.
func (c Consolidation) LastDay() time.Time { return c.Closes.Add(-time.Second) }

// leavesAfter reports whether it leaves only after the day by which an order has
// to be on its way.
func (c Consolidation) leavesAfter(deadline time.Time) bool {
	return !deadline.IsZero() && c.Closes.After(deadline)
}

// Joined is a parcel of a consolidation.
type Joined struct {
	Outgoing
	Grams int64        // as it was handed in, with its packing
	Share money.Amount // of the cost; zero until sent
}

// consolidationDoc is what SQL never looks into.
type consolidationDoc struct {
	City    string         `json:"city"`
	Place   string         `json:"place"`
	Carrier string         `json:"carrier"`
	Number  string         `json:"number,omitempty"`
	Money   money.Currency `json:"currency,omitempty"`
	Cost    int64          `json:"cost,omitempty"`
}

// consolidationSteps are the consolidations of the house, and the parcels of
// shops in them. share is in minor units of the shop's currency.
const consolidationSteps = `
CREATE TABLE consolidations (
	consolidation_id BIGINT NOT NULL,
	home TEXT NOT NULL,
	destination TEXT NOT NULL,
	closes BIGINT NOT NULL,
	sent BIGINT NOT NULL,
	paid BIGINT NOT NULL,
	doc TEXT NOT NULL,
	PRIMARY KEY (consolidation_id)
) /*clustered*/;
CREATE INDEX consolidations_open ON consolidations (home, closes) WHERE sent = 0;
CREATE TABLE consolidation_parcels (
	order_id BIGINT NOT NULL,
	shop_id BIGINT NOT NULL,
	consolidation_id BIGINT NOT NULL,
	grams BIGINT NOT NULL CHECK (grams > 0),
	share BIGINT NOT NULL,
	PRIMARY KEY (order_id, shop_id)
) /*clustered*/;
CREATE INDEX consolidation_parcels_of ON consolidation_parcels (consolidation_id, order_id);
`

// Bounds of consolidations.
const (
	maxJoined   = 200                 // parcels of one
	maxGather   = 90 * 24 * time.Hour // for which one may be open
	maxCityText = 80
)

var errNoConsolidation = fault.New(fault.NotFound, "fault.not_found")

const consolidationColumns = "c.consolidation_id, c.home, c.destination, c.closes, c.sent, c.paid, c.doc"

func scanConsolidation(scan db.Scan) (c Consolidation, err error) {
	var closes, sent, paid int64
	var text string
	if err := scan(&c.ID, &c.Home, &c.To, &closes, &sent, &paid, &text); err != nil {
		return c, err
	}
	var d consolidationDoc
	err = json.Unmarshal([]byte(text), &d)
	c.Closes, c.Sent, c.Paid = db.Time(closes), db.Time(sent), db.Time(paid)
	c.City, c.Place, c.Carrier, c.Number, c.Cost = d.City, d.Place, d.Carrier, d.Number, money.Of(d.Cost, d.Money)
	return c, err
}

func (c Consolidation) doc() (string, error) {
	b, err := json.Marshal(consolidationDoc{City: c.City, Place: c.Place, Carrier: c.Carrier, Number: c.Number, Money: c.Cost.Currency, Cost: c.Cost.Minor})
	return string(b), err
}

func loadConsolidation(tx *db.Tx, id ConsolidationID) (Consolidation, error) {
	c, err := db.One(tx, scanConsolidation, "SELECT "+consolidationColumns+" FROM consolidations c WHERE c.consolidation_id = $1", int64(id))
	if errors.Is(err, db.ErrNone) {
		err = errNoConsolidation
	}
	return c, err
}

// check cleans what an operator says of a new consolidation.
func (c *Consolidation) check(now time.Time) error {
	var f fault.Fields
	for _, t := range []struct {
		field string
		text  *string
	}{{"city", &c.City}, {"place", &c.Place}, {"carrier", &c.Carrier}} {
		text, err := note(t.field, *t.text, true)
		if err := f.Join("", err); err != nil {
			return err
		}
		*t.text = text
	}
	if len([]rune(c.City)) > maxCityText {
		f.Add("city", "fault.too_long", "max", maxCityText)
	}
	if !c.Home.Known() {
		f.Add("home", "fault.choice")
	}
	if !c.To.Known() || c.To == c.Home {
		f.Add("to", "fault.choice")
	}
	if !c.Closes.After(now) || c.Closes.After(now.Add(maxGather)) {
		f.Add("closes", "fault.closes", "days", int64(maxGather/(24*time.Hour)))
	}
	return f.Err()
}

// Gather opens a consolidation, an operator's. Faults are of the fields home,
// to, closes, city, place and carrier.
func (s *Service) Gather(ctx context.Context, by identity.Actor, c Consolidation) (id ConsolidationID, err error) {
	if !by.IsOperator() {
		return 0, fault.New(fault.Forbidden, "fault.operators_only")
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if err := once.Claim(ctx, tx); err != nil {
			return err
		}
		if err := c.check(tx.Now); err != nil {
			return err
		}
		doc, err := c.doc()
		if err != nil {
			return err
		}
		id = ConsolidationID(tx.ID())
		if _, err := tx.Exec(`INSERT INTO consolidations (consolidation_id, home, destination, closes, sent, paid, doc) VALUES ($1, $2, $3, $4, 0, 0, $5)`,
			int64(id), string(c.Home), string(c.To), db.Micro(c.Closes), doc); err != nil {
			return err
		}
		return audit.Note(tx, by, db.House, "consolidation.opened", string(c.Home)+"-"+string(c.To), map[string]int64{"consolidation": int64(id)})
	})
	return id, err
}

// Consolidations gives the operator a page of them, newest first, below before
// where that is not 0.
func (s *Service) Consolidations(ctx context.Context, by identity.Actor, before ConsolidationID) (list []Consolidation, err error) {
	if !by.IsOperator() {
		return nil, fault.New(fault.Forbidden, "fault.operators_only")
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, scanConsolidation, "SELECT "+consolidationColumns+` FROM consolidations c
			WHERE $1 = 0 OR c.consolidation_id < $1 ORDER BY c.consolidation_id DESC LIMIT $2`, int64(before), pageSize)
		return err
	})
	return list, err
}

// Consolidation gives the operator one with its parcels, in the order in which
// their orders were placed.
func (s *Service) Consolidation(ctx context.Context, by identity.Actor, id ConsolidationID) (c Consolidation, list []Joined, err error) {
	if !by.IsOperator() {
		return c, nil, fault.New(fault.Forbidden, "fault.operators_only")
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if c, err = loadConsolidation(tx, id); err != nil {
			return err
		}
		list, err = joined(tx, "j.consolidation_id = $1", int64(id))
		return err
	})
	return c, list, err
}
