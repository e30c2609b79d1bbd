package blob

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
)

// Put stores any file of at most max bytes and gives its key and size. Its
// content is not looked at, so it is only ever served as a download.
func (s *Store) Put(ctx context.Context, r io.Reader, max int64) (Key, int64, error) {
	return s.put(ctx, bound(ctx, r, max, "file"), ".bin")
}

// The endings of files that belong to one package, which knows all who have their
// keys: no other way to store gives them, so that Remove takes them from nobody else.
const (
	ownFile    = ".own"
	ownPicture = ".drawn"
)

// PutOwn stores a file as Put does, for a package that will remove it.
func (s *Store) PutOwn(ctx context.Context, r io.Reader, max int64) (Key, int64, error) {
	return s.put(ctx, bound(ctx, r, max, "file"), ownFile)
}

// Owned reports whether the file of a key belongs to the package that stored it.
func (k Key) Owned() bool {
	return k.Valid() && (k[keyDigits:] == ownFile || k[keyDigits:] == ownPicture)
}

// PutTrusted stores content that the program itself brought, for example the
// drawings of the demo; only here may a file become ".svg". ext is ".svg",
// ".jpg", ".webp" or ".bin".
func (s *Store) PutTrusted(content []byte, ext string) (Key, error) {
	k, _, err := s.put(context.Background(), bytes.NewReader(content), ext)
	return k, err
}

// put writes a file under a passing name, and puts it on the shelf under the
// name of its content once it is whole and on disk.
func (s *Store) put(ctx context.Context, r io.Reader, ext string) (k Key, size int64, err error) {
	f, err := os.CreateTemp(s.fresh, ".new-")
	if err != nil {
		return "", 0, err
	}
	defer os.Remove(f.Name()) // gone already when the shelf took it
	defer f.Close()
	sum := sha256.New()
	if size, err = io.Copy(io.MultiWriter(f, sum), r); err != nil {
		return "", 0, err
	}
	k = Key(hex.EncodeToString(sum.Sum(nil))[:keyDigits] + ext)
	if !k.Valid() {
		return "", 0, errors.New("blob: no such kind of file: " + ext)
	}
	if _, there, err := s.shelf.Has(ctx, k); there || err != nil {
		return k, size, err
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return "", 0, err
	}
	return k, size, s.shelf.Put(ctx, k, f.Name())
}
