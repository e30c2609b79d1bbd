package rates

import (
	"slices"
	"strings"

	"agora/fault"
	"agora/money"
)

// Order says whose word counts for a currency.
type Order struct {
	Pivot money.Currency // over which rates of one bank meet those of another

	named map[money.Currency][]string
	met   []string // banks in the order in which they are named
}

// NewOrder reads lines such as "KGS kg ru". A line that can't be read is passed
// over; CheckOrder refuses it before it is stored.
func NewOrder(pivot money.Currency, lines string) Order {
	o := Order{Pivot: pivot, named: map[money.Currency][]string{}}
	if o.Pivot == "" {
		o.Pivot = "USD"
	}
	for l := range strings.Lines(lines) {
		words := strings.Fields(l)
		if len(words) < 2 {
			continue
		}
		c := money.Currency(words[0])
		for _, key := range words[1:] {
			if _, ok := Find(key); !ok {
				continue
			}
			o.named[c] = append(o.named[c], key)
			if !slices.Contains(o.met, key) {
				o.met = append(o.met, key)
			}
		}
	}
	return o
}

// of gives all banks in the order in which they are heard about a currency: the
// ones named for it, its own, then any that is named at all, then the rest.
func (o Order) of(c money.Currency) []string {
	list := slices.Clone(o.named[c])
	for _, b := range banks {
		if b.Currency == c {
			list = append(list, b.Key)
		}
	}
	list = append(list, o.met...)
	for _, b := range banks {
		list = append(list, b.Key)
	}
	seen := map[string]bool{}
	return slices.DeleteFunc(list, func(key string) bool {
		twice := seen[key]
		seen[key] = true
		return twice
	})
}

// CheckOrder proves the lines of the setting rate_banks.
func CheckOrder(lines string) error {
	const most = 200
	n := 0
	for l := range strings.Lines(lines) {
		words := strings.Fields(l)
		if len(words) == 0 {
			continue
		}
		c := money.Currency(words[0])
		if n++; n > most || len(words) < 2 || !c.Valid() || c == money.Play {
			return fault.Field("", "fault.rate_order", "banks", keys())
		}
		if err := CheckBanks(strings.Join(words[1:], " ")); err != nil {
			return fault.Field("", "fault.rate_order", "banks", keys())
		}
	}
	return nil
}

// CheckBanks proves a list of keys of banks, as the setting rate_fetch has it.
func CheckBanks(list string) error {
	words := strings.Fields(list)
	for i, key := range words {
		if _, ok := Find(key); !ok || slices.Contains(words[:i], key) {
			return fault.Field("", "fault.rate_fetch", "banks", keys())
		}
	}
	return nil
}

// CheckPivot wants a currency that several banks name: dollar, euro, or that of
// one of the banks.
func CheckPivot(c string) error {
	if c == "USD" || c == "EUR" || slices.ContainsFunc(banks[:], func(b Bank) bool { return string(b.Currency) == c }) {
		return nil
	}
	return fault.Field("", "fault.choice")
}

func keys() string {
	var list []string
	for _, b := range banks {
		list = append(list, b.Key)
	}
	return strings.Join(list, " ")
}
