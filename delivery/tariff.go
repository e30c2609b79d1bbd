package delivery

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"agora/country"
	"agora/fault"
	"agora/money"
)

// TariffID names a tariff.
type TariffID int64

// Tariff is what a carrier asks for parcels posted in a country, from a day on.
type Tariff struct {
	ID       TariffID       `json:"-"`
	Carrier  string         `json:"-"`
	Home     country.Code   `json:"-"`
	From     time.Time      `json:"-"` // midnight UTC
	Draft    bool           `json:"-"` // it was read and does not count yet
	Currency money.Currency `json:"currency"`
	Zones    []Zone         `json:"zones"`
	Fuel     money.Bps      `json:"fuel,omitempty"` // on the price by weight
	Each     money.Amount   `json:"each"`           // on each parcel
	Remote   []Remote       `json:"remote,omitempty"`
}

// Zone is countries with the same prices and days.
type Zone struct {
	Name    string   `json:"name"`
	To      []string `json:"to"` // country codes, Everywhere or Domestic
	DaysMin int      `json:"days_min"`
	DaysMax int      `json:"days_max"`
	Steps   []Step   `json:"steps"`
}

// Remote is what is asked besides for a postcode that begins so.
type Remote struct {
	Country country.Code `json:"country"`
	Prefix  string       `json:"prefix"`
	Price   money.Amount `json:"price"`
}

// Place is where a parcel goes.
type Place struct {
	Country  country.Code
	Postcode string // "" while it is not known
}

// zone gives the zone of a country; one that names it comes first.
func (t Tariff) zone(to country.Code) (Zone, bool) {
	word := Everywhere
	if to == t.Home {
		word = Domestic
	}
	for _, name := range []string{string(to), word} {
		for _, z := range t.Zones {
			if slices.Contains(z.To, name) {
				return z, true
			}
		}
	}
	return Zone{}, false
}

// price gives the freight of one parcel in a zone; false when it is too heavy.
func (t Tariff) price(z Zone, to Place, grams int64) (money.Amount, bool) {
	base, ok := stepOf(z.Steps, grams)
	if !ok {
		return base, false
	}
	fuel := (base.Minor*int64(t.Fuel) + 5_000) / 10_000
	base.Minor += fuel + t.Each.Minor
	code := plainCode(to.Postcode)
	longest := -1
	var remote int64
	for _, r := range t.Remote {
		if r.Country == to.Country && code != "" && strings.HasPrefix(code, r.Prefix) && len(r.Prefix) > longest {
			longest, remote = len(r.Prefix), r.Price.Minor
		}
	}
	base.Minor += remote
	return base, true
}

// plainCode is a postcode in plain digits and capitals, without what stands
// between them.
func plainCode(s string) string {
	return strings.ToUpper(strings.NewReplacer(" ", "", "-", "").Replace(country.Digits(s)))
}

// heaviest is the last weight of a zone.
func (z Zone) heaviest() int64 {
	if len(z.Steps) == 0 {
		return 0
	}
	return z.Steps[len(z.Steps)-1].UpToGrams
}

// Bounds of a tariff.
const (
	mostZones  = 60
	mostRemote = 5_000
	mostFuel   = 10_000
	mostPrefix = 10
)

func (t Tariff) check() error {
	var f fault.Fields
	switch {
	case len(t.Zones) == 0:
		f.Add("file", "fault.tariff_empty")
	case len(t.Zones) > mostZones, len(t.Remote) > mostRemote:
		f.Add("file", "fault.tariff_much")
	}
	if t.Fuel < 0 || t.Fuel > mostFuel {
		f.Add("file", "fault.percent")
	}
	seen := map[string]string{}
	for _, z := range t.Zones {
		for _, to := range z.To {
			if other, twice := seen[to]; twice {
				f.Add("file", "fault.tariff_twice", "to", to, "one", other, "two", z.Name)
			}
			seen[to] = z.Name
			if len(to) != 2 && to != Everywhere && to != Domestic {
				f.Add("file", "fault.delivery_to", "to", to)
			}
		}
		if z.DaysMin < 0 || z.DaysMax < z.DaysMin || z.DaysMax > maxDays {
			f.Add("file", "fault.delivery_days", "max", maxDays)
		}
		c := t.Currency
		var faults fault.Fields
		checkSteps(z.Steps, &faults, "", &c)
		for _, e := range faults {
			f.Add("file", "fault.tariff_zone", "zone", z.Name)
			f.Add("file", e.Key, e.Args...)
		}
	}
	places := map[string]bool{}
	for _, r := range t.Remote {
		place := string(r.Country) + " " + r.Prefix
		if places[place] {
			f.Add("file", "fault.tariff_twice", "to", place, "one", "remote", "two", "remote")
		}
		places[place] = true
	}
	return f.Err()
}

// Change is one line of a tariff that another does not have like this.
type Change struct{ What, Was, Is string } // "" where there is none

// Changes gives what is different in a tariff from the one before, in the order
// of its lines; what ends comes last.
func (t Tariff) Changes(before Tariff) (list []Change) {
	was := map[string]string{}
	old := before.lines()
	for _, l := range old {
		was[l[0]] = l[1]
	}
	for _, l := range t.lines() {
		if was[l[0]] != l[1] {
			list = append(list, Change{l[0], was[l[0]], l[1]})
		}
		delete(was, l[0])
	}
	for _, l := range old {
		if v, ok := was[l[0]]; ok && v != "" {
			list = append(list, Change{l[0], v, ""})
		}
	}
	return list
}

// lines writes a tariff as names and values; no name comes twice.
func (t Tariff) lines() (list [][2]string) {
	add := func(name, value string) { list = append(list, [2]string{name, value}) }
	for _, z := range t.Zones {
		add("zone "+z.Name, fmt.Sprintf("%s, %d-%d", strings.Join(z.To, " "), z.DaysMin, z.DaysMax))
		for _, s := range z.Steps {
			add(fmt.Sprintf("%s, %d g", z.Name, s.UpToGrams), s.Price.String())
		}
	}
	if t.Fuel > 0 {
		add("fuel", fmt.Sprintf("%d.%02d %%", t.Fuel/100, t.Fuel%100))
	}
	if !t.Each.IsZero() {
		add("parcel", t.Each.String())
	}
	for _, r := range t.Remote {
		add("remote "+string(r.Country)+" "+r.Prefix, r.Price.String())
	}
	return list
}
