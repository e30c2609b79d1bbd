package feed

import (
	"strconv"
	"strings"
	"unicode"

	"agora/fault"
	"agora/money"
)

// place reads the number after a name in a field's path: 2 of "variants.2.sku".
func place(field, name string) (int, bool) {
	rest, ok := strings.CutPrefix(field, name+".")
	if !ok {
		return 0, false
	}
	number, _, _ := strings.Cut(rest, ".")
	n, err := strconv.Atoi(number)
	return n, err == nil && n >= 0
}

// amount reads a price. Spaces are dropped, and one comma before at most two
// digits is a decimal mark, as half of the countries write it; every other
// comma could mean a thousand and is refused.
func amount(s string, c money.Currency) (money.Amount, error) {
	s = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
	if whole, part, found := strings.Cut(s, ","); found && len(part) <= money.Digits && !strings.ContainsAny(part, ",.") && !strings.Contains(whole, ".") {
		s = whole + "." + part
	}
	return money.Parse(s, c)
}

// whole reads a number that may have decimals, rounded up: a parcel of 150.2 g
// weighs 151 g.
func whole(s string) (int64, error) {
	bad := fault.New(fault.Invalid, "fault.number")
	s, part, _ := strings.Cut(strings.Replace(s, ",", ".", 1), ".")
	if s == "" && part != "" {
		s = "0"
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || strings.ContainsFunc(part, func(r rune) bool { return r < '0' || r > '9' }) || n > 1<<53 {
		return 0, bad
	}
	if n >= 0 && strings.Trim(part, "0") != "" {
		n++
	}
	return n, nil
}

// joined writes a list into one cell, parted by "|".
func joined(list []string) string {
	escape := strings.NewReplacer(`\`, `\\`, "|", `\|`)
	cells := make([]string, len(list))
	for i, s := range list {
		cells[i] = escape.Replace(s)
	}
	return strings.Join(cells, "|")
}

// parted reads joined back; an empty cell is no list.
func parted(cell string) []string {
	if cell == "" {
		return nil
	}
	var list []string
	var b strings.Builder
	escaped := false
	for _, r := range cell {
		switch {
		case escaped:
			b.WriteRune(r)
			escaped = false
		case r == '\\':
			escaped = true
		case r == '|':
			list = append(list, strings.TrimSpace(b.String()))
			b.Reset()
		default:
			b.WriteRune(r)
		}
	}
	return append(list, strings.TrimSpace(b.String()))
}

// money reads a cell with an amount in the shop's currency.
func (f *file) money(column int, required bool) money.Amount {
	return f.priced(f.at(column), column, required)
}

func (f *file) priced(cell string, column int, required bool) money.Amount {
	if cell == "" {
		if required {
			f.wrong(column, fault.New(fault.Invalid, "fault.required"))
			return money.Of(1, f.shop.Currency) // said already; one problem for one cell
		}
		return money.Amount{}
	}
	a, err := amount(cell, f.shop.Currency)
	if err != nil {
		f.wrong(column, err)
		return money.Of(1, f.shop.Currency)
	}
	if !required && a.IsZero() {
		return money.Amount{}
	}
	return a
}

// number reads a cell with a whole number, zero when empty.
func (f *file) number(column int) int64 { return f.counted(f.at(column), column) }

func (f *file) counted(cell string, column int) int64 {
	if cell == "" {
		return 0
	}
	n, err := whole(cell)
	if err != nil {
		f.wrong(column, err)
	}
	return n
}
