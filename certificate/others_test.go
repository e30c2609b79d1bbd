package certificate_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"agora/certificate"
	"agora/db"
	"agora/db/dbtest"
)

// judgement is what the libraries of others say of a certificate.
type judgement struct {
	Name     string
	Verified bool
	Revoked  *bool
	Error    string
}

// judged lets the libraries of others read certificates: testdata/verify, installed
// by make needs. Where they are not, the test is skipped.
func judged(t *testing.T, documents map[string]json.RawMessage, cases map[string][]byte) map[string]judgement {
	t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("no node: libraries of others judge nothing; install Node.js 20 and run make needs")
	}
	home := os.Getenv("AGORA_BADGES")
	if cache, err := os.UserCacheDir(); home == "" && err == nil {
		home = filepath.Join(cache, "agora-badges")
	}
	if _, err := os.Stat(filepath.Join(home, "node_modules", "@digitalbazaar", "vc")); err != nil {
		t.Skip("libraries of others are not installed, they judge nothing: make needs")
	}
	dir := t.TempDir()
	program, err := os.ReadFile("testdata/verify/verify.mjs")
	if err != nil {
		t.Fatal(err)
	}
	type one struct {
		Name       string          `json:"name"`
		Credential json.RawMessage `json:"credential"`
	}
	var in struct {
		Documents map[string]json.RawMessage `json:"documents"`
		Cases     []one                      `json:"cases"`
	}
	in.Documents = documents
	for name, raw := range cases {
		in.Cases = append(in.Cases, one{name, raw})
	}
	text, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	for name, raw := range map[string][]byte{"verify.mjs": program, "cases.json": text} {
		if err := os.WriteFile(filepath.Join(dir, name), raw, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(filepath.Join(home, "node_modules"), filepath.Join(dir, "node_modules")); err != nil {
		t.Fatal(err)
	}
	c := exec.CommandContext(t.Context(), node, filepath.Join(dir, "verify.mjs"), filepath.Join(dir, "cases.json"))
	var complaint bytes.Buffer
	c.Stderr = &complaint
	out, err := c.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, complaint.String())
	}
	list := map[string]judgement{}
	for line := range strings.Lines(string(out)) {
		var j judgement
		if err := json.Unmarshal([]byte(line), &j); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		list[j.Name] = j
	}
	return list
}

// TestLibrariesOfOthersJudgeOurCertificates shows them certificates of both kinds,
// with a word changed, taken back, and after the key changed and leaked.
func TestLibrariesOfOthersJudgeOurCertificates(t *testing.T) {
	d := dbtest.SQLite(t, certificate.Schema)
	ctx := t.Context()
	s := certificate.New(d)
	good, course, back := attended(t, d, "seat:1"), completed(t, d, "1"), attended(t, d, "seat:2")
	cases := map[string][]byte{"leaked": badgeOf(t, s, attended(t, d, "seat:3"))}
	keys, err := s.Keys(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Leak(ctx, keys[0].Public); err != nil {
		t.Fatal(err)
	}
	cases["old key"] = badgeOf(t, s, good)
	if err := s.Rotate(ctx); err != nil {
		t.Fatal(err)
	}
	cases["attendance"], cases["course"], cases["taken back"] = badgeOf(t, s, good), badgeOf(t, s, course), badgeOf(t, s, back)
	for name, change := range map[string][2]string{"another name": {"Айгүл", "Бурул"}, "another title": {"buyers", "makers"}, "another place": {`"statusListIndex":"`, `"statusListIndex":"1`}} {
		cases[name] = bytes.Replace(cases["attendance"], []byte(change[0]), []byte(change[1]), 1)
		if bytes.Equal(cases[name], cases["attendance"]) {
			t.Fatalf("%s: nothing was changed", name)
		}
	}
	if err := d.Write(ctx, func(tx *db.Tx) error { return certificate.Revoke(tx, back.Number) }); err != nil {
		t.Fatal(err)
	}
	documents := map[string]json.RawMessage{}
	if documents["did:web:agora.example"], err = s.Document(ctx, origin); err != nil {
		t.Fatal(err)
	}
	if documents[origin+certificate.StatusPath(1)], err = s.List(ctx, origin, 1, time.Now()); err != nil {
		t.Fatal(err)
	}
	got := judged(t, documents, cases)
	for name, want := range map[string]struct{ verified, revoked bool }{"attendance": {true, false}, "course": {true, false}, "old key": {true, false}, "taken back": {true, true},
		"another name": {}, "another title": {}, "another place": {}, "leaked": {}} {
		j := got[name]
		if j.Verified != want.verified || want.verified && (j.Revoked == nil || *j.Revoked != want.revoked) {
			t.Errorf("%s: verified %v, revoked %v: %s", name, j.Verified, j.Revoked, j.Error)
		}
		t.Logf("%s: verified %v, revoked %v %s", name, j.Verified, j.Revoked != nil && *j.Revoked, j.Error)
	}
}
