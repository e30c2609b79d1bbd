package web

import (
	"compress/gzip"
	"io"
	"net/http"
	"strings"
	"sync"
)

// smallest is the body that is worth compressing: below one packet nothing is
// gained.
const smallest = 1000

var zippers = sync.Pool{New: func() any {
	z, _ := gzip.NewWriterLevel(io.Discard, 5)
	return z
}}

// output counts what is written and compresses texts. Whether to compress is
// decided at the first write, which for pages is the whole body.
type output struct {
	http.ResponseWriter
	gzip   bool // the client takes gzip
	begun  bool // the header is sent
	zip    *gzip.Writer
	status int
	bytes  int64 // of the body, on the wire
}

func acceptsGzip(r *http.Request) bool {
	return r.Method != http.MethodHead && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip")
}

// WriteHeader remembers the status; it is sent with the first write, when it
// is known whether the body is compressed.
func (o *output) WriteHeader(status int) {
	if o.status == 0 {
		o.status = status
	}
}

// begin sends the header; first is the size of the first piece of the body.
func (o *output) begin(first int) {
	if o.begun {
		return
	}
	o.begun = true
	if o.status == 0 {
		o.status = http.StatusOK
	}
	h := o.Header()
	if compressible(h.Get("Content-Type")) && h.Get("Content-Encoding") == "" && o.status != http.StatusPartialContent {
		h.Add("Vary", "Accept-Encoding")
		if o.gzip && first >= smallest {
			h.Set("Content-Encoding", "gzip")
			h.Del("Content-Length")
			o.zip = zippers.Get().(*gzip.Writer)
			o.zip.Reset(counter{o})
		}
	}
	o.ResponseWriter.WriteHeader(o.status)
}

// Write sends a piece of the body.
func (o *output) Write(p []byte) (int, error) {
	o.begin(len(p))
	if o.zip != nil {
		return o.zip.Write(p)
	}
	return counter{o}.Write(p)
}

// Flush sends what is held back; streams call it.
func (o *output) Flush() {
	o.begin(0)
	if o.zip != nil {
		_ = o.zip.Flush()
	}
	_ = http.NewResponseController(o.ResponseWriter).Flush()
}

// Unwrap lets http.ResponseController reach the connection.
func (o *output) Unwrap() http.ResponseWriter { return o.ResponseWriter }

func (o *output) close() {
	if o.zip != nil {
		_ = o.zip.Close()
		o.zip.Reset(io.Discard)
		zippers.Put(o.zip)
		o.zip = nil
		return
	}
	o.begin(0)
}

type counter struct{ o *output }

func (c counter) Write(p []byte) (int, error) {
	n, err := c.o.ResponseWriter.Write(p)
	c.o.bytes += int64(n)
	return n, err
}

func compressible(kind string) bool {
	kind, _, _ = strings.Cut(kind, ";")
	switch kind {
	case "text/event-stream":
		return false
	case "application/json", "application/javascript", "image/svg+xml", "application/xml":
		return true
	}
	return strings.HasPrefix(kind, "text/")
}
