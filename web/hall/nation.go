package hall

import (
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"agora/country"
	"agora/web"
)

// nationName names any country of the world: one of the market as the market does,
// another as the Unicode project does in the reader's language, or in English.
func nationName(r *web.Request, code string) string {
	if _, known := country.Find(country.Code(code)); known {
		return r.CountryName(country.Code(code))
	}
	region, err := language.ParseRegion(code)
	if err != nil {
		return code
	}
	if names := display.Regions(language.Make(r.Locale.Lang())); names != nil {
		if name := names.Name(region); name != "" {
			return name
		}
	}
	return display.English.Regions().Name(region)
}
