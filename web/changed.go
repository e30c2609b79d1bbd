package web

import (
	"io"
	"net/http"
	"strings"
)

// Unchanged names the version of an answer, and reports whether the client has just
// that one: then it was told so, and there is nothing more to write.
func (r *Request) Unchanged(version string) bool {
	tag := `W/"` + version + `"` // weak: it is compressed for some
	r.W.Header().Set("ETag", tag)
	for have := range strings.SplitSeq(r.R.Header.Get("If-None-Match"), ",") {
		if have = strings.TrimSpace(have); have == "*" || strings.TrimPrefix(have, "W/") == strings.TrimPrefix(tag, "W/") {
			r.W.WriteHeader(http.StatusNotModified)
			return true
		}
	}
	return false
}

// Pour lets f write an answer piece by piece. When f fails after its first piece,
// the connection is cut, so that nobody takes the half for the whole.
func (r *Request) Pour(f func(io.Writer) error) error { return f(pieces{r}) }

// pieces is where an answer is written piece by piece, so that it is known whether
// anything of it was sent when the route fails.
type pieces struct{ r *Request }

func (p pieces) Write(b []byte) (int, error) {
	p.r.begun = true
	return p.r.W.Write(b)
}
