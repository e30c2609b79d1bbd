package api

import (
	"bytes"
	"cmp"
	_ "embed"
	"encoding/json"
	"html/template"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"agora/token"
	"agora/web"
	"agora/web/ui"
)

//go:embed reference.html
var referenceText string

var referencePage = template.Must(template.New("reference").Parse(referenceText))

// referenceView is the description, as people read it.
type referenceView struct {
	Style, Description string
	Operations         []operationView
	Types              []typeView
	Kinds              []kindView
}

type operationView struct {
	ID, Method, Path, Does, Scope string
	Takes                         []rowView
	Body, Gives                   rowView
}

type typeView struct {
	Name string
	Rows []rowView
}

// rowView is one value: its name, its type, the type it leads to, and what it
// means.
type rowView struct{ Name, In, Type, Link, Doc string }

type kindView struct {
	Code   string
	Status int
	Words  string
}

// describe serves the description of all operations, for programs and people.
// It comes after the last operation.
func (a *API) describe() {
	text, err := json.Marshal(a.huma.OpenAPI())
	if err != nil {
		panic("api: " + err.Error()) // the operations are part of the program
	}
	var page bytes.Buffer
	if err := referencePage.Execute(&page, a.reference()); err != nil {
		panic("api: " + err.Error())
	}
	for path, answer := range map[string]struct {
		kind string
		text []byte
	}{"/openapi.json": {"application/openapi+json", text}, "/reference": {"text/html; charset=utf-8", page.Bytes()}} {
		a.mux.HandleFunc("GET "+Root+path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", answer.kind)
			w.Header().Set("Content-Language", "en")
			w.Header().Set("Cache-Control", "public, max-age=300")
			_, _ = w.Write(answer.text) // the reader may be gone; there is nobody to tell
		})
		a.routes = append(a.routes, web.Route{Method: http.MethodGet, Pattern: Root + path, Access: web.Anyone})
	}
}

// reference makes the page of the description.
func (a *API) reference() referenceView {
	doc := a.huma.OpenAPI()
	v := referenceView{Style: ui.Asset("agora.css"), Description: doc.Info.Description}
	for _, op := range operations(doc) {
		o := operationView{ID: op.OperationID, Method: op.Method, Path: Root + op.Path, Does: op.Summary, Scope: string(op.Metadata[scopeKey].(token.Scope))}
		for _, p := range op.Parameters {
			row := typed(p.Schema)
			row.Name, row.In, row.Doc = p.Name, p.In, p.Description
			o.Takes = append(o.Takes, row)
		}
		if op.RequestBody != nil {
			o.Body = rowView{Type: "lines of Product", Link: "Product"}
			if body := op.RequestBody.Content["application/json"]; body != nil {
				o.Body = typed(body.Schema)
			}
		}
		if r := op.Responses[strconv.Itoa(op.DefaultStatus)]; r != nil && r.Content["application/json"] != nil {
			o.Gives = typed(r.Content["application/json"].Schema)
		}
		v.Operations = append(v.Operations, o)
	}
	schemas := doc.Components.Schemas.Map()
	for _, name := range slices.Sorted(maps.Keys(schemas)) {
		t := typeView{Name: name}
		for _, field := range slices.Sorted(maps.Keys(schemas[name].Properties)) {
			s := schemas[name].Properties[field]
			row := typed(s)
			row.Name, row.Doc = field, s.Description
			if s.ReadOnly {
				row.Type += ", only read"
			}
			if slices.Contains(schemas[name].Required, field) {
				row.In = "required"
			}
			t.Rows = append(t.Rows, row)
		}
		v.Types = append(v.Types, t)
	}
	for _, k := range kinds {
		v.Kinds = append(v.Kinds, kindView{k.code, k.status, http.StatusText(k.status)})
	}
	return v
}

// operations lists all there are, by path and method.
func operations(doc *huma.OpenAPI) (list []*huma.Operation) {
	for _, path := range slices.Sorted(maps.Keys(doc.Paths)) {
		item := doc.Paths[path]
		for _, op := range []*huma.Operation{item.Get, item.Put, item.Post, item.Patch, item.Delete} {
			if op != nil {
				list = append(list, op)
			}
		}
	}
	return list
}

// typed says what a schema is.
func typed(s *huma.Schema) rowView {
	switch {
	case s == nil:
		return rowView{}
	case s.Ref != "":
		name := s.Ref[strings.LastIndex(s.Ref, "/")+1:]
		return rowView{Type: name, Link: name}
	case s.Type == huma.TypeArray:
		row := typed(s.Items)
		row.Type = "list of " + row.Type
		return row
	case len(s.Enum) > 0:
		words := make([]string, len(s.Enum))
		for i, e := range s.Enum {
			words[i], _ = e.(string)
		}
		return rowView{Type: strings.Join(words, " | ")}
	case s.Type == huma.TypeObject:
		if of, ok := s.AdditionalProperties.(*huma.Schema); ok {
			return rowView{Type: "object of " + typed(of).Type}
		}
	}
	return rowView{Type: cmp.Or(s.Format, s.Type)}
}
