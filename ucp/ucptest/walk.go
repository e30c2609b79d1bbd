package ucptest

import (
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// problems gathers what is wrong, so that one look shows all of it.
type problems []error

func (p *problems) add(format string, args ...any) { *p = append(*p, fmt.Errorf(format, args...)) }

func (p *problems) check(ok bool, format string, args ...any) {
	if !ok {
		p.add(format, args...)
	}
}

func (p problems) err() error { return errors.Join(p...) }

// valid holds a value against a schema. Composed schemas say the same thing
// several times over; the error says it once.
func valid(schema *jsonschema.Schema, v any) error {
	err := schema.Validate(v)
	if err == nil {
		return nil
	}
	var said []string
	for line := range strings.Lines(err.Error()) {
		line = strings.TrimSpace(line)
		if !strings.HasSuffix(line, " failed") && !strings.HasPrefix(line, "jsonschema") && !slices.Contains(said, line) {
			said = append(said, line)
		}
	}
	return errors.New("by its schema: " + strings.Join(said, "; "))
}

// object gives the object at a path of names; an empty one when there is none.
func object(doc map[string]any, path ...string) map[string]any {
	for _, name := range path {
		doc, _ = doc[name].(map[string]any)
	}
	return doc
}

// objects gives the objects of the list at a path.
func objects(doc map[string]any, path ...string) []map[string]any {
	last := len(path) - 1
	list, _ := object(doc, path[:last]...)[path[last]].([]any)
	out := make([]map[string]any, 0, len(list))
	for _, v := range list {
		o, _ := v.(map[string]any)
		out = append(out, o)
	}
	return out
}

// texts gives the strings of the list at a path.
func texts(doc map[string]any, path ...string) []string {
	last := len(path) - 1
	list, _ := object(doc, path[:last]...)[path[last]].([]any)
	out := make([]string, 0, len(list))
	for _, v := range list {
		s, _ := v.(string)
		out = append(out, s)
	}
	return out
}

// text gives the string at a path; "" when there is none.
func text(doc map[string]any, path ...string) string {
	last := len(path) - 1
	s, _ := object(doc, path[:last]...)[path[last]].(string)
	return s
}

// amount gives the whole number of a field; 0 when there is none.
func amount(doc map[string]any, name string) int64 {
	n, _ := whole(doc[name])
	return n
}

// sum adds the amounts of the entries of these types.
func sum(entries []map[string]any, types ...string) (total int64) {
	for _, e := range entries {
		for _, t := range types {
			if e["type"] == t {
				total += amount(e, "amount")
			}
		}
	}
	return total
}

// ids are the values of a field, in order.
func ids(list []map[string]any, field string) []string {
	out := make([]string, len(list))
	for i, o := range list {
		out[i], _ = o[field].(string)
	}
	return out
}

// twice gives a value that a list holds more than once; "" when none does.
func twice(list []string) string {
	seen := map[string]bool{}
	for _, s := range list {
		if seen[s] {
			return s
		}
		seen[s] = true
	}
	return ""
}

// loopback reports whether a host is this machine, as every name below
// localhost is.
func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || ip != nil && ip.IsLoopback()
}
