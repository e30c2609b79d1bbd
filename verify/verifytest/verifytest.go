// Package verifytest hands what a test made to programs of others, which read it
// when that test has passed (make verify).
package verifytest

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// Keep writes a list as JSON for programs of others. Where nobody asked for it,
// it is written all the same, and thrown away.
func Keep(t testing.TB, name string, list any) {
	t.Helper()
	raw, err := json.MarshalIndent(list, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	dir := os.Getenv("AGORA_VERIFY")
	if dir == "" {
		dir = t.TempDir()
	}
	if err := os.WriteFile(filepath.Join(dir, name), raw, 0o644); err != nil {
		t.Fatal(err)
	}
}
