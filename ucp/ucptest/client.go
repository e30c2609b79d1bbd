package ucptest

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// Client is a platform that shops at one server. It judges every answer by
// schema and rules and fails the test on the first that breaks one.
type Client struct {
	TB       testing.TB
	Endpoint string // without a slash at its end, from the server's profile
	Agent    string // address of the client's own profile
	// Business is the server's profile.
	Business Answer
	// Extensions are those that both sides declare.
	Extensions []string
	// Header is sent with every request.
	Header http.Header
	// Loose lets requests through that are none of the protocol.
	Loose bool

	platform Platform
	schemas  *Schemas
	http     *http.Client
}

// Edit changes a request before it goes out: a header, say.
type Edit func(*http.Request)

// NewClient serves the platform's profile on the loopback, reads and judges
// that of the server at origin (http://127.0.0.1:8080) and finds out what both
// know.
func NewClient(tb testing.TB, origin string, p Platform) *Client {
	tb.Helper()
	schemas, err := NewSchemas(p.Extensions)
	if err != nil {
		tb.Fatal(err)
	}
	c := &Client{TB: tb, Agent: p.Serve(tb), Header: http.Header{}, platform: p, schemas: schemas,
		http: &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
	req, err := http.NewRequestWithContext(tb.Context(), http.MethodGet, strings.TrimSuffix(origin, "/")+"/.well-known/ucp", nil)
	if err != nil {
		tb.Fatal(err)
	}
	if c.Business, err = c.send("profile", req); err != nil {
		tb.Fatal(err)
	}
	if c.Business.Status != http.StatusOK {
		tb.Fatalf("profile: status %d: %.300s", c.Business.Status, c.Business.Raw)
	}
	if err := schemas.Response(Profile, nil, c.Business.Status, c.Business.Raw); err != nil {
		tb.Fatal(err)
	}
	if err := cached(c.Business.Header.Get("Cache-Control")); err != nil {
		tb.Fatal(err)
	}
	c.Extensions = negotiate(p.declared(), object(c.Business.JSON, "ucp", "capabilities"))
	if c.Endpoint, err = endpoint(c.Business.JSON, origin); err != nil {
		tb.Fatal(err)
	}
	return c
}

// cached judges how long a profile may be kept (T5).
func cached(control string) error {
	var seconds int
	public := false
	for d := range strings.SplitSeq(control, ",") {
		d = strings.ToLower(strings.TrimSpace(d))
		switch d {
		case "public":
			public = true
		case "private", "no-store", "no-cache":
			return fmt.Errorf("profile: Cache-Control says %s (T5)", d)
		}
		if age, ok := strings.CutPrefix(d, "max-age="); ok {
			_, _ = fmt.Sscanf(age, "%d", &seconds)
		}
	}
	if !public || seconds < 60 {
		return fmt.Errorf("profile: Cache-Control %q is not public with a max-age of 60 or more (T5)", control)
	}
	return nil
}

// endpoint finds where the REST binding is. A server in a test may announce
// its public name; its requests then go to where the profile was.
func endpoint(profile map[string]any, origin string) (string, error) {
	for _, s := range objects(object(profile, "ucp"), "services", "dev.ucp.shopping") {
		if s["transport"] != "rest" {
			continue
		}
		at, err := url.Parse(text(s, "endpoint"))
		if err != nil {
			return "", err
		}
		own, err := url.Parse(origin)
		if err != nil {
			return "", err
		}
		if loopback(own.Hostname()) {
			at.Scheme, at.Host = own.Scheme, own.Host
		}
		return at.String(), nil
	}
	return "", fmt.Errorf("profile: no REST binding of dev.ucp.shopping")
}

// negotiate gives the extensions that both sides list in one version and whose
// parent both list, until nothing changes (T6).
func negotiate(ours, theirs map[string]any) []string {
	both := map[string]map[string]any{}
	for name := range ours {
		for _, o := range objects(ours, name) {
			for _, t := range objects(theirs, name) {
				if o["version"] == t["version"] {
					both[name] = t
				}
			}
		}
	}
	parents := func(e map[string]any) []string {
		if s, ok := e["extends"].(string); ok {
			return []string{s}
		}
		return texts(e, "extends")
	}
	for changed := true; changed; {
		changed = false
		for name, e := range both {
			if list := parents(e); len(list) > 0 && !slices.ContainsFunc(list, func(p string) bool { return both[p] != nil }) {
				delete(both, name)
				changed = true
			}
		}
	}
	var extensions []string
	for name, e := range both {
		if len(parents(e)) > 0 {
			extensions = append(extensions, name)
		}
	}
	slices.Sort(extensions)
	return extensions
}

// ErrNoAnswer is a request to which nothing came back, or half an answer: the
// server may have done what was asked for, or not.
var ErrNoAnswer = errors.New("no answer")

// Do sends an operation by its name and judges the answer. body is made JSON
// unless it is []byte; nil sends none.
func (c *Client) Do(op, id string, body any, edit ...Edit) Answer {
	c.TB.Helper()
	a, err := c.Try(c.TB.Context(), op, id, body, edit...)
	if err != nil {
		c.TB.Fatalf("%v", err)
	}
	return a
}

// Try is Do for servers that may be gone: it gives what went wrong, as
// ErrNoAnswer when nothing came back. Several may try at once.
func (c *Client) Try(ctx context.Context, op, id string, body any, edit ...Edit) (Answer, error) {
	o, ok := operations[op]
	if !ok {
		return Answer{}, fmt.Errorf("%s is no operation", op)
	}
	raw, ok := body.([]byte)
	if !ok && body != nil {
		var err error
		if raw, err = json.Marshal(body); err != nil {
			return Answer{}, err
		}
	}
	if body != nil && !c.Loose {
		if err := c.schemas.Request(op, c.Extensions, raw); err != nil {
			return Answer{}, fmt.Errorf("the request is none of the protocol: %w\n%s", err, raw)
		}
	}
	req, err := http.NewRequestWithContext(ctx, o.method, c.Endpoint+strings.ReplaceAll(o.path, "{id}", url.PathEscape(id)), bytes.NewReader(raw))
	if err != nil {
		return Answer{}, err
	}
	c.address(req, o, body != nil)
	for _, e := range edit {
		e(req)
	}
	a, err := c.send(op, req)
	if err != nil {
		return a, err
	}
	if err := c.judge(o, a); err != nil {
		return a, fmt.Errorf("%s %s: %w\nsent %s\ngot %s", o.method, o.path, err, raw, a.Raw)
	}
	return a, nil
}

// address writes the headers that every request has.
func (c *Client) address(req *http.Request, o operation, body bool) {
	req.Header.Set("UCP-Agent", `profile="`+c.Agent+`"`)
	req.Header.Set("Request-Id", uuid())
	req.Header.Set("Accept", "application/json")
	if body {
		req.Header.Set("Content-Type", "application/json")
	}
	if o.method != http.MethodGet {
		req.Header.Set("Idempotency-Key", uuid())
	}
	for name, values := range c.Header {
		req.Header[name] = values
	}
}

func (c *Client) send(op string, req *http.Request) (Answer, error) {
	res, err := c.http.Do(req)
	if err != nil {
		return Answer{}, fmt.Errorf("%s: %w: %w", op, ErrNoAnswer, err)
	}
	defer res.Body.Close()
	a := Answer{Op: op, Status: res.StatusCode, Header: res.Header}
	if a.Raw, err = io.ReadAll(res.Body); err != nil {
		return a, fmt.Errorf("%s: %w: %w", op, ErrNoAnswer, err)
	}
	v, _ := jsonschema.UnmarshalJSON(bytes.NewReader(a.Raw))
	a.JSON, _ = v.(map[string]any)
	return a, nil
}

// judge holds an answer against schema, rules and what HTTP adds.
func (c *Client) judge(o operation, a Answer) error {
	var p problems
	kind, _, _ := mime.ParseMediaType(a.Header.Get("Content-Type"))
	p.check(kind == "application/json", "Content-Type is %q", a.Header.Get("Content-Type"))
	p.join(c.schemas.Response(o.root, c.Extensions, a.Status, a.Raw))
	p.check(a.Status != http.StatusCreated || strings.HasPrefix(a.Op, "create_"), "status 201, and nothing was to be made (T10)")
	p.check(a.Status < 500 || a.Status == http.StatusServiceUnavailable, "status %d", a.Status)
	switch a.Status {
	case http.StatusUnauthorized:
		p.check(a.Header.Get("WWW-Authenticate") != "", "status 401 without WWW-Authenticate")
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		p.check(a.Header.Get("Retry-After") != "", "status %d without Retry-After", a.Status)
	}
	if o.root == Checkout && !c.platform.MultiGroup {
		p.join(OneGroup(a.JSON))
	}
	return p.err()
}

// uuid is a random one, of version 4.
func uuid() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}
