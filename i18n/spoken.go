package i18n

import (
	"github.com/go-playground/locales"
	"github.com/go-playground/locales/az"
	"github.com/go-playground/locales/be"
	"github.com/go-playground/locales/en_GB"
	"github.com/go-playground/locales/fa"
	"github.com/go-playground/locales/hi"
	"github.com/go-playground/locales/hy"
	"github.com/go-playground/locales/kk"
	"github.com/go-playground/locales/km"
	"github.com/go-playground/locales/ky"
	"github.com/go-playground/locales/mn"
	"github.com/go-playground/locales/ne"
	"github.com/go-playground/locales/ps"
	"github.com/go-playground/locales/ru"
	"github.com/go-playground/locales/si"
	"github.com/go-playground/locales/tg"
	"github.com/go-playground/locales/tr"
	"github.com/go-playground/locales/ur"
	"github.com/go-playground/locales/uz"
	"github.com/go-playground/locales/uz_Cyrl"
	"github.com/go-playground/locales/zh_Hans"
)

// tongue is what the program knows about a language besides its texts.
type tongue struct {
	lang, name, dir string // BCP 47; its own name; ltr or rtl
	cldr            func() locales.Translator
	figures         string // whose numbers it shares where CLDR's table of money has none of its own
	day, date       string // how {d}ay, {m}onth and {y}ear stand without the year, and with it
	percent         string // around {n}
	solar           bool   // days are told by the Solar Hijri calendar
}

// dayMonth and dayMonthYear are the usual order.
const (
	dayMonth     = "{d} {m}"
	dayMonthYear = "{d} {m} {y}"
)

// spoken are the languages of the interface, the base first and then by the
// number of people who speak them in the market. Patterns are those of CLDR 48
// for medium dates; the plural rule of Tajik, which go-playground/locales lacks,
// stands in cardinal.
var spoken = []tongue{
	{lang: "en", name: "English", dir: "ltr", cldr: en_GB.New}, // day before month, as all of the market's countries write it
	{lang: "ru", name: "Русский", dir: "ltr", cldr: ru.New, date: "{d} {m} {y} г."},
	{lang: "zh-Hans", name: "简体中文", dir: "ltr", cldr: zh_Hans.New, day: "{m}{d}日", date: "{y}年{m}{d}日"},
	{lang: "ur", name: "اردو", dir: "rtl", cldr: ur.New, date: "{d} {m}، {y}"},
	{lang: "hi", name: "हिन्दी", dir: "ltr", cldr: hi.New},
	{lang: "fa", name: "فارسی", dir: "rtl", cldr: fa.New, percent: "{n}٪", solar: true},
	{lang: "ps", name: "پښتو", dir: "rtl", cldr: ps.New, day: "{m} {d}", date: "{y} {m} {d}", percent: "{n}٪", solar: true},
	{lang: "ky", name: "Кыргызча", dir: "ltr", cldr: ky.New, day: "{d}-{m}", date: "{y}-ж., {d}-{m}"},
	{lang: "kk", name: "Қазақша", dir: "ltr", cldr: kk.New, date: "{y} ж. {d} {m}"},
	{lang: "uz", name: "Oʻzbekcha", dir: "ltr", cldr: uz.New, day: "{d}-{m}", date: "{d}-{m}, {y}"},
	{lang: "uz-Cyrl", name: "Ўзбекча", dir: "ltr", cldr: uz_Cyrl.New, figures: "uz", date: "{d} {m}, {y}"},
	{lang: "tg", name: "Тоҷикӣ", dir: "ltr", cldr: tg.New, figures: "kk"}, // CLDR: "1 234,50", the sign behind
	{lang: "tr", name: "Türkçe", dir: "ltr", cldr: tr.New, percent: "%{n}"},
	{lang: "az", name: "Azərbaycanca", dir: "ltr", cldr: az.New},
	{lang: "hy", name: "Հայերեն", dir: "ltr", cldr: hy.New, date: "{d} {m}, {y} թ."},
	{lang: "be", name: "Беларуская", dir: "ltr", cldr: be.New, date: "{d} {m} {y} г.", percent: "{n}\u00a0%"},
	{lang: "mn", name: "Монгол", dir: "ltr", cldr: mn.New, day: "{m}ын {d}", date: "{y} оны {m}ын {d}"},
	{lang: "ne", name: "नेपाली", dir: "ltr", cldr: ne.New, day: "{m} {d}", date: "{y} {m} {d}"},
	{lang: "si", name: "සිංහල", dir: "ltr", cldr: si.New, day: "{m} {d}", date: "{y} {m} {d}"},
	{lang: "km", name: "ខ្មែរ", dir: "ltr", cldr: km.New},
}

// cardinal gives the CLDR plural category of a whole number.
func (t tongue) cardinal(rules locales.Translator, n int64) string {
	if t.lang == "tg" {
		if n == 1 || n == -1 {
			return "one"
		}
		return "other"
	}
	return category(rules.CardinalPluralRule(float64(n), 0))
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

// Forms are the plural categories that whole numbers have in the language, in
// CLDR's order.
func (l *Locale) Forms() []string { return l.forms }

// formsOf asks the rule for enough numbers to see every category of it.
func (t tongue) formsOf(rules locales.Translator) []string {
	seen := map[string]bool{"other": true}
	for n := range int64(200) {
		seen[t.cardinal(rules, n)] = true
	}
	var forms []string
	for _, f := range []string{"zero", "one", "two", "few", "many", "other"} {
		if seen[f] {
			forms = append(forms, f)
		}
	}
	return forms
}
