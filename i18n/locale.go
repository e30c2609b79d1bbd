package i18n

import (
	"fmt"
	"time"

	"github.com/go-playground/locales"

	"agora/country"
	"agora/fault"
	"agora/money"
)

// Locale speaks one language. It is safe for use by many.
type Locale struct {
	tongue
	rules    locales.Translator
	words    *words
	reviewed map[string]bool
	forms    []string // plural categories
	money    moneyFormat
	number   *shape
	months   []string // short names of the calendar's months
	sort     *order
	at       map[country.Code]*Locale // how it differs from country to country
}

// newLocale makes the locale of a language.
func newLocale(t tongue, texts map[string]text) *Locale {
	rules := t.cldr()
	l := &Locale{tongue: t, rules: rules, words: &words{file: texts}, forms: t.formsOf(rules), sort: orderOf(t.lang)}
	l.words.now.Store(&texts) // Correct puts other maps there, and changes none
	l.dress()
	l.at = l.regions()
	return l
}

// dress fills in how the language writes numbers and days.
func (l *Locale) dress() {
	figures := l.figures
	if figures == "" {
		figures = l.lang
	}
	l.money, l.number = newMoneyFormat(figures), numberShape(figures)
	if l.percent == "" {
		l.percent = "{n}%"
	}
	if l.day == "" {
		l.day = dayMonth
	}
	if l.date == "" {
		l.date = dayMonthYear
	}
	l.months = monthsOf(l.tongue, l.rules, "")
}

// In gives the locale as the people of a country have it: Dari is Persian with
// other names of the months.
func (l *Locale) In(c country.Code) *Locale {
	if other, ok := l.at[c]; ok {
		return other
	}
	return l
}

// Lang is the BCP 47 tag.
func (l *Locale) Lang() string { return l.lang }

// Dir is "ltr" or "rtl".
func (l *Locale) Dir() string { return l.dir }

// Name is the language's own name.
func (l *Locale) Name() string { return l.name }

// T gives the text of a key; args are name and value in turn. Money, times and
// numbers are written as the locale writes them, and what runs the other way keeps
// its direction to itself. A key that exists nowhere is given itself.
func (l *Locale) T(key string, args ...any) string {
	t, ok := l.find(key)
	if !ok {
		return key
	}
	return t.fill(l, args)
}

// Has reports whether a key exists.
func (l *Locale) Has(key string) bool {
	_, ok := l.find(key)
	return ok
}

// N gives the plural form of a key for n, which fills {n}.
func (l *Locale) N(key string, n int64, args ...any) string {
	t, ok := l.find(key)
	if !ok {
		return key
	}
	p, ok := t.forms[l.cardinal(l.rules, n)]
	if !ok {
		p = t.phrase
	}
	return p.fill(l, append([]any{"n", n}, args...))
}

func (l *Locale) find(key string) (text, bool) {
	t, ok := (*l.words.now.Load())[key]
	return t, ok
}

// argument writes one value; a name that was not given shows as {name}, which
// tests look for.
func (l *Locale) argument(name string, args []any) string {
	for i := 0; i+1 < len(args); i += 2 {
		if args[i] != name {
			continue
		}
		switch v := args[i+1].(type) {
		case string:
			return l.isolate(v)
		case money.Amount:
			return l.isolate(l.Money(v))
		case time.Time:
			return l.Date(v)
		case int:
			return l.Number(int64(v))
		case int64:
			return l.Number(v)
		default:
			return fmt.Sprint(v)
		}
	}
	return "{" + name + "}"
}

// Error gives the sentence of one fault.
func (l *Locale) Error(e *fault.Error) string { return l.T(e.Key, e.Args...) }
