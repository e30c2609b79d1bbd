package goods

import (
	"strconv"
	"strings"
)

// Account is where units are: what sort of account it is, whose, and which of hers,
// with colons between.
type Account string

// Sort is what an account is.
type Sort string

// Sorts of accounts. All but Source never hold less than nothing.
const (
	Source  Sort = "source"  // outside: what came of one consignment or gift (below zero)
	Package Sort = "package" // in a package, on its way to a facility
	Missing Sort = "missing" // in a package for a facility that was not there when it was counted
	Place   Sort = "place"   // in the stock of a facility
	Given   Sort = "given"   // handed by a facility to those for whom they are
	Off     Sort = "off"     // written off, for a facility, by reason
)

// From gives the account of what came of a consignment or a gift.
func From(id int64) Account { return account(Source, id) }

// In gives the account of the stock of a facility, and GivenBy that of what it gave on.
func In(facility int64) Account      { return account(Place, facility) }
func GivenBy(facility int64) Account { return account(Given, facility) }

// Inside gives the account of a package for a facility, and Lost that of the same
// package while it is missing.
func Inside(facility, pack int64) Account { return account(Package, facility, pack) }
func Lost(facility, pack int64) Account   { return account(Missing, facility, pack) }

// WrittenOff gives the account of what was written off for a facility.
func WrittenOff(facility int64, r Reason) Account {
	return account(Off, facility) + ":" + Account(r)
}

func account(s Sort, ids ...int64) Account {
	a := []byte(s)
	for _, id := range ids {
		a = strconv.AppendInt(append(a, ':'), id, 10)
	}
	return Account(a)
}

// Reason is why goods were written off.
type Reason string

// Reasons.
const (
	Expired  Reason = "expired"
	Recalled Reason = "recalled"
	Damaged  Reason = "damaged"
	Gone     Reason = "gone" // lost on the way, or stolen
	Miscount Reason = "miscount"
)

// Reasons are all reasons.
var Reasons = []Reason{Expired, Recalled, Damaged, Gone, Miscount}

// parts reads an account; ok is false for what is none.
func (a Account) parts() (s Sort, party int64, ok bool) {
	part := strings.Split(string(a), ":")
	want := map[Sort]int{Source: 2, Place: 2, Given: 2, Package: 3, Missing: 3, Off: 3}[Sort(part[0])]
	if len(part) != want || want == 0 {
		return s, 0, false
	}
	party, err := strconv.ParseInt(part[1], 10, 64)
	return Sort(part[0]), party, err == nil && party > 0
}

// Sort gives what an account is.
func (a Account) Sort() Sort {
	s, _, _ := a.parts()
	return s
}

// Party gives whose an account is: a facility, or what it came of; 0 for what is none.
func (a Account) Party() int64 {
	_, party, _ := a.parts()
	return party
}
