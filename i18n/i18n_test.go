package i18n

import (
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"agora/fault"
	"agora/money"
)

func TestWords(t *testing.T) {
	b, err := LoadFS(fstest.MapFS{
		"messages/en.json": {Data: []byte(`{"hello":"Hello {name}, you owe {sum}.","thing":{"one":"{n} thing","other":"{n} things"}}`)},
		"messages/ru.json": {Data: []byte(`{"hello":"{name}: {sum}","thing":{"one":"{n} вещь","few":"{n} вещи","many":"{n} вещей","other":"{n} вещи"}}`)},
		"messages/tg.json": {Data: []byte(`{"hello":"{name}: {sum}","thing":{"one":"{n} чиз","other":"{n} чизҳо"}}`)},
		"messages/ur.json": {Data: []byte(`{"hello":"{name} {sum}"}`)},
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := b.Langs(); !slices.Equal(got, []string{"en", "ru", "tg"}) {
		t.Errorf("%v are offered; Urdu lacks a text", got)
	}
	en, ru, tg := b.Locale("en"), b.Locale("ru"), b.Locale("tg")
	for _, c := range []struct{ got, want string }{
		{en.T("hello", "name", "Saima", "sum", money.Of(1_350_900, "PKR")), "Hello Saima, you owe ₨13,509."},
		{en.N("thing", 1), "1 thing"}, {en.N("thing", 1234), "1,234 things"},
		{ru.N("thing", 1), "1 вещь"}, {ru.N("thing", 22), "22 вещи"}, {ru.N("thing", 11), "11 вещей"},
		{tg.N("thing", 1), "1 чиз"}, {tg.N("thing", 0), "0 чизҳо"},
		{en.T("no.such"), "no.such"}, {en.T("hello", "name", "A"), "Hello A, you owe {sum}."},
		{b.Locale("xx").Lang(), "en"}, {en.T("hello", "name", "Ali Jr.", "sum", "12 r."), "Hello Ali Jr., you owe 12 r."},
	} {
		if plainSpaces(c.got) != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}

func TestATextIsOneLookUp(t *testing.T) {
	l := load(t).Locale("ru")
	if n := testing.AllocsPerRun(100, func() { l.T("fault.required") }); n > 0 {
		t.Errorf("a text without arguments allocates %v times", n)
	}
}

func TestABrokenCatalogueIsRefused(t *testing.T) {
	for _, bad := range []string{`{"k":{"one":"x"}}`, `{"k":"open {brace"}`, `{"k":5}`, `nonsense`, `{"k":"a","k":"b"}`,
		`{"k":{"other":"a","other":"b"}}`, `{"k":"a"`, `["k"]`} {
		if _, err := LoadFS(fstest.MapFS{"messages/en.json": {Data: []byte(bad)}}); err == nil {
			t.Errorf("%s was accepted", bad)
		}
	}
}

func TestMatch(t *testing.T) {
	b := load(t)
	for _, c := range []struct {
		wishes []string
		want   string
	}{
		{[]string{"ur"}, "ur"}, {[]string{"", "ru-RU,ru;q=0.9,en;q=0.8"}, "ru"}, {[]string{"", "ja"}, "en"},
		{[]string{"xx", "ur-PK"}, "ur"}, {nil, "en"}, {[]string{"", ";;;"}, "en"},
	} {
		if got := b.Match(c.wishes...); got != c.want {
			t.Errorf("%v gives %s, want %s", c.wishes, got, c.want)
		}
	}
}

func TestNumbersAsTheLanguageWritesThem(t *testing.T) {
	b := load(t)
	day := time.Date(2026, 11, 30, 18, 40, 0, 0, time.UTC)
	en, ru, ur := b.Locale("en"), b.Locale("ru"), b.Locale("ur")
	for _, c := range []struct{ got, want string }{
		{en.MoneyExact(money.Of(1_350_900, "KGS")), "KGS 13,509.00"},
		{ru.Money(money.Of(1_350_950, "RUB")), "13 509,50 ₽"},
		{ru.Money(money.Of(1_350_900, "RUB")), "13 509 ₽"},
		{en.Percent(1800), "18%"}, {en.Percent(1250), "12.5%"}, {en.Weight(420), "420 g"}, {en.Weight(2500), "2.5 kg"},
		{en.Date(day), "30 Nov 2026"}, {en.DateShort(day), "30 Nov"}, {ru.Number(1_000_000), "1 000 000"},
		{ur.Dir(), "rtl"}, {ur.Name(), "اردو"},
	} {
		if plainSpaces(c.got) != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}

// plainSpaces makes CLDR's unbreakable spaces comparable.
func plainSpaces(s string) string {
	r := []rune(s)
	for i := range r {
		if r[i] == '\u00a0' || r[i] == '\u202f' {
			r[i] = ' '
		}
	}
	return string(r)
}

func TestDecimalsAsPeopleTypeThem(t *testing.T) {
	l := load(t).Locale("en")
	for typed, want := range map[string]string{
		"1450": "1450", "1 450,50": "1450.50", "۱۴۵۰": "1450", "१२.५": "12.5", "1,450": "1450", "1.450,50": "1450.50",
		"0.125": "0.125", "-3.07": "-3.07", "1'450.5": "1450.5", "٣٫٥": "3.5", "1,234,567": "1234567",
		"1,45,000": "145000", "1,234.567": "1234.567", "1.234.567,8": "1234567.8", "۱۲٬۳۴۵٫۶": "12345.6", "−5": "-5",
		"5.": "5", ".5": ".5", "٣٫٥٠٠": "3.500", "\u200f۱۴۵۰": "1450",
	} {
		if got, err := l.ParseDecimal(typed); err != nil || got != want {
			t.Errorf("%q is %q, want %q (%v)", typed, got, want, err)
		}
	}
	for _, bad := range []string{"", "-", ".", " , ", "--5", "12a", "5-", "$5"} {
		if got, err := l.ParseDecimal(bad); err == nil {
			t.Errorf("%q was read as %q", bad, got)
		}
	}
}

func FuzzParseDecimal(f *testing.F) {
	f.Add("1.450,50")
	l := load(f).Locale("en")
	f.Fuzz(func(t *testing.T, s string) {
		plain, err := l.ParseDecimal(s)
		if err != nil {
			return
		}
		if _, err := money.Parse(plain, "KGS"); err != nil && fault.HasKey(err, "fault.money_format") {
			t.Errorf("%q gives %q, which is no plain decimal", s, plain)
		}
	})
}

func BenchmarkT(b *testing.B) {
	l := load(b).Locale("ru")
	for b.Loop() {
		l.T("fault.required")
	}
}

func BenchmarkN(b *testing.B) {
	l := load(b).Locale("ru")
	for b.Loop() {
		l.N("ui.cart_label", 22)
	}
}

func BenchmarkMoney(b *testing.B) {
	l := load(b).Locale("en")
	for b.Loop() {
		l.Money(money.Of(1_350_900, "PKR"))
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		load(b)
	}
}

func BenchmarkMatch(b *testing.B) {
	words := load(b)
	for b.Loop() {
		words.Match("", "", "kk-KZ,kk;q=0.9,ru;q=0.8,en;q=0.7")
	}
}
