package ucp

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/modelcontextprotocol/go-sdk/jsonrpc"
	"github.com/modelcontextprotocol/go-sdk/mcp"

	"agora/ucp/ucptest"
)

// toolbox is a client of the official SDK, for a platform.
type toolbox struct {
	*testing.T
	session *mcp.ClientSession
	profile string
}

func (s *stand) toolbox(t *testing.T, profile string) toolbox {
	t.Helper()
	c := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, nil)
	session, err := c.Connect(t.Context(), &mcp.StreamableClientTransport{Endpoint: s.server.URL + ToolsEndpoint}, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = session.Close() })
	return toolbox{t, session, profile}
}

// use calls a tool and gives its answer, and the error of JSON-RPC.
func (b toolbox) use(name string, args m) (out m, failed error) {
	b.Helper()
	meta := m{"ucp-agent": m{"profile": b.profile}, "idempotency-key": newUUID()}
	if given, ok := args["meta"]; ok {
		meta = given.(m)
	}
	all := m{"meta": meta}
	for k, v := range args {
		all[k] = v
	}
	all["meta"] = meta
	r, err := b.session.CallTool(b.Context(), &mcp.CallToolParams{Name: name, Arguments: all})
	if err != nil {
		return nil, err
	}
	text := r.Content[0].(*mcp.TextContent).Text
	if err := json.Unmarshal([]byte(text), &out); err != nil {
		b.Fatalf("%s: %v", text, err)
	}
	if d := cmp.Diff(r.StructuredContent, any(map[string]any(out))); d != "" {
		b.Errorf("the text and the structured content differ (T44): %s", d)
	}
	return out, nil
}

// TestT45BothTransportsGiveTheSameAnswer buys by tools, and reads over REST what
// came of it.
func TestT45BothTransportsGiveTheSameAnswer(t *testing.T) {
	onBoth(t, func(t *testing.T, s *stand) {
		c := s.client(t, ucptest.Platform{})
		b := s.toolbox(t, c.Agent)
		list, err := b.session.ListTools(t.Context(), nil)
		if err != nil || len(list.Tools) != len(Operations()) {
			t.Fatalf("%v %v", list, err)
		}
		found, err := b.use("search_catalog", m{"catalog": m{"query": "thing"}})
		if err != nil || len(found["products"].([]any)) != 3 {
			t.Fatalf("%v %v", found, err)
		}
		made, err := b.use("create_checkout", m{"checkout": m{"line_items": lines(1, s.Shops[0].Variants[0]), "buyer": saima, "fulfillment": sent("post")}})
		if err != nil || made["status"] != ready {
			t.Fatalf("%v %v", made, err)
		}
		id := made["id"].(string)
		if over := c.GetCheckout(id); cmp.Diff(map[string]any(made), plain(t, over.Raw)) != "" {
			t.Errorf("over REST it is another: %s", over.Raw)
		}
		done, err := b.use("complete_checkout", m{"id": id, "checkout": playing(tokenSucceeds)})
		if err != nil || done["status"] != completed {
			t.Fatalf("%v %v", done, err)
		}
		order, err := b.use("get_order", m{"id": done["order"].(m)["id"]})
		if err != nil || order["checkout_id"] != id {
			t.Fatalf("%v %v", order, err)
		}
		if gone, err := b.use("get_checkout", m{"id": "chk_none"}); err != nil || gone["ucp"].(m)["status"] != "error" {
			t.Errorf("what is not there is a result (T45): %v %v", gone, err)
		}
	})
}

func plain(t *testing.T, raw []byte) (v map[string]any) {
	t.Helper()
	if err := json.Unmarshal(raw, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// TestT43ArgumentsStandBesideThePayload refuses what is called wrongly.
func TestT43ArgumentsStandBesideThePayload(t *testing.T) {
	onBoth(t, func(t *testing.T, s *stand) {
		b := s.toolbox(t, s.client(t, ucptest.Platform{}).Agent)
		for name, args := range map[string]m{
			"no agent":       {"meta": m{}, "catalog": m{"query": "a"}},
			"an id inside":   {"id": "chk_1", "checkout": m{"id": "chk_1", "line_items": lines(1, 1)}},
			"no key":         {"meta": m{"ucp-agent": m{"profile": b.profile}}, "id": "chk_1", "checkout": playing("")},
			"nothing asked":  {"catalog": m{}},
			"another's host": {"meta": m{"ucp-agent": m{"profile": "ftp://127.0.0.1/p"}}, "catalog": m{"query": "a"}},
		} {
			tool := map[string]string{"an id inside": "update_checkout", "no key": "complete_checkout"}[name]
			if tool == "" {
				tool = "search_catalog"
			}
			_, err := b.use(tool, args)
			var e *jsonrpc.Error
			if !errors.As(err, &e) || e.Code > -32000 {
				t.Errorf("%s: %v", name, err)
			}
		}
		large, err := http.Post(s.server.URL+ToolsEndpoint, "application/json", strings.NewReader(`{"jsonrpc":"2.0","id":1,"method":"ping","x":"`+strings.Repeat("x", maxBody)+`"}`))
		if err != nil {
			t.Fatal(err)
		}
		var refused struct {
			Version string `json:"jsonrpc"`
			Error   struct{ Code int }
		}
		if err := json.NewDecoder(large.Body).Decode(&refused); err != nil || large.StatusCode != http.StatusRequestEntityTooLarge || refused.Version != "2.0" || refused.Error.Code != -32600 {
			t.Errorf("too large: %d %+v %v", large.StatusCode, refused, err)
		}
		w, err := http.Post(s.server.URL+ToolsEndpoint, "application/json", nil)
		if err != nil || w.StatusCode >= 500 {
			t.Errorf("nothing at all: %v %v", w, err)
		}
	})
}
