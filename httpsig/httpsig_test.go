package httpsig

import (
	"bufio"
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/dunglas/httpsfv"
	"pgregory.net/rapid"
)

func reader(s string) *bufio.Reader { return bufio.NewReader(strings.NewReader(s)) }

// fatal is a test or a property.
type fatal interface {
	Helper()
	Fatal(...any)
}

// sent gives a request as the other side receives it.
func sent(t fatal, r *http.Request) *http.Request {
	t.Helper()
	var b bytes.Buffer
	if err := r.Write(&b); err != nil {
		t.Fatal(err)
	}
	got, err := http.ReadRequest(bufio.NewReader(&b))
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func post(t fatal, body string) *http.Request {
	t.Helper()
	r, err := http.NewRequest(http.MethodPost, "https://bazaar.example/ucp/v1/carts?dry=1", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("UCP-Agent", `profile="https://platform.example/profile"`)
	r.Header.Set("Idempotency-Key", "550e8400-e29b-41d4-a716-446655440000")
	return r
}

// signed is a request that holds, as it arrives.
func signed(t fatal, k *Key, body string) *http.Request {
	t.Helper()
	r := post(t, body)
	if err := Sign(r, []byte(body), k); err != nil {
		t.Fatal(err)
	}
	return sent(t, r)
}

func TestT42EveryPartIsSigned(t *testing.T) {
	k := rfcSigner(t)
	const body = `{"line_items":[]}`
	if r := signed(t, k, body); Verify(r, []byte(body), only(k)) != nil {
		t.Fatal(Verify(r, []byte(body), only(k)))
	}
	flip := func(r *http.Request) {
		s := []byte(r.Header.Get("Signature"))
		s[len("sig1=:")+3] ^= 1
		r.Header.Set("Signature", string(s))
	}
	input := func(old, new string) func(*http.Request) {
		return func(r *http.Request) {
			h := r.Header.Get("Signature-Input")
			if !strings.Contains(h, old) {
				t.Fatalf("%s is not in %s", old, h)
			}
			r.Header.Set("Signature-Input", strings.Replace(h, old, new, 1))
		}
	}
	set := func(name, value string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set(name, value) }
	}
	for name, c := range map[string]struct {
		tamper func(*http.Request)
		body   string
		want   error
	}{
		"method":                 {func(r *http.Request) { r.Method = http.MethodPut }, body, ErrInvalid},
		"host":                   {func(r *http.Request) { r.Host = "other.example" }, body, ErrInvalid},
		"path":                   {func(r *http.Request) { r.URL.Path = "/ucp/v1/orders" }, body, ErrInvalid},
		"query":                  {func(r *http.Request) { r.URL.RawQuery = "dry=0" }, body, ErrInvalid},
		"no query":               {func(r *http.Request) { r.URL.RawQuery = "" }, body, ErrInvalid},
		"agent":                  {set("UCP-Agent", `profile="https://other.example/profile"`), body, ErrInvalid},
		"a second agent":         {func(r *http.Request) { r.Header.Add("UCP-Agent", `x`) }, body, ErrInvalid},
		"no agent":               {func(r *http.Request) { r.Header.Del("UCP-Agent") }, body, ErrInvalid},
		"idempotency key":        {set("Idempotency-Key", "550e8400-e29b-41d4-a716-446655440001"), body, ErrInvalid},
		"type":                   {set("Content-Type", "text/html"), body, ErrInvalid},
		"body":                   {func(*http.Request) {}, `{"line_items":[{}]}`, ErrDigest},
		"no body":                {func(*http.Request) {}, "", ErrDigest},
		"body and digest":        {set("Content-Digest", Digest([]byte(`{}`))), `{}`, ErrInvalid},
		"digest by MD5":          {set("Content-Digest", "md5=:1B2M2Y8AsgTpgAmY7PhCfg==:"), body, ErrAlgorithm},
		"no digest":              {func(r *http.Request) { r.Header.Del("Content-Digest") }, body, ErrInvalid},
		"digest that is none":    {set("Content-Digest", "sha-256"), body, ErrDigest},
		"signature":              {flip, body, ErrInvalid},
		"no signature":           {func(r *http.Request) { r.Header.Del("Signature") }, body, ErrMissing},
		"no input":               {func(r *http.Request) { r.Header.Del("Signature-Input") }, body, ErrMissing},
		"empty input":            {set("Signature-Input", ""), body, ErrMissing},
		"another label":          {set("Signature", "sig2=:AAAA:"), body, ErrMissing},
		"key":                    {input("test-key-ecc-p256", "other"), body, ErrKey},
		"no key":                 {input(`;keyid="test-key-ecc-p256"`, ""), body, ErrKey},
		"another algorithm":      {input(`;keyid`, `;alg="rsa-pss-sha512";keyid`), body, ErrAlgorithm},
		"a part twice":           {input(`"@path"`, `"@path" "@path"`), body, ErrInvalid},
		"a part less":            {input(` "@path"`, ""), body, ErrInvalid},
		"a part nobody knows":    {input(`"@path"`, `"@path" "@moon"`), body, ErrInvalid},
		"a part of the request":  {input(`"@path"`, `"@path";req`), body, ErrInvalid},
		"parameters":             {input(`;keyid`, `;created=1;keyid`), body, ErrInvalid},
		"an end that has passed": {input(`;keyid`, `;expires=1;keyid`), body, ErrInvalid},
		"an endless input":       {set("Signature-Input", "sig1=("+strings.Repeat(`"@path" `, 2000)+")"), body, ErrInvalid},
		"too many signatures":    {set("Signature-Input", "a=(),b=(),c=(),d=(),e=()"), body, ErrInvalid},
		"no dictionary":          {set("Signature", "?"), body, ErrInvalid},
	} {
		r := signed(t, k, body)
		c.tamper(r)
		err := Verify(r, []byte(c.body), only(k))
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
		for _, other := range []error{ErrMissing, ErrInvalid, ErrKey, ErrDigest, ErrAlgorithm} {
			if other != c.want && errors.Is(err, other) {
				t.Errorf("%s: %v is %v, too", name, err, other)
			}
		}
	}
}

// TestT42WhatIsAddedMustBeSigned sends more than was signed.
func TestT42WhatIsAddedMustBeSigned(t *testing.T) {
	k := rfcSigner(t)
	r, err := http.NewRequest(http.MethodGet, "https://bazaar.example/ucp/v1/orders/7", nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := Sign(r, nil, k); err != nil {
		t.Fatal(err)
	}
	if got := r.Header.Get("Signature-Input"); got != `sig1=("@method" "@authority" "@path");keyid="test-key-ecc-p256"` {
		t.Error(got)
	}
	if err := Verify(sent(t, r), nil, only(k)); err != nil {
		t.Fatal(err)
	}
	if err := Verify(sent(t, r), []byte("{}"), only(k)); !errors.Is(err, ErrInvalid) {
		t.Error("a body:", err)
	}
	for name, add := range map[string]func(*http.Request){
		"query": func(r *http.Request) { r.URL.RawQuery = "a=b" },
		"agent": func(r *http.Request) { r.Header.Set("UCP-Agent", `profile="https://other.example/"`) },
		"key":   func(r *http.Request) { r.Header.Set("Idempotency-Key", "1") },
	} {
		got := sent(t, r)
		add(got)
		if err := Verify(got, nil, only(k)); !errors.Is(err, ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestT41SignaturesAreRaw takes r and s as they are, and no DER.
func TestT41SignaturesAreRaw(t *testing.T) {
	k := rfcSigner(t)
	r := signed(t, k, "{}")
	raw, err := base64.StdEncoding.DecodeString(strings.Trim(strings.TrimPrefix(r.Header.Get("Signature"), "sig1="), ":"))
	if err != nil || len(raw) != 64 {
		t.Fatalf("%d bytes, %v", len(raw), err)
	}
	base := signedText(t, r)
	sum := sha256.Sum256([]byte(base))
	der, err := ecdsa.SignASN1(rand.Reader, k.private, sum[:])
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Signature", "sig1=:"+base64.StdEncoding.EncodeToString(der)+":")
	if err := Verify(r, []byte("{}"), only(k)); !errors.Is(err, ErrInvalid) {
		t.Errorf("DER: %v", err)
	}
	longer := slices.Insert(slices.Clone(raw), 32, 0) // the same numbers
	for _, wrong := range [][]byte{{}, raw[:63], longer, make([]byte, 64), make([]byte, 96)} {
		r.Header.Set("Signature", "sig1=:"+base64.StdEncoding.EncodeToString(wrong)+":")
		if err := Verify(r, []byte("{}"), only(k)); !errors.Is(err, ErrInvalid) {
			t.Errorf("%d bytes: %v", len(wrong), err)
		}
	}
}

// TestT41LargerKeysVerify lets a platform sign by ES384.
func TestT41LargerKeysVerify(t *testing.T) {
	private, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	public := &PublicKey{ID: "big", key: &private.PublicKey}
	r := signed(t, rfcSigner(t), "{}")
	r.Header.Set("Signature-Input", strings.Replace(r.Header.Get("Signature-Input"), "test-key-ecc-p256", "big", 1))
	sum := public.algorithm().hash.New()
	sum.Write([]byte(signedText(t, r)))
	a, b, err := ecdsa.Sign(rand.Reader, private, sum.Sum(nil))
	if err != nil {
		t.Fatal(err)
	}
	raw := make([]byte, 96)
	a.FillBytes(raw[:48])
	b.FillBytes(raw[48:])
	r.Header.Set("Signature", "sig1=:"+base64.StdEncoding.EncodeToString(raw)+":")
	if err := Verify(r, []byte("{}"), func(string) (*PublicKey, error) { return public, nil }); err != nil {
		t.Error(err)
	}
	if _, err := NewKey("big", private); !errors.Is(err, ErrAlgorithm) {
		t.Errorf("we sign by P-384: %v", err)
	}
}

// TestOneOfSeveralSignaturesMustHold puts a signature of a proxy before ours.
func TestOneOfSeveralSignaturesMustHold(t *testing.T) {
	k := rfcSigner(t)
	r := signed(t, k, "{}")
	r.Header.Set("Signature-Input", `cdn=("@authority");keyid="cdn";alg="ed25519", `+r.Header.Get("Signature-Input"))
	r.Header.Set("Signature", `cdn=:AAAA:, `+r.Header.Get("Signature"))
	if err := Verify(r, []byte("{}"), only(k)); err != nil {
		t.Error(err)
	}
	r.Header.Set("Idempotency-Key", "2")
	if err := Verify(r, []byte("{}"), only(k)); !errors.Is(err, ErrInvalid) {
		t.Error(err)
	}
}

// TestAnotherErrorOfTheKeysComesAsItIs hands it to the caller.
func TestAnotherErrorOfTheKeysComesAsItIs(t *testing.T) {
	gone := errors.New("gone")
	r := signed(t, rfcSigner(t), "{}")
	if err := Verify(r, []byte("{}"), func(string) (*PublicKey, error) { return nil, gone }); err != gone {
		t.Error(err)
	}
	if err := Verify(r, []byte("{}"), func(string) (*PublicKey, error) { return nil, nil }); !errors.Is(err, ErrKey) {
		t.Error(err)
	}
}

// TestMembersOfADictionaryMayBeSigned is how agents of the web sign.
func TestMembersOfADictionaryMayBeSigned(t *testing.T) {
	r := signed(t, rfcSigner(t), "{}")
	r.Header.Set("Signature-Agent", `sig1="https://platform.example/keys";type=jwks_uri, other=1`)
	const input = `sig1=("signature-agent";key="sig1" "host" "@target-uri" "@scheme" "@request-target");expires=200`
	r.Header.Set("Signature-Input", input)
	want := `"signature-agent";key="sig1": "https://platform.example/keys";type=jwks_uri` + "\n" +
		`"host": bazaar.example` + "\n" + `"@target-uri": https://bazaar.example/ucp/v1/carts?dry=1` + "\n" +
		`"@scheme": https` + "\n" + `"@request-target": /ucp/v1/carts?dry=1` + "\n" +
		`"@signature-params": ` + strings.TrimPrefix(input, "sig1=")
	if got := signedText(t, r); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
	for now, want := range map[int64]error{200: ErrKey, 201: ErrInvalid} { // the key comes after the end
		if err := (message{request: r, header: r.Header}).verify(only(rfcSigner(t)), nil, time.Unix(now, 0)); !errors.Is(err, want) {
			t.Errorf("%d: %v", now, err)
		}
	}
}

func TestPortsThatGoWithoutSayingAreNotSigned(t *testing.T) {
	for address, want := range map[string]string{
		"https://Bazaar.example:443/": "bazaar.example", "http://bazaar.example:80/": "bazaar.example",
		"https://bazaar.example:80/": "bazaar.example:80", "http://bazaar.example:443/": "bazaar.example:443", "https://bazaar.example:8443/": "bazaar.example:8443",
	} {
		r, err := http.NewRequest(http.MethodGet, address, nil)
		if err != nil {
			t.Fatal(err)
		}
		m := message{request: r, header: r.Header}
		if got, err := m.value("@authority", httpsfv.NewParams()); got != want || err != nil {
			t.Errorf("%s: %s %v", address, got, err)
		}
	}
}

func TestPartsThatAreNotThereAreNotSigned(t *testing.T) {
	for _, part := range []string{"@method", "@status", "@moon", "date", "Content-Type", ""} { // the first is named twice
		if err := Sign(post(t, "{}"), []byte("{}"), rfcSigner(t), "@method", part); err == nil {
			t.Errorf("%q was signed", part)
		}
	}
}

func TestAnswersAreSigned(t *testing.T) {
	k := rfcSigner(t)
	body := []byte(`{"id":"chk_7"}`)
	h := http.Header{"Content-Type": {"application/json"}}
	if err := SignResponse(h, 201, body, k); err != nil {
		t.Fatal(err)
	}
	w := &http.Response{StatusCode: 201, Header: h}
	if err := VerifyResponse(w, body, only(k)); err != nil {
		t.Error(err)
	}
	w.StatusCode = 200
	if err := VerifyResponse(w, body, only(k)); !errors.Is(err, ErrInvalid) {
		t.Error(err)
	}
	if err := SignResponse(http.Header{}, 200, body, k); err == nil {
		t.Error("an answer without a type was signed")
	}
	if err := SignResponse(http.Header{"Content-Type": {"text/plain; é"}}, 200, body, k); err == nil {
		t.Error("letters that are not ASCII were signed")
	}
}

// TestWhatIsSignedVerifies sends requests of any kind over the wire, and
// changes one byte of the body.
func TestWhatIsSignedVerifies(t *testing.T) {
	k := rfcSigner(t)
	rapid.Check(t, func(t *rapid.T) {
		body := rapid.SliceOfN(rapid.Byte(), 0, 50).Draw(t, "body")
		u := &url.URL{Scheme: rapid.SampledFrom([]string{"http", "https"}).Draw(t, "scheme"), Host: rapid.StringMatching(`[A-Za-z0-9]{1,9}(\.example)?(:[1-9][0-9]{1,3})?`).Draw(t, "host"),
			Path: "/" + rapid.String().Draw(t, "path"), RawQuery: rapid.OneOf(rapid.StringMatching(`[!-"$-~]{0,20}`), rapid.Map(rapid.String(), url.QueryEscape)).Draw(t, "query")}
		if port := u.Port(); u.Scheme == "https" && port == "80" || u.Scheme == "http" && port == "443" {
			t.Skip("who gets it does not see the scheme, and takes the port for that of the other")
		}
		r, err := http.NewRequest(rapid.SampledFrom([]string{"GET", "POST", "PUT", "DELETE", "PATCH"}).Draw(t, "method"), u.String(), bytes.NewReader(body))
		if err != nil {
			t.Skip(err)
		}
		r.Header.Set("Content-Type", "application/json")
		for name, value := range rapid.MapOfN(rapid.SampledFrom([]string{"Ucp-Agent", "Idempotency-Key", "Accept", "X-Of-Theirs"}), rapid.StringMatching(`[ -~]{0,30}`), 0, 4).Draw(t, "headers") {
			r.Header.Add(name, value)
		}
		if err := Sign(r, body, k); err != nil {
			t.Fatal(err)
		}
		got := sent(t, r)
		if err := Verify(got, body, only(k)); err != nil {
			t.Fatalf("%s\n%s\n%v", got.Header, signedText(t, got), err)
		}
		if len(body) > 0 {
			body[0]++
			if err := Verify(got, body, only(k)); !errors.Is(err, ErrDigest) {
				t.Fatal(err)
			}
		}
	})
}

// FuzzHeaders reads what strangers send.
func FuzzHeaders(f *testing.F) {
	f.Add(`sig1=("@method" "@authority" "@path");keyid="a"`, "sig1=:AAAA:", "sha-256=:AAAA:")
	f.Add(`a=("ucp-agent";key="profile" "@query" "@target-uri");created=1;expires=99999999999999;alg="x", b=1, c=()`, "a=?1;b, b=:AAAA:", "sha-512=1.5")
	k, err := Generate()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, input, signature, digest string) {
		r := post(t, "{}")
		r.Header.Set("Signature-Input", input)
		r.Header.Set("Signature", signature)
		r.Header.Set("Content-Digest", digest)
		err := Verify(r, []byte("{}"), func(string) (*PublicKey, error) { return k.Public(), nil })
		known := 0
		for _, e := range []error{ErrMissing, ErrInvalid, ErrKey, ErrDigest, ErrAlgorithm} {
			if errors.Is(err, e) {
				known++
			}
		}
		if known != 1 {
			t.Errorf("%v", err)
		}
	})
}
