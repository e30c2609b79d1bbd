package assembly

import (
	"strings"
	"sync"

	"golang.org/x/text/language"
)

// notCountries are codes that CLDR knows and ISO 3166-1 does not list: withdrawn
// ones, and those reserved for islands, unions and old passports.
const notCountries = " AC AN BU CP CQ CS CT DD DG DY EA EZ FQ FX HV IC JT MI NH NQ NT PC PU PZ RH SU TA TP UK UN VD WK YD YU ZR "

// nation reports the code of a country of the world, by ISO 3166-1 alpha-2; XK,
// which every list of countries in use has, is one.
func nation(code string) bool {
	r, err := language.ParseRegion(code)
	return err == nil && r.IsCountry() && r.String() == code && !strings.Contains(notCountries, " "+code+" ")
}

// Nations are the codes of all countries of the world, in their order.
var Nations = sync.OnceValue(func() (list []string) {
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			if code := string([]rune{a, b}); nation(code) {
				list = append(list, code)
			}
		}
	}
	return list
})
