package ucp

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/modelcontextprotocol/go-sdk/jsonrpc"
	"github.com/modelcontextprotocol/go-sdk/mcp"

	"agora/ucp/platform"
)

// ToolsEndpoint is where the operations are tools of the Model Context Protocol.
const ToolsEndpoint = "/ucp/mcp"

// envelopeOf is the request over HTTP that a tool was called in.
type envelopeOf struct {
	r      *http.Request
	body   []byte
	status int // of the answer, when a protocol failure has one
}

type envelopeKey struct{}

// tools answers at ToolsEndpoint: the same operations, and the same answers.
func (b *Binding) tools() http.Handler {
	server := mcp.NewServer(&mcp.Implementation{Name: "agora", Title: "Agora", Version: Version}, nil)
	for _, o := range Operations() {
		server.AddTool(&mcp.Tool{Name: o.Name, Description: o.About, InputSchema: o.arguments()}, b.tool(o))
	}
	inner := mcp.NewStreamableHTTPHandler(func(*http.Request) *mcp.Server { return server },
		&mcp.StreamableHTTPOptions{Stateless: true, JSONResponse: true, DisableLocalhostProtection: true, Logger: b.Log})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
		if err != nil {
			tooLarge(w)
			return
		}
		e := &envelopeOf{r: r, body: body}
		r = r.WithContext(context.WithValue(r.Context(), envelopeKey{}, e))
		r.Body = io.NopCloser(bytes.NewReader(body))
		inner.ServeHTTP(&failingWriter{ResponseWriter: w, e: e}, r)
	})
}

// tooLarge answers a message that nobody read, and that so has no id.
func tooLarge(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusRequestEntityTooLarge)
	_ = json.NewEncoder(w).Encode(object{"jsonrpc": "2.0", "id": nil, "error": &jsonrpc.Error{Code: jsonrpc.CodeInvalidRequest, // the platform may be gone
		Message: "a request has at most " + strconv.Itoa(maxBody>>10) + " KiB", Data: json.RawMessage(`{"code":"request_too_large"}`)}})
}

// failingWriter gives the answer of a failed call the status that REST has for it.
type failingWriter struct {
	http.ResponseWriter
	e     *envelopeOf
	begun bool
}

func (w *failingWriter) WriteHeader(status int) {
	if w.begun {
		return
	}
	if w.begun = true; status == http.StatusOK && w.e.status != 0 {
		status = w.e.status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *failingWriter) Write(p []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	return w.ResponseWriter.Write(p)
}

func (w *failingWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// payload is the argument that an operation's body stands in; "" for none.
func (o Operation) payload() string {
	switch {
	case strings.HasSuffix(o.Name, "_catalog"), o.Name == "get_product":
		return "catalog"
	case o.Name == "create_cart", o.Name == "update_cart":
		return "cart"
	case o.Name == "create_checkout", o.Name == "update_checkout", o.Name == "complete_checkout":
		return "checkout"
	}
	return ""
}

// arguments is the JSON Schema of a tool's arguments. What is inside a payload is
// the schema of the protocol.
func (o Operation) arguments() object {
	meta := []string{"ucp-agent"}
	if o.Once || o.Name == "cancel_cart" {
		meta = append(meta, "idempotency-key")
	}
	text := object{"type": "string"}
	properties := object{"meta": object{"type": "object", "required": meta, "properties": object{
		"ucp-agent":       object{"type": "object", "required": []string{"profile"}, "properties": object{"profile": object{"type": "string", "format": "uri"}}},
		"idempotency-key": text}}}
	required := []string{"meta"}
	if strings.Contains(o.Pattern, "{id}") {
		properties["id"] = text
		required = append(required, "id")
	}
	if p := o.payload(); p != "" {
		properties[p] = object{"type": "object"}
		required = append(required, p)
	}
	return object{"type": "object", "properties": properties, "required": required}
}

// tool answers one operation called as a tool.
func (b *Binding) tool(o Operation) mcp.ToolHandler {
	return func(ctx context.Context, r *mcp.CallToolRequest) (*mcp.CallToolResult, error) {
		e, _ := ctx.Value(envelopeKey{}).(*envelopeOf)
		if e == nil {
			return nil, errors.New("ucp: a tool was called without a request")
		}
		c, err := b.toolCall(ctx, o, e, r.Params.Arguments)
		var out reply
		if err == nil {
			out, err = c.answer(o)
		}
		if err != nil {
			return nil, c.protocolError(e, err)
		}
		return &mcp.CallToolResult{StructuredContent: json.RawMessage(out.body), Content: []mcp.Content{&mcp.TextContent{Text: string(out.body)}}}, nil
	}
}

// toolCall puts the arguments of a tool into the words of a request.
func (b *Binding) toolCall(ctx context.Context, o Operation, e *envelopeOf, arguments json.RawMessage) (*call, error) {
	c := &call{b: b, op: o.Name, w: discard{}, locale: b.Words.Locale(b.Words.Match(e.r.Header.Get("Accept-Language")))}
	var args map[string]json.RawMessage
	var meta struct {
		Agent *struct {
			Profile string `json:"profile"`
		} `json:"ucp-agent"`
		Key string `json:"idempotency-key"`
	}
	if err := json.Unmarshal(arguments, &args); err != nil {
		return c, malformed("the arguments are no object")
	}
	if err := json.Unmarshal(args["meta"], &meta); err != nil || meta.Agent == nil {
		return c, &platform.Refusal{Code: platform.InvalidURL, Content: "meta.ucp-agent.profile is missing."}
	}
	path := Endpoint + o.Pattern
	var id string
	if strings.Contains(o.Pattern, "{id}") {
		if err := json.Unmarshal(args["id"], &id); err != nil || id == "" {
			return c, malformed("id is missing")
		}
		path = strings.Replace(path, "{id}", url.PathEscape(id), 1)
	}
	var body []byte
	if p := o.payload(); p != "" {
		if body = args[p]; len(body) == 0 {
			return c, malformed("%s is missing", p)
		}
		var inside struct {
			ID json.RawMessage `json:"id"`
		}
		if p != "catalog" && json.Unmarshal(body, &inside) == nil && inside.ID != nil {
			return c, malformed("%s has an id; it stands beside it", p)
		}
	}
	r, err := http.NewRequestWithContext(ctx, o.Method, path, bytes.NewReader(body))
	if err != nil {
		return c, malformed("id is none: %v", err)
	}
	r.SetPathValue("id", id)
	r.Header.Set("Accept-Language", e.r.Header.Get("Accept-Language"))
	if meta.Key != "" {
		r.Header.Set("Idempotency-Key", meta.Key)
	} else if o.Name == "cancel_cart" {
		return c, malformed("meta.idempotency-key is missing")
	}
	c.r, c.agent, c.outer = r, meta.Agent.Profile, e
	return c, nil
}

// protocolError is a failure as JSON-RPC tells it, with the status that REST has.
func (c *call) protocolError(e *envelopeOf, err error) error {
	f := c.failure(err)
	e.status = f.status
	data := map[string]any{"code": f.code, "content": f.content}
	if f.wait > 0 {
		data["retry_after"] = int64(f.wait / time.Second)
	}
	text, _ := json.Marshal(data) // texts and a number always can be written
	return &jsonrpc.Error{Code: f.rpc(), Message: f.content, Data: text}
}

// discard is where a tool's call has nowhere to write to.
type discard struct{}

func (discard) Header() http.Header         { return http.Header{} }
func (discard) Write(p []byte) (int, error) { return len(p), nil }
func (discard) WriteHeader(int)             {}
