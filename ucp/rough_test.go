package ucp

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"agora/ucp/ucptest"
)

// endless is a body of so many bytes, of which it tells how many were read.
type endless struct{ left, read int }

func (e *endless) Read(p []byte) (int, error) {
	if e.left == 0 {
		return 0, io.EOF
	}
	n := min(len(p), e.left)
	for i := range p[:n] {
		p[i] = ' '
	}
	e.left -= n
	e.read += n
	return n, nil
}

// broken is a body that ends too early.
type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errors.New("the line is cut") }

// TestLargeBodiesAreNotRead: of 50 MB only what a request may have, whatever is
// asked for.
func TestLargeBodiesAreNotRead(t *testing.T) {
	s := onOne(t)
	c := s.client(t, ucptest.Platform{})
	for _, o := range Operations() {
		body := &endless{left: 50 << 20}
		r := httptest.NewRequest(o.Method, Endpoint+strings.ReplaceAll(o.Pattern, "{id}", "x"), body)
		r.Header.Set("UCP-Agent", `profile="`+c.Agent+`"`)
		r.Header.Set("Idempotency-Key", "k")
		w := httptest.NewRecorder()
		s.binding.Handler().ServeHTTP(w, r)
		var told map[string]string
		if err := json.Unmarshal(w.Body.Bytes(), &told); err != nil || w.Code != http.StatusRequestEntityTooLarge || told["code"] != "request_too_large" || body.read > 2*maxBody {
			t.Errorf("%s: %d %s after %d bytes", o.Name, w.Code, w.Body, body.read)
		}
	}
	r := httptest.NewRequest("POST", Endpoint+"/carts", broken{})
	r.Header.Set("UCP-Agent", `profile="`+c.Agent+`"`)
	w := httptest.NewRecorder()
	if s.binding.Handler().ServeHTTP(w, r); w.Code != http.StatusBadRequest {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

// TestUnknownVersionsAreRefused: a platform of another version is told so. What
// it may do is the directory's to say.
func TestUnknownVersionsAreRefused(t *testing.T) {
	s := onOne(t)
	agent := ucptest.Platform{Version: "2026-01-23", Capabilities: []string{}}.Serve(t)
	for _, o := range Operations() {
		a := s.ask(t, agent, o.Method, strings.ReplaceAll(o.Pattern, "{id}", "x"), "{}", key("k"))
		if len(a.Codes()) == 0 || a.Status >= 500 {
			t.Errorf("%s: %d %s", o.Name, a.Status, a.Raw)
		}
	}
}

// TestBoundsAreOfEverything: as much as is allowed is answered, one more is not
// a request.
func TestBoundsAreOfEverything(t *testing.T) {
	s := onOne(t)
	c := s.client(t, ucptest.Platform{})
	v := variantID(s.Shops[0].Variants[0])
	lines := func(n, quantity int) []any {
		list := make([]any, n)
		for i := range list {
			list[i] = m{"item": m{"id": v}, "quantity": quantity}
		}
		return list
	}
	destinations := func(n int) m {
		return m{"methods": []any{m{"type": "shipping", "destinations": make([]m, n)}}}
	}
	instruments := func(n int) m {
		list := make([]any, n)
		for i := range list {
			list[i] = m{"id": "a", "handler_id": "play", "type": "play_money"}
		}
		return m{"instruments": list}
	}
	long := strings.Repeat("a", maxText+1)
	for what, x := range map[string]struct {
		body   m
		status int
	}{
		"most lines":        {m{"line_items": lines(maxLines, maxQuantity)}, 201},
		"more lines":        {m{"line_items": lines(maxLines+1, 1)}, 400},
		"no lines":          {m{"line_items": lines(0, 1)}, 400},
		"too many of one":   {m{"line_items": lines(1, maxQuantity+1)}, 400},
		"none of one":       {m{"line_items": lines(1, 0)}, 400},
		"most destinations": {m{"line_items": lines(1, 1), "fulfillment": destinations(maxDestinations)}, 201},
		"more destinations": {m{"line_items": lines(1, 1), "fulfillment": destinations(maxDestinations + 1)}, 400},
		"more instruments":  {m{"line_items": lines(1, 1), "payment": instruments(maxInstruments + 1)}, 400},
		"more methods":      {m{"line_items": lines(1, 1), "fulfillment": m{"methods": []any{m{"type": "shipping"}, m{"type": "pickup"}, m{"type": "shipping"}}}}, 400},
		"another method":    {m{"line_items": lines(1, 1), "fulfillment": m{"methods": []any{m{"type": "teleport"}}}}, 400},
		"a long name":       {m{"line_items": lines(1, 1), "buyer": m{"first_name": long}}, 400},
		"a long address":    {m{"line_items": lines(1, 1), "fulfillment": m{"methods": []any{m{"type": "shipping", "destinations": []any{m{"street_address": long}}}}}}, 400},
		"a long intent":     {m{"line_items": lines(1, 1), "context": m{"intent": long}}, 400},
	} {
		body, err := json.Marshal(x.body)
		if err != nil {
			t.Fatal(err)
		}
		if a := s.ask(t, c.Agent, "POST", "/checkout-sessions", string(body)); a.Status != x.status {
			t.Errorf("%s: %d %.300s", what, a.Status, a.Raw)
		}
	}
}

// TestZeroCharactersAreTold: by the escape alone, not by what looks like one.
func TestZeroCharactersAreTold(t *testing.T) {
	for body, has := range map[string]bool{`{"query":"a\u0000b"}`: true, `"\u0000"`: true, `{"query":"a\\u0000b"}`: false, `{"query":"a\\\u0000b"}`: true, `{"query":"a\u00000"}`: true, `{"q":"u0000"}`: false} {
		if got := zero.MatchString(body); got != has {
			t.Errorf("%s: %v", body, got)
		}
	}
}
