package api

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/modelcontextprotocol/go-sdk/mcp"

	"agora/db"
	"agora/identity"
	"agora/token"
	"agora/web"
)

// bearer sends a token with every request.
type bearer struct{ text string }

func (b bearer) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("Authorization", "Bearer "+b.text)
	return http.DefaultTransport.RoundTrip(r)
}

// tools is a client of the official SDK that has a token.
func (b *bench) tools(by string) (*mcp.ClientSession, error) {
	b.Helper()
	server := httptest.NewServer(b.edge)
	b.Cleanup(server.Close)
	c := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, nil)
	s, err := c.Connect(b.Context(), &mcp.StreamableClientTransport{Endpoint: server.URL + ToolsEndpoint, HTTPClient: &http.Client{Transport: bearer{by}}, MaxRetries: -1}, nil)
	if err == nil {
		b.Cleanup(func() { _ = s.Close() })
	}
	return s, err
}

func (b *bench) toolNames(by string) (names []string, tools []*mcp.Tool) {
	b.Helper()
	s, err := b.tools(by)
	b.must(err)
	list, err := s.ListTools(b.Context(), nil)
	b.must(err)
	for _, t := range list.Tools {
		names = append(names, t.Name)
	}
	return names, list.Tools
}

// TestToolsAreThoseOfTheToken lists what tokens of some scopes are told of.
func TestToolsAreThoseOfTheToken(t *testing.T) {
	each(t, func(b *bench) {
		all := []string{"get_balance", "get_order", "get_product", "list_due", "list_orders", "list_payouts", "list_products", "list_statement", "list_stock"}
		for _, op := range operations(b.huma.OpenAPI()) {
			if slices.Contains(desk, op.OperationID) && op.Method != http.MethodGet {
				b.Errorf("%s changes something", op.OperationID)
			}
		}
		names, tools := b.toolNames(b.all)
		if d := cmp.Diff(all, names); d != "" {
			b.Error(d)
		}
		for _, tool := range tools {
			if a := tool.Annotations; a == nil || !a.ReadOnlyHint || *a.OpenWorldHint || tool.Description == "" {
				b.Errorf("%s: %+v", tool.Name, a)
			}
			schema := tool.InputSchema.(map[string]any)
			if schema["additionalProperties"] != false {
				b.Errorf("%s takes anything", tool.Name)
			}
			for name, p := range schema["properties"].(map[string]any) {
				p := p.(map[string]any)
				if name == "shop" || p["description"] == "" || p["type"] == "string" && p["maxLength"] == nil && p["enum"] == nil && p["format"] != "date" ||
					p["type"] == "integer" && p["maximum"] == nil || p["type"] == "array" && p["maxItems"] == nil {
					b.Errorf("%s of %s has no bounds: %v", name, tool.Name, p)
				}
			}
		}
		for scope, want := range map[token.Scope][]string{
			token.ReadOrders: {"get_order", "list_orders"}, token.ReadMoney: {"get_balance", "list_due", "list_payouts", "list_statement"},
			token.ReadCatalogue: {"get_product", "list_products", "list_stock"}, token.WriteOrders: nil,
		} {
			by := b.token(b.seller.ID, b.shop.ID, scope)
			if names, _ := b.toolNames(by); !slices.Equal(names, want) {
				b.Errorf("%s: %v", scope, names)
			}
			if scope == token.WriteOrders {
				s, err := b.tools(by)
				b.must(err)
				if r, err := s.CallTool(b.Context(), &mcp.CallToolParams{Name: "list_orders"}); err == nil {
					b.Errorf("what it is not told of is answered: %+v", r)
				}
			}
		}
	})
}

