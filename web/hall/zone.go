package hall

import (
	"fmt"
	"slices"
	"strings"
	"sync"
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

// locations are zones, read from the database once: reading all of them takes a
// quarter of a millisecond, and each agenda offers them.
var locations = sync.OnceValue(func() (list []*time.Location) {
	for _, name := range zones {
		if l, err := time.LoadLocation(name); err == nil {
			list = append(list, l)
		}
	}
	return list
})

// zoneOf is the zone in which a reader is shown times: the one she chose, else that
// of her country, else the venue's.
func zoneOf(r *web.Request, venue *time.Location) *time.Location {
	for _, name := range []string{r.Query("zone"), r.Country.Zone()} {
		if l, err := time.LoadLocation(name); name != "" && err == nil && l != time.Local {
			return l
		}
	}
	return venue
}

// wide are countries of the market that have more than one zone: theirs are named
// after cities.
var wide = map[country.Code]bool{"RU": true, "MN": true}

// zoneName says a zone in few words, at a time: "India, UTC+5:30" in the language of
// the reader, or the city that the database names, in English.
func zoneName(r *web.Request, l *time.Location, at time.Time) ui.Link {
	name := l.String()
	if name == "UTC" {
		return ui.Link{Text: name}
	}
	n := ui.Link{Text: strings.ReplaceAll(name[strings.LastIndexByte(name, '/')+1:], "_", " "), Lang: "en", Dir: "ltr"}
	for _, c := range country.All() {
		if c.Code.Zone() == name && !wide[c.Code] {
			n = ui.Link{Text: r.CountryName(c.Code)}
		}
	}
	n.Text += ", " + offset(l, at)
	return n
}

// offset is how far a zone is from UTC at a time: "UTC+5:30".
func offset(l *time.Location, at time.Time) string {
	_, seconds := at.In(l).Zone()
	sign := "+"
	if seconds < 0 {
		sign, seconds = "−", -seconds
	}
	s := fmt.Sprintf("UTC%s%d", sign, seconds/3600)
	if minutes := seconds % 3600 / 60; minutes > 0 {
		s += fmt.Sprintf(":%02d", minutes)
	}
	return s
}

// zoneOptions are the zones to choose from, as they are at a time.
func zoneOptions(r *web.Request, chosen string, at time.Time) []ui.Option {
	offered := locations()
	if l, err := time.LoadLocation(chosen); err == nil && chosen != "" && !slices.Contains(zones, chosen) {
		offered = append(offered[:len(offered):len(offered)], l)
	}
	list := make([]ui.Option, len(offered))
	for i, l := range offered {
		n := zoneName(r, l, at)
		list[i] = ui.Option{Value: l.String(), Text: n.Text, Selected: l.String() == chosen, Lang: n.Lang, Dir: n.Dir}
	}
	return list
}
