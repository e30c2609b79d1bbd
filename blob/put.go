package blob

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"strings"
)

// Put stores any file of at most max bytes and gives its key and size. Its
// content is not looked at, so it is only ever served as a download.
func (s *Store) Put(ctx context.Context, r io.Reader, max int64) (Key, int64, error) {
	return s.put(ctx, bound(ctx, r, max, "file"), ".bin")
}

// The endings of files that belong to one package, which knows all who have their
// keys: no other way to store gives them, so that Remove takes them from nobody else.
// The name of the package stands before them, ".relief.own", so that two packages
// never have one file; files from before that have none.
const (
	ownFile    = ".own"
	ownPicture = ".drawn"
	maxWhose   = 16 // letters of the name of a package
)

// Of gives the same store to a package, named by small letters: what it stores by
// PutOwn, Own and Drawn is its own.
func (s *Store) Of(whose string) *Store {
	of := *s
	of.whose = whose
	return &of
}

// PutOwn stores a file as Put does, for a package that will remove it.
func (s *Store) PutOwn(ctx context.Context, r io.Reader, max int64) (Key, int64, error) {
	return s.put(ctx, bound(ctx, r, max, "file"), s.own(ownFile))
}

// own is an ending as the package of the store has it.
func (s *Store) own(ending string) string {
	if s.whose == "" {
		return ending
	}
	return "." + s.whose + ending
}

// Owned reports whether the file of a key belongs to a package, which stored it.
func (k Key) Owned(whose string) bool {
	if !k.Valid() {
		return false
	}
	of, ending := k.ending()
	return (ending == ownFile || ending == ownPicture) && (of == whose || of == "")
}

// ending gives how a key ends, and the package that it names; "" for none.
func (k Key) ending() (whose, ending string) {
	ending = string(k[keyDigits:])
	for _, own := range []string{ownFile, ownPicture} {
		if of, is := strings.CutSuffix(ending, own); is && named(of) {
			return of[1:], own
		}
	}
	return "", ending
}

// named reports whether the part of a key before its ending names a package.
func named(of string) bool {
	return len(of) > 1 && len(of) <= 1+maxWhose && of[0] == '.' &&
		!strings.ContainsFunc(of[1:], func(r rune) bool { return r < 'a' || r > 'z' })
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
