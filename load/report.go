package load

import (
	"fmt"
	"io"
	"math"
	"runtime"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"
)

// Report is what a run measured. Times are milliseconds unless they say so.
type Report struct {
	At       string  `json:"at"` // RFC 3339, when it began
	Target   string  `json:"target"`
	Endpoint string  `json:"endpoint"`
	Scenario string  `json:"scenario"`
	Loop     string  `json:"loop"` // closed or open
	Workers  int     `json:"workers"`
	Rate     float64 `json:"rate,omitempty"` // arrivals a second of an open loop
	Warmup   float64 `json:"warmup_seconds"`
	Seed     uint64  `json:"seed"`
	Machine  Machine `json:"machine"` // on which the generator ran

	Seconds   float64 `json:"seconds"` // measured
	Requests  int64   `json:"requests"`
	PerSecond float64 `json:"requests_per_second"`
	Turns     float64 `json:"done_per_second"`     // turns that came to their end
	Unstarted int64   `json:"unstarted,omitempty"` // arrivals that nobody served
	Emptied   bool    `json:"emptied,omitempty"`   // the run ended because everything was sold

	Ends     map[string]int64 `json:"ends"`
	Flash    *FlashResult     `json:"flash,omitempty"`
	Acts     []Act            `json:"acts"`
	Failures []Failure        `json:"failures,omitempty"`
}

// Machine is what the figures were made on.
type Machine struct {
	System     string `json:"system"`
	Processors int    `json:"processors"`
	Go         string `json:"go"`
}

// Act is how long one kind of request, or the whole of a turn, took.
type Act struct {
	Name      string  `json:"name"`
	Count     int64   `json:"count"`
	Failed    int64   `json:"failed,omitempty"`
	PerSecond float64 `json:"per_second"`
	Min       float64 `json:"min"`
	Mean      float64 `json:"mean"`
	P50       float64 `json:"p50"`
	P90       float64 `json:"p90"`
	P95       float64 `json:"p95"`
	P99       float64 `json:"p99"`
	P999      float64 `json:"p99_9"`
	Max       float64 `json:"max"`
	Curve     []Point `json:"curve"`
}

// Point says that a share of answers, in hundredths, took no longer than that.
type Point struct {
	Percent float64 `json:"percent"`
	MS      float64 `json:"ms"`
}

// Failure is a reason and how often it was.
type Failure struct {
	Reason  string `json:"reason"`
	Count   int64  `json:"count"`
	Example string `json:"example,omitempty"`
}

func (r *run) report(began time.Time) *Report {
	t := r.tally
	report := &Report{At: began.UTC().Format(time.RFC3339), Target: r.Target, Endpoint: r.endpoint.String(), Scenario: r.Scenario,
		Loop: "closed", Workers: r.crowd, Rate: r.Rate, Warmup: seconds(r.Warmup), Seed: r.Seed,
		Machine: Machine{runtime.GOOS + "/" + runtime.GOARCH, runtime.NumCPU(), runtime.Version()},
		Seconds: seconds(t.span()), Unstarted: r.unstarted.Load(), Emptied: r.empty.Load(), Ends: t.ends, Flash: r.flashed}
	if r.Rate > 0 {
		report.Loop = "open"
	}
	for i := range t.acts {
		h, failed := t.acts[i].histogram, t.acts[i].failed
		if h.TotalCount() == 0 && failed == 0 {
			continue
		}
		a := summary(h, report.Seconds)
		a.Name, a.Failed = t.names[i], failed
		report.Acts = append(report.Acts, a)
		if act(i) != actWhole && act(i) != actLost && act(i) != actMeanwhile {
			report.Requests += a.Count + failed
		}
	}
	report.PerSecond = round(float64(report.Requests) / report.Seconds)
	report.Turns = round(float64(t.ends[endDone]) / report.Seconds)
	for reason, f := range t.failures {
		report.Failures = append(report.Failures, Failure{reason, f.count, f.example})
	}
	slices.SortFunc(report.Failures, func(a, b Failure) int {
		if a.Count != b.Count {
			return int(b.Count - a.Count)
		}
		return strings.Compare(a.Reason, b.Reason)
	})
	return report
}

