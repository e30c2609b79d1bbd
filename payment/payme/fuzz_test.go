package payme

import (
	"encoding/json"
	"testing"
)

// FuzzRead gives the parser what nobody should send: it refuses, or gives a
// call whose answer is JSON that carries the id.
func FuzzRead(f *testing.F) {
	for _, s := range []string{"", "{", "[]", "null", `{"id":1,"method":"CheckTransaction","params":{"id":"x"}}`,
		`{"id":"a","method":"CreateTransaction","params":{"id":"x","time":1399114284039,"amount":500000,"account":{"order":"AG-7KQ2X9M"}}}`,
		`{"id":{},"method":"GetStatement","params":{"from":-1,"to":9223372036854775807}}`, `{"params":{"account":{"order":5}},"method":"x"}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		c, refused := read(body)
		if refused == nil && c.Method == "" {
			t.Fatal("a call without a method")
		}
		if len(c.ID) > 64 || len(c.Params.ID) > 64 {
			t.Fatal("an id without bound")
		}
		_ = c.Params.order()
		if text := answer(c.ID, 1, refused); !json.Valid(text) {
			t.Fatalf("answer %q", text)
		}
	})
}
