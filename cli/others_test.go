package cli

import (
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestMachinesForOthers serves a demo market at which programs that are not ours
// shop, as they stand in the folder AGORA_VERIFY (make verify-machines).
func TestMachinesForOthers(t *testing.T) {
	programs := os.Getenv("AGORA_VERIFY")
	if programs == "" {
		t.Skip("programs of others shop here when AGORA_VERIFY names their folder: make verify-machines")
	}
	ctx, cancel := context.WithCancel(t.Context())
	r, w := io.Pipe()
	code := make(chan int, 1)
	go func() {
		code <- run(ctx, []string{"--data", filepath.Join(t.TempDir(), "demo"), "--listen", "127.0.0.1:0", "--dev", "demo"}, strings.NewReader(""), w, os.Stderr)
		w.Close()
	}()
	address, _ := said(t, r)
	go io.Copy(io.Discard, r)
	for _, script := range []string{"ucp.mjs", "mcp.mjs"} {
		node := exec.CommandContext(ctx, "node", script, address)
		node.Dir = programs
		node.Stdout, node.Stderr = os.Stdout, os.Stderr
		if err := node.Run(); err != nil {
			t.Errorf("%s: %v", script, err)
		}
	}
	cancel()
	if c := <-code; c != 0 {
		t.Errorf("the demo left with %d", c)
	}
}
