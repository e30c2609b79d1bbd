package discount

import (
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"agora/db"
	"agora/fault"
	"agora/money"
)

// ID names a discount.
type ID int64

// Scope is what of a shop a discount is for.
type Scope string

// The scopes.
const (
	OfShop     Scope = "shop"
	OfCategory Scope = "category"
	OfProducts Scope = "products"
)

// Scopes are all scopes, from the widest.
var Scopes = [...]Scope{OfShop, OfCategory, OfProducts}

// Bounds.
const (
	MaxPercent  = 90
	MaxProducts = 50
	MaxInForce  = 50 // of one shop, at the same time
	MaxCodes    = 10 // in one cart
	maxTitle    = 80 // characters
	maxUses     = 1_000_000
)

// Discount is what a shop takes off.
type Discount struct {
	ID       ID
	Shop     db.ShopID
	Title    map[string]string // by language
	Code     string            // folded; "" for one that needs none
	Percent  int64             // 1 to MaxPercent, or
	Off      money.Amount      // so much of each thing, in the shop's money
	Scope    Scope
	Category string    // of OfCategory
	Products []int64   // of OfProducts
	First    time.Time // the first day, UTC
	Last     time.Time // the last day, UTC; zero for never
	Least    money.Amount
	Most     int64 // how often it is used in all; 0 without bound
	Used     int64
	Combines bool // together with others that do
	Ended    bool // by its shop, before its last day

	// Closes ends an offer of a live sale to the moment; zero for what days bound.
	// Of an offer Most and Used count things, not orders.
	Closes   time.Time
	Revision int64
}

// Day gives the day of a moment, as discounts know days.
func Day(t time.Time) time.Time { return t.UTC().Truncate(24 * time.Hour) }

// Begun reports whether the first day has come.
func (d Discount) Begun(now time.Time) bool { return !Day(now).Before(d.First) }

// Over reports whether it is never in force again: ended, past, or used up.
func (d Discount) Over(now time.Time) bool {
	return d.Ended || !d.Last.IsZero() && Day(now).After(d.Last) || !d.Closes.IsZero() && !now.Before(d.Closes) || d.Most > 0 && d.Used >= d.Most
}

// On reports whether it is in force at a moment.
func (d Discount) On(now time.Time) bool { return d.Begun(now) && !d.Over(now) }

// Fits reports whether it is for a product that stands in categories.
func (d Discount) Fits(product int64, categories ...string) bool {
	switch d.Scope {
	case OfShop:
		return true
	case OfCategory:
		return slices.Contains(categories, d.Category)
	}
	return slices.Contains(d.Products, product)
}

// Fold brings a code into the form in which codes are compared.
func Fold(code string) string { return strings.ToUpper(strings.TrimSpace(code)) }

var codeForm = regexp.MustCompile(`^[A-Z0-9][A-Z0-9-]{2,23}$`)

// checked gives the discount cleaned, or every fault of it, by the field of its
// form.
func (d Discount) checked(today time.Time) (Discount, error) {
	var f fault.Fields
	d.title(&f)
	if d.Code = Fold(d.Code); d.Code != "" && !codeForm.MatchString(d.Code) {
		f.Add("code", "fault.discount_code")
	}
	switch {
	case d.Percent == 0 && d.Off.Minor == 0, d.Percent != 0 && d.Off.Minor != 0:
		f.Add("percent", "fault.discount_one")
	case d.Percent < 0 || d.Percent > MaxPercent:
		f.Add("percent", "fault.number_range", "min", int64(1), "max", int64(MaxPercent))
	case d.Off.Minor < 0 || d.Off.Minor > maxMinor:
		f.Add("off", "fault.price_range")
	}
	if d.Least.Minor < 0 || d.Least.Minor > maxMinor {
		f.Add("least", "fault.price_range")
	}
	if d.Most < 0 || d.Most > maxUses {
		f.Add("most", "fault.number_range", "min", int64(1), "max", int64(maxUses))
	}
	d.scope(&f)
	if d.First = Day(d.First); d.First.Before(Day(time.Unix(0, 0))) { // none was given
		d.First = today
	}
	if !d.Last.IsZero() {
		if d.Last = Day(d.Last); d.Last.Before(d.First) {
			f.Add("last", "fault.day_order")
		}
	}
	return d, f.Err()
}

// maxMinor bounds a sum of money as the catalogue bounds prices.
const maxMinor = 1e13

func (d *Discount) title(f *fault.Fields) {
	clean := map[string]string{}
	for lang, s := range d.Title {
		s = strings.Join(strings.Fields(s), " ")
		switch {
		case !utf8.ValidString(s) || strings.ContainsFunc(s, unicode.IsControl):
			f.Add("title."+lang, "fault.text")
		case utf8.RuneCountInString(s) > maxTitle:
			f.Add("title."+lang, "fault.too_long", "max", int64(maxTitle))
		case s != "":
			clean[lang] = s
		}
	}
	if d.Title = clean; len(clean) == 0 && f.Err() == nil {
		f.Add("title", "fault.required")
	}
}

func (d *Discount) scope(f *fault.Fields) {
	switch d.Scope {
	case OfShop:
		d.Category, d.Products = "", nil
	case OfCategory:
		if d.Products = nil; d.Category == "" || len(d.Category) > 64 {
			f.Add("category", "fault.choice")
		}
	case OfProducts:
		d.Category = ""
		slices.Sort(d.Products)
		if d.Products = slices.Compact(d.Products); len(d.Products) == 0 || len(d.Products) > MaxProducts {
			f.Add("products", "fault.discount_products", "max", int64(MaxProducts))
		}
	default:
		f.Add("scope", "fault.choice")
	}
}
