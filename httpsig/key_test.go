package httpsig

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/dunglas/httpsfv"
	"pgregory.net/rapid"
)

// signedText is the text that the first signature of a request is of.
func signedText(t fatal, r *http.Request) string {
	t.Helper()
	d, err := httpsfv.UnmarshalDictionary(r.Header.Values("Signature-Input"))
	if err != nil {
		t.Fatal(err)
	}
	list, _ := d.Get(d.Names()[0])
	base, err := message{request: r, header: r.Header}.base(list.(httpsfv.InnerList))
	if err != nil {
		t.Fatal(err)
	}
	return base
}

func TestKeysAreReadAsTheyAreWritten(t *testing.T) {
	k, err := Generate()
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(k.JWK())
	if err != nil {
		t.Fatal(err)
	}
	var j JWK
	if err := json.Unmarshal(text, &j); err != nil {
		t.Fatal(err)
	}
	p, err := j.Public()
	if err != nil || p.ID != k.ID || !p.key.Equal(&k.private.PublicKey) || j.Thumbprint() != k.ID || p.JWK() != j {
		t.Errorf("%s became %+v, %v", text, p, err)
	}
	for _, s := range []string{fmt.Sprint(k), fmt.Sprintf("%#v", k), fmt.Sprintf("%+v", k)} {
		if s != "key "+k.ID {
			t.Error("a key prints as", s)
		}
	}
}

func TestKeysOfOthersAreLookedAt(t *testing.T) {
	good := rfcSigner(t).JWK()
	for name, c := range map[string]struct {
		change func(*JWK)
		want   error
	}{
		"as it is":       {func(*JWK) {}, nil},
		"no use or alg":  {func(j *JWK) { j.Use, j.Alg = "", "" }, nil},
		"encryption":     {func(j *JWK) { j.Use = "enc" }, ErrKey},
		"RSA":            {func(j *JWK) { j.KTY = "RSA" }, ErrAlgorithm},
		"P-521":          {func(j *JWK) { j.CRV = "P-521" }, ErrAlgorithm},
		"another alg":    {func(j *JWK) { j.Alg = "ES384" }, ErrAlgorithm},
		"another curve":  {func(j *JWK) { j.CRV, j.Alg = "P-384", "" }, ErrKey},
		"not on it":      {func(j *JWK) { j.X, j.Y = j.Y, j.X }, ErrKey},
		"short":          {func(j *JWK) { j.X = j.X[:40] }, ErrKey},
		"padded":         {func(j *JWK) { j.X += "=" }, ErrKey},
		"no coordinates": {func(j *JWK) { j.X, j.Y = "", "" }, ErrKey},
	} {
		j := good
		c.change(&j)
		if _, err := j.Public(); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

// TestARingTurns rotates at any times: what signs was published for a day before
// it did, but for the first, and is for seven days after it did last.
func TestARingTurns(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now := time.Date(2026, 4, 8, 0, 0, 0, 0, time.UTC)
		r, err := NewRing(now)
		if err != nil {
			t.Fatal(err)
		}
		shown, signed := map[string]time.Time{}, map[string]time.Time{} // since when; until when
		first, _ := r.Current(now)
		for range rapid.IntRange(1, 40).Draw(t, "hours") {
			if rapid.IntRange(0, 4).Draw(t, "what") == 0 {
				if r, err = r.Rotate(now); err != nil {
					t.Fatal(err)
				}
				text, err := json.Marshal(r)
				if err != nil {
					t.Fatal(err)
				}
				r = Ring{}
				if err := json.Unmarshal(text, &r); err != nil {
					t.Fatal(err)
				}
			}
			key, since := r.Current(now)
			public := map[string]bool{}
			for _, j := range r.Public(now) {
				public[j.KID] = true
				if shown[j.KID].IsZero() {
					shown[j.KID] = now
				}
			}
			if key == nil || since.After(now) || key.ID != first.ID && now.Sub(shown[key.ID]) < Lead {
				t.Fatalf("%v signs since %v, shown since %v", key, since, shown[key.ID])
			}
			signed[key.ID] = now
			for kid, last := range signed {
				if now.Sub(last) < Grace && !public[kid] {
					t.Fatalf("%s signed at %v and is gone at %v", kid, last, now)
				}
			}
			now = now.Add(time.Duration(rapid.IntRange(0, 60).Draw(t, "wait")) * time.Hour)
		}
	})
}

func TestARingForgetsOldKeysAndHidesAll(t *testing.T) {
	now := time.Date(2026, 4, 8, 0, 0, 0, 0, time.UTC)
	r, err := NewRing(now)
	if err != nil {
		t.Fatal(err)
	}
	for range 3 { // of which two find one that waits
		if r, err = r.Rotate(now); err != nil {
			t.Fatal(err)
		}
	}
	if len(r.Keys) != 2 || len(r.Public(now)) != 2 || len(r.Public(now.Add(Lead+Grace))) != 1 {
		t.Errorf("%+v", r)
	}
	if r, err = r.Rotate(now.Add(Lead + Grace)); err != nil || len(r.Keys) != 2 {
		t.Errorf("%+v %v", r, err)
	}
	if key, _ := (Ring{}).Current(now); key != nil {
		t.Error("an empty ring signs")
	}
	for _, text := range []string{`{"keys":[{"private":"c2VjcmV0"}]}`, `{"keys":[{"private":"secret!"}]}`, `{"keys":["secret"]}`} {
		if err := json.Unmarshal([]byte(text), &r); err == nil || strings.Contains(err.Error(), "secret") || strings.Contains(err.Error(), "c2Vj") {
			t.Errorf("%s: %v", text, err)
		}
	}
}
