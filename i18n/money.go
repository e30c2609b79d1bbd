package i18n

import (
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/bojanz/currency"

	"agora/country"
	"agora/money"
)

// signs are the currency signs that one currency of the market alone uses
// (Unicode's names of them); the others are shown by their code.
var signs = map[string]string{"PKR": "₨", "INR": "₹", "KZT": "₸", "RUB": "₽", "CNY": "¥", "TRY": "₺",
	"AMD": "֏", "AZN": "₼", "MNT": "₮", "KHR": "៛"}

// moneyFormat holds the two writings of money in one language.
type moneyFormat struct {
	short *writing // without an empty minor part
	exact *writing // always two decimals
}

func newMoneyFormat(lang string) moneyFormat {
	w := func(digits uint8) *writing {
		f := currency.NewFormatter(currency.NewLocale(lang))
		f.MinDigits, f.MaxDigits = digits, money.Digits
		f.CurrencyDisplay, f.SymbolMap = currency.DisplaySymbol, signs
		return &writing{slow: f, decimals: digits > 0}
	}
	return moneyFormat{short: w(0), exact: w(money.Digits)}
}

// Money writes an amount for buyers: "₨13,509", without an empty minor part.
func (l *Locale) Money(a money.Amount) string {
	if a.Minor%100 != 0 {
		return l.MoneyExact(a)
	}
	return l.money.short.write(a)
}

// MoneyExact writes an amount with both decimals, for ledgers.
func (l *Locale) MoneyExact(a money.Amount) string { return l.money.exact.write(a) }

// writing writes amounts. CLDR's patterns are asked once for each currency, by
// samples, since a page writes dozens of amounts.
type writing struct {
	slow     *currency.Formatter
	decimals bool
	shapes   sync.Map // of *shape by money.Currency
}

// shape is how the amounts of one currency look.
type shape struct {
	before, after           string // of a positive amount
	minusBefore, minusAfter string // of a negative one
	group, point            string
	first, next             int  // digits in the lowest group, and in those above
	least                   int  // digits from which a number is grouped
	zero                    rune // of its ten digits
}

func (w *writing) write(a money.Amount) string {
	s := w.shape(a.Currency)
	if s == nil {
		return w.ask(a)
	}
	if !w.decimals {
		return s.number(a.Minor/100, "")
	}
	before, after, minor := s.before, s.after, uint64(a.Minor)
	if a.Minor < 0 {
		before, after, minor = s.minusBefore, s.minusAfter, -minor
	}
	b := append(make([]byte, 0, 48), before...)
	b = append(s.appendGrouped(b, minor/100), s.point...)
	b = utf8.AppendRune(b, s.zero+rune(minor/10%10))
	b = utf8.AppendRune(b, s.zero+rune(minor%10))
	return string(append(b, after...))
}

func (s *shape) appendGrouped(b []byte, n uint64) []byte {
	var room [20]byte
	digits := strconv.AppendUint(room[:0], n, 10)
	for i, d := range digits {
		if left := len(digits) - i - s.first; i > 0 && len(digits) >= s.least && (left == 0 || left > 0 && left%s.next == 0) {
			b = append(b, s.group...)
		}
		b = utf8.AppendRune(b, s.zero+rune(d-'0'))
	}
	return b
}

// ask has CLDR's pattern write an amount.
func (w *writing) ask(a money.Amount) string {
	v, err := currency.NewAmount(a.Plain(), string(a.Currency))
	if err != nil {
		return strings.TrimSpace(a.String()) // the zero Amount has no code
	}
	return w.slow.Format(v)
}

// shape gives the shape of a currency; nil when samples do not show it, or the
// code is unknown.
func (w *writing) shape(c money.Currency) *shape {
	if s, ok := w.shapes.Load(c); ok {
		return s.(*shape)
	}
	if !currency.IsValid(string(c)) {
		return nil
	}
	s := w.sample(c)
	w.shapes.Store(c, s)
	return s
}

// sample has CLDR's pattern write three amounts and reads the shape off them.
func (w *writing) sample(c money.Currency) *shape {
	plus := w.ask(money.Of(111_111_111_111, c))
	s := shapeOf(country.Digits(plus), country.Digits(w.ask(money.Of(-111_111_111_111, c))))
	if s == nil {
		return nil
	}
	few := country.Digits(w.ask(money.Of(111_111, c)))
	if s.least = s.first + 1; !strings.Contains(few[strings.IndexByte(few, '1'):strings.LastIndexByte(few, '1')], s.group) {
		s.least++ // some languages group from five digits on
	}
	s.zero = '0'
	for _, r := range plus {
		if unicode.IsDigit(r) {
			s.zero = r - 1
			break
		}
	}
	return s
}

// shapeOf reads the shape off 1,111,111,111.11 and its negative.
func shapeOf(plus, minus string) *shape {
	from, to := strings.IndexByte(plus, '1'), strings.LastIndexByte(plus, '1')+1
	mFrom, mTo := strings.IndexByte(minus, '1'), strings.LastIndexByte(minus, '1')+1
	if from < 0 || mFrom < 0 || plus[from:to] != minus[mFrom:mTo] {
		return nil
	}
	var sizes []int
	var marks []string
	for rest := plus[from:to]; rest != ""; {
		bare := strings.TrimLeft(rest, "1")
		sizes = append(sizes, len(rest)-len(bare))
		at := max(strings.IndexByte(bare, '1'), 0)
		marks = append(marks, bare[:at])
		rest = bare[at:]
	}
	n := len(sizes)
	if n < 4 || sizes[n-1] != money.Digits || marks[0] != marks[n-3] {
		return nil
	}
	return &shape{before: plus[:from], after: plus[to:], minusBefore: minus[:mFrom], minusAfter: minus[mTo:],
		group: marks[0], point: marks[n-2], first: sizes[n-2], next: sizes[n-3]}
}
