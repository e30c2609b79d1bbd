package certificate

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/png"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"agora/db"
	"agora/db/dbtest"
)

const here, there = "https://agora.example", "https://school.example"

// issuerOf is a node with a certificate.
func issuerOf(t testing.TB, address string) (*Service, Certificate, BadgeWords) {
	t.Helper()
	d := dbtest.SQLite(t, Schema)
	var c Certificate
	began := time.Date(2026, 10, 1, 8, 0, 0, 0, time.UTC)
	if err := d.Write(context.Background(), func(tx *db.Tx) (err error) {
		c, err = Issue(tx, Certificate{Kind: Course, Source: "course:1", Holder: "1", Words: Words{Name: "Айгүл", Email: "aigul@example.org",
			Title: map[string]string{"en": "From your hands", "ky": "Колуңдан"}, By: "Council", From: began, To: began.Add(time.Hour),
			Criteria: map[string]string{"en": "Eight lessons"}, Evidence: []Evidence{{Name: map[string]string{"en": "Three products"}, URL: address + "/s/felt"}}}})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return New(d), c, BadgeWords{Address: address, Page: address + "/verify/" + string(c.Number), Description: "Certificate of completion"}
}

// net answers for some addresses, as others do.
func net(pages map[string][]byte) Fetch {
	return func(_ context.Context, address string) ([]byte, error) {
		if raw, ok := pages[address]; ok {
			return raw, nil
		}
		return nil, errors.New("nobody answers")
	}
}

// world is a node that looks at the certificates of another.
type world struct {
	t     testing.TB
	us    *Service
	them  *Service
	badge []byte
	c     Certificate
	words BadgeWords
	pages map[string][]byte
}

func newWorld(t testing.TB) *world {
	w := &world{t: t, pages: map[string][]byte{}}
	w.us, _, _ = issuerOf(t, here)
	w.them, w.c, w.words = issuerOf(t, there)
	w.publish()
	return w
}

// publish shows keys, list and certificate of the other node as they are now.
func (w *world) publish() {
	w.t.Helper()
	var err error
	if w.badge, err = w.them.Badge(w.t.Context(), w.c, w.words); err != nil {
		w.t.Fatal(err)
	}
	if w.pages[there+"/.well-known/did.json"], err = w.them.Document(w.t.Context(), there); err != nil {
		w.t.Fatal(err)
	}
	if w.pages[there+StatusPath(1)], err = w.them.List(w.t.Context(), there, 1, time.Now()); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) verify(raw []byte) Report {
	w.t.Helper()
	r, err := w.us.Verify(w.t.Context(), raw, Bench{Address: here, Now: time.Now(), Fetch: net(w.pages)})
	if err != nil {
		w.t.Fatal(err)
	}
	return r
}

// whys lists what was found, check by check.
func whys(r Report) string {
	var list []string
	for _, s := range r.Steps {
		list = append(list, string(s.Why))
	}
	return strings.Join(list, " ")
}

// sign makes a certificate as somebody who holds a key, and can write what she likes.
func (w *world) sign(doc map[string]any) []byte {
	w.t.Helper()
	public, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		w.t.Fatal(err)
	}
	did := "did:key:" + multikey(public)
	if doc["issuer"] == nil {
		doc["issuer"] = did
	}
	raw, err := newShelf().signed(doc, signer{public: multikey(public), private: private}, did, time.Now())
	if err != nil {
		w.t.Fatal(err)
	}
	return raw
}

func document1(change func(doc map[string]any)) map[string]any {
	doc := map[string]any{"@context": []any{credentialsV2, badgesV3}, "id": "urn:uuid:1", "type": []any{"VerifiableCredential", "OpenBadgeCredential"}, "validFrom": "2026-01-01T00:00:00Z",
		"credentialSubject": map[string]any{"type": []any{"AchievementSubject"}, "achievement": map[string]any{"id": "urn:uuid:2", "type": []any{"Achievement"}, "name": "Felt", "description": "Felt",
			"criteria": map[string]any{"narrative": "Make felt"}}}}
	if change != nil {
		change(doc)
	}
	return doc
}

func TestCertificatesOfAllIssuersAreLookedAt(t *testing.T) {
	w := newWorld(t)
	own, c, words := issuerOf(t, here)
	ours, err := own.Badge(t.Context(), c, words)
	if err != nil {
		t.Fatal(err)
	}
	if r, err := own.Verify(t.Context(), ours, Bench{Address: here, Now: time.Now()}); err != nil || whys(r) != "readable ours unchanged stands in_time" || r.Result() != Good {
		t.Errorf("our own: %s %v", whys(r), err)
	}
	r := w.verify(w.badge)
	if whys(r) != "readable listed unchanged stands in_time" || r.Result() != Good || r.Title != "From your hands" || r.Holder != "Айгүл" || r.By != "Council" || r.Criteria != "Eight lessons" ||
		!slices.Equal(r.Evidence, []Link{{"Three products", there + "/s/felt"}}) || !r.Is("Aigul@Example.org") || r.Is("other@example.org") {
		t.Errorf("another's: %s %+v", whys(r), r)
	}
	if r := w.verify(w.sign(document1(nil))); whys(r) != "readable key_only unchanged no_list in_time" || r.Result() != Open {
		t.Errorf("a key's: %s %+v", whys(r), r)
	}
	for name, change := range map[string][2]string{"name": {"Айгүл", "Бурул"}, "date": {`"validFrom":"2026`, `"validFrom":"2025`}, "place": {`"statusListIndex":"`, `"statusListIndex":"0`}, "evidence": {"s/felt", "s/silk"}, "signature": {`"proofValue":"z`, `"proofValue":"z1`}, "when": {`"created":"2026`, `"created":"2025`}} {
		if changed := strings.Replace(string(w.badge), change[0], change[1], 1); changed == string(w.badge) {
			t.Errorf("%s: nothing was changed", name)
		} else if r := w.verify([]byte(changed)); !strings.Contains(whys(r), "changed") || strings.Contains(whys(r), "unchanged") || r.Result() != Bad {
			t.Errorf("another %s: %s", name, whys(r))
		}
	}
}

// TestWhatIsKeptSaysWhatTheSignedFileSays finds the same of a certificate of the node by
// what it keeps as by all that can be checked of the file.
func TestWhatIsKeptSaysWhatTheSignedFileSays(t *testing.T) {
	s, c, words := issuerOf(t, here)
	ctx, issued := t.Context(), c.Issued
	same := func(name string, now time.Time, want string) {
		t.Helper()
		raw, err := s.Badge(ctx, c, words)
		if err != nil {
			t.Fatal(err)
		}
		checked, err := s.Verify(ctx, raw, Bench{Address: here, Now: now})
		if kept := c.Report(here, now); err != nil || whys(kept) != want || !slices.Equal(kept.Steps, checked.Steps) {
			t.Errorf("%s: %v, the file: %v %v", name, kept.Steps, checked.Steps, err)
		}
	}
	same("valid", issued, "readable ours unchanged stands in_time")
	c.Issued = issued.AddDate(0, 0, 1)
	if kept := c.Report(here, issued); whys(kept) != "readable ours unchanged stands not_yet" || kept.Result() != Bad {
		t.Errorf("of tomorrow: %v", kept.Steps)
	}
	c.Issued = issued
	if err := s.db.Write(ctx, func(tx *db.Tx) error { return Revoke(tx, c.Number) }); err != nil {
		t.Fatal(err)
	}
	c, err := s.Find(ctx, c.Number)
	if err != nil {
		t.Fatal(err)
	}
	same("taken back", issued, "readable ours unchanged revoked in_time")
}

func TestWhatItsIssuerDoesToACertificateIsSeen(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	was := w.badge
	if err := w.them.Rotate(ctx); err != nil {
		t.Fatal(err)
	}
	w.publish()
	for name, raw := range map[string][]byte{"old": was, "new": w.badge} {
		if r := w.verify(raw); whys(r) != "readable listed unchanged stands in_time" {
			t.Errorf("after another key, the %s one: %s", name, whys(r))
		}
	}
	keys, err := w.them.Keys(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.them.Leak(ctx, keys[1].Public); err != nil {
		t.Fatal(err)
	}
	w.publish()
	if r := w.verify(was); whys(r) != "readable leaked in_time" || r.Result() != Bad {
		t.Errorf("after a leak: %s", whys(r))
	}
	if err := w.them.db.Write(ctx, func(tx *db.Tx) error { return Revoke(tx, w.c.Number) }); err != nil {
		t.Fatal(err)
	}
	w.publish()
	if r := w.verify(w.badge); whys(r) != "readable listed unchanged revoked in_time" || r.Result() != Bad {
		t.Errorf("taken back: %s", whys(r))
	}
	list := w.pages[there+StatusPath(1)]
	for name, page := range map[string][]byte{"gone": nil, "of somebody else": bytes.ReplaceAll(list, []byte("school.example"), []byte("school.invalid")), "changed": bytes.Replace(list, []byte(`"ttl":3`), []byte(`"ttl":4`), 1),
		"no JSON": []byte("<html>"), "huge": bytes.Repeat([]byte("["), maxList+1)} {
		w.pages[there+StatusPath(1)] = page
		if r := w.verify(w.badge); whys(r) != "readable listed unchanged list_unread in_time" || r.Result() != Open {
			t.Errorf("the list is %s: %s", name, whys(r))
		}
	}
	did := w.pages[there+"/.well-known/did.json"]
	for name, c := range map[string]struct {
		page []byte
		want string
	}{"gone": {nil, "readable unasked in_time"}, "of another": {bytes.Replace(did, []byte(`"id":"did:web:school.example"`), []byte(`"id":"did:web:agora.example"`), 1), "readable unasked in_time"},
		"with the key for other things": {regexp.MustCompile(`"assertionMethod":\[[^]]*\]`).ReplaceAll(did, []byte(`"assertionMethod":[]`)), "readable stranger in_time"},
		"of another's hand":             {bytes.ReplaceAll(did, []byte(`"controller":"did:web:school.example"`), []byte(`"controller":"did:web:agora.example"`)), "readable stranger in_time"},
		"without the key":               {[]byte(`{"id":"did:web:school.example","verificationMethod":[],"assertionMethod":[]}`), "readable stranger in_time"}} {
		if w.pages[there+"/.well-known/did.json"] = c.page; c.page == nil {
			delete(w.pages, there+"/.well-known/did.json")
		}
		if r := w.verify(w.badge); whys(r) != c.want {
			t.Errorf("its keys are %s: %s, want %s", name, whys(r), c.want)
		}
	}
}

// TestNothingIsShownThatIsNotSigned adds to a certificate what no signature covers, or
// hides from programs what it does.
func TestNothingIsShownThatIsNotSigned(t *testing.T) {
	w := newWorld(t)
	for name, change := range map[string][2]string{
		"an unknown word":              {`"name":`, `"boss":"x","name":`},
		"null":                         {`"name":`, `"endorsement":null,"name":`},
		"evidence at no whole address": {`"evidence":[`, `"evidence":[{"id":"felt","type":["Evidence"],"name":"Forged"},`},
		"an unknown type":              {`"VerifiableCredential",`, `"VerifiableCredential","Degree",`},
		"a text in a language of none": {`"narrative":`, `"name":{"@value":"Forged","@language":"a b"},"narrative":`},
		"a whole word":                 {`"credentialStatus":`, `"https://www.w3.org/2018/credentials#credentialStatus":`},
		"words of its own":             {`"@context":[`, `"@context":[{"s":"https://www.w3.org/2018/credentials#credentialStatus"},`},
		"words from the net":           {`"@context":[`, `"@context":["https://evil.example/words",`},
		"words of JSON-LD":             {`"name":`, `"@included":[],"name":`},
		"a word twice":                 {`"name":`, `"name":"Forged","name":`},
		"words further down":           {`"achievement":{`, `"achievement":{"@context":{"name":"https://evil.example/"},`},
	} {
		changed := strings.Replace(string(w.badge), change[0], change[1], 1)
		r := w.verify([]byte(changed))
		if changed == string(w.badge) || r.Result() != Bad || r.Title != "" && r.Steps[0].Result != Good {
			t.Errorf("%s: %s", name, whys(r))
		}
		if why := r.Steps[0].Why; why != Foreign && why != TooMuch && name != "an unknown type" { // that is a change, seen by the signature
			t.Errorf("%s: it is %s", name, whys(r))
		}
	}
}

// TestWhatIsHiddenIsSeen moves what was signed to where nobody is shown it, and puts in its
// place what no signature covers, with as many words more as make up for it in a count.
func TestWhatIsHiddenIsSeen(t *testing.T) {
	w := newWorld(t)
	var badge map[string]any
	if err := json.Unmarshal(w.badge, &badge); err != nil {
		t.Fatal(err)
	}
	moved := map[string]any{"id": badge["id"], "type": badge["type"], "evidence": badge["evidence"], "credentialSubject": badge["credentialSubject"], "credentialStatus": badge["credentialStatus"]}
	for how, evidence := range map[string]map[string]any{
		"in a list":    {"id": "e", "type": "ResultDescription", "allowedValue": []any{moved}},
		"in a part":    {"id": "e", "type": "Evidence", "image": moved},
		"of no end":    {"type": "ResultDescription", "allowedValue": []any{map[string]any{"id": "x"}}},
		"one as other": {"id": "_:/credentialSubject/0/identifier/0", "type": "Evidence"},
	} {
		for pads := range 60 {
			forged := maps.Clone(badge)
			delete(forged, "credentialStatus")
			forged["credentialSubject"] = map[string]any{"id": "s", "type": "AchievementSubject", "identifier": []any{map[string]any{"id": "i", "type": "IdentityObject", "hashed": false, "identityType": "name", "identityHash": "Mallory"}},
				"achievement": map[string]any{"id": "a", "type": "Achievement", "name": "Doctor of Medicine", "description": "d", "criteria": map[string]any{"id": "c", "narrative": "Six years"}}}
			more := maps.Clone(evidence)
			var names []any
			for i := range pads {
				names = append(names, fmt.Sprint("pad", i))
			}
			if pads > 0 {
				more["name"] = names
			}
			forged["evidence"] = []any{more}
			raw, err := json.Marshal(forged)
			if err != nil {
				t.Fatal(err)
			}
			if r := w.verify(raw); r.Result() != Bad || r.Steps[0].Why != Foreign {
				t.Fatalf("%s, %d pads: %s", how, pads, whys(r))
			}
		}
	}
}

func TestWhatIsNoCertificateIsRefusedWithAReason(t *testing.T) {
	w := newWorld(t)
	lacking := func(change func(map[string]any)) []byte { return w.sign(document1(change)) }
	subject := func(doc map[string]any) map[string]any { return doc["credentialSubject"].(map[string]any) }
	var other map[string]any
	if err := json.Unmarshal(w.badge, &other); err != nil {
		t.Fatal(err)
	}
	proof := func(change map[string]any) []byte {
		doc := maps.Clone(other)
		p := maps.Clone(part(doc["proof"]))
		maps.Copy(p, change)
		doc["proof"] = p
		raw, _ := json.Marshal(doc)
		return raw
	}
	unsigned := maps.Clone(other)
	delete(unsigned, "proof")
	bare, _ := json.Marshal(unsigned)
	many := make([]any, 12)
	for i := range many {
		many[i] = map[string]any{"type": "IdentityObject", "hashed": true}
	}
	alikes := document1(func(doc map[string]any) { subject(doc)["identifier"] = many })
	alikes["issuer"], alikes["proof"] = "did:web:school.example", part(other["proof"])
	tangled, _ := json.Marshal(alikes)
	for name, c := range map[string]struct {
		raw    []byte
		want   string
		result Result
	}{
		"nothing":         {nil, "nothing", Bad},
		"a word":          {[]byte("hello"), "nothing", Bad},
		"a list":          {[]byte("[]"), "nothing", Bad},
		"two":             {append(slices.Clone(w.badge), w.badge...), "nothing", Bad},
		"no letters":      {[]byte("{\"\xff\":1}"), "nothing", Bad},
		"half":            {w.badge[:len(w.badge)/2], "nothing", Bad},
		"a huge one":      {bytes.Repeat([]byte(" "), MaxFile+1), "too_much", Bad},
		"a long one":      {[]byte(`{"a":"` + strings.Repeat("a", maxDocument) + `"}`), "too_much", Bad},
		"a deep one":      {[]byte(strings.Repeat(`{"a":`, 1000) + "1" + strings.Repeat("}", 1000)), "too_much", Bad},
		"a deep list":     {[]byte(`{"a":` + strings.Repeat("[", 10000) + strings.Repeat("]", 10000) + `}`), "too_much", Bad},
		"many parts":      {[]byte(`{"a":[` + strings.Repeat("1,", 5000) + `1]}`), "too_much", Bad},
		"parts all alike": {tangled, "too_much", Bad},
		"no words":        {[]byte(`{}`), "no_badge", Bad},
		"no criteria":     {lacking(func(doc map[string]any) { delete(part(subject(doc)["achievement"]), "criteria") }), "no_badge", Bad},
		"no date":         {lacking(func(doc map[string]any) { delete(doc, "validFrom") }), "no_badge", Bad},
		"two subjects": {lacking(func(doc map[string]any) {
			doc["credentialSubject"] = []any{subject(doc), map[string]any{"type": []any{"AchievementSubject"}}}
		}), "no_badge", Bad},
		"of tomorrow":       {lacking(func(doc map[string]any) { doc["validFrom"] = "2126-01-01T00:00:00Z" }), "readable key_only unchanged no_list not_yet", Bad},
		"of yesterday":      {lacking(func(doc map[string]any) { doc["validUntil"] = "2026-01-02T00:00:00Z" }), "readable key_only unchanged no_list over", Bad},
		"said of another":   {lacking(func(doc map[string]any) { doc["issuer"] = "did:web:school.example" }), "readable stranger in_time", Bad},
		"no proof":          {bare, "unsigned", Bad},
		"another suite":     {proof(map[string]any{"cryptosuite": "ecdsa-sd-2023"}), "suite", Open},
		"another purpose":   {proof(map[string]any{"proofPurpose": "authentication"}), "no_badge", Bad},
		"a proof of later":  {proof(map[string]any{"created": "2126-01-01T00:00:00Z"}), "no_badge", Bad},
		"a JWT":             {[]byte("eyJhbGciOiJSUzI1NiJ9.e30.AAAA"), "suite", Open},
		"a picture of none": {picture(t), "nothing", Bad},
		"half a picture":    {picture(t)[:40], "nothing", Bad},
		"a drawing of none": {[]byte("<svg xmlns='http://www.w3.org/2000/svg'/>"), "nothing", Bad},
	} {
		began := time.Now()
		r := w.verify(c.raw)
		if whys(r) != c.want || r.Result() != c.result {
			t.Errorf("%s: %s (%d), want %s", name, whys(r), r.Result(), c.want)
		}
		if took := time.Since(began); took > 3*time.Second {
			t.Errorf("%s took %s", name, took)
		}
	}
}

func picture(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 8, 8))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestAPictureHoldsACertificate(t *testing.T) {
	w := newWorld(t)
	baked, err := Bake(picture(t), w.badge)
	if err != nil {
		t.Fatal(err)
	}
	if m, err := png.Decode(bytes.NewReader(baked)); err != nil || m.Bounds().Dx() != 8 {
		t.Errorf("it is no picture any more: %v", err)
	}
	drawn := fmt.Sprintf(`<?xml version="1.0"?><!DOCTYPE svg><svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"><openbadges:credential><![CDATA[ %s ]]></openbadges:credential><g/></svg>`, w.badge)
	for name, raw := range map[string][]byte{"PNG": baked, "SVG": []byte(drawn), "a mark of order": append([]byte("\xEF\xBB\xBF"), w.badge...)} {
		if got, err := Unbake(raw); err != nil || !bytes.Equal(got, w.badge) {
			t.Errorf("%s: %s %v", name, got, err)
		}
		if r := w.verify(raw); r.Result() != Good {
			t.Errorf("%s: %s", name, whys(r))
		}
	}
	if _, err := Bake([]byte("no picture"), w.badge); err == nil {
		t.Error("it was baked into words")
	}
}

func FuzzVerify(f *testing.F) {
	w := newWorld(f)
	baked, err := Bake(picture(f), w.badge)
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range [][]byte{w.badge, baked, w.pages[there+StatusPath(1)], w.sign(document1(nil)), []byte("%PDF-1.7\n<</Type/EmbeddedFile/Length 9>>\nstream\nx\x9c"), []byte(`<svg xmlns:o="https://purl.imsglobal.org/ob/v3p0"><o:credential>{}</o:credential></svg>`)} {
		f.Add(seed)
	}
	list, did := w.pages[there+StatusPath(1)], w.pages[there+"/.well-known/did.json"]
	f.Fuzz(func(t *testing.T, raw []byte) {
		r, err := w.us.Verify(t.Context(), raw, Bench{Address: here, Now: time.Now(), Fetch: net(map[string][]byte{there + "/.well-known/did.json": did, there + StatusPath(1): list})})
		if err != nil || len(r.Steps) == 0 {
			t.Fatalf("%v %+v", err, r)
		}
		// Whatever is good says what was signed, and nothing else.
		if text, _ := Unbake(raw); r.Result() == Good && r.Title != "From your hands" {
			t.Errorf("it is good: %s", text)
		}
	})
}
