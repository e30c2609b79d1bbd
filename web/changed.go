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
func (r *Request) Pour(f func(io.Writer) error) error {
	w := &begun{Writer: r.W}
	err := f(w)
	if err != nil && w.yes {
		r.s.o.Log.Error("stream failed", "id", r.ID, "path", r.R.URL.Path, "error", err)
		panic(http.ErrAbortHandler)
	}
	return err
}

// begun remembers whether anything was written.
type begun struct {
	io.Writer
	yes bool
}

func (b *begun) Write(p []byte) (int, error) {
	b.yes = true
	return b.Writer.Write(p)
}
