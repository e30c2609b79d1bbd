package i18n

import (
	"slices"
	"strings"
	"testing"
	"time"

	"agora/money"
)

// all makes a locale of every language, also of those without a catalogue.
func all(t testing.TB) map[string]*Locale {
	t.Helper()
	m, texts := map[string]*Locale{}, load(t).locales[Base].words.file
	for _, s := range spoken {
		m[s.lang] = newLocale(s, texts)
	}
	return m
}

func TestWishesOfBrowsers(t *testing.T) {
	b := &Bundle{locales: map[string]*Locale{}}
	for _, s := range spoken {
		b.add(&Locale{tongue: s})
	}
	b.matcher = newMatcher(b.langs)
	for wish, want := range map[string]string{
		"zh-CN": "zh-Hans", "zh": "zh-Hans", "zh-Hans-CN": "zh-Hans", "cmn": "zh-Hans", "uz-UZ": "uz", "uz-Latn-UZ": "uz",
		"uz-Cyrl-UZ": "uz-Cyrl", "tg-TJ": "tg", "tg-Cyrl-TJ": "tg", "fa-AF": "fa", "prs": "fa", "prs-AF,en;q=0.5": "fa", "fa-IR": "fa",
		"hi-IN": "hi", "ps-AF": "ps", "pbu,en": "ps", "ky-KG": "ky", "kk-KZ": "kk", "tr-TR": "tr", "az-Latn-AZ": "az",
		"hy-AM": "hy", "be-BY": "be", "mn-MN": "mn", "khk-MN": "mn", "ne-NP": "ne", "si-LK": "si", "km-KH": "km", "ur-PK": "ur",
		"en-GB": "en", "ja": "en", "ja,ky;q=0.3": "ky", "ru-KG,ky;q=0.8": "ru", "KK": "kk",
	} {
		if got := b.Match("", wish); got != want {
			t.Errorf("%s is answered in %s, want %s", wish, got, want)
		}
	}
}

func TestFigures(t *testing.T) {
	day := time.Date(2026, 11, 3, 8, 5, 0, 0, time.UTC)
	ls := all(t)
	for lang, want := range map[string]string{
		"en":      "1,234,567|-1,234|12.5%|3 Nov 2026|3 Nov 2026 08:05|3 Nov|₨1,234.50",
		"ru":      "1 234 567|-1 234|12,5%|3 нояб. 2026 г.|3 нояб. 2026 г. 08:05|3 нояб.|1 234,50 ₨",
		"zh-Hans": "1,234,567|-1,234|12.5%|2026年11月3日|2026年11月3日 08:05|11月3日|₨1,234.50",
		"ur":      "1,234,567|-1,234|12.5%|3 نومبر، 2026|3 نومبر، 2026 08:05|3 نومبر|₨1,234.50",
		"hi":      "12,34,567|-1,234|12.5%|3 नव॰ 2026|3 नव॰ 2026 08:05|3 नव॰|₨1,234.50",
		"fa":      "۱٬۲۳۴٬۵۶۷|−۱٬۲۳۴|۱۲٫۵٪|۱۲ آبان ۱۴۰۵|۱۲ آبان ۱۴۰۵ ۰۸:۰۵|۱۲ آبان|₨۱٬۲۳۴٫۵۰",
		"ps":      "۱٬۲۳۴٬۵۶۷|-۱٬۲۳۴|۱۲٫۵٪|۱۴۰۵ لړم ۱۲|۱۴۰۵ لړم ۱۲ ۰۸:۰۵|لړم ۱۲|₨ ۱٬۲۳۴٫۵۰",
		"ky":      "1 234 567|-1 234|12,5%|2026-ж., 3-ноя.|2026-ж., 3-ноя. 08:05|3-ноя.|1 234,50 ₨",
		"kk":      "1 234 567|-1 234|12,5%|2026 ж. 3 қар.|2026 ж. 3 қар. 08:05|3 қар.|1 234,50 ₨",
		"uz":      "1 234 567|-1 234|12,5%|3-noy, 2026|3-noy, 2026 08:05|3-noy|1 234,50 ₨",
		"uz-Cyrl": "1 234 567|-1 234|12,5%|3 ноя, 2026|3 ноя, 2026 08:05|3 ноя|1 234,50 ₨",
		"tg":      "1 234 567|-1 234|12,5%|3 ноя 2026|3 ноя 2026 08:05|3 ноя|1 234,50 ₨",
		"tr":      "1.234.567|-1.234|%12,5|3 Kas 2026|3 Kas 2026 08:05|3 Kas|₨1.234,50",
		"az":      "1.234.567|-1.234|12,5%|3 noy 2026|3 noy 2026 08:05|3 noy|1.234,50 ₨",
		"hy":      "1 234 567|-1234|12,5%|3 նոյ, 2026 թ.|3 նոյ, 2026 թ. 08:05|3 նոյ|1234,50 ₨",
		"be":      "1 234 567|-1234|12,5 %|3 ліс 2026 г.|3 ліс 2026 г. 08:05|3 ліс|1234,50 ₨",
		"mn":      "1,234,567|-1,234|12.5%|2026 оны 11-р сарын 3|2026 оны 11-р сарын 3 08:05|11-р сарын 3|₨ 1,234.50",
		"ne":      "१२,३४,५६७|-१,२३४|१२.५%|२०२६ नोभेम्बर ३|२०२६ नोभेम्बर ३ ०८:०५|नोभेम्बर ३|₨ १,२३४.५०",
		"si":      "1,234,567|-1,234|12.5%|2026 නොවැ 3|2026 නොවැ 3 08:05|නොවැ 3|₨1,234.50",
		"km":      "1,234,567|-1,234|12.5%|3 វិច្ឆិកា 2026|3 វិច្ឆិកា 2026 08:05|3 វិច្ឆិកា|1,234.50₨",
	} {
		l := ls[lang]
		got := strings.Join([]string{l.Number(1_234_567), l.Number(-1234), l.Percent(1250), l.Date(day), l.DateTime(day, nil),
			l.DateShort(day), l.Money(money.Of(123_450, "PKR"))}, "|")
		if got = unmarked(plainSpaces(got)); got != want {
			t.Errorf("%s:\n%s, want\n%s", lang, got, want)
		}
	}
	if len(ls) != 20 {
		t.Errorf("%d languages are known", len(ls))
	}
}

