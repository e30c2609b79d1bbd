package country

import (
	"time"
	_ "time/tzdata" // on machines that have no list of zones
)

// zones are the time zones of the capitals of the countries of the market, by
// zone.tab of release 2026a of the IANA database (China's is the one its whole
// country keeps by law).
var zones = map[Code]string{
	"AF": "Asia/Kabul", "AM": "Asia/Yerevan", "AZ": "Asia/Baku", "BY": "Europe/Minsk", "CN": "Asia/Shanghai", "IN": "Asia/Kolkata", "IR": "Asia/Tehran",
	"KG": "Asia/Bishkek", "KH": "Asia/Phnom_Penh", "KZ": "Asia/Almaty", "LK": "Asia/Colombo", "MN": "Asia/Ulaanbaatar", "NP": "Asia/Kathmandu",
	"PK": "Asia/Karachi", "RU": "Europe/Moscow", "TJ": "Asia/Dushanbe", "TR": "Europe/Istanbul", "UZ": "Asia/Tashkent",
}

// Zone gives the time zone of a country's capital, as the IANA database names it;
// "" for a country that the market does not know.
func (c Code) Zone() string { return zones[c] }

// Location gives a time zone that the IANA database names. For another name, and for none,
// ok is false and the zone UTC; where this machine stands ("Local") is no zone of people.
func Location(zone string) (l *time.Location, ok bool) {
	l, err := time.LoadLocation(zone)
	if err != nil || zone == "" || l == time.Local {
		return time.UTC, false
	}
	return l, true
}
