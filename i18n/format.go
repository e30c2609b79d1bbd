package i18n

import (
	"strconv"
	"time"
)

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
