package web

import (
	"net/http"
	"strings"
)

// Light reports whether the person wants to spare data: pages without
// pictures, scripts and live numbers. What was chosen on the page wins over
// what the browser says.
func (r *Request) Light() bool { return sparing(r.R) }

func sparing(r *http.Request) bool {
	if c, err := r.Cookie(lightCookie); err == nil && (c.Value == "0" || c.Value == "1") {
		return c.Value == "1"
	}
	return strings.EqualFold(strings.TrimSpace(r.Header.Get("Save-Data")), "on")
}

// chooseLight is the switch in the foot of every page.
func chooseLight(r *Request) error {
	form, err := r.Form()
	if err != nil {
		return err
	}
	on := "0"
	if form.Get("on") == "1" {
		on = "1"
	}
	r.setCookie(lightCookie, on, localeLife)
	return r.Redirect(Local(form.Get("back"), "/"))
}

// vary names what a page depends on besides its address, for caches on the
// way. They may keep none of ours, but the browser's own asks, too.
func vary(h http.Header) {
	h["Vary"] = append(h["Vary"], "Cookie", "Accept-Language", "Save-Data")
}
