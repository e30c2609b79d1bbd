package pricewatch

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"agora/catalog"
	"agora/country"
	"agora/db"
	"agora/fault"
	"agora/identity"
	"agora/money"
)

// BaselineID names a baseline.
type BaselineID int64

// Baseline is what one unit of an essential good costs in a country on a day.
type Baseline struct {
	ID    BaselineID
	Thing BaselineID // the first baseline of the same thing: a cap of one thing names it
	Entry
}

// Entry is what is written of a baseline.
type Entry struct {
	Country  country.Code `json:"country"` // of shops
	HS       string       `json:"hs,omitempty"`
	Category string       `json:"category,omitempty"` // and those below it; with HS both must fit
	Unit     Unit         `json:"unit"`
	Count    string       `json:"count,omitempty"` // the trait that says how many units one listing has; "" for one
	Amount   money.Amount `json:"amount"`
	Source   string       `json:"source"` // "Ministry of trade, weekly prices"
	Day      time.Time    `json:"day"`    // UTC, of the price
	By       string       `json:"by"`
}

// Unit is of what the price is.
type Unit string

// Units are all units. A kilogram is by the weight of the variant.
var Units = []Unit{"piece", "pair", "kilogram"}

const maxBaselines = 2_000

// same reports whether two baselines are of one thing, so that the later counts.
func (e Entry) same(o Entry) bool {
	return e.Country == o.Country && e.HS == o.HS && e.Category == o.Category && e.Unit == o.Unit && e.Count == o.Count
}

// exactness puts the more exact of two baselines that fit a product first.
func (e Entry) exactness() int {
	n := 2 * len(e.HS)
	if e.Category != "" {
		n++
	}
	return n
}

func (e *Entry) check(now time.Time, categories []catalog.Category, traits []catalog.Trait) error {
	var bad fault.Fields
	e.HS = strings.ReplaceAll(strings.TrimSpace(e.HS), ".", "")
	if !e.Country.Known() {
		bad.Add("country", "fault.choice")
	}
	if e.HS == "" && e.Category == "" {
		bad.Add("hs", "fault.price_what")
	}
	if e.HS != "" && (len(e.HS) < 2 || len(e.HS) > 10 || strings.Trim(e.HS, "0123456789") != "") {
		bad.Add("hs", "fault.price_hs")
	}
	if e.Category != "" && !slices.ContainsFunc(categories, func(c catalog.Category) bool { return c.Key == e.Category }) {
		bad.Add("category", "fault.choice")
	}
	if e.Count != "" && !slices.ContainsFunc(traits, func(t catalog.Trait) bool {
		return t.Key == e.Count && t.Kind == catalog.TraitNumber && t.Unit == "" && !t.Retired
	}) {
		bad.Add("count", "fault.choice")
	}
	if !slices.Contains(Units, e.Unit) {
		bad.Add("unit", "fault.choice")
	}
	if !e.Amount.Currency.Valid() || e.Amount.Minor <= 0 {
		bad.Add("amount", "fault.positive")
	}
	e.Source = wants(&bad, "source", e.Source, maxLine)
	if e.Day.IsZero() || e.Day.After(now) {
		bad.Add("day", "fault.price_day")
	}
	return bad.Err()
}

// Base writes down a baseline; who operates the market may. It takes the place of
// earlier ones of the same thing.
func (s *Service) Base(ctx context.Context, by identity.Actor, e Entry) (b Baseline, err error) {
	if !by.IsOperator() && !by.System {
		return b, errNotMe
	}
	categories, err := s.catalog.Categories(ctx)
	if err != nil {
		return b, err
	}
	traits, err := s.catalog.Traits(ctx)
	if err != nil {
		return b, err
	}
	e.By = by.String()
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		one := e
		if err := one.check(tx.Now, categories, traits); err != nil {
			return err
		}
		var have int64
		if err := tx.Row("SELECT COUNT(*) FROM price_baselines", nil, &have); err != nil {
			return err
		}
		if have >= maxBaselines {
			return fault.Field("hs", "fault.at_most", "max", int64(maxBaselines))
		}
		b = Baseline{ID: BaselineID(tx.ID()), Entry: one}
		if list, err := baselinesIn(tx, []country.Code{one.Country}); err != nil {
			return err
		} else if i := slices.IndexFunc(list, func(have Baseline) bool { return have.same(one) }); i >= 0 {
			b.Thing = list[i].Thing
		} else {
			b.Thing = b.ID
		}
		_, err := tx.Exec("INSERT INTO price_baselines (baseline_id, country, doc) VALUES ($1, $2, $3)", int64(b.ID), string(one.Country), text(one))
		return err
	})
	if err == nil {
		err = s.Look(ctx)
	}
	return b, err
}

// Baselines gives those that count today in some countries: of each thing the latest.
func (s *Service) Baselines(ctx context.Context, in []country.Code) (list []Baseline, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = baselinesIn(tx, in)
		return err
	})
	return list, err
}

func baselinesIn(tx *db.Tx, in []country.Code) (list []Baseline, err error) {
	if len(in) == 0 {
		return nil, nil
	}
	args := make([]any, len(in))
	for i, c := range in {
		args[i] = string(c)
	}
	err = tx.Each(func(scan db.Scan) error {
		var b Baseline
		var doc string
		if err := scan((*int64)(&b.ID), &doc); err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(doc), &b.Entry); err != nil {
			return err
		}
		for i, have := range list {
			if have.same(b.Entry) {
				if !have.Day.After(b.Day) { // of one day the last written
					b.Thing = have.Thing
					list[i] = b
				}
				return nil
			}
		}
		b.Thing = b.ID
		list = append(list, b)
		return nil
	}, "SELECT baseline_id, doc FROM price_baselines WHERE country IN "+db.Places(1, len(in))+" ORDER BY baseline_id", args...)
	return list, err
}
