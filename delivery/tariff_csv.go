package delivery

import (
	"bufio"
	"encoding/csv"
	"errors"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"agora/country"
	"agora/fault"
	"agora/money"
)

var zoneName = regexp.MustCompile(`^[\pL\pN _-]{1,40}$`)

// tariffHead is the header of a file of prices.
var tariffHead = []string{"kind", "zone", "to", "grams", "price", "days"}

// Bounds of a file of prices.
const (
	MaxTariffBytes = 2 << 20
	mostTariffRows = 20_000
	mostPrice      = 1 << 40 // in minor units
)

// ReadTariff reads prices of a CSV with the header kind,zone,to,grams,price,days
// in any order:
//
//	zone,A,KZ UZ,,,5-9      countries and days of a zone
//	step,A,,500,350.00,     its price of a parcel up to a weight
//	fuel,,,,7.5,            percent on prices by weight
//	each,,,,20.00,          on each parcel
//	remote,,KG 7235,,90,    for postcodes of a country that begin so
//
// Faults name the row.
func ReadTariff(r io.Reader, c money.Currency) (Tariff, error) {
	t := Tariff{Currency: c, Each: money.Of(0, c)}
	in := csv.NewReader(bufio.NewReader(io.LimitReader(r, MaxTariffBytes)))
	in.TrimLeadingSpace = true
	head, err := in.Read()
	if err != nil {
		return t, fault.Field("file", "fault.tariff_head")
	}
	head[0] = strings.TrimPrefix(head[0], "\uFEFF")
	at := map[string]int{}
	for i, h := range head {
		at[strings.ToLower(strings.TrimSpace(h))] = i
	}
	for _, name := range tariffHead {
		if _, ok := at[name]; !ok {
			return t, fault.Field("file", "fault.tariff_head")
		}
	}
	in.FieldsPerRecord = len(head)
	for row := 2; ; row++ {
		record, err := in.Read()
		if errors.Is(err, io.EOF) {
			return t, t.check()
		}
		if err != nil || row > mostTariffRows || !t.take(func(name string) string { return strings.TrimSpace(record[at[name]]) }) {
			return t, fault.Field("file", "fault.tariff_row", "row", row)
		}
	}
}

// take adds one row; false when it can't be read.
func (t *Tariff) take(cell func(string) string) bool {
	switch cell("kind") {
	case "zone":
		return t.takeZone(cell)
	case "step":
		i := slices.IndexFunc(t.Zones, func(z Zone) bool { return z.Name == cell("zone") })
		grams, err := strconv.ParseInt(country.Digits(cell("grams")), 10, 64)
		price, ok := t.amount(cell("price"))
		if i < 0 || err != nil || grams > mostGrams || !ok {
			return false
		}
		t.Zones[i].Steps = append(t.Zones[i].Steps, Step{UpToGrams: grams, Price: price})
		return true
	case "fuel":
		percent, err := money.Parse(country.Digits(cell("price")), t.Currency) // hundredths of a percent are written like money
		t.Fuel = money.Bps(percent.Minor)
		return err == nil && percent.Minor >= 0 && percent.Minor <= mostFuel
	case "each":
		price, ok := t.amount(cell("price"))
		t.Each = price
		return ok
	case "remote":
		words := strings.Fields(cell("to"))
		price, ok := t.amount(cell("price"))
		if len(words) != 2 || len(words[0]) != 2 || len(words[1]) > mostPrefix || !ok {
			return false
		}
		t.Remote = append(t.Remote, Remote{Country: country.Code(words[0]), Prefix: plainCode(words[1]), Price: price})
		return true
	}
	return false
}

func (t *Tariff) takeZone(cell func(string) string) bool {
	z := Zone{Name: cell("zone"), To: strings.Fields(cell("to"))}
	low, high, two := strings.Cut(country.Digits(cell("days")), "-")
	var err, errHigh error
	z.DaysMin, err = strconv.Atoi(strings.TrimSpace(low))
	z.DaysMax = z.DaysMin
	if two {
		z.DaysMax, errHigh = strconv.Atoi(strings.TrimSpace(high))
	}
	twice := slices.ContainsFunc(t.Zones, func(o Zone) bool { return o.Name == z.Name })
	if !zoneName.MatchString(z.Name) || len(z.To) == 0 || twice || err != nil || errHigh != nil {
		return false
	}
	t.Zones = append(t.Zones, z)
	return true
}

// amount reads a price that is not below zero.
func (t *Tariff) amount(s string) (money.Amount, bool) {
	a, err := money.Parse(country.Digits(s), t.Currency)
	return a, err == nil && a.Minor >= 0 && a.Minor <= mostPrice
}
