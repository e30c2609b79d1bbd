package e2e

import (
	"bytes"
	"io"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// line is a line to the node that can be cut. It counts what is posted
// through it, by path.
type line struct {
	testing.TB
	to     string // the node's address
	url    string // the same, seen through the line
	mu     sync.Mutex
	posts  map[string]int
	newer  atomic.Bool // the node has a newer worker
	server *http.Server
}

func newLine(t testing.TB) *line {
	t.Helper()
	return newLineTo(t, node.url)
}

func newLineTo(t testing.TB, address string) *line {
	t.Helper()
	l := &line{TB: t, to: address, posts: map[string]int{}}
	l.mend("127.0.0.1:0")
	t.Cleanup(l.cut)
	return l
}

// mend lets the line carry again, at the address it had.
func (l *line) mend(address string) {
	l.Helper()
	to, err := url.Parse(l.to)
	if err != nil {
		l.Fatal(err)
	}
	var listener net.Listener
	for range 20 { // the port may be busy for a moment
		if listener, err = net.Listen("tcp", address); err == nil {
			break
		}
		<-time.After(100 * time.Millisecond)
	}
	if err != nil {
		l.Fatal(err)
	}
	l.url = "http://" + listener.Addr().String()
	proxy := &httputil.ReverseProxy{FlushInterval: -1, ErrorLog: quiet(), ModifyResponse: l.renew, Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(to)
		r.Out.Host = r.In.Host
		if l.newer.Load() && r.In.URL.Path == "/sw.js" {
			r.Out.Header.Del("Accept-Encoding")
			r.Out.Header.Del("If-None-Match")
		}
	}}
	l.server = &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			l.mu.Lock()
			l.posts[r.URL.Path]++
			l.mu.Unlock()
		}
		proxy.ServeHTTP(w, r)
	}), ErrorLog: quiet()}
	go l.server.Serve(listener)
}

// renew makes the worker that comes through the line another one.
func (l *line) renew(r *http.Response) error {
	if !l.newer.Load() || r.Request.URL.Path != "/sw.js" {
		return nil
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return err
	}
	body = append(body, "// newer\n"...)
	r.Body = io.NopCloser(bytes.NewReader(body))
	r.ContentLength = int64(len(body))
	r.Header.Set("Content-Length", strconv.Itoa(len(body)))
	r.Header.Del("ETag")
	return nil
}

// cut ends the line, with everything on it.
func (l *line) cut() { l.server.Close() }

// heal mends the line where it was.
func (l *line) heal() {
	l.Helper()
	l.mend(strings.TrimPrefix(l.url, "http://"))
}

// posted tells how often something was posted to a path.
func (l *line) posted(path string) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.posts[path]
}