// unmarked drops CLDR's marks of direction.
func unmarked(s string) string {
	return strings.NewReplacer("\u200e", "", "\u200f", "").Replace(s)
}

func TestSmallFigures(t *testing.T) {
	ls := all(t)
	for _, c := range []struct{ got, want string }{
		{ls["en"].Number(0), "0"}, {ls["en"].Number(-7), "-7"}, {ls["fa"].Number(7), "۷"}, {ls["ne"].Number(999), "९९९"},
		{ls["en"].Percent(0), "0%"}, {ls["en"].Percent(-50), "-0.5%"}, {ls["en"].Percent(1205), "12.05%"}, {ls["en"].Percent(-1800), "-18%"},
		{ls["en"].Tenths(49), "4.9"}, {ls["fa"].Tenths(50), "۵٫۰"}, {ls["fa"].Digits("18:40"), "۱۸:۴۰"},
		{ls["fa"].Decimal("3642.27"), "۳٬۶۴۲٫۲۷"}, {ls["ru"].Decimal("13.05"), "13,05"}, {ls["en"].Decimal("-0.5"), "-0.5"}, {ls["en"].Decimal("1.x"), "1.x"},
		{ls["en"].Weight(1000), "1 kg"}, {ls["en"].Weight(1250), "1.3 kg"}, {ls["en"].Weight(999), "999 g"},
	} {
		if got := unmarked(plainSpaces(c.got)); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

func TestPersianIsWrittenByCountry(t *testing.T) {
	day := time.Date(2026, 3, 21, 0, 0, 0, 0, time.UTC)
	ls := all(t)
	for _, c := range []struct{ got, want string }{
		{ls["fa"].In("IR").Date(day), "۱ فروردین ۱۴۰۵"}, {ls["fa"].In("AF").Date(day), "۱ حمل ۱۴۰۵"},
		{ls["fa"].In("AF").Exact().Date(day), "۱ حمل ۱۴۰۵"}, {ls["ps"].In("AF").Date(day), "۱۴۰۵ وری ۱"},
		{ls["ps"].In("PK").Date(day), "۲۰۲۶ مارچ ۲۱"}, {ls["en"].In("IR").Date(day), "21 Mar 2026"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}

func TestPluralForms(t *testing.T) {
	for lang, l := range all(t) {
		want := []string{"one", "other"}
		switch lang {
		case "ru", "be":
			want = []string{"one", "few", "many", "other"}
		case "zh-Hans", "km":
			want = want[1:]
		}
		if !slices.Equal(l.Forms(), want) {
			t.Errorf("%s has the forms %v", lang, l.Forms())
		}
		if len(l.months) != 12 || slices.Contains(l.months, "") {
			t.Errorf("%s has the months %v", lang, l.months)
		}
	}
}

func TestOrder(t *testing.T) {
	ls := all(t)
	for lang, want := range map[string]string{
		"en": "Armenia Azerbaijan Türkiye Uzbekistan", "ru": "Азербайджан Ёлка Жук", "ky": "Нан Ңар Ооба Өзбек Пакистан",
		"kk": "Азия Әзербайжан Қазақ Қырғыз Лаос", "tg": "Гана Ғалла Ироқ Қазон Лаос Ҳинд Чин Ҷопон Шом",
		"uz": "Ozar Turk Oʻzbek Gʻalla Shom Chin", "uz-Cyrl": "Ироқ Эрон Ўзбек Қозоқ Ғалла Ҳинд", "tr": "Çin Hindistan Irak İran Özbek",
		"zh-Hans": "巴基斯坦 俄罗斯 印度 中国", "be": "Індыя Казах", "hy": "Ադրբեջան Հայ",
	} {
		names := strings.Fields(want)
		slices.Reverse(names)
		slices.SortFunc(names, ls[lang].Compare)
		if got := strings.Join(names, " "); got != want {
			t.Errorf("%s: %s, want %s", lang, got, want)
		}
	}
}
