package delivery

import (
	"fmt"
	"regexp"

	"agora/fault"
	"agora/money"
)

var optionKey = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,39}$`)

// Bounds of what a shop may offer.
const (
	maxOptions = 50
	maxSteps   = 100
	maxDays    = 365
)

// CheckOptions gives every fault of a shop's options under paths like
// "options.2.steps.0.price".
func CheckOptions(list []Option) error {
	var f fault.Fields
	if len(list) > maxOptions {
		f.Add("options", "fault.delivery_many", "max", maxOptions)
		return f
	}
	seen := map[string]bool{}
	var c money.Currency
	for i, o := range list {
		at := fmt.Sprintf("options.%d", i)
		if !optionKey.MatchString(o.Key) || seen[o.Key] {
			f.Add(at+".key", "fault.delivery_key")
		}
		seen[o.Key] = true
		o.check(&f, at)
		o.checkPrices(&f, at, &c)
	}
	return f.Err()
}

func (o Option) check(f *fault.Fields, at string) {
	if len(o.Home) != 2 {
		f.Add(at+".home", "fault.required")
	}
	if _, err := checkCarrier(o.Carrier); err != nil && o.Service != Pickup {
		f.Add(at+".carrier", "fault.carrier")
	}
	if o.Service != Post && o.Service != Courier && o.Service != Pickup {
		f.Add(at+".service", "fault.delivery_service")
	}
	if o.Incoterm != "DDP" && o.Incoterm != "DAP" {
		f.Add(at+".incoterm", "fault.delivery_incoterm")
	}
	if len(o.To) == 0 {
		f.Add(at+".to", "fault.required")
	}
	for _, to := range o.To {
		if len(to) != 2 && to != Everywhere && to != Domestic {
			f.Add(at+".to", "fault.delivery_to", "to", to)
		}
	}
	if o.DaysMin < 0 || o.DaysMax < o.DaysMin || o.DaysMax > maxDays {
		f.Add(at+".days", "fault.delivery_days", "max", maxDays)
	}
}

// checkPrices wants a table, or steps, and one currency in the whole shop.
func (o Option) checkPrices(f *fault.Fields, at string, c *money.Currency) {
	if o.Table == "" {
		checkSteps(o.Steps, f, at+".", c)
		return
	}
	if *c == "" {
		*c = o.Currency
	}
	if o.Currency != *c || !o.Currency.Valid() {
		f.Add(at+".table", "fault.delivery_prices")
	}
}

// checkSteps wants at least one step, weights that rise, prices that do not
// fall, and one currency.
func checkSteps(steps []Step, f *fault.Fields, at string, c *money.Currency) {
	if len(steps) == 0 || len(steps) > maxSteps {
		f.Add(at+"steps", "fault.delivery_steps", "max", maxSteps)
		return
	}
	var before Step
	for i, s := range steps {
		path := fmt.Sprintf("%ssteps.%d", at, i)
		if s.UpToGrams <= before.UpToGrams {
			f.Add(path+".grams", "fault.delivery_weights")
		}
		if *c == "" {
			*c = s.Price.Currency
		}
		if s.Price.Minor < before.Price.Minor || s.Price.Currency != *c || !s.Price.Currency.Valid() {
			f.Add(path+".price", "fault.delivery_prices")
		}
		before = s
	}
}
