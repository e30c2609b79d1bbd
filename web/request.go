package web

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"

	"github.com/a-h/templ"

	"agora/country"
	"agora/db"
	"agora/fault"
	"agora/i18n"
	"agora/identity"
	"agora/money"
	"agora/web/ui"
)

type shopID = db.ShopID

// Request is one request of a person: who asks, in which language, from
// where, in which money.
type Request struct {
	W        http.ResponseWriter
	R        *http.Request
	ID       string // short id that the log repeats
	Actor    identity.Actor
	Shop     db.ShopID // the shop it is about; 0 for none
	Locale   *i18n.Locale
	Country  country.Code   // where things shall be delivered
	Currency money.Currency // in which amounts are shown and paid

	s      *Server
	bound  int64 // of the body, bytes
	form   *Form
	whoErr error
	reads  []string   // see Reads; made when first asked for
	asks   url.Values // see Queries; made when first asked for
	say    string     // message key of Say
	begun  bool       // a piece of the answer was written; see Pour and Download
}

// Context gives the context of the request, with the locale for components and
// the wish for light pages.
func (r *Request) Context() context.Context {
	ctx := ui.With(r.R.Context(), r.Locale)
	if r.Light() {
		ctx = ui.Lighten(ctx)
	}
	return ctx
}

// T gives a message in the language of the request.
func (r *Request) T(key string, args ...any) string { return r.Locale.T(key, args...) }

// N gives a message in the plural form of n.
func (r *Request) N(key string, n int64, args ...any) string { return r.Locale.N(key, n, args...) }

// Path gives a named part of the path.
func (r *Request) Path(name string) string { return r.R.PathValue(name) }

// Queries gives the whole query as the address has it, parsed once; nil when
// there is none. It is only read.
func (r *Request) Queries() url.Values {
	if r.asks == nil && r.R.URL.RawQuery != "" {
		r.asks = r.R.URL.Query()
	}
	return r.asks
}

// Query gives a value of the query, trimmed and bounded to 500 bytes.
func (r *Request) Query(name string) string {
	v := strings.TrimSpace(r.Queries().Get(name))
	if len(v) > 500 || !plainText(v) {
		return ""
	}
	return v
}

// QueryID gives a number that a page has written into an address: an id, or
// where a list goes on; 0 when it is none.
func (r *Request) QueryID(name string) int64 {
	n, err := strconv.ParseInt(r.Query(name), 10, 64)
	if err != nil {
		return 0
	}
	return max(n, 0)
}

// PathID gives a named part of the path as an id; NotFound when it is none.
func (r *Request) PathID(name string) (int64, error) {
	id, err := strconv.ParseInt(r.R.PathValue(name), 10, 64)
	if err != nil || id <= 0 {
		return 0, fault.New(fault.NotFound, "fault.page_not_found")
	}
	return id, nil
}

// Page writes a whole page. The frame comes from Frame, changed as the page
// needs it.
func (r *Request) Page(status int, f ui.Frame, main templ.Component) error {
	if r.queued() { // a form that is shown again
		return r.tell(status, answer{Words: sentences(r.form.Mishaps(r))})
	}
	return r.write(status, ui.Page(f, main))
}

// Part writes a piece of a page, for scripts that put it in place.
func (r *Request) Part(status int, part templ.Component) error { return r.write(status, part) }

// write renders into memory first, so that a page that fails half-way is an
// error page and not half a page.
func (r *Request) write(status int, c templ.Component) error {
	buf := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(buf)
	buf.Reset()
	if err := c.Render(r.Context(), buf); err != nil {
		return err
	}
	h := r.W.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", r.Locale.Lang())
	h.Set("Content-Length", strconv.Itoa(buf.Len())) // unless it is compressed
	h.Set(whoHeader, r.tag()+"."+r.Locale.Lang())
	vary(h)
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "private, no-cache")
	}
	r.W.WriteHeader(status)
	if r.R.Method != http.MethodHead {
		_, _ = r.W.Write(buf.Bytes()) // the reader may be gone; there is nobody to tell
	}
	return nil
}

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// Redirect answers a post with the page to see next (303).
func (r *Request) Redirect(url string) error {
	if r.queued() {
		a := answer{To: url}
		if r.say != "" {
			a.Words = []string{r.words(r.say)}
		}
		return r.tell(http.StatusOK, a)
	}
	http.Redirect(r.W, r.R, url, http.StatusSeeOther)
	return nil
}

// Local gives url when it is a path of this site, otherwise instead.
func Local(url, instead string) string {
	if !strings.HasPrefix(url, "/") || strings.HasPrefix(url, "//") || strings.ContainsAny(url, "\\\r\n\t") {
		return instead
	}
	return url
}

// LinkSubject is the mark that a verified signed link leaves on an actor.
func LinkSubject(purpose string, id int64) string {
	return purpose + ":" + strconv.FormatInt(id, 10)
}
