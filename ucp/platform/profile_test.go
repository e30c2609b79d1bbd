package platform

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// text is a profile in the form of a platform.
const text = `{"ucp":{"version":"2026-04-08",
"services":{"dev.ucp.shopping":[{"version":"2026-04-08","transport":"rest","spec":"https://ucp.dev/spec","schema":"https://ucp.dev/rest.json"}]},
"capabilities":{
 "dev.ucp.shopping.order":[{"version":"2026-01-23","spec":"https://ucp.dev/order","schema":"https://ucp.dev/order.json","config":{"webhook_url":"https://old.example/"}},
  {"version":"2026-04-08","spec":"https://ucp.dev/order","schema":"https://ucp.dev/order.json","config":{"webhook_url":"https://platform.example/hooks"}}],
 "dev.ucp.shopping.fulfillment":[{"version":"2026-04-08","spec":"https://ucp.dev/f","schema":"https://ucp.dev/f.json","extends":"dev.ucp.shopping.checkout","config":{"supports_multi_group":true}}],
 "dev.ucp.shopping.discount":[{"version":"2026-04-08","spec":"https://ucp.dev/d","schema":"https://ucp.dev/d.json","extends":["dev.ucp.shopping.checkout","dev.ucp.shopping.cart"]}]},
"payment_handlers":{"com.example.pay":[{"id":"p","version":"2026-11-01","spec":"https://pay.example/","schema":"https://pay.example/s.json"}]}},
"signing_keys":[{"kid":"2026-11","kty":"EC","crv":"P-256","x":"oQEyN6UFeIyXlLW32DJVyGv-kqzh82FzvIe9hkkVLG0","y":"AddcskT8o1FEck1LrGcOzSc2A3Q5Cbg9tLkvyfvdHbY"},
 {"kid":"other","kty":"OKP","crv":"Ed25519","x":"JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs","use":"sig","alg":"EdDSA"}]}`

func TestT2AProfileIsRead(t *testing.T) {
	p, err := Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	want := Profile{Version: "2026-04-08", Services: []Service{{"dev.ucp.shopping", "2026-04-08", "rest", ""}},
		Capabilities: []Capability{
			{"dev.ucp.shopping.discount", "2026-04-08", []string{"dev.ucp.shopping.checkout", "dev.ucp.shopping.cart"}, nil},
			{"dev.ucp.shopping.fulfillment", "2026-04-08", []string{"dev.ucp.shopping.checkout"}, json.RawMessage(`{"supports_multi_group":true}`)},
			{"dev.ucp.shopping.order", "2026-04-08", nil, json.RawMessage(`{"webhook_url":"https://platform.example/hooks"}`)},
			{"dev.ucp.shopping.order", "2026-01-23", nil, json.RawMessage(`{"webhook_url":"https://old.example/"}`)},
		}, Keys: p.Keys}
	if d := cmp.Diff(want, p); d != "" || len(p.Keys) != 2 || !p.MultiGroup() {
		t.Errorf("%s %+v", d, p.Keys)
	}
	if k, err := p.key("2026-11"); err != nil || k.ID != "2026-11" {
		t.Errorf("%v %v", k, err)
	}
	for kid, want := range map[string]Code{"other": AlgorithmUnsupported, "none": KeyNotFound} {
		if _, err := p.key(kid); Refused(err) == nil || Refused(err).Code != want {
			t.Errorf("%s: %v", kid, err)
		}
	}
}

