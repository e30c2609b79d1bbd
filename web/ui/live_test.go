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

// published are the libraries that are kept packed: where, the SHA-256 of the file in
// its package of npm, and how much it may be on the wire.
var published = []struct {
	asset, kept, variable, sum string
	most                       int
}{
	{LiveScript, "live/livekit-client.umd.js.br", "AGORA_LIVE_SCRIPT", "fb646f2260d84f91238d0a2dc10726c456631d6a26c7cafc43cfee5959b4d31d", 130 << 10},  // livekit-client 2.23.0, dist/livekit-client.umd.js
	{StreamScript, "stream/hls.light.min.js.br", "AGORA_STREAM_SCRIPT", "482cccb3a224554f64d8c2cf0d335dba4a3819bdb726afbfddfe15de4c277d82", 130 << 10}, // hls.js 1.7.4, dist/hls.light.min.js
}

// TestTheLiveScriptIsTheOneThatWasPublished unpacks what browsers get. With
// AGORA_LIVE_SCRIPT or AGORA_STREAM_SCRIPT it packs that file anew first: make
// live-script.
func TestTheLiveScriptIsTheOneThatWasPublished(t *testing.T) {
	for _, p := range published {
		if from := os.Getenv(p.variable); from != "" {
			repack(t, from, p.kept)
			continue
		}
		ask := func(takes string) *httptest.ResponseRecorder {
			r, w := httptest.NewRequest("GET", Asset(p.asset), nil), httptest.NewRecorder()
			r.Header.Set("Accept-Encoding", takes)
			Assets().ServeHTTP(w, r)
			return w
		}
		small := ask("gzip, br")
		if n := small.Body.Len(); small.Code != 200 || small.Header().Get("Content-Encoding") != "br" || n > p.most || n == 0 {
			t.Errorf("%s: %d, %d bytes, at most %d are wanted: %v", p.asset, small.Code, n, p.most, small.Header())
		}
		t.Logf("%s: %d bytes on the wire", p.asset, small.Body.Len())
		plain := ask("gzip")
		sum := sha256.Sum256(plain.Body.Bytes())
		if got := hex.EncodeToString(sum[:]); got != p.sum || plain.Header().Get("Content-Encoding") != "" || plain.Header().Get("Content-Type") != small.Header().Get("Content-Type") {
			t.Errorf("%s is %s, %v", p.asset, got, plain.Header())
		}
	}
}

// repack keeps a published file.
func repack(t *testing.T, from, kept string) {
	t.Helper()
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
	if err := os.WriteFile(kept, small.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d bytes became %d; run the test again", len(text), small.Len())
}

// TestNoPageLoadsTheLiveScriptByItself keeps it out of the shell of the worker.
func TestNoPageLoadsTheLiveScriptByItself(t *testing.T) {
	body, _ := Worker()
	for _, p := range published {
		if url := Asset(p.asset); url == "" || bytes.Contains(body, []byte(url)) || bytes.Contains(assets().byName["agora.js"].plain(), []byte(url)) {
			t.Errorf("%q is in the shell", url)
		}
	}
}

// BenchmarkLiveScriptAsset is what a node without live rooms pays for the
// library at its start.
func BenchmarkLiveScriptAsset(b *testing.B) {
	for b.Loop() {
		library{map[string]*asset{}, map[string]*asset{}}.addPacked(LiveScript, liveScript)
	}
}
