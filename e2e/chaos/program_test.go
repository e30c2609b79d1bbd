package chaos

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// patience is how long anything that must happen may take.
const patience = 90 * time.Second

// build makes the program, once for a run.
func build(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "agora")
	c := exec.Command("go", "build", "-o", path, ".")
	c.Dir = filepath.Join("..", "..")
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	return path
}

// program is a node that runs, or ran.
type program struct {
	cmd   *exec.Cmd
	said  *said
	ended chan struct{} // closed once it has
	err   error         // then: how
}

// launch starts a node and does not wait for it.
func launch(cmd *exec.Cmd) (*program, error) {
	p := &program{cmd: cmd, said: &said{found: make(chan string, 1)}, ended: make(chan struct{})}
	cmd.Stdout, cmd.Stderr = p.said, p.said
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	go func() {
		p.err = cmd.Wait()
		close(p.ended)
	}()
	return p, nil
}

// address waits until the node says where it answers.
func (p *program) address() (string, error) {
	select {
	case s := <-p.said.found:
		return s, nil
	case <-p.ended:
		return "", fmt.Errorf("the node ended before it answered: %w\n%s", p.err, p.said)
	case <-time.After(patience):
		return "", fmt.Errorf("the node said no address within %v\n%s", patience, p.said)
	}
}

// kill ends the node as a power cut would, and waits until it is gone.
func (p *program) kill() {
	_ = p.cmd.Process.Kill() // it may have ended
	<-p.ended
}

// stop ends the node as an operator would.
func (p *program) stop() error {
	if err := p.cmd.Process.Signal(os.Interrupt); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	select {
	case <-p.ended:
		if p.err != nil {
			return fmt.Errorf("the node was stopped and ended with: %w\n%s", p.err, p.said)
		}
		return nil
	case <-time.After(patience):
		_ = p.cmd.Process.Signal(syscall.SIGQUIT) // says where it hangs
		<-p.ended
		return fmt.Errorf("the node does not stop\n%s", p.said)
	}
}

// runs reports whether the node has not ended.
func (p *program) runs() bool {
	select {
	case <-p.ended:
		return false
	default:
		return true
	}
}

// said is the end of what a node printed, and the address among it.
type said struct {
	mu    sync.Mutex
	text  []byte
	found chan string
	told  bool
}

var address = regexp.MustCompile(`http://127\.0\.0\.1:[0-9]+\b`)

// Write keeps what the node printed.
func (s *said) Write(b []byte) (int, error) {
	const kept = 16 << 10
	s.mu.Lock()
	defer s.mu.Unlock()
	s.text = append(s.text, b...)
	if !s.told {
		// a line that is whole, lest a port is cut
		if whole := s.text[:strings.LastIndexByte(string(s.text), '\n')+1]; len(whole) > 0 {
			if a := address.Find(whole); a != nil {
				s.told = true
				s.found <- string(a)
			}
		}
	}
	if len(s.text) > 2*kept {
		s.text = append(s.text[:0], s.text[len(s.text)-kept:]...)
	}
	return len(b), nil
}

func (s *said) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.ToValidUTF8(string(s.text[max(0, len(s.text)-8000):]), "")
}
