package ucp

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"agora/ucp/ucptest"
)

// toolAnswer is an answer of JSON-RPC.
type toolAnswer struct {
	Version string `json:"jsonrpc"`
	Result  *struct {
		Structured json.RawMessage `json:"structuredContent"`
	} `json:"result"`
	Error *struct {
		Code    int    `json:"code"`
		Message string `json:"message"`
	} `json:"error"`
}

// TestSpoiltToolCallsAreAnsweredInWords is TestSpoiltRequestsAreAnsweredInWords
// for the tools: a result that its schema allows, or an error of JSON-RPC.
func TestSpoiltToolCallsAreAnsweredInWords(t *testing.T) {
	s := onOne(t)
	c := s.client(t, ucptest.Platform{})
	list := targets(t, s, c)
	results, failures := 0, 0
	rapid.Check(t, func(r *rapid.T) {
		x := rapid.SampledFrom(list).Draw(r, "operation")
		args := m{"meta": m{"ucp-agent": m{"profile": c.Agent}, "idempotency-key": rapid.StringN(1, 8, 300).Draw(r, "key")}}
		if x.id != "" {
			args["id"] = x.id
		}
		if name := x.op.payload(); name != "" {
			args[name] = x.body
		}
		var spoiltArgs any = args
		for range rapid.IntRange(0, 3).Draw(r, "changes") {
			spoiltArgs = spoilt(r, spoiltArgs)
		}
		body, err := json.Marshal(m{"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": m{"name": x.op.Name, "arguments": spoiltArgs}})
		if err != nil {
			r.Skip("no JSON")
		}
		req := httptest.NewRequest("POST", ToolsEndpoint, bytes.NewReader(body))
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("Accept", "application/json, text/event-stream")
		w := httptest.NewRecorder()
		s.binding.Handler().ServeHTTP(w, req)
		var a toolAnswer
		switch err := json.Unmarshal(w.Body.Bytes(), &a); {
		case w.Code >= 500 && w.Code != http.StatusServiceUnavailable, err != nil, a.Version != "2.0", (a.Result == nil) == (a.Error == nil):
			r.Fatalf("%d %s: %v\nsent %.2000s", w.Code, w.Body, err, body)
		case a.Error != nil && (a.Error.Code >= 0 || strings.TrimSpace(a.Error.Message) == ""):
			r.Fatalf("%s\nsent %.2000s", w.Body, body)
		case a.Error != nil:
			failures++
		case a.Result != nil:
			results++
			if err := ucptest.Response(x.root, c.Extensions, http.StatusOK, a.Result.Structured); err != nil {
				r.Fatalf("%v\nsent %.2000s\ngot %s", err, body, w.Body)
			}
		}
	})
	if results == 0 || failures == 0 {
		t.Errorf("%d results and %d failures: one of them was never seen", results, failures)
	}
}
