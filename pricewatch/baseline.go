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

// maxBaselines bounds how many count at once.
const maxBaselines = 2_000

// thing is what of a baseline says what it is about.
type thing struct {
	country             country.Code
	hs, category, count string
	unit                Unit
}

// of gives what a baseline is about: of one thing the later counts.
func (e Entry) of() thing { return thing{e.Country, e.HS, e.Category, e.Count, e.Unit} }

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
	err = s.db.Write(ctx, func(tx *db.Tx) (err error) {
		one := e
		if err := one.check(tx.Now, categories, traits); err != nil {
			return err
		}
		b, err = one.put(tx)
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

// put writes an entry down, and which of its thing counts from now on: that of the latest
// day, of one day the last written.
func (e Entry) put(tx *db.Tx) (Baseline, error) {
	rows, err := baselineRows(tx, "")
	if err != nil {
		return Baseline{}, err
	}
	b := Baseline{ID: BaselineID(tx.ID()), Entry: e}
	b.Thing = b.ID
	var by BaselineID // that counts in its place
	list := latest(rows)
	if i := slices.IndexFunc(list, func(have Baseline) bool { return have.of() == e.of() }); i < 0 {
		if len(list) >= maxBaselines {
			return b, fault.Field("hs", "fault.at_most", "max", int64(maxBaselines))
		}
	} else if b.Thing = list[i].Thing; list[i].Day.After(e.Day) {
		by = list[i].ID
	}
	if by == 0 {
		for _, have := range rows {
			if have.of() != e.of() {
				continue
			}
			if _, err := tx.Exec("UPDATE price_baselines SET replaced = $2 WHERE baseline_id = $1", int64(have.ID), int64(b.ID)); err != nil {
				return b, err
			}
		}
	}
	_, err = tx.Exec("INSERT INTO price_baselines (baseline_id, country, thing, replaced, doc) VALUES "+db.Places(1, 5), int64(b.ID), string(e.Country), int64(b.Thing), int64(by), text(e))
	return b, err
}

func baselinesIn(tx *db.Tx, in []country.Code) ([]Baseline, error) {
	if len(in) == 0 {
		return nil, nil
	}
	args := make([]any, len(in))
	for i, c := range in {
		args[i] = string(c)
	}
	rows, err := baselineRows(tx, " AND country IN "+db.Places(1, len(in)), args...)
	return latest(rows), err
}

// baselineRows reads those that no later one took the place of, by when they were written.
func baselineRows(tx *db.Tx, and string, args ...any) ([]Baseline, error) {
	return db.List(tx, func(scan db.Scan) (b Baseline, err error) {
		var doc string
		if err := scan((*int64)(&b.ID), (*int64)(&b.Thing), &doc); err != nil {
			return b, err
		}
		return b, json.Unmarshal([]byte(doc), &b.Entry)
	}, "SELECT baseline_id, thing, doc FROM price_baselines WHERE replaced = 0"+and+" ORDER BY baseline_id", args...)
}

// latest gives of each thing what counts. Rows from before that was written with them are
// several of a thing, and know neither it nor one another.
func latest(rows []Baseline) (list []Baseline) {
	at := map[thing]int{}
	for _, b := range rows {
		if b.Thing == 0 {
			b.Thing = b.ID
		}
		i, known := at[b.of()]
		if !known {
			at[b.of()] = len(list)
			list = append(list, b)
			continue
		}
		if have := list[i]; !have.Day.After(b.Day) {
			b.Thing = have.Thing
			list[i] = b
		}
	}
	return list
}
