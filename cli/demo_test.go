package cli

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestDemoOpensAMarketAndStops runs the demo as a person does: what it prints
// is enough to go there and to sign in.
func TestDemoOpensAMarketAndStops(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "demo")
	for round := range 2 { // filled at the first start, found at the second
		ctx, cancel := context.WithCancel(t.Context())
		r, w := io.Pipe()
		code := make(chan int, 1)
		go func() {
			code <- run(ctx, []string{"--data", folder, "--listen", "127.0.0.1:0", "demo"}, strings.NewReader(""), w, os.Stderr)
			w.Close()
		}()
		address, accounts := said(t, r)
		res, err := http.Get(address + "/")
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(res.Body)
		res.Body.Close()
		if res.StatusCode != 200 || !strings.Contains(strings.ToLower(string(body)), "slippers") {
			t.Errorf("round %d: home is %d %.300s", round, res.StatusCode, body)
		}
		if len(accounts) != 3 {
			t.Errorf("accounts %q", accounts)
		}
		cancel()
		go io.Copy(io.Discard, r)
		if c := <-code; c != 0 {
			t.Errorf("round %d: left with %d", round, c)
		}
	}
	if code := run(t.Context(), []string{"--data", folder, "check"}, nil, io.Discard, os.Stderr); code != 0 {
		t.Errorf("check leaves with %d", code)
	}
}

// said reads what the demo prints, to the last line.
func said(t *testing.T, r io.Reader) (address string, accounts []string) {
	t.Helper()
	account := regexp.MustCompile(`^\s+(buyer|seller|operator)\s+\S+@\S+\s+\S+$`)
	for s := bufio.NewScanner(r); s.Scan(); {
		line := s.Text()
		if _, a, ok := strings.Cut(line, "open: "); ok {
			address = a
		}
		if account.MatchString(line) {
			accounts = append(accounts, line)
		}
		if strings.Contains(line, "Ctrl-C") {
			return address, accounts
		}
	}
	t.Fatal("the demo ended before it opened")
	return "", nil
}
