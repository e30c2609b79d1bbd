package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The cookies. None of them is read by scripts.
const (
	sessionCookie = "agora_session" // opaque token of a session
	cartCookie    = "agora_cart"    // opaque token of a cart
	countCookie   = "agora_n"       // how many things are in the cart, to show without a look
	localeCookie  = "agora_locale"  // lang.COUNTRY.CURRENCY
	lightCookie   = "agora_light"   // 1 for light pages, 0 for full ones; without it the browser decides
	saidCookie    = "agora_said"    // message key shown once on the next page
)

// Lifetimes of the cookies.
const (
	sessionLife = 30 * 24 * time.Hour
	cartLife    = 60 * 24 * time.Hour
	localeLife  = 365 * 24 * time.Hour
)

func (r *Request) setCookie(name, value string, life time.Duration) {
	c := &http.Cookie{Name: name, Value: value, Path: "/", HttpOnly: true,
		SameSite: http.SameSiteLaxMode, Secure: r.s.secure(r.R), MaxAge: int(life / time.Second)}
	if value == "" {
		c.MaxAge = -1
	}
	http.SetCookie(r.W, c)
}

func (r *Request) cookie(name string) string {
	c, err := r.R.Cookie(name)
	if err != nil {
		return ""
	}
	return c.Value
}

// secure reports whether the person came over TLS.
func (s *Server) secure(r *http.Request) bool {
	return r.TLS != nil || s.o.Proxy && r.Header.Get("X-Forwarded-Proto") == "https"
}

// Session gives the token of the session, "" without one.
func (r *Request) Session() string { return r.cookie(sessionCookie) }

// SetSession gives the browser a session token; "" takes it away.
func (r *Request) SetSession(token string) { r.setCookie(sessionCookie, token, sessionLife) }

// Cart gives the token of the cart, "" without one.
func (r *Request) Cart() string { return r.cookie(cartCookie) }

// SetCart gives the browser a cart token and how many things are in it; ""
// takes it away.
func (r *Request) SetCart(token string, count int64) {
	r.setCookie(cartCookie, token, cartLife)
	n := ""
	if token != "" && count > 0 {
		n = strconv.FormatInt(count, 10)
	}
	r.setCookie(countCookie, n, cartLife)
}

func (r *Request) cartCount() int64 {
	n, _ := strconv.ParseInt(r.cookie(countCookie), 10, 32)
	return max(n, 0)
}

// Client names the client for limits below the edge.
func (r *Request) Client() string { return r.s.client(r.R) }

// Say shows a message once, on the next page.
func (r *Request) Say(key string) {
	if r.say = key; !r.queued() {
		r.setCookie(saidCookie, key, time.Minute)
	}
}

// Says reports whether the message that this page shows is one of some keys.
func (r *Request) Says(keys ...string) bool {
	key, _, _ := strings.Cut(r.cookie(saidCookie), "@")
	return slices.Contains(keys, key)
}

// said takes the message that Say left. Only keys of our own catalogues are
// taken: the cookie comes from outside.
func (r *Request) said() string {
	key := r.cookie(saidCookie)
	if key == "" {
		return ""
	}
	r.setCookie(saidCookie, "", 0)
	words := r.words(key)
	if strings.Contains(words, "{") {
		return "" // a message that waits for values is none of ours
	}
	return words
}
