package ui

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"net/http/httptest"
	"os"
	"testing"

	"github.com/andybalholm/brotli"
)

// published is the SHA-256 of dist/livekit-client.umd.js in the package
// livekit-client 2.23.0 of npm.
const published = "fb646f2260d84f91238d0a2dc10726c456631d6a26c7cafc43cfee5959b4d31d"

// TestTheLiveScriptIsTheOneThatWasPublished unpacks what browsers get. With
// AGORA_LIVE_SCRIPT it packs that file anew first: make live-script.
func TestTheLiveScriptIsTheOneThatWasPublished(t *testing.T) {
	const most = 130 << 10
	if from := os.Getenv("AGORA_LIVE_SCRIPT"); from != "" {
		text, err := os.ReadFile(from)
		if err != nil {
			t.Fatal(err)
		}
		var small bytes.Buffer
		w := brotli.NewWriterOptions(&small, brotli.WriterOptions{Quality: brotli.BestCompression, LGWin: 22})
		if _, err := w.Write(text); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile("live/livekit-client.umd.js.br", small.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		t.Skipf("%d bytes became %d; run the test again", len(text), small.Len())
	}
	ask := func(takes string) *httptest.ResponseRecorder {
		r, w := httptest.NewRequest("GET", Asset(LiveScript), nil), httptest.NewRecorder()
		r.Header.Set("Accept-Encoding", takes)
		Assets().ServeHTTP(w, r)
		return w
	}
	small := ask("gzip, br")
	if n := small.Body.Len(); small.Code != 200 || small.Header().Get("Content-Encoding") != "br" || n > most || n == 0 {
		t.Errorf("%d, %d bytes, at most %d are wanted: %v", small.Code, n, most, small.Header())
	}
	t.Logf("%d bytes on the wire", small.Body.Len())
	plain := ask("gzip")
	sum := sha256.Sum256(plain.Body.Bytes())
	if got := hex.EncodeToString(sum[:]); got != published || plain.Header().Get("Content-Encoding") != "" || plain.Header().Get("Content-Type") != small.Header().Get("Content-Type") {
		t.Errorf("it is %s, %v", got, plain.Header())
	}
}

// TestNoPageLoadsTheLiveScriptByItself keeps it out of the shell of the worker.
func TestNoPageLoadsTheLiveScriptByItself(t *testing.T) {
	body, _ := Worker()
	if url := Asset(LiveScript); url == "" || bytes.Contains(body, []byte(url)) || bytes.Contains(assets().byName["agora.js"].plain(), []byte(url)) {
		t.Errorf("%q is in the shell", url)
	}
}

// BenchmarkLiveScriptAsset is what a node without live rooms pays for the
// library at its start.
func BenchmarkLiveScriptAsset(b *testing.B) {
	for b.Loop() {
		library{map[string]*asset{}, map[string]*asset{}}.addLive()
	}
}
