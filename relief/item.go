package relief

import (
	"context"
	"encoding/json"
	"regexp"
	"slices"
	"unicode/utf8"

	"agora/catalog"
	"agora/db"
	"agora/fault"
	"agora/goods"
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
	Name        catalog.Texts  `json:"name"`
	Unit        Unit           `json:"unit"`
	Codes       []Code         `json:"codes,omitempty"`
	Packs       []Pack         `json:"packs,omitempty"`
	Instead     []goods.ItemID `json:"instead,omitempty"`     // other items of the crisis that are taken in its place
	Certificate string         `json:"certificate,omitempty"` // that is wanted with it; "" for none
	Keeps       bool           `json:"keeps,omitempty"`       // it expires: batch and day are wanted
	Cold        bool           `json:"cold,omitempty"`        // Coldest and Warmest are said
	Coldest     int64          `json:"coldest,omitempty"`     // °C in storage
	Warmest     int64          `json:"warmest,omitempty"`
	Most        int64          `json:"most,omitempty"` // more units than this in one line are a mistake; 0 for MostUnits
}

// Unit is in what an item is counted.
type Unit string

// Units are all units.
var Units = []Unit{"piece", "pair", "box", "bottle", "kit", "kilogram", "litre"}

// MostUnits is the most units of one line of anything.
const MostUnits = 100_000_000

// Bounds of items.
const (
	maxItems  = 1_000
	maxCodes  = 8
	leastCold = -100 // °C
	mostWarm  = 60
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
	for _, name := range i.Name {
		if utf8.RuneCountInString(name) > maxLine {
			bad.Add("name", "fault.too_long", "max", int64(maxLine))
			break
		}
	}
	if !slices.Contains(Units, i.Unit) {
		bad.Add("unit", "fault.choice")
	}
	if len(i.Codes) > maxCodes {
		bad.Add("codes", "fault.at_most", "max", int64(maxCodes))
	}
	for _, c := range i.Codes {
		if key := c.wrong(); key != "" {
			bad.Add("codes."+c.Scheme, key)
		}
	}
	i.checkPacks(&bad)
	i.checkStore(&bad)
	if i.Most < 0 || i.Most > MostUnits {
		bad.Add("most", "fault.number_range", "min", int64(0), "max", int64(MostUnits))
	}
	return bad.Err()
}

// checkStore looks at what is said of certificates, of storage and of what comes instead.
func (i Item) checkStore(bad *fault.Fields) {
	if utf8.RuneCountInString(i.Certificate) > maxLine {
		bad.Add("certificate", "fault.too_long", "max", int64(maxLine))
	}
	for field, t := range map[string]int64{"coldest": i.Coldest, "warmest": i.Warmest} {
		if t < leastCold || t > mostWarm {
			bad.Add(field, "fault.number_range", "min", int64(leastCold), "max", int64(mostWarm))
		}
	}
	if i.Cold && i.Coldest > i.Warmest {
		bad.Add("warmest", "fault.relief_cold")
	}
	if len(i.Instead) > maxCodes {
		bad.Add("instead", "fault.at_most", "max", int64(maxCodes))
	}
	if i.ID != 0 && slices.Contains(i.Instead, i.ID) {
		bad.Add("instead", "fault.relief_item", "code", i.Code)
	}
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

// ItemOf gives one item.
func (s *Service) ItemOf(ctx context.Context, crisis CrisisID, id goods.ItemID) (i Item, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		i, err = itemIn(tx, crisis, id)
		return err
	})
	return i, err
}
