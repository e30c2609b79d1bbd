package rates

import (
	"cmp"
	"errors"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"agora/fault"
	"agora/money"
)

const (
	// MaxBytes bounds a sheet.
	MaxBytes = 1 << 20
	// maxLines bounds the currencies of a sheet; no bank names half as many.
	maxLines = 300
	// maxNominal bounds the units for which a bank quotes; the most known is
	// ten thousand (VND, IDR).
	maxNominal = 1_000_000
)

// Sheet is what a central bank says of one day.
type Sheet struct {
	Bank     string         // key of the bank: "kg"
	Currency money.Currency // the bank's own
	Day      time.Time      // midnight UTC
	Lines    []Line         // by currency, each once
}

// Line is one currency in a sheet.
type Line struct {
	Currency money.Currency
	Value    int64  // units of the bank's currency for one unit, times money.RateScale
	Nominal  int64  // the units for which the bank quotes
	Said     string // the number as it stood in the sheet
}

// Value gives what one unit of a currency costs; the bank's own costs one.
func (s Sheet) Value(c money.Currency) (int64, bool) {
	if c == s.Currency {
		return money.RateScale, true
	}
	i, ok := slices.BinarySearchFunc(s.Lines, c, func(l Line, c money.Currency) int { return cmp.Compare(l.Currency, c) })
	if !ok {
		return 0, false
	}
	return s.Lines[i].Value, true
}

// Read reads a sheet in the form in which a bank publishes it. Its faults are
// of the field "file".
func Read(bank string, body []byte) (Sheet, error) {
	b, ok := Find(bank)
	if !ok {
		return Sheet{}, fault.Field("bank", "fault.choice")
	}
	if len(body) > MaxBytes {
		return Sheet{}, fault.Field("file", "fault.rates_size", "mib", MaxBytes>>20)
	}
	r := reading{bank: b, sheet: Sheet{Bank: b.Key, Currency: b.Currency}}
	err := b.read(&r, body)
	if err == nil {
		err = r.close()
	}
	if err != nil {
		return Sheet{}, fault.Field("file", "fault.rates_sheet", "bank", b.Name, "why", plain(err.Error())).Because(err)
	}
	return r.sheet, nil
}

// plain makes a text of a file fit to be shown and stored.
func plain(s string) string {
	const most = 160
	s = strings.Join(strings.FieldsFunc(strings.ToValidUTF8(s, "\uFFFD"), func(r rune) bool { return r < ' ' || r == ' ' }), " ")
	for len(s) > most {
		_, n := utf8.DecodeLastRuneInString(s)
		s = s[:len(s)-n]
	}
	return s
}

// reading is a sheet being read.
type reading struct {
	bank  Bank
	sheet Sheet
}

// said is one currency as a sheet writes it.
type said struct {
	code, nominal string // nominal "" for one
	value         string // "" is passed over: the bank has no rate
	second        string // the other side of buying and selling; "" for none. The middle of the two counts
	inverse       bool   // units of the currency for one of the bank's
}

// put adds a currency. Metals and units of account are no money of a market.
func (r *reading) put(s said) error {
	c := money.Currency(strings.TrimSpace(s.code))
	switch c {
	case "XAU", "XAG", "XPT", "XPD", "XDR", r.sheet.Currency:
		return nil
	}
	if !c.Valid() {
		return wrong("currency", s.code)
	}
	if s.value, s.second = strings.TrimSpace(s.value), strings.TrimSpace(s.second); s.value == "" {
		s.value, s.second = s.second, ""
	}
	if s.value == "" {
		return nil
	}
	l := Line{Currency: c, Nominal: 1, Said: s.value}
	if n := strings.TrimSpace(s.nominal); n != "" {
		var err error
		if l.Nominal, err = strconv.ParseInt(n, 10, 64); err != nil || l.Nominal < 1 || l.Nominal > maxNominal {
			return wrong(string(c)+" nominal", n)
		}
	}
	value, ok := decimal(s.value, r.bank.mark)
	if !ok {
		return wrong(string(c), s.value)
	}
	if s.second != "" {
		other, ok := decimal(s.second, r.bank.mark)
		if !ok {
			return wrong(string(c), s.second)
		}
		l.Said += " / " + s.second
		value.Add(value, other).Quo(value, big.NewRat(2, 1))
	}
	if s.inverse {
		value.Inv(value)
	}
	if l.Value, ok = scaled(value, l.Nominal); !ok {
		return wrong(string(c), l.Said)
	}
	if r.sheet.Lines = append(r.sheet.Lines, l); len(r.sheet.Lines) > maxLines {
		return errors.New("more than " + strconv.Itoa(maxLines) + " currencies")
	}
	return nil
}

