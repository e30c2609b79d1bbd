package country

import (
	"strings"
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// notCountries are codes that CLDR knows and ISO 3166-1 does not list: withdrawn
// ones, and those reserved for islands, unions and old passports.
const notCountries = " AC AN BU CP CQ CS CT DD DG DY EA EZ FQ FX HV IC JT MI NH NQ NT PC PU PZ RH SU TA TP UK UN VD WK YD YU ZR "

// Real reports whether a code is that of a country of the world, by ISO 3166-1 alpha-2, be it
// one of the market or not; XK, which every list of countries in use has, is one.
func (c Code) Real() bool {
	r, err := language.ParseRegion(string(c))
	return err == nil && r.IsCountry() && r.String() == string(c) && !strings.Contains(notCountries, " "+string(c)+" ")
}

// Nations are the codes of all countries of the world, in their order.
var Nations = sync.OnceValue(func() (list []Code) {
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			if c := Code([]rune{a, b}); c.Real() {
				list = append(list, c)
			}
		}
	}
	return list
})

// abroad names a country outside the market as the Unicode project does in a language, or in
// English.
func (c Code) abroad(lang string) string {
	region, err := language.ParseRegion(string(c))
	if err != nil {
		return string(c)
	}
	tag := language.Make(lang)
	if _, exact := tag.Region(); exact == language.Exact { // not a tongue but a trial of one
		tag = language.English
	}
	if names := display.Regions(tag); names != nil {
		if name := names.Name(region); name != "" {
			return name
		}
	}
	return display.English.Regions().Name(region)
}
