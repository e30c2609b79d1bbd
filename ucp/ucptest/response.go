package ucptest

import (
	"bytes"
	"errors"
	"fmt"
	"net/url"
	"slices"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// Response judges an answer with the extensions of the protocol itself; see
// Schemas.Response.
func Response(root string, extensions []string, status int, body []byte) error {
	return protocol().Response(root, extensions, status, body)
}

// Response judges an answer: root is what was asked for, extensions are those
// that were negotiated, of whatever root. The error names every rule that is
// broken.
func (s *Schemas) Response(root string, extensions []string, status int, body []byte) error {
	if _, ok := answers[root]; !ok {
		return fmt.Errorf("%q is nothing that is answered", root)
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("%s: status %d, not JSON: %w", root, status, err)
	}
	doc, ok := v.(map[string]any)
	if !ok {
		return fmt.Errorf("%s: status %d, not a JSON object", root, status)
	}
	switch {
	case status >= 400:
		err = transportError(doc)
	case status != 200 && (status != 201 || root != Checkout && root != Cart):
		err = fmt.Errorf("status %d is none of the protocol's (T10)", status)
	case text(doc, "ucp", "status") == "error":
		err = s.errorEnvelope(root, extensions, status, doc)
	default:
		err = s.resource(root, extensions, doc)
	}
	if err != nil {
		return fmt.Errorf("%s: status %d: %w", root, status, err)
	}
	return nil
}

// resource judges an answer that has what was asked for.
func (s *Schemas) resource(root string, extensions []string, doc map[string]any) error {
	schema, err := s.composed("", answers[root].ref, root, extensions)
	if err != nil {
		return err
	}
	if err := valid(schema, doc); err != nil {
		return err // rules presuppose the shape
	}
	if root == Profile {
		return ProfileRules(doc)
	}
	broken := []error{s.Negotiated(root, extensions, doc), Currencies(root, doc), Messages(doc)}
	switch root {
	case Checkout:
		broken = append(broken, Totals(doc), Prices(doc), Status(doc), Titles(doc), References(doc), Payment(doc), Discounts(doc))
	case Cart:
		broken = append(broken, Totals(doc), Prices(doc), Discounts(doc))
	case Order:
		broken = append(broken, Totals(doc), OrderLines(doc))
	default:
		broken = append(broken, Products(root, doc))
	}
	return errors.Join(broken...)
}

// errorEnvelope judges a business outcome without a resource (T10, T11).
func (s *Schemas) errorEnvelope(root string, extensions []string, status int, doc map[string]any) error {
	var p problems
	if root == Search || root == Lookup {
		// Only negotiation may fail here: no hits are an empty list (T32, T35).
		p.check(!hasMessage(doc, "not_found"), "%s has no hits as products: [], not as an error (T32, T35)", root)
	}
	p.check(status == 200, "an error envelope has status 200, not %d (T10)", status)
	schema, err := s.all("", []string{origin + "schemas/shopping/types/error_response.json"})
	if err != nil {
		return err
	}
	if err := valid(schema, doc); err != nil {
		return fmt.Errorf("error envelope (T11): %w", err)
	}
	p.check(slices.ContainsFunc(objects(doc, "messages"), func(m map[string]any) bool { return m["type"] == "error" }),
		"an error envelope without an error among its messages (T11)")
	p.check(object(doc, "ucp")["payment_handlers"] == nil, "payment_handlers in an error envelope (T8)")
	allowed, err := s.concerned(root, extensions)
	if err != nil {
		return err
	}
	for name := range object(doc, "ucp", "capabilities") {
		p.check(slices.Contains(allowed, name), "capability %s does not concern this answer or was not negotiated (T7)", name)
	}
	return p.err()
}

// transportError judges the body of an answer with an HTTP error: code and
// content, perhaps a way on, and no envelope.
func transportError(doc map[string]any) error {
	var p problems
	for name, v := range doc {
		switch s, ok := v.(string); name {
		case "code", "content":
			p.check(ok && s != "", "%s of a transport error is empty or no text", name)
		case "continue_url":
			p.check(ok && absolute(s), "continue_url %q is no absolute address", s)
		default:
			p.add("a transport error has code, content and continue_url, no %s (T10)", name)
		}
	}
	p.check(doc["code"] != nil && doc["content"] != nil, "a transport error needs code and content")
	return p.err()
}

// absolute reports whether an address may be opened by a person: https, or
// http of this machine, which development allows.
func absolute(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return false
	}
	return u.Scheme == "https" || u.Scheme == "http" && loopback(u.Hostname())
}

func hasMessage(doc map[string]any, code string) bool {
	return slices.ContainsFunc(objects(doc, "messages"), func(m map[string]any) bool { return m["code"] == code })
}
