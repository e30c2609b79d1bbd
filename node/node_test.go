package node

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"agora/demo"
	"agora/identity"
)

func settings(t testing.TB, data string) Settings {
	return Settings{Data: data, Listen: "127.0.0.1:0", Log: slog.New(slog.NewTextHandler(io.Discard, nil))}
}

// demoSite serves a demo market until the test ends, and gives its address. What
// machines are told leads there.
func demoSite(t *testing.T, s Settings) (*Node, string) {
	t.Helper()
	s.Demo = true
	n, err := Open(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = n.Close() })
	if _, err := demo.Fill(t.Context(), parts(n)); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(n.edge(nil))
	t.Cleanup(server.Close)
	if s.Dev {
		if err := n.House.Save(t.Context(), identity.System(), map[string]string{"public_address": server.URL}); err != nil {
			t.Fatal(err)
		}
	}
	return n, server.URL
}

func start(t *testing.T, s Settings) *Node {
	t.Helper()
	n, err := Open(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	if err := n.Start(t.Context()); err != nil {
		n.Close()
		t.Fatal(err)
	}
	return n
}

func stop(t *testing.T, n *Node) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	if err := n.Stop(ctx); err != nil {
		t.Error(err)
	}
}

func fetch(t *testing.T, n *Node, path string, header ...string) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), "GET", n.Addr()+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(body)
}

func TestANodeServesStopsAndStartsAgain(t *testing.T) {
	s := settings(t, filepath.Join(t.TempDir(), "node"))
	for range 2 {
		n := start(t, s)
		if code, body := fetch(t, n, "/healthz"); code != 200 || body != "ok\n" {
			t.Errorf("healthz: %d %q", code, body)
		}
		if code, body := fetch(t, n, "/metrics"); code != 200 || !strings.Contains(body, "agora_db_commits_total") || !strings.Contains(body, "go_goroutines") {
			t.Errorf("metrics: %d %.200q", code, body)
		}
		if code, _ := fetch(t, n, "/metrics", "X-Forwarded-For", "203.0.113.9"); code != 404 {
			t.Errorf("metrics through a proxy: %d", code)
		}
		if code, body := fetch(t, n, "/"); code != 200 || !strings.Contains(body, "</html>") {
			t.Errorf("home: %d %.200q", code, body)
		}
		stop(t, n)
	}
}

func TestOneProcessServesFromAFolder(t *testing.T) {
	s := settings(t, t.TempDir())
	n := start(t, s)
	defer stop(t, n)
	other, err := Open(t.Context(), s) // commands may
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	if err := other.Start(t.Context()); !errors.Is(err, errServed) {
		t.Errorf("a second node started: %v", err)
	}
}

func TestBackupOfAServingNodeRestores(t *testing.T) {
	s := settings(t, t.TempDir())
	n := start(t, s)
	defer stop(t, n)
	p, err := n.Identity.SignUp(t.Context(), identity.NewPerson{Name: "Asel", Login: "asel@house.example", Password: "a-long-one-2026", Country: "KG"})
	if err != nil {
		t.Fatal(err)
	}
	key, err := n.Blobs.PutTrusted([]byte("<svg/>"), ".svg")
	if err != nil {
		t.Fatal(err)
	}
	to := filepath.Join(t.TempDir(), "all.tar.gz")
	if err := n.Backup(t.Context(), to); err != nil {
		t.Fatal(err)
	}
	again := settings(t, filepath.Join(t.TempDir(), "again"))
	list, err := Restore(t.Context(), again, to)
	if err != nil || !Sound(list) {
		t.Fatal(list, err)
	}
	m := start(t, again)
	defer stop(t, m)
	if q, err := m.Identity.ByLogin(t.Context(), identity.System(), "asel@house.example"); err != nil || q.ID != p.ID {
		t.Errorf("%+v, %v", q, err)
	}
	if !m.Identity.Check("order", 7, n.Identity.Sign("order", 7)) {
		t.Error("signed links do not survive")
	}
	if f, err := m.Blobs.Open(key); err != nil {
		t.Error(err)
	} else {
		f.Close()
	}
}
