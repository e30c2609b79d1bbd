package peers

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"text/tabwriter"
	"time"

	"agora/load"
)

// table is what a run measured, platform by platform, in the order of the run.
type table struct {
	Names   []string          `json:"-"`
	Figures map[string]figure `json:"platforms"`
}

// figure is what was measured of one platform, a value for each round.
type figure struct {
	Start  []float64                 `json:"start_seconds"`
	Memory []float64                 `json:"memory_mb"` // after the last scenario
	Done   map[string][]*load.Report `json:"scenarios"`
}

func newTable() *table { return &table{Figures: map[string]figure{}} }

func (t *table) of(name string) figure {
	f, ok := t.Figures[name]
	if !ok {
		t.Names = append(t.Names, name)
		f.Done = map[string][]*load.Report{}
	}
	return f
}

func (t *table) add(name, scenario string, r *load.Report) {
	f := t.of(name)
	f.Done[scenario] = append(f.Done[scenario], r)
	t.Figures[name] = f
}

func (t *table) process(name string, start time.Duration, mb float64) {
	f := t.of(name)
	f.Start, f.Memory = append(f.Start, start.Seconds()), append(f.Memory, mb)
	t.Figures[name] = f
}

// write tells a person: of each scenario turns and requests a second, and the
// middle and the slowest hundredth of a turn, all rounds beside one another.
func (t *table) write(w io.Writer) {
	tab := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(tab, "platform\tscenario\tturns/s\trequests/s\trequests a turn\tp50 ms\tp99 ms\tfailed")
	for _, name := range t.Names {
		for _, s := range scenarios {
			var turns, requests, each, p50, p99, failed string
			for i, r := range t.Figures[name].Done[s] {
				if i > 0 {
					turns, requests, each, p50, p99, failed = turns+" / ", requests+" / ", each+" / ", p50+" / ", p99+" / ", failed+" / "
				}
				whole := actOf(r, "whole")
				turns += fmt.Sprintf("%.1f", r.Turns)
				requests += fmt.Sprintf("%.1f", r.PerSecond)
				each += fmt.Sprintf("%.1f", float64(r.Requests)/max(float64(whole.Count), 1))
				p50 += fmt.Sprintf("%.1f", whole.P50)
				p99 += fmt.Sprintf("%.1f", whole.P99)
				failed += fmt.Sprint(r.Ends["failed"])
			}
			fmt.Fprintf(tab, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", name, s, turns, requests, each, p50, p99, failed)
		}
	}
	_ = tab.Flush() // to memory
	fmt.Fprintln(w)
	fmt.Fprintln(tab, "platform\tseconds to start\tMB")
	for _, name := range t.Names {
		f := t.Figures[name]
		fmt.Fprintf(tab, "%s\t%.1f\t%.0f\n", name, f.Start, f.Memory)
	}
	_ = tab.Flush()
}

func actOf(r *load.Report, name string) (found load.Act) {
	for _, a := range r.Acts {
		if a.Name == name {
			found = a
		}
	}
	return found
}

// TestTableShowsEachRound of a scenario beside the other, and no figure twice.
func TestTableShowsEachRound(t *testing.T) {
	tab := newTable()
	for round := range 2 {
		r := &load.Report{Turns: 10 + float64(round), PerSecond: 40, Requests: 800, Ends: map[string]int64{"done": 200, "failed": int64(round)},
			Acts: []load.Act{{Name: "complete", Count: 200, P50: 1}, {Name: "whole", Count: 200, P50: 5.5, P99: 70}}}
		tab.add("market", load.Purchase, r)
		tab.process("market", 1500*time.Millisecond, 81.4)
	}
	var b strings.Builder
	tab.write(&b)
	flat := strings.Join(strings.Fields(b.String()), " ")
	for _, want := range []string{"market purchase 10.0 / 11.0 40.0 / 40.0 4.0 / 4.0 5.5 / 5.5 70.0 / 70.0 0 / 1", "market [1.5 1.5] [81 81]"} {
		if !strings.Contains(flat, want) {
			t.Errorf("no %q in\n%s", want, b.String())
		}
	}
}
