package certificate_test

import (
	"context"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"agora/certificate"
	"agora/db"
	"agora/db/dbtest"
)

// proved reads a badge as a verifier does that knows nothing but the standard, and
// reports whether its signature holds by the key in its header.
func proved(t *testing.T, text string) (body map[string]any, key certificate.JWK, ok bool) {
	t.Helper()
	parts := strings.Split(text, ".")
	if len(parts) != 3 {
		t.Fatalf("%d parts", len(parts))
	}
	raw := make([][]byte, 3)
	for i, p := range parts {
		var err error
		if raw[i], err = base64.RawURLEncoding.DecodeString(p); err != nil {
			t.Fatal(err)
		}
	}
	var header struct {
		Alg, Typ string
		JWK      certificate.JWK
	}
	if err := json.Unmarshal(raw[0], &header); err != nil || header.Alg != "RS256" || header.Typ != "JWT" {
		t.Fatalf("%s: %v", raw[0], err)
	}
	if err := json.Unmarshal(raw[1], &body); err != nil {
		t.Fatal(err)
	}
	number := func(s string) *big.Int {
		b, err := base64.RawURLEncoding.DecodeString(s)
		if err != nil {
			t.Fatal(err)
		}
		return new(big.Int).SetBytes(b)
	}
	public := rsa.PublicKey{N: number(header.JWK.N), E: int(number(header.JWK.E).Int64())}
	sum := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	return body, header.JWK, rsa.VerifyPKCS1v15(&public, crypto.SHA256, sum[:], raw[2]) == nil
}

func TestABadgeIsProvedWithoutTheNode(t *testing.T) {
	dbtest.Each(t, []db.Schema{certificate.Schema}, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		s := certificate.New(d)
		began := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
		c := issue(t, d, certificate.Certificate{Kind: certificate.Attendance, Source: "assembly:7", Holder: "seat:1", Words: certificate.Words{Name: "Айгүл",
			Title: map[string]string{"ky": "Соода", "ru": "Торговля"}, By: "Council", From: began, To: began.Add(time.Hour), Minutes: 50}})
		page := "https://agora.example/verify/" + string(c.Number)
		words := certificate.BadgeWords{Address: "https://agora.example", Page: page, Description: "Certificate of attendance", Criteria: "50 minutes attended"}
		text, err := s.Badge(ctx, c, words)
		if err != nil {
			t.Fatal(err)
		}
		body, key, ok := proved(t, text)
		if !ok {
			t.Error("its own signature does not hold")
		}
		subject := body["credentialSubject"].(map[string]any)
		from, err := time.Parse(time.RFC3339, body["validFrom"].(string))
		if err != nil || float64(from.Unix()) != body["nbf"] || body["iss"] != body["issuer"].(map[string]any)["id"] || body["jti"] != body["id"] || body["sub"] != subject["id"] || body["id"] != page {
			t.Errorf("claims and credential differ: %v %v", body, err)
		}
		if who := subject["identifier"].([]any)[0].(map[string]any)["identityHash"]; who != "Айгүл" || body["name"] != "Соода" {
			t.Errorf("%v of %v", who, body["name"])
		}

		parts := strings.Split(text, ".")
		raw, err := base64.RawURLEncoding.DecodeString(parts[1])
		if err != nil {
			t.Fatal(err)
		}
		forged := strings.Replace(string(raw), "Айгүл", "Бурул", 1)
		if _, _, ok := proved(t, parts[0]+"."+base64.RawURLEncoding.EncodeToString([]byte(forged))+"."+parts[2]); ok {
			t.Error("with another name the signature holds")
		}
		other := certificate.New(d) // after a start
		if again, err := other.Badge(ctx, c, words); err != nil || again != text {
			t.Errorf("after a start it is another: %v", err)
		}
		if published, err := other.Key(ctx); err != nil || !cmp.Equal(published, key) {
			t.Errorf("another key is published: %v %s", err, cmp.Diff(published, key))
		}
	})
}
