package hall

import (
	"fmt"
	"strings"
	"time"

	"agora/country"
	"agora/web"
	"agora/web/ui"
)

// zones are those that a reader may choose; each country of the market has its own
// among them. The names are those of the IANA time zone database, release 2026a.
var zones = []string{
	"UTC", "America/New_York", "America/Sao_Paulo", "Europe/London", "Africa/Lagos", "Europe/Berlin", "Africa/Cairo", "Europe/Kaliningrad", "Europe/Istanbul", "Europe/Minsk",
	"Europe/Moscow", "Africa/Nairobi", "Asia/Riyadh", "Asia/Tehran", "Asia/Baku", "Asia/Dubai", "Asia/Yerevan", "Europe/Samara", "Asia/Kabul",
	"Asia/Almaty", "Asia/Dushanbe", "Asia/Karachi", "Asia/Tashkent", "Asia/Yekaterinburg", "Asia/Colombo", "Asia/Kolkata", "Asia/Kathmandu",
	"Asia/Bishkek", "Asia/Dhaka", "Asia/Omsk", "Asia/Bangkok", "Asia/Hovd", "Asia/Krasnoyarsk", "Asia/Novosibirsk", "Asia/Phnom_Penh", "Asia/Irkutsk",
	"Asia/Shanghai", "Asia/Ulaanbaatar", "Asia/Tokyo", "Asia/Yakutsk", "Asia/Vladivostok", "Australia/Sydney", "Asia/Magadan", "Asia/Kamchatka",
}

// homes are the zones of the capitals of the countries of the market, by zone.tab of
// that release (China's is the one its whole country keeps by law).
var homes = map[country.Code]string{
	"AF": "Asia/Kabul", "AM": "Asia/Yerevan", "AZ": "Asia/Baku", "BY": "Europe/Minsk", "CN": "Asia/Shanghai", "IN": "Asia/Kolkata", "IR": "Asia/Tehran",
	"KG": "Asia/Bishkek", "KH": "Asia/Phnom_Penh", "KZ": "Asia/Almaty", "LK": "Asia/Colombo", "MN": "Asia/Ulaanbaatar", "NP": "Asia/Kathmandu",
	"PK": "Asia/Karachi", "RU": "Europe/Moscow", "TJ": "Asia/Dushanbe", "TR": "Europe/Istanbul", "UZ": "Asia/Tashkent",
}

// zoneOf is the zone in which a reader is shown times: the one she chose, else that
// of her country, else the venue's.
func zoneOf(r *web.Request, venue *time.Location) *time.Location {
	for _, name := range []string{r.Query("zone"), homes[r.Country]} {
		if l, err := time.LoadLocation(name); name != "" && err == nil && l != time.Local {
			return l
		}
	}
	return venue
}

// zoneName says a zone in few words: "Kolkata, UTC+5:30" at a time.
func zoneName(l *time.Location, at time.Time) string {
	name := l.String()
	city := strings.ReplaceAll(name[strings.LastIndexByte(name, '/')+1:], "_", " ")
	_, seconds := at.In(l).Zone()
	if name == "UTC" {
		return name
	}
	sign := "+"
	if seconds < 0 {
		sign, seconds = "−", -seconds
	}
	offset := fmt.Sprintf("UTC%s%d", sign, seconds/3600)
	if minutes := seconds % 3600 / 60; minutes > 0 {
		offset += fmt.Sprintf(":%02d", minutes)
	}
	return city + ", " + offset
}

// zoneOptions are the zones to choose from, as they are at a time.
func zoneOptions(chosen string, at time.Time) []ui.Option {
	list, has := make([]ui.Option, 0, len(zones)+1), false
	for _, name := range zones {
		if l, err := time.LoadLocation(name); err == nil {
			list = append(list, ui.Option{Value: name, Text: zoneName(l, at), Selected: name == chosen, Dir: "ltr"})
			has = has || name == chosen
		}
	}
	if l, err := time.LoadLocation(chosen); !has && err == nil {
		list = append(list, ui.Option{Value: chosen, Text: zoneName(l, at), Selected: true, Dir: "ltr"})
	}
	return list
}
