package certificate_test

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"agora/certificate"
	"agora/db"
	"agora/db/dbtest"
)

const origin = "https://agora.example"

// attended is a certificate of one who was there.
func attended(t *testing.T, d *db.DB, holder string) certificate.Certificate {
	t.Helper()
	began := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	return issue(t, d, certificate.Certificate{Kind: certificate.Attendance, Source: "assembly:7", Holder: holder, Words: certificate.Words{Name: "Айгүл",
		Title: map[string]string{"ky": "Соода", "ru": "Торговля", "en": "First <sellers> & buyers"}, By: "Council", From: began, To: began.Add(time.Hour), Minutes: 50, Email: "aigul@example.org"}})
}

// completed is a certificate of one who completed a course.
func completed(t *testing.T, d *db.DB, holder string) certificate.Certificate {
	t.Helper()
	began := time.Date(2026, 10, 1, 8, 0, 0, 0, time.UTC)
	return issue(t, d, certificate.Certificate{Kind: certificate.Course, Source: "course:1", Holder: holder, Words: certificate.Words{Name: "صائمہ رفیق",
		Title: map[string]string{"ur": "آپ کے ہاتھوں سے", "en": "From your hands to their door"}, By: "Agora", From: began, To: began.Add(500 * time.Hour), Points: 88,
		Criteria: map[string]string{"en": "Eight lessons, each with a task in her own shop.", "ur": "آٹھ اسباق"},
		Evidence: []certificate.Evidence{{Name: map[string]string{"en": "Three products"}, URL: "https://agora.example/s/felt"}, {Name: map[string]string{"en": "First order"}, URL: "https://agora.example/s/felt/1"}}}})
}

func wordsOf(c certificate.Certificate) certificate.BadgeWords {
	return certificate.BadgeWords{Address: origin, Page: origin + "/verify/" + string(c.Number), Description: "Certificate of attendance", Criteria: "50 minutes attended"}
}

func badgeOf(t *testing.T, s *certificate.Service, c certificate.Certificate) []byte {
	t.Helper()
	raw, err := s.Badge(t.Context(), c, wordsOf(c))
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// read gives a part of a document by its path.
func read(t *testing.T, raw []byte, path ...string) any {
	t.Helper()
	var v any
	if err := json.Unmarshal(raw, &v); err != nil {
		t.Fatalf("%v: %s", err, raw)
	}
	for _, p := range path {
		if list, ok := v.([]any); ok && len(list) > 0 {
			v = list[0]
		}
		m, ok := v.(map[string]any)
		if !ok {
			t.Fatalf("no %q in %v", p, v)
		}
		v = m[p]
	}
	return v
}

func TestABadgeSaysAllThatThePaperSays(t *testing.T) {
	dbtest.Each(t, []db.Schema{certificate.Schema}, func(t *testing.T, d *db.DB) {
		s := certificate.New(d)
		c := attended(t, d, "seat:1")
		raw := badgeOf(t, s, c)
		for path, want := range map[string]string{
			"id": origin + "/verify/" + string(c.Number), "name": "First <sellers> & buyers", "issuer id": "did:web:agora.example", "issuer name": "Council",
			"validFrom": c.Issued.Format(time.RFC3339), "credentialSubject identifier identityHash": "Айгүл", "credentialSubject achievement criteria narrative": "50 minutes attended",
			"credentialSubject achievement inLanguage": "en", "credentialSubject achievement related name": "Соода", "credentialStatus type": "BitstringStatusListEntry", "proof cryptosuite": "eddsa-rdfc-2022",
		} {
			if got := read(t, raw, strings.Fields(path)...); got != want {
				t.Errorf("%s is %v, want %s", path, got, want)
			}
		}
		if strings.Contains(strings.ToLower(string(raw)), "aigul@") || !strings.Contains(string(raw), c.Identity.Hash) {
			t.Errorf("her address: %s", raw)
		}
		if again := badgeOf(t, certificate.New(d), c); string(again) != string(raw) {
			t.Errorf("after a start it is another:\n%s\n%s", raw, again)
		}
		course := badgeOf(t, s, completed(t, d, "1"))
		if got := read(t, course, "evidence", "id"); got != "https://agora.example/s/felt" {
			t.Errorf("evidence: %v", got)
		}
		if got := read(t, course, "credentialSubject", "achievement", "criteria", "narrative"); got != "Eight lessons, each with a task in her own shop." {
			t.Errorf("criteria: %v", got)
		}
	})
}

func TestKeysChangeAndOldOnesAreStillShown(t *testing.T) {
	dbtest.Each(t, []db.Schema{certificate.Schema}, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		s, c := certificate.New(d), attended(t, d, "seat:1")
		signedBy := func() string {
			did, _ := read(t, badgeOf(t, s, c), "proof", "verificationMethod").(string)
			return strings.TrimPrefix(did, "did:web:agora.example#")
		}
		shown := func() (all, believed []string) {
			raw, err := s.Document(ctx, origin)
			if err != nil {
				t.Fatal(err)
			}
			var doc struct {
				ID                 string
				VerificationMethod []struct{ PublicKeyMultibase, Revoked string }
				AssertionMethod    []string
			}
			if err := json.Unmarshal(raw, &doc); err != nil || doc.ID != "did:web:agora.example" {
				t.Fatalf("%s %v", raw, err)
			}
			for _, m := range doc.VerificationMethod {
				all = append(all, m.PublicKeyMultibase)
			}
			for _, m := range doc.AssertionMethod {
				believed = append(believed, strings.TrimPrefix(m, doc.ID+"#"))
			}
			return all, believed
		}
		first := signedBy()
		if err := s.Rotate(ctx); err != nil {
			t.Fatal(err)
		}
		second := signedBy()
		if all, believed := shown(); first == second || !slices.Equal(all, []string{second, first}) || !slices.Equal(believed, all) {
			t.Errorf("after a change of keys %q %q: shown %q, believed %q", first, second, all, believed)
		}
		if err := s.Leak(ctx, second); err != nil {
			t.Fatal(err)
		}
		third := signedBy()
		if all, believed := shown(); third == second || third == first || len(all) != 3 || !slices.Equal(believed, []string{third, first}) {
			t.Errorf("after a leak: %q, shown %q, believed %q", third, all, believed)
		}
		if err := s.Leak(ctx, "z6Mk"); err == nil {
			t.Error("a key of nobody leaked")
		}
		keys, err := s.Keys(ctx)
		if err != nil || len(keys) != 3 || !keys[0].Retired.IsZero() || keys[0].Public != third {
			t.Errorf("%+v %v", keys, err)
		}
	})
}
