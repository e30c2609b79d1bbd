package e2e

import (
	"bytes"
	"compress/gzip"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
	"golang.org/x/net/html"
)

// client asks the node without a browser, as one person with cookies, and sees
// the bytes as they go over the wire.
type client struct {
	testing.TB
	http  http.Client
	at    string // where the node answers
	light bool   // says that it wants to spare data
}

// page is one answer.
type page struct {
	path   string // as asked
	status int
	wire   int // bytes of the body as sent
	header http.Header
	body   []byte
	root   *html.Node // nil when it is no page
}

// newClient makes a person at an address of this machine, as "127.0.0.9": the
// limits of the edge count each alone. Where only one address exists it is that.
func newClient(t testing.TB, from string) *client {
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	dialer := net.Dialer{Timeout: 10 * time.Second}
	if l, err := net.Listen("tcp", from+":0"); err == nil {
		l.Close()
		dialer.LocalAddr = &net.TCPAddr{IP: net.ParseIP(from)}
	}
	transport := &http.Transport{DialContext: dialer.DialContext, DisableCompression: true}
	t.Cleanup(transport.CloseIdleConnections)
	return &client{TB: t, at: node.url, http: http.Client{Jar: jar, Transport: transport, Timeout: time.Minute,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// get asks for a path of the node.
func (c *client) get(path string) page {
	c.Helper()
	return c.send(http.MethodGet, path, "", nil)
}

// post sends a form.
func (c *client) post(path string, form url.Values) page {
	c.Helper()
	return c.send(http.MethodPost, path, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
}

func (c *client) send(method, path, kind string, body io.Reader) page {
	c.Helper()
	r, err := http.NewRequestWithContext(c.Context(), method, c.at+path, body)
	if err != nil {
		c.Fatal(err)
	}
	r.Header.Set("Accept-Encoding", "gzip, br")
	if c.light {
		r.Header.Set("Save-Data", "on")
	}
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	res, err := c.http.Do(r)
	if err != nil {
		c.Fatalf("%s %s: %v", method, path, err)
	}
	defer res.Body.Close()
	p := page{path: path, status: res.StatusCode, header: res.Header}
	if p.body, err = io.ReadAll(res.Body); err != nil {
		c.Fatalf("%s %s: %v", method, path, err)
	}
	p.wire = len(p.body)
	if p.body, err = unpacked(p.header.Get("Content-Encoding"), p.body); err != nil {
		c.Fatalf("%s is not whole: %v", path, err)
	}
	if strings.HasPrefix(p.header.Get("Content-Type"), "text/html") {
		if p.root, err = html.Parse(bytes.NewReader(p.body)); err != nil {
			c.Fatal(err)
		}
	}
	return p
}

// unpacked gives a body as it was before it was compressed.
func unpacked(encoding string, body []byte) ([]byte, error) {
	switch encoding {
	case "br":
		return io.ReadAll(brotli.NewReader(bytes.NewReader(body)))
	case "gzip":
		z, err := gzip.NewReader(bytes.NewReader(body))
		if err != nil {
			return nil, err
		}
		return io.ReadAll(z)
	}
	return body, nil
}

// elements gives the elements of a page by their names, in order.
func (p page) elements(names ...string) (list []*html.Node) {
	if p.root == nil {
		return nil
	}
	for n := range p.root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		for _, name := range names {
			if n.Data == name {
				list = append(list, n)
			}
		}
	}
	return list
}

// attr gives an attribute, and whether it is there.
func attr(n *html.Node, name string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == name && a.Namespace == "" {
			return a.Val, true
		}
	}
	return "", false
}

// value gives an attribute, "" without one.
func value(n *html.Node, name string) string {
	v, _ := attr(n, name)
	return v
}

// form gives what a browser would send of the form of an action, untouched,
// without the button.
func (p page) form(t testing.TB, action string) url.Values {
	t.Helper()
	for _, f := range p.elements("form") {
		if a, _, _ := strings.Cut(value(f, "action"), "?"); a == action {
			return sent(f)
		}
	}
	t.Fatalf("%s (%d) has no form for %s", p.path, p.status, action)
	return nil
}

func sent(form *html.Node) url.Values {
	values := url.Values{}
	for n := range form.Descendants() {
		name := value(n, "name")
		if n.Type != html.ElementNode || name == "" {
			continue
		}
		_, off := attr(n, "disabled")
		_, checked := attr(n, "checked")
		switch kind := value(n, "type"); {
		case off, kind == "file", kind == "submit", (kind == "radio" || kind == "checkbox") && !checked:
		case n.Data == "input":
			values.Add(name, value(n, "value"))
		case n.Data == "textarea":
			values.Add(name, text(n))
		case n.Data == "select":
			values.Add(name, selected(n))
		}
	}
	return values
}

// selected gives the value of a select: the marked option, or the first.
func selected(n *html.Node) string {
	first, found := "", false
	for o := range n.Descendants() {
		if o.Data != "option" {
			continue
		}
		v, has := attr(o, "value")
		if !has {
			v = text(o)
		}
		if _, marked := attr(o, "selected"); marked {
			return v
		}
		if !found {
			first, found = v, true
		}
	}
	return first
}

func text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}
