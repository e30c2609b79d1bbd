package node

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

const manifestName = "manifest.json"

// manifest says what is in a backup, so that a restore can prove it whole.
type manifest struct {
	Version string            `json:"version"` // of the program that took it
	Taken   time.Time         `json:"taken"`   // UTC
	Engine  string            `json:"engine"`
	Files   map[string]string `json:"files"` // SHA-256 by path
}

// digests gives the SHA-256 of every file below a folder but the manifest.
func digests(folder string) (map[string]string, error) {
	sums := map[string]string{}
	root := os.DirFS(folder)
	err := fs.WalkDir(root, ".", func(path string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() || path == manifestName {
			return err
		}
		sums[path], err = digest(root, path)
		return err
	})
	return sums, err
}

func writeManifest(folder string, m manifest) (err error) {
	if m.Files, err = digests(folder); err != nil {
		return err
	}
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, manifestName), text, 0o600)
}

// proveManifest compares a folder with its manifest.
func proveManifest(folder string) (m manifest, err error) {
	text, err := os.ReadFile(filepath.Join(folder, manifestName))
	if err != nil {
		return m, fmt.Errorf("this is no backup: %w", err)
	}
	if err := json.Unmarshal(text, &m); err != nil {
		return m, fmt.Errorf("%s: %w", manifestName, err)
	}
	have, err := digests(folder)
	if err != nil {
		return m, err
	}
	var problems []error
	for path, want := range m.Files {
		switch have[path] {
		case want:
		case "":
			problems = append(problems, fmt.Errorf("%s is missing", path))
		default:
			problems = append(problems, fmt.Errorf("%s is not what was backed up", path))
		}
	}
	return m, errors.Join(problems...)
}

// digest gives the SHA-256 of a file in hex.
func digest(root fs.FS, path string) (string, error) {
	f, err := root.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