// TestT2AProfileIsLookedAt changes one thing of a good profile.
func TestT2AProfileIsLookedAt(t *testing.T) {
	replace := func(old, new string) string {
		if !strings.Contains(text, old) {
			t.Fatalf("%s is not in the profile", old)
		}
		return strings.Replace(text, old, new, 1)
	}
	many := strings.Repeat(`{"version":"2026-04-08"},`, maxEntities)
	for name, bad := range map[string]string{
		"nothing":              "",
		"null":                 "null",
		"a list":               "[]",
		"no ucp":               `{"signing_keys":[]}`,
		"half of it":           text[:len(text)-1],
		"two of them":          text + "{}",
		"too long":             text + strings.Repeat(" ", MaxProfile),
		"deep":                 strings.Repeat("[", 60<<10),
		"no version":           replace(`"version":"2026-04-08",`, ""),
		"a version in words":   replace(`"2026-04-08"`, `"v1"`),
		"no services":          replace(`"services"`, `"servants"`),
		"no handlers":          replace(`"payment_handlers"`, `"handlers"`),
		"null handlers":        replace(`"com.example.pay":[`, `"com.example.pay":null,"com.example.pay2":[`),
		"a handler alone":      replace(`[{"id":"p"`, `{"id":"p"`),
		"a handler without id": replace(`"id":"p",`, ""),
		"a list of services":   replace(`"services":{"dev.ucp.shopping":[`, `"services":[[`),
		"a hyphen":             replace("com.example.pay", "com.my-example.pay"),
		"a capital":            replace("com.example.pay", "com.Example.pay"),
		"one word":             replace("com.example.pay", "pay"),
		"no spec":              replace(`,"spec":"https://ucp.dev/spec"`, ""),
		"no transport":         replace(`"transport":"rest",`, ""),
		"a new transport":      replace(`"rest"`, `"pigeon"`),
		"a date of a service":  replace(`[{"version":"2026-04-08"`, `[{"version":"2026"`),
		"a relative schema":    replace(`"https://ucp.dev/f.json"`, `"f.json"`),
		"extends a number":     replace(`"extends":"dev.ucp.shopping.checkout"`, `"extends":7`),
		"extends none":         replace(`"extends":"dev.ucp.shopping.checkout"`, `"extends":[]`),
		"extends null":         replace(`"extends":"dev.ucp.shopping.checkout"`, `"extends":null`),
		"extends no name":      replace(`"extends":"dev.ucp.shopping.checkout"`, `"extends":"a b"`),
		"config of words":      replace(`{"supports_multi_group":true}`, `"yes"`),
		"null config":          replace(`{"supports_multi_group":true}`, `null`),
		"too many":             replace(`"dev.ucp.shopping.discount":[`, `"dev.ucp.shopping.more":[`+many+`{"version":"2026-04-08"}],"dev.ucp.shopping.discount":[`),
		"one key":              replace(`"signing_keys":[`, `"signing_keys":{},"x":[`),
		"a key without kid":    replace(`"kid":"other",`, ""),
		"a key without kty":    replace(`"kty":"OKP",`, ""),
		"a kid twice":          replace(`"kid":"other"`, `"kid":"2026-11"`),
		"a key of no use":      replace(`"use":"sig"`, `"use":"fun"`),
		"a key off its curve":  replace(`"x":"oQEy`, `"x":"oQEz`),
	} {
		_, err := Parse([]byte(bad))
		if r := Refused(err); r == nil || r.Code != Malformed || r.Code.Status() != 422 || strings.Contains(r.Content, "Go ") {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, good := range map[string]string{
		"no keys":           replace(`"signing_keys"`, `"keys"`),
		"no capabilities":   replace(`"capabilities"`, `"abilities"`),
		"no handler of any": replace(`"com.example.pay":[`, `"com.example.pay":[],"com.example.pay2":[`),
		"a business's form": replace(`"spec":"https://ucp.dev/spec","schema":"https://ucp.dev/rest.json"`, `"endpoint":"https://bazaar.example/ucp/v1"`),
		"more fields":       replace(`"services"`, `"color":"blue","services"`),
		"no multi group":    replace(`"supports_multi_group":true`, `"supports_multi_group":"yes"`),
		"a key to encrypt":  replace(`"kty":"EC"`, `"use":"enc","kty":"EC"`),
	} {
		if _, err := Parse([]byte(good)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestT6OtherVersionsAreNotSpoken(t *testing.T) {
	for _, bad := range []string{strings.Replace(text, Version, "2026-01-23", 1), `{"ucp":{"version":"2026-01-11","capabilities":[]}}`} {
		_, err := Parse([]byte(bad))
		if r := Refused(err); r == nil || r.Code != VersionUnsupported || r.Code.Status() != 422 || r.Code.RPC() != -32001 {
			t.Error(err)
		}
	}
}

func TestT6TheNewestCommonVersionIsSpoken(t *testing.T) {
	ours := []Capability{{Name: "a.cart", Version: "2026-01-01"}, {Name: "a.cart", Version: "2026-03-01"}, {Name: "a.cart", Version: "2026-02-01"},
		{Name: "a.order", Version: "2026-01-01"}, {Name: "a.market", Version: "2026-01-01", Extends: []string{"a.order", "a.checkout"}},
		{Name: "a.gift", Version: "2026-01-01", Extends: []string{"a.market"}}, {Name: "a.discount", Version: "2026-01-01", Extends: []string{"a.cart", "a.checkout"}}}
	theirs := []Capability{{Name: "a.cart", Version: "2026-01-01"}, {Name: "a.cart", Version: "2026-02-01"}, {Name: "a.cart", Version: "2026-04-01"},
		{Name: "a.order", Version: "2026-04-01"}, {Name: "a.market", Version: "2026-01-01"}, {Name: "a.gift", Version: "2026-01-01"}, {Name: "a.discount", Version: "2026-01-01"}}
	got := []string{}
	for _, c := range Negotiate(ours, theirs) {
		got = append(got, c.Name+" "+c.Version)
	}
	if want := "a.cart 2026-02-01, a.discount 2026-01-01"; strings.Join(got, ", ") != want {
		t.Errorf("%v, want %s", got, want)
	}
}

// TestT6AChainFallsWhole has each add to the one before, and the first missing.
func TestT6AChainFallsWhole(t *testing.T) {
	var all []Capability
	for i := range 20 {
		all = append(all, Capability{Name: fmt.Sprintf("a.c%d", i+1), Version: "2026-01-01", Extends: []string{fmt.Sprintf("a.c%d", i)}})
	}
	if got := Negotiate(all, all); len(got) != 0 {
		t.Error(got)
	}
}

// TestT6NegotiationEnds says of any two sides that what comes out is in both,
// has no orphan, is the same in any order, and stays when asked again.
func TestT6NegotiationEnds(t *testing.T) {
	name := rapid.SampledFrom([]string{"a.a", "a.b", "a.c", "a.d", "a.e", "a.f"})
	one := rapid.Custom(func(t *rapid.T) Capability {
		return Capability{Name: name.Draw(t, "name"), Version: rapid.SampledFrom([]string{"2026-01-01", "2026-02-01", "2026-03-01"}).Draw(t, "version"),
			Extends: rapid.SliceOfN(name, 0, 2).Draw(t, "extends")}
	})
	id := func(c Capability) string { return c.Name + c.Version }
	side := rapid.SliceOfNDistinct(one, 0, 12, id)
	rapid.Check(t, func(t *rapid.T) {
		ours, theirs := side.Draw(t, "ours"), side.Draw(t, "theirs")
		got := Negotiate(ours, theirs)
		if again := Negotiate(rapid.Permutation(ours).Draw(t, "ours again"), rapid.Permutation(theirs).Draw(t, "theirs again")); !cmp.Equal(got, again) {
			t.Fatalf("%v and %v", got, again)
		}
		if again := Negotiate(got, got); !cmp.Equal(got, again) {
			t.Fatalf("%v becomes %v", got, again)
		}
		names := map[string]bool{}
		for _, c := range got {
			if names[c.Name] {
				t.Fatalf("%s comes twice", c.Name)
			}
			names[c.Name] = true
		}
		for _, c := range got {
			in := func(side []Capability) bool {
				return slices.ContainsFunc(side, func(o Capability) bool { return id(o) == id(c) })
			}
			if !in(ours) || !in(theirs) {
				t.Fatalf("%v is not of both", c)
			}
			for _, o := range ours {
				if o.Name == c.Name && o.Version > c.Version && slices.ContainsFunc(theirs, func(x Capability) bool { return id(x) == id(o) }) {
					t.Fatalf("%v is newer than %v", o, c)
				}
			}
			if len(c.Extends) > 0 && !slices.ContainsFunc(c.Extends, func(n string) bool { return names[n] }) {
				t.Fatalf("%v is an orphan", c)
			}
		}
		for _, o := range ours { // and nothing is dropped that stands alone
			if len(o.Extends) == 0 && !names[o.Name] && slices.ContainsFunc(theirs, func(x Capability) bool { return id(x) == id(o) }) &&
				!slices.ContainsFunc(ours, func(x Capability) bool { return x.Name == o.Name && x.Version > o.Version }) {
				t.Fatalf("%v is missing", o)
			}
		}
	})
}

func TestT9TheHeaderNamesTheProfile(t *testing.T) {
	for header, want := range map[string]string{
		`profile="https://platform.example/profile"`:                `https://platform.example/profile`,
		`v="1";a=b, profile="https://p.example/";x="y", other=?1`:   `https://p.example/`,
		`profile="https://a.example/", profile="https://b.example"`: `https://b.example`, // the last counts, as RFC 8941 says
		``:                             ``,
		`profile=https`:                ``,
		`profile`:                      ``,
		`profile=("https://a.b/")`:     ``,
		`profile=:aHR0cHM=:`:           ``,
		`Profile="https://a.example/"`: ``,
		`agent="https://a.example/"`:   ``,
		`profile="https://a.example/`:  ``,
		`profile="https://a.example/` + strings.Repeat("a", maxAgent) + `"`: ``,
	} {
		got, err := Agent(http.Header{"Ucp-Agent": {header}})
		r := Refused(err)
		if got != want || (r == nil) != (want != "") || r != nil && (r.Code != InvalidURL || r.Code.Status() != 400) {
			t.Errorf("%s: %s %v", header, got, err)
		}
	}
	if _, err := Agent(http.Header{}); Refused(err) == nil {
		t.Error("no header, and no refusal")
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(text))
	f.Add([]byte(`{"ucp":{"version":"2026-04-08","services":{},"payment_handlers":{}},"signing_keys":[{"kid":"a","kty":"EC","crv":"P-384","x":"","y":""}]}`))
	f.Add([]byte(`{"ucp":{"version":"2026-04-08","services":{"a.b":[{"extends":[null]}]},"payment_handlers":{}}}`))
	d := NewDirectory(Options{})
	f.Fuzz(func(t *testing.T, text []byte) {
		p, err := Parse(text)
		if err != nil {
			if r := Refused(err); r == nil || r.Code.Status() != 422 {
				t.Error(err)
			}
			return
		}
		if address, ok := d.Webhook(p); ok && !strings.HasPrefix(address, "https://") {
			t.Errorf("a webhook at %s", address)
		}
		p.MultiGroup()
		for _, k := range p.Keys {
			if _, err := p.key(k.KID); err != nil && Refused(err) == nil {
				t.Error(err)
			}
		}
		if got := Negotiate(p.Capabilities, p.Capabilities); len(got) > len(p.Capabilities) {
			t.Error(fmt.Sprint(got))
		}
	})
}

func FuzzAgent(f *testing.F) {
	f.Add(`profile="https://platform.example/profile"`)
	f.Add(`profile="\"", a=(1 2.0 ?1 :AA==: tok @1 %"a");b;c=1`)
	f.Fuzz(func(t *testing.T, header string) {
		if _, err := Agent(http.Header{"Ucp-Agent": {header}}); err != nil && Refused(err) == nil {
			t.Error(err)
		}
	})
}
