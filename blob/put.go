package blob

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
)

// Put stores any file of at most max bytes and gives its key and size. Its
// content is not looked at, so it is only ever served as a download.
func (s *Store) Put(ctx context.Context, r io.Reader, max int64) (Key, int64, error) {
	return s.put(bound(ctx, r, max, "file"), ".bin")
}

// PutTrusted stores content that the program itself brought, for example the
// drawings of the demo; only here may a file become ".svg". ext is ".svg",
// ".jpg", ".webp" or ".bin".
func (s *Store) PutTrusted(content []byte, ext string) (Key, error) {
	k, _, err := s.put(bytes.NewReader(content), ext)
	return k, err
}

// put writes a file under a passing name, and moves it to the name of its
// content once it is whole and on disk.
func (s *Store) put(r io.Reader, ext string) (k Key, size int64, err error) {
	f, err := os.CreateTemp(s.fresh(), ".new-")
	if err != nil {
		return "", 0, err
	}
	defer os.Remove(f.Name()) // gone already when all went well
	defer f.Close()
	sum := sha256.New()
	if size, err = io.Copy(io.MultiWriter(f, sum), r); err != nil {
		return "", 0, err
	}
	k = Key(hex.EncodeToString(sum.Sum(nil))[:keyDigits] + ext)
	if !k.Valid() {
		return "", 0, errors.New("blob: no such kind of file: " + ext)
	}
	path := s.path(k)
	if _, err := os.Stat(path); err == nil {
		return k, size, nil
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return "", 0, err
	}
	return k, size, s.settle(f.Name(), path)
}

// settle gives a written file its name, and puts the name itself on disk.
func (s *Store) settle(from, path string) error {
	dir := filepath.Dir(path)
	if err := os.Mkdir(dir, 0o700); err == nil {
		if err := syncDir(s.dir); err != nil {
			return err
		}
	} else if !errors.Is(err, os.ErrExist) {
		return err
	}
	if err := os.Rename(from, path); err != nil {
		return err
	}
	return syncDir(dir)
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
