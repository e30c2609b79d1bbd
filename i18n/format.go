package i18n

import (
	"strconv"
	"time"

	"github.com/bojanz/currency"

	"agora/money"
)

// signs are the currency signs that one currency of the market alone uses
// (Unicode's names of them); the others are shown by their code.
var signs = map[string]string{"PKR": "₨", "INR": "₹", "KZT": "₸", "RUB": "₽", "CNY": "¥", "TRY": "₺",
	"AMD": "֏", "AZN": "₼", "MNT": "₮", "KHR": "៛"}

// moneyFormat holds the two writings of money in one language.
type moneyFormat struct {
	short *currency.Formatter // without an empty minor part
	exact *currency.Formatter // always two decimals
}

func newMoneyFormat(lang string) moneyFormat {
	f := func(digits uint8) *currency.Formatter {
		f := currency.NewFormatter(currency.NewLocale(lang))
		f.MinDigits, f.MaxDigits = digits, money.Digits
		f.CurrencyDisplay, f.SymbolMap = currency.DisplaySymbol, signs
		return f
	}
	return moneyFormat{short: f(0), exact: f(money.Digits)}
}

// Money writes an amount for buyers: "₨13,509", without an empty minor part.
func (l *Locale) Money(a money.Amount) string {
	if a.Minor%100 != 0 {
		return l.MoneyExact(a)
	}
	return write(l.money.short, a)
}

// MoneyExact writes an amount with both decimals, for ledgers.
func (l *Locale) MoneyExact(a money.Amount) string { return write(l.money.exact, a) }

func write(f *currency.Formatter, a money.Amount) string {
	v, err := currency.NewAmount(a.Plain(), string(a.Currency))
	if err != nil {
		return a.String()
	}
	return f.Format(v)
}

// Number writes a whole number with the locale's grouping.
func (l *Locale) Number(n int64) string { return l.cldr.FmtNumber(float64(n), 0) }

// Percent writes a rate in hundredths of a percent: 1800 is "18%".
func (l *Locale) Percent(bps int64) string {
	digits := uint64(0)
	switch {
	case bps%10 != 0:
		digits = 2
	case bps%100 != 0:
		digits = 1
	}
	return l.cldr.FmtPercent(float64(bps)/100, digits)
}

// Weight writes grams, from one kilogram on in kilograms.
func (l *Locale) Weight(grams int64) string {
	if grams < 1000 {
		return l.T("unit.gram", "n", grams)
	}
	digits := uint64(1)
	if grams%1000 == 0 {
		digits = 0
	}
	return l.T("unit.kilogram", "n", l.cldr.FmtNumber(float64(grams)/1000, digits))
}

// Date writes a day with its year, as UTC has it.
func (l *Locale) Date(t time.Time) string { return l.cldr.FmtDateMedium(t.UTC()) }

// DateShort writes a day without its year.
func (l *Locale) DateShort(t time.Time) string {
	t = t.UTC()
	return strconv.Itoa(t.Day()) + " " + l.cldr.MonthAbbreviated(t.Month())
}

// DateTime writes day and time in a time zone; nil is UTC.
func (l *Locale) DateTime(t time.Time, zone *time.Location) string {
	if zone == nil {
		zone = time.UTC
	}
	t = t.In(zone)
	return l.cldr.FmtDateMedium(t) + " " + t.Format("15:04")
}
