package relief

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"agora/country"
	"agora/fault"
)

// Pack is how many units go into one.
type Pack struct {
	Name  string `json:"name"` // as people call it; one of Packings is said in every language
	Units int64  `json:"units"`
}

// Packings are names of packs that are said in every language.
var Packings = []string{"pack", "box", "carton", "pallet"}

// checkPacks wants a name and a size of each pack, and no two of one size: who says "20
// boxes" names the pack by what is in it.
func (i Item) checkPacks(bad *fault.Fields) {
	if len(i.Packs) > maxCodes {
		bad.Add("packs", "fault.at_most", "max", int64(maxCodes))
	}
	known := map[int64]bool{}
	for _, p := range i.Packs {
		switch {
		case p.Name == "" || known[p.Units]:
			bad.Add("packs", "fault.relief_packs")
		case utf8.RuneCountInString(p.Name) > maxLine:
			bad.Add("packs", "fault.too_long", "max", int64(maxLine))
		case p.Units < 2 || p.Units > MostUnits:
			bad.Add("packs", "fault.number_range", "min", int64(2), "max", int64(MostUnits))
		}
		known[p.Units] = true
	}
}

// ReadPacks reads packs as people write them, one in a line: "box 50".
func ReadPacks(text string) (list []Pack, err error) {
	for line := range strings.Lines(text) {
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		last := len(words) - 1
		n, err := strconv.ParseInt(country.Digits(words[last]), 10, 64)
		if err != nil || last == 0 {
			return nil, fault.Field("packs", "fault.relief_packs")
		}
		name := strings.Join(words[:last], " ")
		if known := strings.ToLower(name); slices.Contains(Packings, known) {
			name = known
		}
		list = append(list, Pack{name, n})
	}
	slices.SortFunc(list, func(a, b Pack) int { return cmp.Compare(a.Units, b.Units) })
	return list, nil
}

// PackOf gives the pack that holds so many units; ok is false where the item has none
// such. One unit is a pack of itself, without a name.
func (i Item) PackOf(units int64) (p Pack, ok bool) {
	if units == 1 {
		return Pack{Units: 1}, true
	}
	at := slices.IndexFunc(i.Packs, func(p Pack) bool { return p.Units == units })
	if at < 0 {
		return p, false
	}
	return i.Packs[at], true
}

// In gives how many units so many packs are. What no item can have is more than
// MostUnits, and is found by the bound of a line.
func (p Pack) In(count int64) int64 {
	if count > MostUnits || count < -MostUnits {
		return count
	}
	return count * p.Units
}
