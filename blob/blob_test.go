package blob

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"agora/fault"
)

func TestPutKeepsContentOnceAndWhole(t *testing.T) {
	s := store(t)
	one, size, err := s.Put(t.Context(), strings.NewReader("hello"), 5)
	if err != nil || size != 5 || one != "2cf24dba5fb0a30e26e83b2ac5b9e29e.bin" {
		t.Fatalf("key %q, size %d, %v", one, size, err)
	}
	if again, _, err := s.Put(t.Context(), strings.NewReader("hello"), 5); err != nil || again != one {
		t.Errorf("the same content: %q, %v", again, err)
	}
	if _, _, err := s.Put(t.Context(), strings.NewReader("hello!"), 5); !fault.Is(err, fault.TooLarge) {
		t.Errorf("one byte too many: %v", err)
	}
	broken := errors.New("line went dead")
	if _, _, err := s.Put(t.Context(), io.MultiReader(strings.NewReader("he"), dead{broken}), 5); !errors.Is(err, broken) {
		t.Errorf("half a file: %v", err)
	}
	var files []string
	filepath.WalkDir(filepath.Dir(s.fresh), func(path string, e os.DirEntry, err error) error {
		if !e.IsDir() {
			files = append(files, filepath.Base(path))
		}
		return err
	})
	if len(files) != 1 || files[0] != string(one) {
		t.Errorf("the folder holds %v", files)
	}
	f, err := s.Open(one)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if b, _ := io.ReadAll(f); string(b) != "hello" {
		t.Errorf("content %q", b)
	}
}

type dead struct{ err error }

func (d dead) Read([]byte) (int, error) { return 0, d.err }

func TestOpenClearsHalfWrittenFilesOnly(t *testing.T) {
	dir := t.TempDir()
	s, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	k, err := s.PutTrusted([]byte("<svg/>"), ".svg")
	if err != nil {
		t.Fatal(err)
	}
	half := filepath.Join(s.fresh, ".new-123")
	if err := os.WriteFile(half, []byte("hal"), 0o600); err != nil {
		t.Fatal(err)
	}
	if s, err = Open(dir); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(half); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("half a file stayed: %v", err)
	}
	if f, err := s.Open(k); err != nil {
		t.Errorf("a whole file went: %v", err)
	} else {
		f.Close()
	}
}

func TestKeysThatNobodyGaveOut(t *testing.T) {
	s := store(t)
	hash := strings.Repeat("a", keyDigits)
	for _, k := range []string{"", "a", hash, hash + ".exe", hash + ".jpg/", "../../../../etc/passwd", hash[:30] + "/..jpg",
		strings.ToUpper(hash) + ".jpg", hash[:31] + "é.jpg", hash + ".jpg", "/" + hash[:31] + ".svg"} {
		if _, err := s.Open(Key(k)); !fault.Is(err, fault.NotFound) {
			t.Errorf("%q: %v", k, err)
		}
		w := httptest.NewRecorder()
		s.Serve(w, httptest.NewRequest("GET", "/", nil), k)
		if w.Code != http.StatusNotFound || w.Header().Get("Cache-Control") != "" {
			t.Errorf("%q is served with %d, %v", k, w.Code, w.Header())
		}
	}
	if _, err := s.PutTrusted([]byte("x"), ".html"); err == nil {
		t.Error("no page may be stored")
	}
}

// TestFilesOfPackages stores the same file for two packages and for none: each has its
// own, and none of them may remove that of another; keys without a name stay valid.
func TestFilesOfPackages(t *testing.T) {
	s := store(t)
	put := func(s *Store) Key {
		k, _, err := s.PutOwn(t.Context(), strings.NewReader("%PDF-1.4"), 100)
		if err != nil || !k.Valid() || k.Type() != "application/octet-stream" {
			t.Fatalf("%q %v", k, err)
		}
		return k
	}
	aid, hall, old := put(s.Of("relief")), put(s.Of("assembly")), put(s)
	if aid == hall || aid == old || hall == old || !strings.HasSuffix(string(aid), ".relief.own") {
		t.Errorf("%q, %q, %q", aid, hall, old)
	}
	if !aid.Owned("relief") || aid.Owned("assembly") || !hall.Owned("assembly") || hall.Owned("relief") || !old.Owned("relief") || !old.Owned("assembly") {
		t.Error("a file belongs to another package")
	}
	if err := s.Remove(t.Context(), hall); err != nil {
		t.Fatal(err)
	}
	for _, k := range []Key{aid, old} {
		if _, there, err := s.shelf.Has(t.Context(), k); !there || err != nil {
			t.Errorf("%q went with that of another package: %v", k, err)
		}
	}
	hash := strings.Repeat("a", keyDigits)
	for _, ending := range []string{"..own", ".Relief.own", ".a/b.own", "relief.own", ".relief.jpg", ".relief", "." + strings.Repeat("a", maxWhose+1) + ".own"} {
		if k := Key(hash + ending); k.Valid() || k.Owned("relief") {
			t.Errorf("%q is a key", k)
		}
	}
}

func TestServe(t *testing.T) {
	s := store(t)
	svg, err := s.PutTrusted([]byte("<svg/>"), ".svg")
	if err != nil {
		t.Fatal(err)
	}
	file, _, err := s.Put(t.Context(), bytes.NewReader([]byte("<script>")), 100)
	if err != nil {
		t.Fatal(err)
	}
	get := func(k Key, header, value string) *httptest.ResponseRecorder {
		r := httptest.NewRequest("GET", "/media/"+string(k), nil)
		r.Header.Set(header, value)
		w := httptest.NewRecorder()
		s.Serve(w, r, string(k))
		return w
	}
	w := get(svg, "Accept", "*/*")
	if w.Code != 200 || w.Body.String() != "<svg/>" {
		t.Errorf("%d %q", w.Code, w.Body)
	}
	for name, want := range map[string]string{
		"Content-Type": "image/svg+xml", "Cache-Control": "public, max-age=31536000, immutable",
		"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
	} {
		if got := w.Header().Get(name); got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
	if w := get(svg, "If-None-Match", w.Header().Get("ETag")); w.Code != http.StatusNotModified {
		t.Errorf("seen before: %d", w.Code)
	}
	if w := get(svg, "Range", "bytes=1-3"); w.Code != http.StatusPartialContent || w.Body.String() != "svg" {
		t.Errorf("a range: %d %q", w.Code, w.Body)
	}
	if w := get(file, "Accept", "*/*"); w.Header().Get("Content-Type") != "application/octet-stream" ||
		!strings.HasPrefix(w.Header().Get("Content-Disposition"), "attachment") {
		t.Errorf("a file of unknown content: %v", w.Header())
	}
}
