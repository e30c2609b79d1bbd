package load

import (
	"bytes"
	"encoding/json"
	"testing"

	"pgregory.net/rapid"
)

// anything makes a value of JSON.
func anything(depth int) *rapid.Generator[any] {
	text := rapid.Map(rapid.String(), func(s string) any { return s })
	plain := rapid.OneOf(text, rapid.Map(rapid.Int32(), func(n int32) any { return float64(n) }), rapid.Map(rapid.Bool(), func(b bool) any { return b }), rapid.Just[any](nil))
	if depth == 0 {
		return plain
	}
	return rapid.OneOf(plain,
		rapid.Map(rapid.SliceOfN(anything(depth-1), 0, 4), func(l []any) any { return l }),
		rapid.Map(rapid.MapOfN(rapid.StringMatching(`[a-z_]{1,6}`), anything(depth-1), 0, 4), func(m map[string]any) any { return m }))
}

// TestScanFindsWhatJSONSays compares with the library, however the text is
// spaced.
func TestScanFindsWhatJSONSays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		doc := rapid.MapOfN(rapid.StringMatching(`[a-z_]{1,6}`), anything(3), 0, 5).Draw(t, "doc")
		text, err := json.Marshal(doc)
		if err != nil {
			t.Fatal(err)
		}
		if rapid.Bool().Draw(t, "indent") {
			var b bytes.Buffer
			if err := json.Indent(&b, text, " ", "\t"); err != nil {
				t.Fatal(err)
			}
			text = b.Bytes()
		}
		same(t, text, doc)
		if value(text).get("nowhere") != nil {
			t.Error("found what is not there")
		}
	})
}

func same(t *rapid.T, v value, want any) {
	switch want := want.(type) {
	case map[string]any:
		n := 0
		v.members(func(key []byte, m value) bool { n++; same(t, m, want[string(key)]); return true })
		if n != len(want) {
			t.Fatalf("%d members of %d in %s", n, len(want), v)
		}
		for k := range want {
			if v.get(k) == nil {
				t.Fatalf("%s not found in %s", k, v)
			}
		}
	case []any:
		n := 0
		v.each(func(e value) bool { same(t, e, want[n]); n++; return true })
		if n != len(want) {
			t.Fatalf("%d elements of %d in %s", n, len(want), v)
		}
	case string:
		if v.text() != want {
			t.Fatalf("%q, want %q", v.text(), want)
		}
	default:
		var got any
		if err := json.Unmarshal(v, &got); err != nil || got != want {
			t.Fatalf("%s, want %v", v, want)
		}
	}
}

// FuzzScan looks into whatever a server may send; it must come to an end.
func FuzzScan(f *testing.F) {
	for _, s := range []string{`{"a":[1,{"b":"c\\"}]}`, `{"a":"\"`, `[[[`, `{"a" "b"}`, `{"a":}`, `[,]`, `"`, ``, `{"ucp":{"status":"error"}}x`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var walk func(v value, depth int)
		walk = func(v value, depth int) {
			if depth > 100 {
				return
			}
			v.each(func(e value) bool { walk(e, depth+1); return true })
			v.members(func(_ []byte, m value) bool { walk(m, depth+1); return true })
			v.first()
			_, _ = v.text(), v.raw()
		}
		walk(text, 0)
	})
}