// shares are the points of a curve, in hundredths.
var shares = []float64{0, 10, 20, 30, 40, 50, 60, 70, 75, 80, 85, 90, 92.5, 95, 97, 98, 99, 99.3, 99.5, 99.7, 99.8, 99.9,
	99.93, 99.95, 99.97, 99.98, 99.99, 99.995, 99.999, 99.9995, 99.9999}

func summary(h *hdrhistogram.Histogram, over float64) Act {
	at := func(percent float64) float64 { return ms(h.ValueAtPercentile(percent)) }
	a := Act{Count: h.TotalCount(), PerSecond: round(float64(h.TotalCount()) / over), Min: ms(h.Min()), Mean: ms(int64(h.Mean())),
		P50: at(50), P90: at(90), P95: at(95), P99: at(99), P999: at(99.9), Max: ms(h.Max())}
	for _, p := range shares {
		if beyond := float64(a.Count) * (100 - p) / 100; beyond < 1 { // nothing was measured behind it
			break
		}
		a.Curve = append(a.Curve, Point{p, at(p)})
	}
	return a
}

// ms gives nanoseconds in milliseconds, to a microsecond.
func ms(ns int64) float64 { return math.Round(float64(ns)/1e3) / 1e3 }

func seconds(d time.Duration) float64 { return math.Round(d.Seconds()*1e3) / 1e3 }

func round(f float64) float64 {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return 0
	}
	return math.Round(f*10) / 10
}

// Write tells a person what was measured.
func (r *Report) Write(w io.Writer) error {
	loop := fmt.Sprintf("closed loop, %d workers", r.Workers)
	if r.Loop == "open" {
		loop = fmt.Sprintf("open loop, %g a second, %d workers", r.Rate, r.Workers)
	}
	if r.Flash != nil {
		loop = fmt.Sprintf("%d buyers at once", r.Flash.Buyers)
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(w, "%s at %s: %s, %.1f s measured, seed %d\n", r.Scenario, r.Endpoint, loop, r.Seconds, r.Seed)
	fmt.Fprintln(t, "ms\tcount\ta second\tfailed\tp50\tp90\tp99\tp99.9\tmax\t")
	for _, a := range r.Acts {
		fmt.Fprintf(t, "%s\t%d\t%.1f\t%d\t%.2f\t%.2f\t%.2f\t%.2f\t%.2f\t\n", a.Name, a.Count, a.PerSecond, a.Failed, a.P50, a.P90, a.P99, a.P999, a.Max)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	fmt.Fprintf(w, "%d requests, %.1f a second; %.1f turns a second came to their end\n", r.Requests, r.PerSecond, r.Turns)
	for _, end := range []string{endDone, endSoldOut, endUnsold, endEscalated, endFailed} {
		if n := r.Ends[end]; n > 0 {
			fmt.Fprintf(w, "  %s: %d\n", end, n)
		}
	}
	if f := r.Flash; f != nil {
		fmt.Fprintf(w, "%d won, %d lost, %d without a clear answer; the slowest clear answer %.1f ms; all knew after %.2f s\n", f.Won, f.Lost, f.Unclear, f.SlowestMS, f.AllKnownSec)
	}
	if r.Unstarted > 0 {
		fmt.Fprintf(w, "%d arrivals were never served: the server, or the number of workers, was too small for the rate\n", r.Unstarted)
	}
	if r.Emptied {
		fmt.Fprintln(w, "everything was sold: the run ended early")
	}
	for _, f := range r.Failures {
		fmt.Fprintf(w, "failed %d times: %s\n    %s\n", f.Count, f.Reason, f.Example)
	}
	return nil
}

// Failed reports whether not one turn ended as it should: the figures are then
// those of a refusal.
func (r *Report) Failed() bool {
	return r.Ends[endDone] == 0 && (r.Flash == nil || r.Flash.Lost == 0)
}
