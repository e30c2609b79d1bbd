package ucptest

import (
	"bytes"
	"fmt"
	"slices"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// requests are the operations that have a body: which schema it has, and as
// what the annotations see it.
var requests = map[string]struct{ root, ref, use string }{
	"create_checkout":   {Checkout, "schemas/shopping/checkout.json", "create"},
	"update_checkout":   {Checkout, "schemas/shopping/checkout.json", "update"},
	"complete_checkout": {Checkout, "schemas/shopping/checkout.json", "complete"},
	"create_cart":       {Cart, "schemas/shopping/cart.json", "create"},
	"update_cart":       {Cart, "schemas/shopping/cart.json", "update"},
	"search_catalog":    {Search, "schemas/shopping/catalog_search.json#/$defs/search_request", "create"},
	"lookup_catalog":    {Lookup, "schemas/shopping/catalog_lookup.json#/$defs/lookup_request", "create"},
	"get_product":       {Product, "schemas/shopping/catalog_lookup.json#/$defs/get_product_request", "create"},
}

// Request judges the body of an operation with the extensions of the protocol
// itself; see Schemas.Request.
func Request(op string, body []byte) error {
	return protocol().Request(op, []string{Fulfillment, Discount, BuyerConsent}, body)
}

// Request judges the body of an operation by its name in the protocol
// (create_checkout). A field that the annotations omit from the request is
// neither asked for nor judged: a platform may echo what it got.
func (s *Schemas) Request(op string, extensions []string, body []byte) error {
	r, ok := requests[op]
	if !ok {
		return fmt.Errorf("%s is no operation with a body", op)
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("%s: not JSON: %w", op, err)
	}
	also := []string{}
	if r.root == Checkout {
		also = append(also, origin+"schemas/shopping/cart.json#/$defs/checkout") // cart_id
	}
	schema, err := s.composed(r.use, r.ref, r.root, extensions, also...)
	if err != nil {
		return err
	}
	if err := valid(schema, v); err != nil {
		return fmt.Errorf("%s: %w", op, err)
	}
	if doc, ok := v.(map[string]any); ok && r.root == Search && doc["query"] == nil && doc["filters"] == nil {
		return fmt.Errorf("%s: neither query nor filters (T31)", op)
	}
	return nil
}

// forRequest is a schema as it is for one use: properties that are omitted are
// gone, the rest is required or optional as annotated.
func forRequest(schema map[string]any, use string) map[string]any {
	out := make(map[string]any, len(schema))
	for k, v := range schema {
		out[k] = rewritten(v, use)
	}
	properties, ok := out["properties"].(map[string]any)
	if !ok {
		return out
	}
	required, _ := out["required"].([]any)
	required = slices.Clone(required)
	for name, p := range properties {
		switch annotation(p, use) {
		case "omit":
			delete(properties, name)
			required = slices.DeleteFunc(required, func(v any) bool { return v == name })
		case "optional":
			required = slices.DeleteFunc(required, func(v any) bool { return v == name })
		case "required":
			if !slices.Contains(required, any(name)) {
				required = append(required, name)
			}
		}
	}
	delete(out, "required")
	if len(required) > 0 {
		out["required"] = required
	}
	return out
}

func rewritten(v any, use string) any {
	switch v := v.(type) {
	case map[string]any:
		return forRequest(v, use)
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = rewritten(e, use)
		}
		return out
	}
	return v
}

// annotation is what a property's ucp_request says of a use: one word for all,
// or a word for each; "" leaves the schema as it is.
func annotation(property any, use string) string {
	p, _ := property.(map[string]any)
	switch a := p["ucp_request"].(type) {
	case string:
		return a
	case map[string]any:
		word, _ := a[use].(string)
		return word
	}
	return ""
}