// TestAToolAnswersWhatTheAPIAnswers calls each and compares.
func TestAToolAnswersWhatTheAPIAnswers(t *testing.T) {
	each(t, func(b *bench) {
		order, _ := b.sell(b.shop), b.sell(b.shop)
		s, err := b.tools(b.all)
		b.must(err)
		for _, c := range []struct {
			tool string
			args map[string]any
			path string
		}{
			{"list_orders", map[string]any{"state": []string{"placed", "accepted"}}, "/orders?state=placed,accepted"},
			{"list_orders", map[string]any{"cursor": id(order.ID)}, "/orders?cursor=" + id(order.ID)},
			{"get_order", map[string]any{"order": id(order.ID)}, "/orders/" + id(order.ID)},
			{"get_order", map[string]any{"order": "../money"}, "/orders/x"},
			{"get_order", nil, ""},
			{"list_orders", map[string]any{"state": []string{"gone"}}, "/orders?state=gone"},
			{"list_products", map[string]any{"left": 9, "limit": 1}, "/products?left=9&limit=1"},
			{"list_products", map[string]any{"limit": 201}, "/products?limit=201"},
			{"list_products", map[string]any{"colour": "red"}, "/products?colour=red"},
			{"get_product", map[string]any{"product": "cap"}, "/products/cap"},
			{"list_stock", nil, "/stock"},
			{"list_stock", map[string]any{"low": true, "product": "cap"}, "/stock?low=true&product=cap"},
			{"get_balance", nil, "/money"},
			{"list_due", map[string]any{"limit": 1}, "/money/due?limit=1"},
			{"list_payouts", nil, "/money/payouts"},
			{"list_statement", map[string]any{"from": "2026-01-01", "limit": 1}, "/money/lines?from=2026-01-01&limit=1"},
			{"list_orders", map[string]any{"shop": id(b.other.ID)}, "/orders?shop=" + id(b.other.ID)},
		} {
			r, err := s.CallTool(b.Context(), &mcp.CallToolParams{Name: c.tool, Arguments: c.args})
			if err != nil {
				b.Errorf("%s %v: %v", c.tool, c.args, err)
				continue
			}
			said := r.Content[0].(*mcp.TextContent).Text
			var text, over any
			b.must(json.Unmarshal([]byte(said), &text))
			if d := cmp.Diff(text, r.StructuredContent); d != "" {
				b.Errorf("%s: text and structure differ: %s", c.tool, d)
			}
			if c.path == "" {
				if !r.IsError || !strings.Contains(said, `"order"`) {
					b.Errorf("%s without arguments: %s", c.tool, said)
				}
				continue
			}
			over2 := b.ask(b.all, "GET", c.path, "")
			b.must(json.Unmarshal([]byte(over2.text), &over))
			same := cmp.FilterPath(func(p cmp.Path) bool { return p.Last().String() == `["instance"]` }, cmp.Ignore())
			if d := cmp.Diff(over, text, same); d != "" || r.IsError != (over2.status != 200) {
				b.Errorf("%s %v answers otherwise than GET %s: %s", c.tool, c.args, c.path, d)
			}
		}
	})
}

// TestToolsAskForAToken knocks without one, with a wrong one, too fast, and from
// the page of another site.
func TestToolsAskForAToken(t *testing.T) {
	each(t, func(b *bench) {
		knock := func(method, by, body string, header ...string) *httptest.ResponseRecorder {
			r := httptest.NewRequestWithContext(b.Context(), method, ToolsEndpoint, strings.NewReader(body))
			r.Header.Set("Content-Type", "application/json")
			r.Header.Set("Accept", "application/json, text/event-stream")
			if by != "" {
				r.Header.Set("Authorization", "Bearer "+by)
			}
			for i := 0; i+1 < len(header); i += 2 {
				r.Header.Set(header[i], header[i+1])
			}
			w := httptest.NewRecorder()
			b.edge.ServeHTTP(w, r)
			return w
		}
		const ping = `{"jsonrpc":"2.0","id":1,"method":"ping"}`
		for by, want := range map[string]string{"": `Bearer realm="agora"`, "x": `Bearer realm="agora", error="invalid_token"`} {
			if w := knock("POST", by, ping); w.Code != 401 || w.Header().Get("WWW-Authenticate") != want {
				b.Errorf("by %q: %d %v", by, w.Code, w.Header())
			}
		}
		if w := knock("GET", b.all, ""); w.Code != 405 || w.Header().Get("Allow") != "POST" {
			b.Error("GET:", w.Code, w.Header())
		}
		if w := knock("POST", b.all, ping, "Origin", "https://elsewhere.example"); w.Code != 403 {
			b.Error("another site:", w.Code)
		}
		for _, body := range []string{"[" + ping + "," + ping + "]", `{"jsonrpc":"2.0","id":1,"method":"ping","params":{"x":"` + strings.Repeat("x", maxMessage) + `"}}`} {
			w := knock("POST", b.all, body)
			var e struct{ Error struct{ Code int } }
			if err := json.Unmarshal(w.Body.Bytes(), &e); err != nil || w.Code != map[bool]int{true: 413, false: 400}[len(body) > maxMessage] || e.Error.Code != -32600 {
				b.Error(w.Code, w.Body)
			}
		}
		b.API.limit = web.NewLimit(web.Rate{Burst: 1, Every: time.Hour})
		if w := knock("POST", b.all, ping); w.Code != 200 {
			b.Error(w.Code, w.Body)
		}
		if w := knock("POST", b.all, ping); w.Code != 429 || w.Header().Get("Retry-After") == "" {
			b.Error(w.Code, w.Header())
		}
	})
}

// TestAToolOfTheNodeNamesTheShop reads a shop as an operator's program.
func TestAToolOfTheNodeNamesTheShop(t *testing.T) {
	each(t, func(b *bench) {
		b.must(b.people.Grant(b.Context(), identity.System(), b.seller.ID, identity.Operator))
		by := b.token(b.seller.ID, db.House, token.ReadCatalogue)
		_, tools := b.toolNames(by)
		for _, tool := range tools {
			if required, _ := tool.InputSchema.(map[string]any)["required"].([]any); !slices.Contains(required, any("shop")) {
				b.Errorf("%s does not ask for the shop: %v", tool.Name, required)
			}
		}
		s, err := b.tools(by)
		b.must(err)
		r, err := s.CallTool(b.Context(), &mcp.CallToolParams{Name: "list_stock", Arguments: map[string]any{"shop": id(b.other.ID)}})
		if err != nil || r.IsError || !strings.Contains(r.Content[0].(*mcp.TextContent).Text, `"left":5`) {
			b.Errorf("%+v %v", r, err)
		}
	})
}
