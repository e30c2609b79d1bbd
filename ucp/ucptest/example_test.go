package ucptest

import (
	"bytes"
	"encoding/json"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

var shopping = []string{Fulfillment, Discount}

// example reads an answer of testdata that breaks no rule.
func example(t *testing.T, root string) map[string]any {
	t.Helper()
	text, err := os.ReadFile("testdata/" + root + ".json")
	if err != nil {
		t.Fatal(err)
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return v.(map[string]any)
}

func judge(t *testing.T, root string, status int, doc map[string]any) error {
	t.Helper()
	body, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	return Response(root, shopping, status, body)
}

func TestExamplesBreakNoRule(t *testing.T) {
	for _, root := range []string{Checkout, Cart, Order, Search, Lookup, Product, Profile} {
		if err := judge(t, root, 200, example(t, root)); err != nil {
			t.Error(err)
		}
	}
	if err := judge(t, Checkout, 200, example(t, "error")); err != nil {
		t.Error(err)
	}
}

// spoil sets, or with the value nil removes, what is at a path such as
// totals/0/amount.
func spoil(t *testing.T, doc map[string]any, path string, value any) {
	t.Helper()
	var at any = doc
	parts := strings.Split(path, "/")
	for i, part := range parts {
		last := i == len(parts)-1
		switch v := at.(type) {
		case map[string]any:
			if last && value == nil {
				delete(v, part)
			} else if last {
				v[part] = value
			}
			at = v[part]
		case []any:
			n, err := strconv.Atoi(part)
			if err != nil || n >= len(v) {
				t.Fatalf("%s leads nowhere", path)
			}
			if last {
				v[n] = value
			}
			at = v[n]
		default:
			t.Fatalf("%s leads nowhere", path)
		}
	}
}

// read is a value of JSON as the validator has it.
func read(t *testing.T, text string) any {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatal(text, err)
	}
	return v
}
