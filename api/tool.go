package api

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/modelcontextprotocol/go-sdk/jsonrpc"
	"github.com/modelcontextprotocol/go-sdk/mcp"

	"agora/fault"
)

// tool answers one operation called as a tool: it asks the operation itself, so
// that checks and answers are the same.
func (a *API) tool(op *huma.Operation) mcp.ToolHandler {
	return func(ctx context.Context, r *mcp.CallToolRequest) (*mcp.CallToolResult, error) {
		args, err := arguments(r.Params.Arguments)
		if err != nil {
			return nil, err
		}
		address, err := addressOf(op, args)
		if err != nil {
			return refusal(ctx, err), nil
		}
		inner, err := http.NewRequestWithContext(ctx, op.Method, address, http.NoBody)
		if err != nil {
			return refusal(ctx, errNoPath), nil
		}
		w := &answer{head: http.Header{}, status: http.StatusOK}
		a.mux.ServeHTTP(w, inner)
		if !json.Valid(w.body.Bytes()) { // a path that the mux would not have
			return refusal(ctx, errNoPath), nil
		}
		return told(w.body.Bytes(), w.status != http.StatusOK), nil
	}
}

var errNoPath = fault.New(fault.NotFound, "fault.api_path", "reference", Root+"/reference")

// arguments reads what a tool is called with: texts, numbers as they are
// written, switches, and lists of these.
func arguments(text json.RawMessage) (args map[string]any, err error) {
	if len(text) > 0 {
		d := json.NewDecoder(bytes.NewReader(text))
		d.UseNumber()
		err = d.Decode(&args)
	}
	if err != nil {
		return nil, &jsonrpc.Error{Code: jsonrpc.CodeInvalidParams, Message: "the arguments are no object"}
	}
	return args, nil
}

// addressOf puts the arguments of a tool into the path and query of its
// operation, which checks them.
func addressOf(op *huma.Operation, args map[string]any) (string, error) {
	path, query := Root+op.Path, url.Values{}
	for _, p := range op.Parameters {
		if p.In != "path" {
			continue
		}
		said := plain(args[p.Name])
		if said == "" {
			return "", fault.Field(p.Name, "fault.required")
		}
		path = strings.Replace(path, "{"+p.Name+"}", url.PathEscape(said), 1)
		delete(args, p.Name)
	}
	for name, v := range args {
		if said := plain(v); said != "" {
			query.Set(name, said)
		}
	}
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	return path, nil
}

// plain writes an argument as an address has it; nothing for null.
func plain(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case []any:
		words := make([]string, len(v))
		for i, one := range v {
			words[i] = plain(one)
		}
		return strings.Join(words, ",")
	}
	return fmt.Sprint(v)
}

// told is the result of a tool: the answer of its operation, once for programs
// and once as text.
func told(body []byte, failed bool) *mcp.CallToolResult {
	body = bytes.TrimSpace(body)
	return &mcp.CallToolResult{StructuredContent: json.RawMessage(body), Content: []mcp.Content{&mcp.TextContent{Text: string(body)}}, IsError: failed}
}

// refusal is the result of a call that reached no operation.
func refusal(ctx context.Context, err error) *mcp.CallToolResult {
	body, _ := json.Marshal(problem(ctx, http.StatusInternalServerError, err)) // texts always can be written
	return told(body, true)
}

// answer keeps what an operation answers.
type answer struct {
	head   http.Header
	body   bytes.Buffer
	status int
}

func (w *answer) Header() http.Header         { return w.head }
func (w *answer) WriteHeader(status int)      { w.status = status }
func (w *answer) Write(p []byte) (int, error) { return w.body.Write(p) }
