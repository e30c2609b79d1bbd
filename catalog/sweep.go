package catalog

import (
	"math"
	"math/bits"

	"agora/event"
	"agora/fault"
	"agora/identity"
)

// The events of a sweep: it is to be run, or to be taken back.
const (
	SweepBegun  event.Kind = "catalog.sweep"
	SweepUndone event.Kind = "catalog.sweep_undo"
)

// SweepID names a sweep.
type SweepID int64

// SweepKind is what a sweep does to each product or variant.
type SweepKind string

// The kinds of sweeps.
const (
	PriceBy      SweepKind = "price_by"  // percent, in hundredths: 1250 is 12.5 % dearer
	PriceAdd     SweepKind = "price_add" // minor units more, or less when negative
	PriceSet     SweepKind = "price_set" // minor units
	StockAdd     SweepKind = "stock_add" // pieces more, or fewer when negative
	StockSet     SweepKind = "stock_set" // pieces, in all locations together
	SweepPublish SweepKind = "publish"   // for sale; drafts only
	SweepHide    SweepKind = "hide"      // a draft again; what is for sale only
	SweepArchive SweepKind = "archive"   // out of the market

	SweepCategory SweepKind = "category" // the shelf of the market it stands on
	SweepBrand    SweepKind = "brand"    // who made it; nobody said when empty
)

// SweepKinds are all of them.
var SweepKinds = []SweepKind{PriceBy, PriceAdd, PriceSet, StockAdd, StockSet, SweepPublish, SweepHide, SweepArchive, SweepCategory, SweepBrand}

// Prices reports whether a kind changes prices; Stock whether it changes stock.
// Those that do neither, nor Labels, change the status of products.
func (k SweepKind) Prices() bool { return k == PriceBy || k == PriceAdd || k == PriceSet }

// Stock is Prices for stock.
func (k SweepKind) Stock() bool { return k == StockAdd || k == StockSet }

// Labels is Prices for what a product is called or stands under.
func (k SweepKind) Labels() bool { return k == SweepCategory || k == SweepBrand }

// Change is what a sweep does.
type Change struct {
	Kind SweepKind
	N    int64  // percent, minor units or pieces, as the kind says
	Step int64  // prices become the nearest multiple of so many minor units; 0 and 1 leave them
	Text string `json:",omitempty"` // the key of a category, or a brand

	required []string // traits that the category asks of what is on sale
}

// maxPercent bounds how much dearer a sweep makes things, in hundredths.
const maxPercent = 1_000_000

// Check gives what is wrong with a change, whatever it is done to.
func (c Change) Check() fault.Fields {
	var f fault.Fields
	switch c.Kind {
	case PriceBy:
		if c.N <= -10_000 || c.N > maxPercent || c.N == 0 {
			f.Add("n", "fault.sweep_percent", "max", maxPercent/100)
		}
	case PriceSet:
		if c.N < 0 || c.N > MaxPrice {
			f.Add("n", "fault.price_range")
		}
	case PriceAdd:
		if c.N < -MaxPrice || c.N > MaxPrice || c.N == 0 {
			f.Add("n", "fault.price_range")
		}
	case StockSet:
		number(&f, "n", c.N, MaxOnHand)
	case StockAdd:
		if c.N < -MaxOnHand || c.N > MaxOnHand || c.N == 0 {
			f.Add("n", "fault.number_range", "min", int64(-MaxOnHand), "max", int64(MaxOnHand))
		}
	case SweepPublish, SweepHide, SweepArchive:
	case SweepCategory:
		if c.Text == "" {
			f.Add("category", "fault.required")
		}
	case SweepBrand:
		short(&f, "brand", c.Text)
	default:
		f.Add("kind", "fault.required")
	}
	if c.Step < 0 || c.Step > MaxPrice {
		f.Add("step", "fault.price_range")
	}
	return f
}

// price gives what a price becomes, rounded half up.
func (c Change) price(now int64) int64 {
	switch c.Kind {
	case PriceBy:
		now = scale(now, uint64(10_000+c.N), 10_000)
	case PriceAdd:
		now += c.N
	case PriceSet:
		now = c.N
	}
	if c.Step > 1 && now > 0 {
		now = max((now+c.Step/2)/c.Step, 1) * c.Step
	}
	return now
}

// scale gives n times by over of, rounded half up; more than a price can be when
// it does not fit.
func scale(n int64, by, of uint64) int64 {
	high, low := bits.Mul64(uint64(n), by)
	low, carry := bits.Add64(low, of/2, 0)
	if high += carry; high >= of {
		return math.MaxInt64 / 2
	}
	result, _ := bits.Div64(high, low, of)
	return int64(min(result, math.MaxInt64/2))
}

// stock gives what a stock becomes.
func (c Change) stock(now int64) int64 {
	if c.Kind == StockAdd {
		return now + c.N
	}
	return c.N
}

// status gives what a status becomes, and whether the change is meant for it.
func (c Change) status(now ProductStatus) (ProductStatus, bool) {
	switch {
	case c.Kind == SweepPublish && now == ProductDraft:
		return ProductActive, true
	case c.Kind == SweepHide && now.wished() == ProductActive:
		return ProductDraft, true
	case c.Kind == SweepArchive && now != ProductArchived:
		return ProductArchived, true
	}
	return now, false
}

// SweepState is where a sweep stands.
type SweepState string

// The states of a sweep.
const (
	Sweeping   SweepState = "running"
	Swept      SweepState = "done"
	SweepBack  SweepState = "undoing"
	SweepUndid SweepState = "undone"
)

// Sweep is one change of all products that a filter found.
type Sweep struct {
	ID          SweepID
	Shop        ShopID
	Person      identity.PersonID // who began it
	Filter      ProductFilter
	Change      Change
	State       SweepState
	Total, Done int64 // products
	Changed     int64 // variants, or products when the status changes
	Refused     int64 // of these that it could not change; when it was taken back, that were changed since
	CanUndo     bool

	through, at int64 // the highest product of it, and the last that is done
}

// Ended reports whether nothing more happens by itself.
func (s Sweep) Ended() bool { return s.State == Swept || s.State == SweepUndid }
