package blobtest

import (
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"

	"agora/blob/bucket"
)

// Service starts an S3 service in this process with one bucket, and gives the
// bucket's address, and what changes an object of it behind its back.
func Service(t testing.TB) (at bucket.Address, spoil func(name string)) {
	t.Helper()
	store := s3mem.New()
	if err := store.CreateBucket("agora"); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(gofakes3.New(store, gofakes3.WithLogger(gofakes3.StdLog(log.New(io.Discard, "", 0)))).Server())
	t.Cleanup(server.Close)
	spoil = func(name string) {
		const text = "spoilt by somebody"
		meta := map[string]string{"Last-Modified": time.Now().UTC().Format(http.TimeFormat)}
		if _, err := store.PutObject("agora", name, meta, strings.NewReader(text), int64(len(text)), nil); err != nil {
			t.Fatal(err)
		}
	}
	return bucket.Address{Endpoint: strings.TrimPrefix(server.URL, "http://"), Plain: true, Bucket: "agora", Prefix: "market/", Region: "us-east-1"}, spoil
}
