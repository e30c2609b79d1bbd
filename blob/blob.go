// Package blob keeps files by the hash of their content, on the node's disk.
// Pictures that people send are decoded, turned upright, made small and written
// anew, so that nothing but the picture survives.
//
// It has no tables. Invariants: a key is the SHA-256 of the content and its
// extension, so a stored file never changes and may be cached for ever; a file
// is on disk before its key is given out; nothing a person sent is served as
// anything but a picture made here.
package blob

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"

	"agora/fault"
)

// Key names a stored file: 32 hex digits of its hash and an extension.
type Key string

var keyForm = regexp.MustCompile(`^[0-9a-f]{32}\.(jpg|svg|bin)$`)

// Valid reports whether k has the form of a key.
func (k Key) Valid() bool { return keyForm.MatchString(string(k)) }

// types are the media types by extension.
var types = map[string]string{".jpg": "image/jpeg", ".svg": "image/svg+xml", ".bin": "application/octet-stream"}

// Type gives the media type of a key.
func (k Key) Type() string { return types[filepath.Ext(string(k))] }

// Store is a folder of files.
type Store struct{ dir string }

// Open opens a folder, making it when it is not there.
func Open(dir string) (*Store, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	return &Store{dir: dir}, nil
}

// PutTrusted stores content that the program itself brought, for example the
// drawings of the demo. ext is ".svg", ".jpg" or ".bin".
func (s *Store) PutTrusted(content []byte, ext string) (Key, error) {
	sum := sha256.Sum256(content)
	k := Key(hex.EncodeToString(sum[:16]) + ext)
	if !k.Valid() {
		return "", errors.New("blob: no such kind of file: " + ext)
	}
	path := s.path(k)
	if _, err := os.Stat(path); err == nil {
		return k, nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return "", err
	}
	return k, writeWhole(path, content)
}

// writeWhole makes a file that is there whole or not at all.
func writeWhole(path string, content []byte) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), ".new-")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(f.Name())
		}
	}()
	_, err = f.Write(content)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// Open opens a stored file; NotFound for a key nobody stored.
func (s *Store) Open(k Key) (*os.File, error) {
	if !k.Valid() {
		return nil, fault.New(fault.NotFound, "fault.not_found")
	}
	f, err := os.Open(s.path(k))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fault.New(fault.NotFound, "fault.not_found")
	}
	return f, err
}

func (s *Store) path(k Key) string { return filepath.Join(s.dir, string(k[:2]), string(k)) }

// readBounded reads at most max bytes, TooLarge beyond.
func readBounded(r io.Reader, max int64) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(r, max+1))
	if err == nil && int64(len(b)) > max {
		err = &fault.Error{Kind: fault.TooLarge, Key: "fault.picture_large", Field: "picture", Args: []any{"max", max >> 20}}
	}
	return b, err
}
