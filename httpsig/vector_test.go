package httpsig

import (
	"crypto/x509"
	"encoding/base64"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/dunglas/httpsfv"
)

// The key "test-key-ecc-p256" of RFC 9421, B.1.3.
const rfcKey = "MHcCAQEEIFKbhfNZfpDsW43+0+JjUr9K+bTeuxopu653+hBaXGA7oAoGCCqGSM49" +
	"AwEHoUQDQgAEqIVYZVLCrPZHGHjP17CTW0/+D9Lfw0EkjqF7xB4FivAxzic30tMM" +
	"4GF+hR6Dxh71Z50VGGdldkkDXZCnTNnoXQ=="

func rfcSigner(t *testing.T) *Key {
	t.Helper()
	der, err := base64.StdEncoding.DecodeString(rfcKey)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.ParseECPrivateKey(der)
	if err != nil {
		t.Fatal(err)
	}
	k, err := NewKey("test-key-ecc-p256", private)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func only(k *Key) Keys {
	return func(kid string) (*PublicKey, error) {
		if kid != k.ID {
			return nil, ErrKey
		}
		return k.Public(), nil
	}
}

// rfcResponse is the answer of RFC 9421, B.2, with the signature of B.2.4.
func rfcResponse() (*http.Response, []byte) {
	return &http.Response{StatusCode: 200, Header: http.Header{
		"Date":            {"Tue, 20 Apr 2021 02:07:56 GMT"},
		"Content-Type":    {"application/json"},
		"Content-Digest":  {"sha-512=:mEWXIS7MaLRuGgxOBdODa3xqM1XdEvxoYhvlCFJ41QJgJc4GTsPp29l5oGX69wWdXymyU0rjJuahq4l5aGgfLQ==:"},
		"Content-Length":  {"23"},
		"Signature-Input": {`sig-b24=("@status" "content-type" "content-digest" "content-length");created=1618884473;keyid="test-key-ecc-p256"`},
		"Signature":       {"sig-b24=:wNmSUAhwb5LxtOtOpNa6W5xj067m5hFrj0XQ4fvpaCLx0NKocgPquLgyahnzDnDAUy5eCdlYUEkLIj+32oiasw==:"},
	}}, []byte(`{"message": "good dog"}`)
}

func TestTheVectorOfTheStandardHolds(t *testing.T) {
	w, body := rfcResponse()
	if err := VerifyResponse(w, body, only(rfcSigner(t)), "@status", "content-type", "content-digest", "content-length"); err != nil {
		t.Error(err)
	}
	w.Header.Set("Content-Length", "24")
	if err := VerifyResponse(w, body, only(rfcSigner(t))); !errors.Is(err, ErrInvalid) {
		t.Error(err)
	}
	w, _ = rfcResponse()
	if err := VerifyResponse(w, []byte(`{"message": "bad dog"}`), only(rfcSigner(t))); !errors.Is(err, ErrDigest) {
		t.Error(err)
	}
}

// TestTheBaseIsThatOfTheStandard compares the text that is signed with examples
// of RFC 9421: the request of B.2 in the parts of B.2.2 and B.2.3, whose keys
// are of kinds that we do not verify.
func TestTheBaseIsThatOfTheStandard(t *testing.T) {
	r, err := http.ReadRequest(reader("POST /foo?param=Value&Pet=dog HTTP/1.1\r\nHost: example.com\r\n" +
		"Date: Tue, 20 Apr 2021 02:07:55 GMT\r\nContent-Type: application/json\r\n" +
		"Content-Digest: sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:\r\n" +
		"Content-Length: 18\r\n\r\n" + `{"hello": "world"}`))
	if err != nil {
		t.Fatal(err)
	}
	const input = `sig-b23=("date" "@method" "@path" "@query" "@authority" "content-type" "content-digest" "content-length");created=1618884473;keyid="test-key-rsa-pss"`
	d, err := httpsfv.UnmarshalDictionary([]string{input})
	if err != nil {
		t.Fatal(err)
	}
	list, _ := d.Get("sig-b23")
	got, err := message{request: r, header: r.Header}.base(list.(httpsfv.InnerList))
	want := strings.Join([]string{
		`"date": Tue, 20 Apr 2021 02:07:55 GMT`,
		`"@method": POST`,
		`"@path": /foo`,
		`"@query": ?param=Value&Pet=dog`,
		`"@authority": example.com`,
		`"content-type": application/json`,
		`"content-digest": sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:`,
		`"content-length": 18`,
		`"@signature-params": ("date" "@method" "@path" "@query" "@authority" "content-type" "content-digest" "content-length");created=1618884473;keyid="test-key-rsa-pss"`,
	}, "\n")
	if err != nil || got != want {
		t.Errorf("%v\n%s\nwant\n%s", err, got, want)
	}
}
