package relief

import (
	"context"
	"encoding/json"
	"regexp"
	"slices"

	"agora/catalog"
	"agora/db"
	"agora/fault"
	"agora/goods"
	"agora/identity"
)

// Item is what is needed and given in a crisis: masks of one type, gloves of one size.
type Item struct {
	ID     goods.ItemID
	Crisis CrisisID
	Code   string // short, as a manifest has it: "mask-iir"
	Sort
}

// Sort is what is known about an item.
type Sort struct {
	Name        catalog.Texts `json:"name"`
	Unit        Unit          `json:"unit"`
	Codes       []Code        `json:"codes,omitempty"`
	Packs       []Pack        `json:"packs,omitempty"`
	Certificate string        `json:"certificate,omitempty"` // that is wanted with it; "" for none
	Keeps       bool          `json:"keeps,omitempty"`       // it expires: batch and day are wanted
	Cold        bool          `json:"cold,omitempty"`        // Coldest and Warmest are said
	Coldest     int64         `json:"coldest,omitempty"`     // °C in storage
	Warmest     int64         `json:"warmest,omitempty"`
	Most        int64         `json:"most,omitempty"` // more units than this in one line are a mistake; 0 for MostUnits
}

// Unit is in what an item is counted.
type Unit string

// Units are all units.
var Units = []Unit{"piece", "pair", "box", "bottle", "kit", "kilogram", "litre"}

// Code is what a scheme of codes calls an item.
type Code struct {
	Scheme string `json:"scheme"` // of Schemes
	Code   string `json:"code"`
}

// Schemes are those of codes: the Harmonized System of the WCO, the Global Trade Item
// Number of GS1, the UNSPSC of the United Nations, and the WHO's list.
var Schemes = []string{"hs", "gtin", "unspsc", "who"}

// Pack is how many units go into one.
type Pack struct {
	Name  string `json:"name"` // "carton"
	Units int64  `json:"units"`
}

// MostUnits is the most units of one line of anything.
const MostUnits = 100_000_000

// Bounds of items.
const (
	maxItems = 1_000
	maxCodes = 8
)

var codeForm = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{1,39}$`)

func (i Item) check() error {
	var bad fault.Fields
	if !codeForm.MatchString(i.Code) {
		bad.Add("code", "fault.relief_code")
	}
	if i.Name.Empty() {
		bad.Add("name", "fault.required")
	}
	if !slices.Contains(Units, i.Unit) {
		bad.Add("unit", "fault.choice")
	}
	if len(i.Codes) > maxCodes || slices.ContainsFunc(i.Codes, func(c Code) bool { return !slices.Contains(Schemes, c.Scheme) || c.Code == "" || len(c.Code) > 40 }) {
		bad.Add("codes", "fault.choice")
	}
	if len(i.Packs) > maxCodes || slices.ContainsFunc(i.Packs, func(p Pack) bool { return p.Name == "" || p.Units < 1 || p.Units > MostUnits }) {
		bad.Add("packs", "fault.number_range", "min", int64(1), "max", int64(MostUnits))
	}
	if i.Most < 0 || i.Most > MostUnits {
		bad.Add("most", "fault.number_range", "min", int64(0), "max", int64(MostUnits))
	}
	return bad.Err()
}

// most is the most units of one line.
func (i Item) most() int64 {
	if i.Most == 0 {
		return MostUnits
	}
	return i.Most
}

const itemColumns = "crisis_id, item_id, code, doc"

func scanItem(scan db.Scan) (i Item, err error) {
	var doc string
	if err := scan((*int64)(&i.Crisis), (*int64)(&i.ID), &i.Code, &doc); err != nil {
		return i, err
	}
	return i, json.Unmarshal([]byte(doc), &i.Sort)
}

// Stock writes down an item of a crisis, or rewrites that of the same code; who
// coordinates may.
func (s *Service) Stock(ctx context.Context, by identity.Actor, i Item) (Item, error) {
	if !Coordinates(by) {
		return i, errNotMe
	}
	if err := i.check(); err != nil {
		return i, err
	}
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := openCrisis(tx, i.Crisis); err != nil {
			return err
		}
		var have int64
		if err := tx.Row("SELECT COUNT(*) FROM relief_items WHERE crisis_id = $1", []any{int64(i.Crisis)}, &have); err != nil {
			return err
		}
		if have >= maxItems {
			return fault.Field("code", "fault.at_most", "max", int64(maxItems))
		}
		return tx.Row("INSERT INTO relief_items ("+itemColumns+") VALUES "+db.Places(1, 4)+" ON CONFLICT (crisis_id, code) DO UPDATE SET doc = excluded.doc RETURNING item_id",
			[]any{int64(i.Crisis), tx.ID(), i.Code, text(i.Sort)}, (*int64)(&i.ID))
	})
	return i, err
}

// Items lists all items of a crisis by code; it is bounded.
func (s *Service) Items(ctx context.Context, id CrisisID) (list []Item, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = itemsIn(tx, id)
		return err
	})
	return list, err
}

func itemsIn(tx *db.Tx, id CrisisID) ([]Item, error) {
	return db.List(tx, scanItem, "SELECT "+itemColumns+" FROM relief_items WHERE crisis_id = $1 ORDER BY code LIMIT $2", int64(id), maxItems)
}
