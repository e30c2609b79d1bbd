package qr

import "strings"

// rule says what a value may be.
type rule struct {
	digits   bool // digits only
	ascii    bool // letters of any keyboard only
	from, to int  // bytes
	needed   bool
	only     []string // the values there are; nil for any
}

// rules are those of the fields that every code has.
var rules = map[string]rule{
	"00": {digits: true, from: 2, to: 2, needed: true, only: []string{"01"}},
	"01": {digits: true, from: 2, to: 2, needed: true, only: []string{"11", "12"}},
	"52": {digits: true, from: 4, to: 4, needed: true},
	"53": {digits: true, from: 3, to: 3, needed: true},
	"54": {ascii: true, from: 1, to: 13},
	"58": {ascii: true, from: 2, to: 2, needed: true},
	"59": {ascii: true, from: 1, to: 25, needed: true},
	"60": {ascii: true, from: 1, to: 15, needed: true},
	"61": {ascii: true, from: 1, to: 10},
}

// parts are those of the fields within templates.
var parts = map[string]map[string]rule{
	"62": {
		"01": {from: 1, to: 25}, "02": {from: 1, to: 25}, "03": {from: 1, to: 25}, "04": {from: 1, to: 25},
		"05": {from: 1, to: 25}, "06": {from: 1, to: 25}, "07": {from: 1, to: 25}, "08": {from: 1, to: 25},
		"09": {ascii: true, from: 1, to: 3},
	},
	"64": {
		"00": {ascii: true, from: 2, to: 2, needed: true},
		"01": {from: 1, to: 25, needed: true},
		"02": {from: 1, to: 15},
	},
	"99": {
		"00": {digits: true, from: 13, to: 13, needed: true},
		"01": {digits: true, from: 13, to: 13},
	},
}

// loose are the templates that may hold fields which have no rule here.
const loose = "62"

// check proves the fields of a whole code, without its check sum.
func check(l Items) error {
	if err := l.check(""); err != nil {
		return err
	}
	if err := obey(l, rules, ""); err != nil {
		return err
	}
	accounts := 0
	for _, i := range l {
		if i.Tag == "63" {
			return wrong(i.Tag, ErrTwice)
		}
		if i.Tag >= "02" && i.Tag <= "51" {
			accounts++
		}
		if i.Tag >= "26" && i.Tag <= "51" {
			if err := template(i); err != nil {
				return err
			}
		}
		if err := checkParts(i); err != nil {
			return err
		}
	}
	switch {
	case accounts == 0:
		return wrong("26", ErrMissing)
	case currencyOf(l.Value("53")) == "":
		return wrong("53", ErrValue)
	}
	return checkSum(l.Value("54"))
}

// template proves that an account template begins with whose it is.
func template(i Item) error {
	t, err := readItems(i.Value, i.Tag+".")
	switch {
	case err != nil:
		return err
	case t.Value("00") == "":
		return wrong(i.Tag+".00", ErrMissing)
	}
	return nil
}

func checkParts(i Item) error {
	table, ok := parts[i.Tag]
	if !ok {
		return nil
	}
	t, err := readItems(i.Value, i.Tag+".")
	if err != nil {
		return err
	}
	if i.Tag != loose {
		for n, p := range t { // these are written in one order
			if _, ok := table[p.Tag]; !ok || n > 0 && t[n-1].Tag > p.Tag {
				return wrong(i.Tag+"."+p.Tag, ErrUnknown)
			}
		}
	}
	return obey(t, table, i.Tag+".")
}

// obey proves fields by their rules; those without one may be anything.
func obey(l Items, table map[string]rule, where string) error {
	for tag, r := range table {
		v := l.Value(tag)
		if v == "" {
			if r.needed {
				return wrong(where+tag, ErrMissing)
			}
			continue
		}
		if err := r.take(v); err != nil {
			return wrong(where+tag, err)
		}
	}
	return nil
}

func (r rule) take(v string) error {
	switch {
	case len(v) < r.from || len(v) > r.to:
		return ErrLength
	case r.digits && !digits(v), r.ascii && !ascii(v):
		return ErrLetters
	}
	for _, o := range r.only {
		if o == v {
			return nil
		}
	}
	if r.only != nil {
		return ErrValue
	}
	return nil
}

// checkSum proves the form of an amount: digits, at most one dot, no sign.
func checkSum(v string) error {
	if v == "" {
		return nil
	}
	whole, part, dotted := strings.Cut(v, ".")
	if whole == "" || !digits(whole) || !digits(part) || dotted && (part == "" || len(part) > 2) {
		return wrong("54", ErrValue)
	}
	return nil
}
