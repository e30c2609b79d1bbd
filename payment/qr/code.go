package qr

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"agora/country"
	"agora/money"
)

// Code is a merchant-presented code of EMVCo: who is paid, and how much.
type Code struct {
	Once     bool   // made for one payment (dynamic); else it hangs at the counter
	Accounts Items  // tags 02 to 51, as they are
	Category string // merchant category code, four digits
	Currency money.Currency
	Amount   money.Amount // zero when the payer types it
	Country  country.Code
	Name     string // in Latin letters, at most 25 bytes
	City     string // in Latin letters, at most 15 bytes
	Postcode string
	More     Items // template 62: bill number, reference, purpose …
	Local    Local
	Made     time.Time // template 99 of KHQR, to the millisecond; zero for none
	Until    time.Time // from then on it is not paid
	Rest     Items     // tags 55 to 57, 65 to 98, as they are
}

// Local is template 64: the name in the owner's own script.
type Local struct {
	Lang       string // ISO 639
	Name, City string // at most 25 and 15 bytes
}

// The fields of template 62 that this package writes.
const (
	BillNumber = "01"
	Reference  = "05"
	Purpose    = "08"
)

// number gives the ISO 4217 numeric codes of the money that has rails. They
// are text: one begins with a zero.
var number = map[money.Currency]string{
	"AFN": "971", "AMD": "051", "AZN": "944", "BYN": "933", "CNY": "156", "INR": "356", "IRR": "364", "KGS": "417",
	"KHR": "116", "KZT": "398", "LKR": "144", "MNT": "496", "NPR": "524", "PKR": "586", "RUB": "643", "TJS": "972",
	"TRY": "949", "USD": "840", "UZS": "860",
}

func currencyOf(numeric string) money.Currency {
	for c, n := range number {
		if n == numeric {
			return c
		}
	}
	return ""
}

// sum writes an amount as apps expect it: without a dot in riel, whose parts
// nobody pays, with two decimals elsewhere.
func sum(a money.Amount) string {
	if a.Currency == "KHR" && a.Minor%100 == 0 {
		return strconv.FormatInt(a.Minor/100, 10)
	}
	return a.Plain()
}

// items gives the fields in the order of their tags; 99 stands last, as KHQR
// has it, and the check sum follows it.
func (c Code) items() Items {
	how := "11"
	if c.Once {
		how = "12"
	}
	l := Items{{"00", "01"}, {"01", how}}
	l = append(l, c.Accounts...)
	l.add("52", c.Category)
	l.add("53", number[c.Currency])
	if !c.Amount.IsZero() {
		l.add("54", sum(c.Amount))
	}
	l.add("58", string(c.Country))
	l.add("59", c.Name)
	l.add("60", c.City)
	l.add("61", c.Postcode)
	l.add("62", c.More.String())
	if c.Local != (Local{}) {
		var t Items
		t.add("00", c.Local.Lang)
		t.add("01", c.Local.Name)
		t.add("02", c.Local.City)
		l.add("64", t.String())
	}
	l = append(l, c.Rest...)
	slices.SortStableFunc(l[2:], func(a, b Item) int { return cmp.Compare(a.Tag, b.Tag) })
	if !c.Made.IsZero() {
		t := Items{{"00", milli(c.Made)}}
		if !c.Until.IsZero() {
			t.add("01", milli(c.Until))
		}
		l.add("99", t.String())
	}
	return l
}

func milli(t time.Time) string { return strconv.FormatInt(t.UnixMilli(), 10) }

// Text writes the code; the error names the field that can't be written.
func (c Code) Text() (string, error) {
	if number[c.Currency] == "" || !c.Amount.IsZero() && c.Amount.Currency != c.Currency {
		return "", wrong("53", ErrValue)
	}
	if c.Made.IsZero() && !c.Until.IsZero() {
		return "", wrong("99", ErrMissing)
	}
	l := c.items()
	if err := c.More.check("62."); err != nil {
		return "", err
	}
	if err := check(l); err != nil {
		return "", err
	}
	text := sealed(l.String())
	if len(text) > longest {
		return "", wrong("", ErrLength)
	}
	return text, nil
}

// longest is what EMVCo allows for the whole text, in bytes.
const longest = 512

// Read reads a code, strictly: what it gives builds a code with the same
// fields.
func Read(text string) (Code, error) {
	var c Code
	if len(text) > longest {
		return c, wrong("", ErrLength)
	}
	body, err := unsealed(text)
	if err != nil {
		return c, err
	}
	l, err := readItems(body, "")
	if err != nil {
		return c, err
	}
	if len(l) == 0 || l[0] != (Item{"00", "01"}) {
		return c, wrong("00", ErrMissing)
	}
	if err := check(l); err != nil {
		return c, err
	}
	return fill(l)
}

// fill puts checked fields into a code.
func fill(l Items) (c Code, err error) {
	c = Code{Once: l.Value("01") == "12", Category: l.Value("52"), Currency: currencyOf(l.Value("53")),
		Country: country.Code(l.Value("58")), Name: l.Value("59"), City: l.Value("60"), Postcode: l.Value("61")}
	if v := l.Value("54"); v != "" {
		if c.Amount, err = money.Parse(v, c.Currency); err != nil || c.Amount.Minor <= 0 {
			return c, wrong("54", ErrValue)
		}
	}
	for _, i := range l {
		switch {
		case i.Tag >= "02" && i.Tag <= "51":
			c.Accounts = append(c.Accounts, i)
		case i.Tag == "62":
			c.More, err = readItems(i.Value, "62.")
		case i.Tag == "64":
			t, _ := readItems(i.Value, "64.")
			c.Local = Local{t.Value("00"), t.Value("01"), t.Value("02")}
		case i.Tag == "99":
			t, _ := readItems(i.Value, "99.")
			c.Made, c.Until = at(t.Value("00")), at(t.Value("01"))
		case i.Tag >= "55" && i.Tag <= "57", i.Tag >= "65":
			c.Rest = append(c.Rest, i)
		}
	}
	byTag := func(a, b Item) int { return cmp.Compare(a.Tag, b.Tag) }
	slices.SortFunc(c.Accounts, byTag)
	slices.SortFunc(c.Rest, byTag)
	return c, err
}

func at(v string) time.Time {
	n, err := strconv.ParseInt(v, 10, 64)
	if err != nil {
		return time.Time{}
	}
	return time.UnixMilli(n).UTC()
}
