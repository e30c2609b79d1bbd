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
