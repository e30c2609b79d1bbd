//go:build !nolive

package livekit

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"agora/room"
)

// role is the variable that makes this program one of the two processes of a
// benchmark instead of the tests.
const role = "AGORA_LIVE_ROLE"

// TestMain plays a process of a benchmark when it is told to.
func TestMain(m *testing.M) {
	switch os.Getenv(role) {
	case "":
		os.Exit(m.Run())
	case "server":
		child(serve)
	case "crowd":
		child(crowd)
	}
}

// BenchmarkLiveRoom fills one room: a speaker, and viewers who count what comes.
// Server and people are two processes that share the machine, people with their
// own encryption of everything, so a server alone carries more. AGORA_BENCH_VIEWERS
// names other numbers of viewers, "600 800".
func BenchmarkLiveRoom(b *testing.B) {
	for _, show := range []struct {
		name    string
		picture bool
	}{{"picture", true}, {"sound", false}} {
		for _, word := range strings.Fields(cmp.Or(os.Getenv("AGORA_BENCH_VIEWERS"), "50 200 400")) {
			n, err := strconv.Atoi(word)
			if err != nil {
				b.Fatal(err)
			}
			b.Run(fmt.Sprintf("%s/%d", show.name, n), func(b *testing.B) {
				for b.Loop() {
					fill(b, order{Viewers: n, Picture: show.picture})
				}
			})
		}
	}
}

// fill has a server and a crowd of their own meet, and prints the figures.
func fill(b *testing.B, o order) {
	b.Helper()
	server := run(b, "server", o)
	server.hear(&o.Tickets)
	empty := server.resident()
	people := run(b, "crowd", o)
	var in arrival
	people.hear(&in)
	from := watching(server, people)
	people.hear(new(mark))
	to := watching(server, people)
	full := server.resident()
	var f figures
	people.hear(&f)
	if in.Trouble != "" {
		b.Logf("%d of %d are in; one is not: %s", in.In, o.Viewers, in.Trouble)
	}

	window := to.at.Sub(from.at).Seconds()
	share := func(a, z float64) float64 { return 100 * (z - a) / window }
	ours := share(from.cpu[0], to.cpu[0]) + share(from.cpu[1], to.cpu[1])
	for unit, value := range map[string]float64{
		"ns/op":           0, // says nothing
		"viewers":         float64(f.Connected),
		"viewers-short":   float64(f.Short),
		"s-until-all-in":  in.Seconds,
		"packets/s":       f.Packets / window,
		"Mbit/s":          f.Bytes * 8 / 1e6 / window,
		"loss-ppm":        1e6 * f.Missing / (f.Packets + f.Missing),
		"late-ppm":        1e6 * f.Late / (f.Packets + f.Missing),
		"ms-delay-p50":    float64(f.Middle),
		"ms-delay-p99":    float64(f.Slow),
		"server-cpu-%":    share(from.cpu[0], to.cpu[0]),
		"people-cpu-%":    share(from.cpu[1], to.cpu[1]),
		"others-cpu-%":    max(0, share(from.machine, to.machine)-ours),
		"server-MB":       full,
		"server-empty-MB": empty,
	} {
		b.ReportMetric(value, unit)
	}
}

// process is one of the two.
type process struct {
	*testing.B
	cmd *exec.Cmd
	out *json.Decoder
	err bytes.Buffer
}

// run starts this program as one of the two, with what it is to do.
func run(b *testing.B, as string, o order) *process {
	b.Helper()
	p := &process{B: b, cmd: exec.CommandContext(b.Context(), os.Args[0])}
	p.cmd.Env, p.cmd.Stderr = append(os.Environ(), role+"="+as), &p.err
	in, err := p.cmd.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	p.out = json.NewDecoder(out)
	if err := p.cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		_ = in.Close() // tells it to end
		_, _ = io.Copy(io.Discard, out)
		_ = p.cmd.Wait()
	})
	if err := json.NewEncoder(in).Encode(o); err != nil {
		b.Fatal(err)
	}
	return p
}

// hear waits for what the process says next.
func (p *process) hear(v any) {
	p.Helper()
	if err := p.out.Decode(v); err != nil {
		_ = p.cmd.Process.Kill()
		_ = p.cmd.Wait()
		p.Fatalf("%v\n%s", err, &p.err)
	}
}

// resident gives its memory in MB (Linux).
func (p *process) resident() float64 {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		p.Skip(err)
	}
	_, rest, _ := strings.Cut(string(status), "VmRSS:")
	kib, _, _ := strings.Cut(strings.TrimSpace(rest), " ")
	n, _ := strconv.ParseFloat(kib, 64)
	return n / 1024
}

// sample is how much of the processors was used until a moment, in seconds.
type sample struct {
	at      time.Time
	cpu     [2]float64
	machine float64 // by everybody
}

func watching(two ...*process) (s sample) {
	s.at = time.Now()
	for i, p := range two {
		s.cpu[i] = p.ticks(fmt.Sprintf("/proc/%d/stat", p.cmd.Process.Pid), ") ", 11, 12)
	}
	s.machine = two[0].ticks("/proc/stat", "cpu ", 0, 1, 2, 5, 6, 7) // not idle, not waiting for the disk
	return s
}

// ticks adds fields of a file after a word, in hundredths of a second (Linux).
func (p *process) ticks(file, after string, fields ...int) (sum float64) {
	text, err := os.ReadFile(file)
	if err != nil {
		p.Skip(err)
	}
	_, rest, _ := strings.Cut(string(text), after)
	words := strings.Fields(rest)
	for _, i := range fields {
		n, _ := strconv.ParseFloat(words[i], 64)
		sum += n
	}
	return sum / 100
}

// order is what a process is to do.
type order struct {
	Viewers int
	Picture bool
	Tickets []room.Ticket // the speaker's, then those of the viewers
}

// arrival is told by the crowd when all are in, or will not be.
type arrival struct {
	In      int
	Seconds float64
	Trouble string // of one who is not
}

// mark is told when a window ends.
type mark struct{}

// figures are what the viewers counted in the window.
type figures struct {
	Connected, Short              int // Short got under 99 of a hundred packets that were sent
	Packets, Bytes, Missing, Late float64
	Middle, Slow                  int // milliseconds that sound was under way, p50 and p99
	delays                        [slowest + 1]int
}
