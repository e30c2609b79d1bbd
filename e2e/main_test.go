package e2e

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// password of everybody in the demo market.
const password = "bazaar-2026"

// node is the program under test, one for all tests.
var node struct {
	program, data, url string
	log                bytes.Buffer
	command            *exec.Cmd
	ended              chan error
}

func TestMain(m *testing.M) { os.Exit(run(m)) }

// run starts a demo market, runs the tests, stops the node as an operator
// would and lets the program check what the tests have left.
func run(m *testing.M) int {
	dir, err := os.MkdirTemp("", "agora-e2e-")
	if err != nil {
		fmt.Fprintln(os.Stderr, "e2e:", err)
		return 1
	}
	defer os.RemoveAll(dir)
	if err := start(dir); err != nil {
		fmt.Fprintln(os.Stderr, "e2e:", err)
		stop()
		return 1
	}
	code := m.Run()
	closeBrowser()
	if err := errors.Join(stop(), check()); err != nil {
		fmt.Fprintln(os.Stderr, "e2e:", err)
		return 1
	}
	return code
}

// start builds the program and reads the address that it prints.
func start(dir string) error {
	node.program, node.data = filepath.Join(dir, "agora"), filepath.Join(dir, "data")
	build := exec.Command("go", "build", "-o", node.program, ".")
	build.Dir = ".."
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("build: %w\n%s", err, out)
	}
	return serve("127.0.0.1:0")
}

// serve starts the program on an address.
func serve(listen string) error {
	c := exec.Command(node.program, "demo", "--gallery", "--listen", listen, "--data", node.data)
	c.Stderr = &node.log
	out, err := c.StdoutPipe()
	if err != nil {
		return err
	}
	if err := c.Start(); err != nil {
		return err
	}
	node.command, node.ended = c, make(chan error, 1)
	found := make(chan string, 1)
	go func() {
		address := regexp.MustCompile(`http://[0-9.:]+`)
		for lines := bufio.NewScanner(out); lines.Scan(); {
			if s := address.FindString(lines.Text()); s != "" {
				found <- s
				break
			}
		}
		_, _ = io.Copy(io.Discard, out)
		node.ended <- c.Wait()
	}()
	select {
	case node.url = <-found:
		return nil
	case err := <-node.ended:
		node.command = nil
		return fmt.Errorf("the demo ended: %w\n%s", err, node.log.String())
	case <-time.After(time.Minute):
		return errors.New("the demo printed no address within a minute")
	}
}

// kill ends the node as a power cut would, and starts it again where it was. No
// other test may run meanwhile.
func kill(t *testing.T) {
	t.Helper()
	if err := node.command.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	<-node.ended
	if err := serve(strings.TrimPrefix(node.url, "http://")); err != nil {
		t.Fatal(err)
	}
}

// stop asks the node to end and waits for it.
func stop() error {
	if node.command == nil {
		return nil
	}
	if err := node.command.Process.Signal(os.Interrupt); err != nil {
		return err
	}
	select {
	case err := <-node.ended:
		if err != nil {
			return fmt.Errorf("stop: %w\n%s", err, tail(node.log.String(), 4000))
		}
		return nil
	case <-time.After(time.Minute):
		return errors.Join(errors.New("the node does not stop"), node.command.Process.Kill())
	}
}

// check lets the program prove that ledger, stock, orders and events agree.
func check() error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	out, err := exec.CommandContext(ctx, node.program, "check", "--data", node.data).CombinedOutput()
	if err != nil {
		return fmt.Errorf("check after the tests: %w\n%s", err, out)
	}
	return nil
}

func tail(s string, n int) string { return strings.ToValidUTF8(s[max(0, len(s)-n):], "") }
