package load

import (
	"maps"
	"slices"
)

// home is where a buyer lives; a # in the phone number becomes a digit. region
// is "" where post needs none.
type home struct{ locality, region, postcode, street, phone string }

// homes are addresses that carriers take, one a country.
var homes = map[string]home{
	"AE": {"Dubai", "Dubai", "00000", "Al Maktoum Road 40", "+9715012#####"},
	"DE": {"Berlin", "", "10115", "Invalidenstraße 44", "+49151234#####"},
	"GB": {"London", "", "SW1A 2AA", "Downing Street 12", "+4477009#####"},
	"IN": {"Delhi", "Delhi", "110001", "Janpath 9", "+9198123#####"},
	"KG": {"Bishkek", "Bishkek", "720001", "Chuy Avenue 136", "+9965551#####"},
	"KZ": {"Almaty", "Almaty", "050000", "Abay Avenue 10", "+770112#####"},
	"PK": {"Lahore", "Punjab", "54000", "12 Mall Road", "+9230012#####"},
	"TJ": {"Dushanbe", "Dushanbe", "734025", "Rudaki Avenue 40", "+9929181#####"},
	"TR": {"Ankara", "Ankara", "06420", "Ziya Gökalp Cd. 14", "+9053212#####"},
	"US": {"New York", "NY", "10001", "350 W 31st Street", "+121255#####"},
	"UZ": {"Tashkent", "Tashkent", "100000", "Amir Temur Avenue 4", "+9989012#####"},
}

// countries are those with an address.
func countries() []string { return slices.Sorted(maps.Keys(homes)) }
