package delivery

import (
	"slices"
	"time"

	"agora/country"
	"agora/db"
	"agora/money"
)

// Words in Option.To beside country codes.
const (
	Everywhere = "*"        // every country but the shop's own
	Domestic   = "domestic" // the shop's own country
)

// Services of an option.
const (
	Post    = "post"
	Courier = "courier"
	Pickup  = "pickup"
)

// Option is one way a shop sends parcels.
type Option struct {
	Shop     db.ShopID
	Home     country.Code // where the shop posts; Everywhere and Domestic are meant from here
	Key      string       // unique in the shop
	Carrier  string
	Name     map[string]string // by language
	Service  string            // Post, Courier or Pickup
	To       []string          // country codes, Everywhere or Domestic
	DaysMin  int               // days on the way; the days a shop needs to pack are not in them
	DaysMax  int
	Incoterm string // "DDP": duty is paid at checkout; "DAP": by the buyer at the door
	Tracked  bool
	Steps    []Step // rising

	// Prices by the table of a carrier instead of Steps: its key, and the shop's
	// money. Days are those of the table's zone.
	Table    string         `json:",omitempty"`
	Currency money.Currency `json:",omitempty"`

	table *table // of Table, as it was read
}

// table is a carrier with its tariffs, the newest first.
type table struct {
	Carrier
	tariffs []Tariff
}

// Step is the freight of a packed weight up to UpToGrams, in the shop's currency.
type Step struct {
	UpToGrams int64
	Price     money.Amount
}

// Reaches reports whether this way goes to a country.
func (o Option) Reaches(to country.Code) bool {
	switch {
	case to == o.Home && slices.Contains(o.To, Domestic),
		to != o.Home && slices.Contains(o.To, Everywhere):
		return true
	}
	return slices.Contains(o.To, string(to))
}

// Price gives the freight of a weight; false when it is too heavy for this way.
func (o Option) Price(grams int64) (money.Amount, bool) { return stepOf(o.Steps, grams) }

func stepOf(steps []Step, grams int64) (money.Amount, bool) {
	for _, s := range steps {
		if grams <= s.UpToGrams {
			return s.Price, true
		}
	}
	return money.Amount{}, false
}

// Offer is an option for the parcels of one order: their price, how many they
// are, and the days between which they arrive, in UTC.
type Offer struct {
	Option   Option
	Price    money.Amount
	Parcels  int
	From, By time.Time
}
