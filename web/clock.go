package web

import (
	"strconv"
	"strings"
	"time"
)

// Clock says a time of this day in the zone of the reader's country, with what that
// is: "14:35 (UTC+05:00)".
func (r *Request) Clock(t time.Time) string {
	return "\u2068" + r.Locale.Digits(t.In(r.zone()).Format("15:04 (UTC-07:00)")) + "\u2069" // from left to right in every script
}

// Moment says a day with the time of it, as Clock does.
func (r *Request) Moment(t time.Time) string {
	y, m, d := t.In(r.zone()).Date()
	return r.Locale.Date(time.Date(y, m, d, 12, 0, 0, 0, time.UTC)) + ", " + r.Clock(t)
}

// zone is that of the reader's country.
func (r *Request) zone() *time.Location {
	zone, err := time.LoadLocation(r.Country.Zone())
	if err != nil {
		return time.UTC
	}
	return zone
}

// Now is the time by the clock of the server.
func (r *Request) Now() time.Time { return r.s.o.Clock() }

// SayTime shows a message once, as Say does, that says a time: its {time}.
func (r *Request) SayTime(key string, t time.Time) {
	r.Say(key + "@" + strconv.FormatInt(t.Unix(), 10))
}

// words are those of what Say was given; "" for what none of our catalogues has, or
// waits for other values.
func (r *Request) words(say string) string {
	key, at, timed := strings.Cut(say, "@")
	if !r.Locale.Has(key) {
		return ""
	}
	if !timed {
		return r.T(key)
	}
	n, err := strconv.ParseInt(at, 10, 64)
	if err != nil {
		return ""
	}
	return r.T(key, "time", r.Clock(time.Unix(n, 0)))
}
