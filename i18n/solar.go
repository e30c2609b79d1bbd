package i18n

import (
	"maps"
	"strings"
	"time"

	"github.com/go-playground/locales"

	"agora/country"
)

// solarHijri gives the day of t's zone in the Solar Hijri calendar of Iran and
// Afghanistan. A year is long when (25y+11) mod 33 is under 8; ICU reckons so,
// and it agrees with the calendar as it is kept from 1178 to 1501 (1799 to
// 2122 of ours).
func solarHijri(t time.Time) (year, month, day int) {
	const newYear1 = 226_894 // the first of Farvardin 1 (19 March 622, Julian), counted as daysTo counts
	y, m, d := t.Date()
	left := daysTo(y, m, d) - newYear1
	year = 1 + (33*left+3)/12_053 // 33 years have 12,053 days
	for left < solarDays(year) {
		year--
	}
	for left >= solarDays(year+1) {
		year++
	}
	left -= solarDays(year)
	if left < 6*31 {
		return year, 1 + left/31, 1 + left%31
	}
	left -= 6 * 31
	return year, 7 + left/30, 1 + left%30
}

// solarDays counts the days before a year of the calendar.
func solarDays(year int) int { return 365*(year-1) + (8*year+21)/33 }

// daysTo counts the days from the first of January 1, as if the Gregorian
// calendar had always been.
func daysTo(y int, m time.Month, d int) int {
	return int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix()/86_400) + 719_162
}

// solarMonths are the months' names in Persian as Iran and as Afghanistan call
// them, and in Pashto (CLDR 48; the Afghan ones are the signs of the zodiac).
func solarMonths(lang string, c country.Code) []string {
	names := "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند"
	switch {
	case lang == "ps":
		names = "وری غویی غبرګولی چنګاښ زمری وږی تله لړم لیندۍ مرغومی سلواغه کب"
	case c == "AF":
		names = "حمل ثور جوزا سرطان اسد سنبله میزان عقرب قوس جدی دلو حوت"
	}
	return strings.Fields(names)
}

// monthsOf gives the short names of the months.
func monthsOf(t tongue, rules locales.Translator, c country.Code) []string {
	if t.solar {
		return solarMonths(t.lang, c)
	}
	names := rules.MonthsAbbreviated()
	if t.lang == "tg" { // CLDR writes them large, Tajik within a sentence does not
		for i, n := range names {
			names[i] = strings.ToLower(n)
		}
	}
	return names
}

// regions gives the countries in which a language is written otherwise than
// most write it.
func (l *Locale) regions() map[country.Code]*Locale {
	with := func(change func(*Locale)) *Locale {
		other := *l
		change(&other)
		return &other
	}
	switch l.lang {
	case "fa":
		return map[country.Code]*Locale{"AF": with(func(o *Locale) { o.months = solarMonths("fa", "AF") })}
	case "ps":
		return map[country.Code]*Locale{"PK": with(func(o *Locale) { // CLDR: Pakistan counts by the Gregorian calendar
			o.solar = false
			o.months = monthsOf(o.tongue, o.rules, "PK")
		})}
	}
	return maps.Clone(l.at)
}
