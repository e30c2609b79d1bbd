package i18n

import (
	"fmt"
	"time"

	"github.com/go-playground/locales"

	"agora/fault"
	"agora/money"
)

// Locale speaks one language. It is read-only and safe for use by many.
type Locale struct {
	lang, name, dir string
	cldr            locales.Translator
	texts           map[string]text
	base            *Locale // English; nil for English itself
	money           moneyFormat
	missing         func(lang, key string) // told of texts that are not there; may be nil
}

// Lang is the BCP 47 tag.
func (l *Locale) Lang() string { return l.lang }

// Dir is "ltr" or "rtl".
func (l *Locale) Dir() string { return l.dir }

// Name is the language's own name.
func (l *Locale) Name() string { return l.name }

// T gives the text of a key; args are name and value in turn. Money, times and
// numbers are written as the locale writes them. A key nobody translated is
// given in English, and one that exists nowhere as the key itself.
func (l *Locale) T(key string, args ...any) string {
	t, ok := l.find(key)
	if !ok {
		return l.unknown(key)
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
		return l.unknown(key)
	}
	p, ok := t.forms[category(l.cldr.CardinalPluralRule(float64(n), 0))]
	if !ok {
		p = t.phrase
	}
	return p.fill(l, append([]any{"n", n}, args...))
}

func (l *Locale) find(key string) (text, bool) {
	if t, ok := l.texts[key]; ok {
		return t, true
	}
	if l.base != nil {
		return l.base.find(key)
	}
	return text{}, false
}

func (l *Locale) unknown(key string) string {
	if l.missing != nil {
		l.missing(l.lang, key)
	}
	return key
}

func category(r locales.PluralRule) string {
	switch r {
	case locales.PluralRuleZero:
		return "zero"
	case locales.PluralRuleOne:
		return "one"
	case locales.PluralRuleTwo:
		return "two"
	case locales.PluralRuleFew:
		return "few"
	case locales.PluralRuleMany:
		return "many"
	}
	return "other"
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
			return v
		case money.Amount:
			return l.Money(v)
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