func wrong(what, value string) error { return errors.New(what + ": “" + plain(value) + "”") }

// errEmpty is a sheet without rates, which some banks give for days on which
// they rest.
var errEmpty = errors.New("no rates")

// close proves that the sheet is whole and puts it in order.
func (r *reading) close() error {
	s := &r.sheet
	if len(s.Lines) == 0 {
		return errEmpty
	}
	if s.Day.Year() < 2000 || s.Day.Year() > 2100 {
		return errors.New("no day")
	}
	slices.SortStableFunc(s.Lines, func(a, b Line) int { return cmp.Compare(a.Currency, b.Currency) })
	for i := 1; i < len(s.Lines); i++ {
		if a, b := s.Lines[i-1], s.Lines[i]; a.Currency == b.Currency && a.Value != b.Value {
			return errors.New(string(a.Currency) + " twice: “" + a.Said + "”, “" + b.Said + "”")
		}
	}
	if _, ok := s.Value(dollar); !ok { // a part of a sheet, such as a weekly list, would take the place of the whole
		return errors.New("no rate of USD")
	}
	s.Lines = slices.CompactFunc(s.Lines, func(a, b Line) bool { return a.Currency == b.Currency })
	return nil
}

// on takes the day of the sheet in one of the forms in which banks write it.
func (r *reading) on(s string) error {
	s = strings.TrimSpace(s)
	for _, layout := range r.bank.days {
		if len(s) < len(layout) {
			continue
		}
		// a time of day may stand behind
		if rest := s[len(layout):]; rest == "" || rest[0] == 'T' || rest[0] == ' ' {
			if day, err := time.Parse(layout, s[:len(layout)]); err == nil {
				r.sheet.Day = day
				return nil
			}
		}
	}
	return wrong("day", s)
}

// decimal reads a number above zero. With the mark '.' groups of three digits
// may be parted by commas; with ',' by spaces, and a point alone is a mark too,
// since some banks write one form on one day and the other on the next.
func decimal(s string, mark byte) (*big.Rat, bool) {
	const longest = 32
	group := ","
	if mark == ',' {
		s, group = strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(s), " "
		if strings.Count(s, ",") == 0 {
			mark = '.'
		}
	}
	whole, frac, marked := strings.Cut(s, string(mark))
	if len(s) > longest || marked && frac == "" || !digits(frac) {
		return nil, false
	}
	parts := strings.Split(whole, group)
	for i, p := range parts {
		if p == "" || !digits(p) || len(parts) > 1 && (len(p) > 3 || i > 0 && len(p) != 3) {
			return nil, false
		}
	}
	v, ok := new(big.Rat).SetString(strings.Join(parts, "") + "." + frac + "0")
	return v, ok && v.Sign() > 0
}

func digits(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
}

// scaled gives value ÷ nominal times money.RateScale, rounded half up; false
// when nothing is left or it is beyond a thousand million.
func scaled(value *big.Rat, nominal int64) (int64, bool) {
	num := new(big.Int).Mul(value.Num(), big.NewInt(2*money.RateScale))
	den := new(big.Int).Mul(value.Denom(), big.NewInt(nominal))
	num.Add(num, den).Div(num, den.Lsh(den, 1))
	const most = money.RateScale * money.RateScale
	n := num.Int64()
	return n, num.IsInt64() && n > 0 && n <= most
}
