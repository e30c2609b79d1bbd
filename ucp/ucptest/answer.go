package ucptest

import (
	"net/http"
	"slices"
)

// Answer is what a server said.
type Answer struct {
	Op     string
	Status int
	Header http.Header
	Raw    []byte
	JSON   map[string]any
}

// Failed reports whether the answer has nothing of what was asked for: an HTTP
// error or an error envelope.
func (a Answer) Failed() bool { return a.Status >= 400 || text(a.JSON, "ucp", "status") == "error" }

// Text gives the string at a path of names, "" when there is none.
func (a Answer) Text(path ...string) string { return text(a.JSON, path...) }

// Number gives the whole number at a path of names, 0 when there is none.
func (a Answer) Number(path ...string) int64 {
	last := len(path) - 1
	return amount(object(a.JSON, path[:last]...), path[last])
}

// List gives the objects of the list at a path of names.
func (a Answer) List(path ...string) []map[string]any { return objects(a.JSON, path...) }

// Total gives the amount of the totals of a type, in minor units.
func (a Answer) Total(kind string) int64 { return sum(objects(a.JSON, "totals"), kind) }

// Codes are the codes of the messages, in order, and that of an HTTP error.
func (a Answer) Codes() (codes []string) {
	if code := text(a.JSON, "code"); code != "" {
		codes = append(codes, code)
	}
	for _, m := range objects(a.JSON, "messages") {
		if code := text(m, "code"); code != "" {
			codes = append(codes, code)
		}
	}
	return codes
}

// Handler gives the id of the payment handler that takes an instrument type;
// "" when the checkout offers none.
func (a Answer) Handler(instrument string) string {
	for name := range object(a.JSON, "ucp", "payment_handlers") {
		for _, h := range objects(a.JSON, "ucp", "payment_handlers", name) {
			if slices.Contains(ids(objects(h, "available_instruments"), "type"), instrument) {
				return text(h, "id")
			}
		}
	}
	return ""
}
