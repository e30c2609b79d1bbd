package ucptest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// What an answer can hold.
const (
	Checkout = "checkout"
	Cart     = "cart"
	Order    = "order"
	Search   = "search"
	Lookup   = "lookup"
	Product  = "product"
	Profile  = "profile" // of a business
)

// The extensions of the protocol that this package knows.
const (
	Fulfillment  = "dev.ucp.shopping.fulfillment"
	Discount     = "dev.ucp.shopping.discount"
	BuyerConsent = "dev.ucp.shopping.buyer_consent"
)

// answers are the roots: the capability that an answer names, and its schema.
var answers = map[string]struct{ capability, ref string }{
	Checkout: {"dev.ucp.shopping.checkout", "schemas/shopping/checkout.json"},
	Cart:     {"dev.ucp.shopping.cart", "schemas/shopping/cart.json"},
	Order:    {"dev.ucp.shopping.order", "schemas/shopping/order.json"},
	Search:   {"dev.ucp.shopping.catalog.search", "schemas/shopping/catalog_search.json#/$defs/search_response"},
	Lookup:   {"dev.ucp.shopping.catalog.lookup", "schemas/shopping/catalog_lookup.json#/$defs/lookup_response"},
	Product:  {"dev.ucp.shopping.catalog.lookup", "schemas/shopping/catalog_lookup.json#/$defs/get_product_response"},
	Profile:  {"", "discovery/profile_schema.json#/$defs/business_profile"},
}

// Schemas are the schemas of the protocol and of the extensions of others. It
// may be used by several at once.
type Schemas struct {
	own       map[string]map[string]any // by address
	addresses map[string]string         // of own extensions, by name

	mu        sync.Mutex
	compilers map[string]*jsonschema.Compiler // by use
	compiled  map[string]*jsonschema.Schema
}

// protocol are the schemas without anybody's extensions.
var protocol = sync.OnceValue(func() *Schemas {
	s, err := NewSchemas(nil)
	if err != nil {
		panic(err) // no schema was given that could be wrong
	}
	return s
})

// NewSchemas takes extensions of others: the JSON Schema of each, by the name
// of its capability. Its $defs say which roots it extends.
func NewSchemas(extensions map[string][]byte) (*Schemas, error) {
	s := &Schemas{own: map[string]map[string]any{}, addresses: map[string]string{},
		compilers: map[string]*jsonschema.Compiler{}, compiled: map[string]*jsonschema.Schema{}}
	for name, text := range extensions {
		v, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
		doc, ok := v.(map[string]any)
		if err != nil || !ok {
			return nil, fmt.Errorf("the schema of %s is no JSON object: %w", name, err)
		}
		address, _ := doc["$id"].(string)
		if address == "" {
			address = "https://extension.invalid/" + name + ".json"
			doc["$id"] = address
		}
		s.own[address], s.addresses[name] = doc, address
	}
	return s, nil
}

// extends gives the reference to what an extension adds to a root's
// capability; "" when it adds nothing.
func (s *Schemas) extends(extension, capability string) (string, error) {
	address, own := s.addresses[extension]
	doc := s.own[address]
	if !own {
		path := extensionFile(extension)
		if path == "" {
			return "", fmt.Errorf("the schema of the extension %s was not given", extension)
		}
		var err error
		if doc, err = document(path); err != nil {
			return "", err
		}
		address = origin + path
	}
	defs, _ := doc["$defs"].(map[string]any)
	if defs[capability] == nil {
		return "", nil
	}
	return address + "#/$defs/" + capability, nil
}

// composed compiles a root together with what the extensions and also add.
func (s *Schemas) composed(use, ref, root string, extensions []string, also ...string) (*jsonschema.Schema, error) {
	refs := append([]string{origin + ref}, also...)
	for _, e := range slices.Sorted(slices.Values(extensions)) {
		r, err := s.extends(e, answers[root].capability)
		if err != nil {
			return nil, err
		}
		if r != "" {
			refs = append(refs, r)
		}
	}
	return s.all(use, refs)
}

// all compiles the conjunction of schemas, once.
func (s *Schemas) all(use string, refs []string) (*jsonschema.Schema, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	key := use + " " + strings.Join(refs, " ")
	if schema := s.compiled[key]; schema != nil {
		return schema, nil
	}
	c := s.compilers[use]
	if c == nil {
		c = jsonschema.NewCompiler()
		c.DefaultDraft(jsonschema.Draft2020)
		c.AssertFormat()
		c.UseLoader(loader{use: use, own: s.own})
		s.compilers[use] = c
	}
	conjunction := make([]any, len(refs))
	for i, r := range refs {
		conjunction[i] = map[string]any{"$ref": r}
	}
	address := fmt.Sprintf("https://composed.invalid/%d.json", len(s.compiled))
	if err := c.AddResource(address, map[string]any{"allOf": conjunction}); err != nil {
		return nil, err
	}
	schema, err := c.Compile(address)
	if err != nil {
		return nil, err
	}
	s.compiled[key] = schema
	return schema, nil
}

// whole reads a number of JSON that must be whole.
func whole(v any) (int64, bool) {
	n, ok := v.(json.Number)
	if !ok {
		return 0, false
	}
	i, err := n.Int64()
	return i, err == nil
}
