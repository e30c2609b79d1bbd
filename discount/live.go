package discount

import (
	"strings"
	"time"

	"agora/db"
	"agora/fault"
	"agora/money"
)

// Bounds of an offer of a live sale.
const (
	MaxLive       = 2 * time.Hour
	MaxLiveThings = 10_000
)

// secret begins the codes of offers of live sales. No code that a shop may choose
// has it.
const secret = "@"

// LiveCode reports whether a code is that of an offer of a live sale: it is shown
// to nobody.
func LiveCode(code string) bool { return strings.HasPrefix(code, secret) }

// Live reports whether it is an offer of a live sale.
func (d Discount) Live() bool { return !d.Closes.IsZero() }

// Offer is what a shop takes off one thing while it shows it to people.
type Offer struct {
	Shop    db.ShopID
	Product int64
	Title   map[string]string // of what is shown, by language
	Key     string            // a random text that nobody can guess
	Percent int64             // 1 to MaxPercent, or
	Off     money.Amount      // so much of each, above zero
	Closes  time.Time
	Most    int64 // things in all; 0 without bound
}

// Check names by its field what is wrong with an offer that is made now: "percent",
// "minutes" or "most".
func (o Offer) Check(now time.Time) error {
	var f fault.Fields
	switch {
	case (o.Percent == 0) == (o.Off.Minor == 0):
		f.Add("percent", "fault.discount_one")
	case o.Percent < 0 || o.Percent > MaxPercent:
		f.Add("percent", "fault.number_range", "min", int64(1), "max", int64(MaxPercent))
	case o.Off.Minor < 0 || o.Off.Minor > maxMinor:
		f.Add("price", "fault.price_range")
	}
	if d := o.Closes.Sub(now); d <= 0 || d > MaxLive {
		f.Add("minutes", "fault.number_range", "min", int64(1), "max", int64(MaxLive/time.Minute))
	}
	if o.Most < 0 || o.Most > MaxLiveThings {
		f.Add("most", "fault.number_range", "min", int64(1), "max", int64(MaxLiveThings))
	}
	return f.Err()
}

// Add makes an offer, in the transaction that shows it, and gives the code that
// carts get it by.
func (o Offer) Add(tx *db.Tx) (code string, err error) {
	if err := o.Check(tx.Now); err != nil {
		return "", err
	}
	code = Fold(secret + o.Key)
	return code, put(tx, Discount{ID: ID(tx.ID()), Shop: o.Shop, Title: short(o.Title), Code: code, Percent: o.Percent, Off: o.Off,
		Scope: OfProducts, Products: []int64{o.Product}, First: Day(tx.Now), Last: Day(o.Closes), Closes: o.Closes, Most: o.Most, Revision: 1})
}

// short cuts titles to what a discount is called by.
func short(title map[string]string) map[string]string {
	out := map[string]string{}
	for lang, s := range title {
		if r := []rune(s); len(r) > maxTitle {
			s = string(r[:maxTitle-1]) + "…"
		}
		out[lang] = s
	}
	return out
}
