package country

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestLabels(t *testing.T) {
	for _, c := range []struct {
		a    Address
		lang string
		want string
	}{
		{Address{Country: "PK", Name: "Saima Khan", Street: "12 Mall Road", Landmark: "near Jamia mosque", City: "Lahore", Province: "Punjab", Postcode: "54000"},
			"ur", "Saima Khan|12 Mall Road|near Jamia mosque|Lahore-54000|Punjab|پاکستان"},
		{Address{Country: "PK", Name: "Saima Khan", Street: "12 Mall Road", City: "Lahore"}, "en", "Saima Khan|12 Mall Road|Lahore|Pakistan"},
		{Address{Country: "RU", Name: "Анна Ким", Street: "ул. Ленина, 5", City: "Вологда", Province: "Вологодская область", Postcode: "160000"},
			"ru", "Анна Ким|ул. Ленина, 5|Вологда|Вологодская область|160000|Россия"},
		{Address{Country: "CN", Name: "王芳", Street: "中山路1号", District: "西湖区", City: "杭州市", Province: "浙江省", Postcode: "310000"},
			"zh-Hans", "310000|浙江省杭州市西湖区|中山路1号|王芳|中国"},
		{Address{Country: "KG", Name: "Айзада", Street: "ул. Манаса 40", City: "Бишкек", Province: "Чуйская область", Postcode: "720001"},
			"ru", "Айзада|ул. Манаса 40|720001 Бишкек|Чуйская область|Кыргызстан"},
		{Address{Country: "AZ", Name: "Leyla", Street: "Nizami 1", City: "Bakı", Postcode: "1000"}, "az", "Leyla|Nizami 1|AZ 1000 Bakı|Azərbaycan"},
		{Address{Country: "AZ", Name: "Leyla", Street: "Nizami 1", City: "Bakı"}, "az", "Leyla|Nizami 1|Bakı|Azərbaycan"},
		{Address{Country: "TR", Name: "Ayşe", Street: "Sanayi Cd. 3", City: "Şahinbey", Province: "Gaziantep", Postcode: "27010"},
			"tr", "Ayşe|Sanayi Cd. 3|27010 Şahinbey/Gaziantep|Türkiye"},
		{Address{Country: "IR", Name: "Sara", Street: "Valiasr 9", City: "Isfahan", Postcode: "1193612345"}, "en", "Sara|Isfahan|Valiasr 9|1193612345|Iran"},
		{Address{Country: "NP", Name: "a%nb %Z", Street: "Ward 4", City: "Patan", District: "Lalitpur", Postcode: "44700"},
			"en", "a%nb %Z|Ward 4|Lalitpur|Patan 44700|Nepal"}, // what people write is never format
		{Address{Country: "XX", Name: "nobody"}, "en", ""},
	} {
		if got := strings.Join(c.a.Lines(c.lang), "|"); got != c.want {
			t.Errorf("%s: %s, want %s", c.a.Country, got, c.want)
		}
	}
}

func TestProvinceNames(t *testing.T) {
	pk, _ := Find("PK")
	for _, v := range pk.Provinces() {
		for _, lang := range []string{"ru", "ur"} {
			if pk.ProvinceName(v, lang) == v {
				t.Errorf("%s has no name in %s", v, lang)
			}
		}
		if pk.ProvinceName(v, "en") != v {
			t.Errorf("%s is called %s", v, pk.ProvinceName(v, "en"))
		}
	}
	if pk.ProvinceName("Elsewhere", "ur") != "Elsewhere" {
		t.Error("a province that is not in the list keeps its value")
	}
}

func TestDigits(t *testing.T) {
	for s, want := range map[string]string{
		"": "", "12a": "12a", "۰۱۲۳۴۵۶۷۸۹": "0123456789", "٠١٢٣٤٥٦٧٨٩": "0123456789", "०१२३४५६७८९": "0123456789",
		"០១២៣៤៥៦៧៨៩": "0123456789", "0123456789": "0123456789", "෦෧෨": "012", "௧௨": "12", "½": "½",
	} {
		if got := Digits(s); got != want {
			t.Errorf("%q is %q, want %q", s, got, want)
		}
	}
	// the blocks of mathematical digits stand one after another
	for r := rune(0x1d7ce); r <= 0x1d7ff; r++ {
		if got, want := Digits(string(r)), string('0'+(r-0x1d7ce)%10); got != want {
			t.Errorf("%U is %q, want %q", r, got, want)
		}
	}
}

func FuzzDigits(f *testing.F) {
	f.Add("۱۴۵۰ сом")
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) {
			return
		}
		got := Digits(s)
		if utf8.RuneCountInString(got) != utf8.RuneCountInString(s) {
			t.Errorf("%q became %q", s, got)
		}
		for _, r := range got {
			if r >= 0x80 && unicode.IsDigit(r) {
				t.Errorf("%q still holds %q", got, r)
			}
		}
	})
}
