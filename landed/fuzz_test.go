package landed

import (
	"encoding/json"
	"testing"
)

// FuzzParseRules: what is read from a file is a good rule, and is read the same
// when it is written anew.
func FuzzParseRules(f *testing.F) {
	f.Add([]byte(`[{"id":"vat","kind":"vat","to":["PK","KG"],"bps":1800,"threshold":"200.00 EUR","from":"2026-01-01","source":"the law","seen":"2026-11-26","confidence":"high","status":"guaranteed"}]`))
	f.Add([]byte(`[{"id":"a","kind":"duty","to":["UZ"],"hs":"6405","except":["640520"],"min_per_kg":"2.00 USD","from":"2026-01-01","until":"2026-12-31","source":"s","seen":"2026-11-26","confidence":"low","status":"estimate"}]`))
	f.Fuzz(func(t *testing.T, text []byte) {
		rules, err := ParseRules(text)
		if err != nil {
			return
		}
		var list []written
		for _, r := range rules {
			if err := r.check(); err != nil {
				t.Fatalf("%+v was taken: %v", r, err)
			}
			list = append(list, r.written())
		}
		again, err := json.Marshal(list)
		if err != nil {
			t.Fatal(err)
		}
		if back, err := ParseRules(again); err != nil || len(Changes(rules, back)) > 0 {
			t.Errorf("%s came back as %+v, %v", again, back, err)
		}
	})
}
