package i18n

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/bojanz/currency"
)

// numberShape reads off CLDR's pattern of money, written without a sign, how a
// language groups numbers and in which digits, so that sums and counts agree.
func numberShape(lang string) *shape {
	f := currency.NewFormatter(currency.NewLocale(lang))
	f.MinDigits, f.MaxDigits, f.CurrencyDisplay = 2, 2, currency.DisplayNone
	w := &writing{slow: f}
	s := w.sample("USD")
	if s == nil { // no language of ours; a test proves it
		return &shape{minusBefore: "-", group: ",", point: ".", first: 3, next: 3, least: 4, zero: '0'}
	}
	return s
}

// Number writes a whole number with the locale's grouping and digits.
func (l *Locale) Number(n int64) string {
	s := l.number
	if n > -1000 && n < 1000 && s.zero == '0' {
		if n >= 0 {
			return strconv.FormatInt(n, 10)
		}
		return s.minusBefore + strconv.FormatInt(-n, 10) + s.minusAfter
	}
	return s.number(n, "")
}

// number writes a number with the digits that follow its point, "" for none.
func (s *shape) number(n int64, rest string) string {
	before, after, size := s.before, s.after, uint64(n)
	if n < 0 {
		before, after, size = s.minusBefore, s.minusAfter, -size
	}
	b := append(make([]byte, 0, 48), before...)
	b = s.appendGrouped(b, size)
	if rest != "" {
		b = append(b, s.point...)
		for _, d := range []byte(rest) {
			b = utf8.AppendRune(b, s.zero+rune(d-'0'))
		}
	}
	return string(append(b, after...))
}

// Digits puts the locale's digits in the place of ASCII ones, for years, hours
// and other numbers that are not grouped.
func (l *Locale) Digits(s string) string {
	if l.number.zero == '0' {
		return s
	}
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return l.number.zero + r - '0'
		}
		return r
	}, s)
}

// Percent writes a rate in hundredths of a percent: 1800 is "18%".
func (l *Locale) Percent(bps int64) string {
	return strings.Replace(l.percent, "{n}", l.fraction(bps, 2), 1)
}

// fraction writes a number of 10^-digits without the zeros at its end.
func (l *Locale) fraction(n int64, digits int) string {
	scale := int64(1)
	for range digits {
		scale *= 10
	}
	rest := n % scale
	if rest < 0 {
		rest = -rest
	}
	tail := strconv.FormatInt(scale+rest, 10)[1:]
	whole := n / scale
	if s := l.number; n < 0 && whole == 0 && rest != 0 { // there is no minus zero
		return s.minusBefore + l.fraction(-n, digits) + s.minusAfter
	}
	return l.number.number(whole, strings.TrimRight(tail, "0"))
}

// Weight writes grams, from one kilogram on in kilograms.
func (l *Locale) Weight(grams int64) string {
	if grams < 1000 {
		return l.T("unit.gram", "n", grams)
	}
	return l.T("unit.kilogram", "n", l.fraction((grams+50)/100, 1))
}

// Date writes a day with its year, as UTC has it.
func (l *Locale) Date(t time.Time) string { return l.pattern(l.date, t.UTC()) }

// DateShort writes a day without its year.
func (l *Locale) DateShort(t time.Time) string { return l.pattern(l.day, t.UTC()) }

// DateTime writes day and time in a time zone; nil is UTC.
func (l *Locale) DateTime(t time.Time, zone *time.Location) string {
	if zone == nil {
		zone = time.UTC
	}
	t = t.In(zone)
	return l.pattern(l.date, t) + " " + l.Digits(t.Format("15:04"))
}

// pattern fills {d}, {m} and {y} with the day of t's zone.
func (l *Locale) pattern(p string, t time.Time) string {
	year, month, day := t.Date()
	m := int(month)
	if l.solar {
		year, m, day = solarHijri(t)
	}
	var room [64]byte
	b := room[:0]
	for p != "" { // dates are on every page: a Replacer for each would be half of its garbage
		before, rest, found := strings.Cut(p, "{")
		b = append(b, before...)
		if !found {
			break
		}
		name, after, _ := strings.Cut(rest, "}")
		switch name {
		case "d":
			b = append(b, l.Digits(strconv.Itoa(day))...)
		case "m":
			b = append(b, l.months[m-1]...)
		case "y":
			b = append(b, l.Digits(strconv.Itoa(year))...)
		default:
			b = append(b, "{"+name+"}"...)
		}
		p = after
	}
	return string(b)
}
