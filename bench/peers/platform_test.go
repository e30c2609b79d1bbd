package peers

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"agora/load"
)

// platform is one of those that are compared.
type platform struct {
	name  string
	speak dialect // nil for Agora, which speaks the shopping protocol
	load  []*exec.Cmd
	serve *exec.Cmd
	port  int
	ready string // path that answers when it serves

	stop  func()
	taken time.Duration // from the start until it was ready
}

func (p *platform) address() string { return "http://127.0.0.1:" + strconv.Itoa(p.port) }

// fill makes the shop, once.
func (p *platform) fill(b *testing.B) {
	b.Helper()
	for _, c := range p.load {
		if out, err := c.CombinedOutput(); err != nil {
			b.Fatalf("%s: %s: %v\n%s", p.name, c, err, out)
		}
	}
}

// start serves until stop, and waits until it answers.
func (p *platform) start(b *testing.B) {
	b.Helper()
	cmd := exec.Command(p.serve.Path, p.serve.Args[1:]...)
	cmd.Dir, cmd.Env = p.serve.Dir, p.serve.Env
	began := time.Now()
	p.stop = run(b, cmd, filepath.Join(b.TempDir(), "log"), syscall.SIGTERM)
	p.serve.Process = cmd.Process
	wait(b, p.name, 5*time.Minute, func() error {
		r, err := http.Get(p.address() + p.ready)
		if err != nil {
			return err
		}
		_, _ = io.Copy(io.Discard, r.Body)
		_ = r.Body.Close()
		if r.StatusCode != http.StatusOK {
			return fmt.Errorf("%s", r.Status)
		}
		return nil
	})
	p.taken = time.Since(began)
}

// measure lets buyers do one scenario.
func (p *platform) measure(b *testing.B, scenario string, warmup, lasts time.Duration) *load.Report {
	b.Helper()
	s := load.Settings{Target: p.address(), Scenario: scenario, Workers: buyers, Warmup: warmup, Duration: lasts, Timeout: 30 * time.Second,
		Seed: 1, Country: "KG", Language: "en", Goods: howMany, Limit: pageOf, Words: qualities, Pay: "play_money", Token: "success_token"}
	var r *load.Report
	var err error
	if d := p.speak; d != nil {
		r, err = load.Drive(b.Context(), s, load.Trade{Acts: d.acts(), Keep: d.keep(), Turn: turn(d, scenario)})
	} else {
		r, err = load.Run(b.Context(), s, io.Discard)
	}
	if err != nil {
		b.Fatalf("%s: %s: %v", p.name, scenario, err)
	}
	return r
}

// enough measures until a figure is one of enough turns, or took long enough.
func (p *platform) enough(b *testing.B, scenario string, lasts time.Duration) *load.Report {
	b.Helper()
	r := p.measure(b, scenario, warmup, lasts)
	for r.Ends["done"] < fewest && lasts < longest {
		lasts = min(3*lasts, longest)
		r = p.measure(b, scenario, warmup, lasts)
	}
	return r
}

// memory gives in MB what the processes of a group take, what they share
// counted once (Linux).
func memory(group int) float64 {
	kib := 0
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, path := range stats {
		stat, err := os.ReadFile(path)
		if err != nil {
			continue // it has ended
		}
		f := strings.Fields(string(stat[strings.LastIndexByte(string(stat), ')')+1:]))
		if f[2] != strconv.Itoa(group) {
			continue
		}
		rollup, _ := os.ReadFile(filepath.Join(filepath.Dir(path), "smaps_rollup"))
		for line := range strings.Lines(string(rollup)) {
			if rest, ok := strings.CutPrefix(line, "Pss:"); ok {
				n, _ := strconv.Atoi(strings.Fields(rest)[0])
				kib += n
			}
		}
	}
	return float64(kib) / 1024
}
