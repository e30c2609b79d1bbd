package web

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"runtime/debug"
	"strconv"
	"strings"
	"time"
)

// policy forbids everything a page does not need.
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; media-src 'self'; " +
	"connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// fixed are the headers of every answer.
var fixed = http.Header{
	"Content-Security-Policy":    {policy},
	"X-Content-Type-Options":     {"nosniff"},
	"Referrer-Policy":            {"same-origin"},
	"Cross-Origin-Opener-Policy": {"same-origin"},
	"Permissions-Policy":         {"camera=(), geolocation=(), microphone=()"},
}

type requestIDKey struct{}

func requestID(ctx context.Context) string {
	id, _ := ctx.Value(requestIDKey{}).(string)
	return id
}

// newID gives eight letters that a person can read out over the telephone.
func newID() string {
	var b [5]byte
	_, _ = rand.Read(b[:])
	return strings.ToLower(base32.StdEncoding.EncodeToString(b[:]))
}

// outer is around everything: hints, id, headers, compression, panic, log,
// measure.
func (s *Server) outer(w http.ResponseWriter, r *http.Request) {
	start, id := s.o.Clock(), newID()
	s.hint(w, r)
	h := w.Header()
	maps.Copy(h, fixed)
	h.Set("X-Request-Id", id)
	if s.secure(r) {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
	r = r.WithContext(context.WithValue(r.Context(), requestIDKey{}, id))
	out := &output{ResponseWriter: w, encoding: encodingFor(r)}
	defer func() {
		p := recover()
		if p != nil && p != http.ErrAbortHandler {
			s.o.Log.Error("panic", "id", id, "what", fmt.Sprint(p), "stack", string(debug.Stack()))
			s.crash(out, r)
		}
		out.close()
		s.note(r, out, id, s.o.Clock().Sub(start))
		if p == http.ErrAbortHandler {
			panic(http.ErrAbortHandler) // what is half written must not look whole
		}
	}()
	s.mux.ServeHTTP(out, r)
}

// crash answers a request whose route panicked, unless it already wrote.
func (s *Server) crash(out *output, hr *http.Request) {
	if out.status != 0 {
		return
	}
	defer func() {
		if recover() != nil && out.status == 0 { // even the page of the error fails
			http.Error(out, "500 "+requestID(hr.Context()), http.StatusInternalServerError)
		}
	}()
	r := &Request{W: out, R: hr, ID: requestID(hr.Context()), s: s}
	r.chooseLocale()
	s.fail(r, errors.New("panic"))
}

// note writes the one line of a request and measures it. The query is left
// out: it may hold the key of a signed link.
func (s *Server) note(r *http.Request, out *output, id string, took time.Duration) {
	route := r.Pattern
	if route == "" {
		route = "none"
	}
	status := out.status
	if status == 0 {
		status = http.StatusOK
	}
	s.measured.WithLabelValues(route, strconv.Itoa(status/100)+"xx").Observe(took.Seconds())
	level, path := slog.LevelInfo, r.URL.Path
	switch {
	case strings.HasPrefix(route, "/assets/"):
		level = slog.LevelDebug
	case strings.HasPrefix(path, StreamRoot): // the path has a key, and comes from each viewer every two seconds
		level, path = slog.LevelDebug, StreamRoot
	}
	s.o.Log.LogAttrs(r.Context(), level, "request", slog.String("id", id), slog.String("method", r.Method),
		slog.String("path", path), slog.String("route", route), slog.Int("status", status),
		slog.Int64("bytes", out.bytes), slog.Int64("ms", took.Milliseconds()))
}
