package country

import (
	"strings"
	"testing"
)

func TestAnAddressIsInLatinLettersAsFarAsNobodyGuesses(t *testing.T) {
	for _, c := range []struct {
		a     Address
		want  string
		whole bool
	}{
		{Address{Country: "KG", Name: "Айзада Щукина", Street: "ул. Манаса 40", City: "Бишкек", Province: "Чуйская область", Postcode: "720001"},
			"Ayzada Schukina|ul. Manasa 40|720001 Bishkek|Chuyskaya oblast|Kyrgyzstan", true},
		{Address{Country: "UZ", Name: "Gʻulnora", Street: "Navoiy 5", City: "Toshkent", Postcode: "100000"}, "Gʻulnora|Navoiy 5|100000 Toshkent|Uzbekistan", true},
		{Address{Country: "PK", Name: "صائمہ رفیق", Street: "گلی 3", City: "لاہور", Province: "Punjab", Postcode: "۵۴۰۰۰"}, "54000|Punjab|Pakistan", false},
		{Address{Country: "KH", Name: "សុខ ដារ៉ា", Street: "ផ្លូវ ១២", City: "ភ្នំពេញ"}, "Cambodia", false},
	} {
		got, whole := c.a.InLatin()
		if lines := strings.Join(got.Lines("en"), "|"); lines != c.want || whole != c.whole {
			t.Errorf("%s, %v, want %s", lines, whole, c.want)
		}
		if !got.IsLatin() || c.a.IsLatin() != (c.a.Country == "UZ") {
			t.Errorf("%s: Latin is not told from other letters", c.a.Country)
		}
	}
}
