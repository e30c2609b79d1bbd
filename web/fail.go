package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	"agora/db"
	"agora/fault"
	"agora/web/ui"
)

// errMethod is a path that exists, asked in another way.
var errMethod = fault.New(fault.NotFound, "fault.page_not_found")

// RetryAfter is in how many seconds it is worth trying again what cannot be done
// for the moment.
const RetryAfter = "5"

// fail turns what a route returned into a page. Faults are shown in words;
// anything else as an id that the log repeats.
func (s *Server) fail(r *Request, err error) {
	if errors.Is(err, context.Canceled) && r.R.Context().Err() != nil {
		if !r.begun {
			r.W.WriteHeader(499) // the person left; nobody reads an answer
		}
		return
	}
	if r.begun {
		s.o.Log.Error("stream failed", "id", r.ID, "path", r.R.URL.Path, "error", err)
		panic(http.ErrAbortHandler)
	}
	r.W.Header().Del("Content-Disposition") // the page that says why is no file
	if fault.KindOf(err) == fault.Internal && errors.Is(err, db.ErrAway) {
		s.o.Log.Error("request has to wait", "id", r.ID, "path", r.R.URL.Path, "error", err)
		err = fault.New(fault.Unavailable, "fault.unavailable")
	}
	kind, status := fault.KindOf(err), fault.Status(err)
	if err == error(errMethod) {
		status = http.StatusMethodNotAllowed
	}
	if kind == fault.Internal {
		s.o.Log.Error("request failed", "id", r.ID, "path", r.R.URL.Path, "error", err)
	} else if cause := causes(err); cause != "" {
		s.o.Log.Info("request refused", "id", r.ID, "path", r.R.URL.Path, "error", cause)
	}
	if kind == fault.Unauthenticated && r.R.Method == http.MethodGet {
		_ = r.Redirect(SignInURL(r.R.URL.RequestURI()))
		return
	}
	r.W.Header().Set("Cache-Control", "no-store")
	if kind == fault.Unavailable {
		r.W.Header().Set("Retry-After", RetryAfter)
	}
	if r.queued() {
		_ = r.tell(status, answer{Words: sentences(words(r, err))})
		return
	}
	f := r.Frame(r.T(titleKey(kind)))
	f.Private = true
	if pageErr := r.Page(status, f, mishap(r, kind, words(r, err))); pageErr != nil {
		s.o.Log.Error("error page failed", "id", r.ID, "error", pageErr)
		http.Error(r.W, "500 "+r.ID, http.StatusInternalServerError)
	}
}

// SignInURL is where a person signs in who then comes back to a path.
func SignInURL(back string) string { return "/account/sign-in?next=" + url.QueryEscape(back) }

// causes gives the causes that faults carry for the log.
func causes(err error) string {
	for _, e := range fault.List(err) {
		if e.Cause != nil {
			return e.Error()
		}
	}
	return ""
}

// words gives the faults inside err as sentences.
func words(r *Request, err error) []ui.Mishap {
	var out []ui.Mishap
	for _, e := range fault.List(err) {
		if e.Kind != fault.Internal {
			out = append(out, ui.Mishap{Field: e.Field, Words: r.Locale.Error(r.named(e))})
		}
	}
	return out
}

// titleKey gives the heading of an error page.
func titleKey(kind fault.Kind) string {
	switch kind {
	case fault.Invalid, fault.TooLarge:
		return "web.err_invalid"
	case fault.Unauthenticated:
		return "web.err_sign_in"
	case fault.Forbidden:
		return "web.err_forbidden"
	case fault.NotFound:
		return "web.err_not_found"
	case fault.Conflict:
		return "web.err_conflict"
	case fault.TooMany:
		return "web.err_too_many"
	case fault.Unavailable:
		return "web.err_unavailable"
	}
	return "web.err_internal"
}
