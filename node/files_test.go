package node

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"agora/blob"
	"agora/blob/blobtest"
)

// bucketNode is the settings of a node that keeps its files in a bucket, and
// what changes an object of it.
func bucketNode(t *testing.T) (Settings, func(string)) {
	t.Helper()
	at, spoil := blobtest.Service(t)
	t.Setenv("AGORA_FILES_KEY", "key")
	t.Setenv("AGORA_FILES_SECRET", "secret")
	return Settings{Data: filepath.Join(t.TempDir(), "data"), Files: "s3+http://" + at.Endpoint + "/" + at.Bucket + "/" + at.Prefix + "?region=" + at.Region}, spoil
}

func TestANodeKeepsItsFilesInABucket(t *testing.T) {
	s, spoil := bucketNode(t)
	n, err := Open(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	defer n.Close()
	drawing, err := n.Blobs.PutTrusted([]byte("<svg/>"), ".svg")
	if err != nil {
		t.Fatal(err)
	}
	secret, _, err := n.private.Put(t.Context(), strings.NewReader("a secret"), 100)
	if err != nil {
		t.Fatal(err)
	}
	handler := n.handler()
	get := func(k blob.Key) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/media/"+string(k), nil))
		return w
	}
	if w := get(drawing); w.Code != http.StatusOK || w.Body.String() != "<svg/>" || !strings.Contains(w.Header().Get("Cache-Control"), "immutable") {
		t.Errorf("a drawing: %d %v", w.Code, w.Header())
	}
	if w := get(secret); w.Code != http.StatusNotFound {
		t.Errorf("a private file has an address: %d", w.Code)
	}
	if _, err := os.Stat(filepath.Join(s.Data, "blobs")); !os.IsNotExist(err) {
		t.Errorf("the node has a folder of files, too: %v", err)
	}
	blobs := func() Finding {
		f, err := n.checkBlobs(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	if f := blobs(); f.Looked != "2 files" || len(f.Problems) != 0 {
		t.Errorf("check: %+v", f)
	}
	spoil("market/private/" + string(secret))
	if f := blobs(); len(f.Problems) != 1 || !strings.Contains(f.Problems[0], string(secret)) {
		t.Errorf("check of a spoilt one: %+v", f)
	}
	if w := get(drawing); w.Code != http.StatusOK {
		t.Errorf("the other: %d", w.Code)
	}
	backup := filepath.Join(t.TempDir(), "backup")
	if err := n.Backup(t.Context(), backup); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(backup, "agora.db")); err != nil {
		t.Error(err)
	}
}

func TestABucketThatIsNotThereStopsTheStart(t *testing.T) {
	s, _ := bucketNode(t)
	for _, files := range []string{strings.Replace(s.Files, "/agora/", "/none/", 1), "s3://", "ftp://x/y"} {
		s.Files = files
		if n, err := Open(t.Context(), s); err == nil {
			n.Close()
			t.Errorf("%s: the node is open", files)
		}
	}
}

// A node moves to a bucket, and what was there is there still.
func TestFilesMoveFromTheFolderToABucket(t *testing.T) {
	s, _ := bucketNode(t)
	far := s.Files
	s.Files = ""
	n, err := Open(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	k, err := n.Blobs.PutTrusted(bytes.Repeat([]byte("x"), 100), ".bin")
	if err != nil {
		t.Fatal(err)
	}
	secret, _, err := n.private.Put(t.Context(), strings.NewReader("a secret"), 100)
	if err != nil {
		t.Fatal(err)
	}
	from, err := s.ShelvesAt(t.Context(), folderName) // beside the node, which serves
	if err != nil {
		t.Fatal(err)
	}
	to, err := s.ShelvesAt(t.Context(), far)
	if err != nil {
		t.Fatal(err)
	}
	for _, pair := range [][2]*blob.Store{{from.Public, to.Public}, {from.Private, to.Private}} {
		if done, err := blob.Copy(t.Context(), pair[0], pair[1], nil); err != nil || done.Files != 1 {
			t.Fatalf("%+v, %v", done, err)
		}
	}
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	s.Files = far
	if n, err = Open(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	defer n.Close()
	for store, k := range map[*blob.Store]blob.Key{n.Blobs: k, n.private: secret} {
		f, err := store.Open(k)
		if err != nil {
			t.Errorf("%s did not come along: %v", k, err)
			continue
		}
		f.Close()
	}
}
