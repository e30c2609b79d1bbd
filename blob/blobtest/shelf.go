// Package blobtest says what every shelf of package blob must do, so that each
// implementation proves itself by the same tests.
package blobtest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"agora/blob"
	"agora/fault"
)

// Run proves an empty shelf, with a store on it. spoil changes a file of it
// behind its back; nil where that can't be done.
func Run(t *testing.T, shelf blob.Shelf, spoil func(k blob.Key)) {
	s, err := blob.On(shelf, filepath.Join(t.TempDir(), "fresh"))
	if err != nil {
		t.Fatal(err)
	}
	ctx := t.Context()
	none := blob.Key(strings.Repeat("a", 32) + ".jpg")

	if _, err := s.Open(none); !fault.Is(err, fault.NotFound) {
		t.Errorf("what nobody put: %v", err)
	}
	if f, err := shelf.Open(ctx, none); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("what nobody put: %v, %v", f, err)
	}
	if n, there, err := shelf.Has(ctx, none); n != 0 || there || err != nil {
		t.Errorf("what nobody put: %d bytes, %v, %v", n, there, err)
	}
	if list := files(t, shelf); len(list) != 0 {
		t.Errorf("an empty shelf has %v", list)
	}

	want := contents()
	var keys []blob.Key
	for _, content := range want {
		k, n, err := s.Put(ctx, bytes.NewReader(content), 4<<20)
		if err != nil || n != int64(len(content)) {
			t.Fatalf("%d bytes are put: %d, %v", len(content), n, err)
		}
		if again, _, err := s.Put(ctx, bytes.NewReader(content), 4<<20); again != k || err != nil {
			t.Errorf("the same content once more: %s, %v", again, err)
		}
		keys = append(keys, k)
	}
	for i, k := range keys {
		same(t, s, k, want[i])
		if n, there, err := shelf.Has(ctx, k); n != int64(len(want[i])) || !there || err != nil {
			t.Errorf("%s has %d bytes, %v, %v", k, n, there, err)
		}
	}
	sorted := slices.Sorted(slices.Values(keys))
	if list := files(t, shelf); !slices.Equal(list, sorted) {
		t.Errorf("%d files of %d, in order: %v", len(list), len(keys), slices.IsSorted(list))
	}
	removed(t, s)
	breakOff(t, shelf)
	together(t, s)
	ended, cancel := context.WithCancel(ctx)
	cancel()
	if _, _, err := s.Put(ended, strings.NewReader("nobody waits any more"), 100); !errors.Is(err, context.Canceled) {
		t.Errorf("after the end of its context: %v", err)
	}
	if spoil != nil {
		spoil(keys[0])
		f, err := s.Open(keys[0])
		if err == nil {
			err = blob.Prove(f, keys[0])
			f.Close()
		}
		if !errors.Is(err, blob.ErrChanged) {
			t.Errorf("a file that was changed behind its back: %v", err)
		}
	}
}

// contents are files of several sizes, more than one page of a service lists.
func contents() [][]byte {
	list := [][]byte{[]byte("hello"), {}, bytes.Repeat([]byte("0123456789abcdef"), 3<<16)}
	for i := range 40 {
		list = append(list, []byte(strings.Repeat("x", i+1)))
	}
	return list
}

func files(t *testing.T, shelf blob.Shelf) (list []blob.Key) {
	t.Helper()
	for e, err := range shelf.Files(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, e.Key)
	}
	return list
}

// same reads a file whole, and from its middle.
func same(t *testing.T, s *blob.Store, k blob.Key, want []byte) {
	t.Helper()
	f, err := s.Open(k)
	if err != nil {
		t.Fatalf("%s: %v", k, err)
	}
	defer f.Close()
	if got, err := io.ReadAll(f); err != nil || !bytes.Equal(got, want) {
		t.Errorf("%s: %d bytes of %d, %v", k, len(got), len(want), err)
	}
	if _, err := f.Seek(int64(len(want)/2), io.SeekStart); err != nil {
		t.Errorf("%s: %v", k, err)
	}
	if got, err := io.ReadAll(f); err != nil || !bytes.Equal(got, want[len(want)/2:]) {
		t.Errorf("%s from its middle: %d bytes, %v", k, len(got), err)
	}
}

// removed takes a file away, twice.
func removed(t *testing.T, s *blob.Store) {
	t.Helper()
	k, _, err := s.Put(t.Context(), strings.NewReader("not for long"), 100)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := s.Remove(t.Context(), k); err != nil {
			t.Error(err)
		}
		if f, err := s.Open(k); !fault.Is(err, fault.NotFound) {
			t.Errorf("what was removed: %v, %v", f, err)
		}
	}
	if again, _, err := s.Put(t.Context(), strings.NewReader("not for long"), 100); again != k || err != nil {
		t.Errorf("once more: %s, %v", again, err)
	}
	same(t, s, k, []byte("not for long"))
	if err := s.Remove(t.Context(), k); err != nil {
		t.Error(err)
	}
}

// breakOff leaves a list in its middle.
func breakOff(t *testing.T, shelf blob.Shelf) {
	t.Helper()
	n := 0
	for range shelf.Files(t.Context()) {
		if n++; n == 3 {
			break
		}
	}
	if n != 3 {
		t.Errorf("the list was left after %d", n)
	}
}

// together puts one content from many sides at once.
func together(t *testing.T, s *blob.Store) {
	t.Helper()
	var all sync.WaitGroup
	keys := make([]blob.Key, 8)
	for i := range keys {
		all.Go(func() {
			var err error
			if keys[i], _, err = s.Put(t.Context(), strings.NewReader("all at once"), 100); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if len(slices.Compact(keys)) != 1 {
		t.Errorf("one content has the keys %v", keys)
	}
	same(t, s, keys[0], []byte("all at once"))
}

// Spoil changes a file of a folder behind its back.
func Spoil(t *testing.T, folder string) func(blob.Key) {
	return func(k blob.Key) {
		if err := os.WriteFile(filepath.Join(folder, string(k[:2]), string(k)), []byte("spoilt by somebody"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
