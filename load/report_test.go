package load

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"math"
	"os"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestSharesAreThoseOfTheFigures: what the report says of latencies is what
// sorting them says, to three digits.
func TestSharesAreThoseOfTheFigures(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := rapid.SliceOfN(rapid.Int64Range(int64(2*time.Microsecond), int64(time.Minute)), 1, 400).Draw(t, "latencies")
		tally := newTally()
		tally.from = time.Unix(0, 0)
		for _, d := range all {
			tally.took(actSearch, tally.from, tally.from.Add(time.Duration(d)))
		}
		a := summary(tally.acts[actSearch].histogram, 1)
		slices.Sort(all)
		// Between two figures the library takes the nearer, not the next.
		between := func(percent float64) (low, high float64) {
			r := float64(len(all)) * percent / 100
			return ms(all[max(int(math.Floor(r))-1, 0)]), ms(all[max(int(math.Ceil(r))-1, 0)])
		}
		if a.Count != int64(len(all)) {
			t.Fatalf("%d of %d", a.Count, len(all))
		}
		for percent, got := range map[float64]float64{0: a.Min, 50: a.P50, 90: a.P90, 95: a.P95, 99: a.P99, 99.9: a.P999, 100: a.Max} {
			if low, high := between(percent); got < low*0.998-0.002 || got > high*1.002+0.002 {
				t.Fatalf("%g %%: %g ms, want %g to %g of %v", percent, got, low, high, all)
			}
		}
		for i := 1; i < len(a.Curve); i++ {
			if a.Curve[i].MS < a.Curve[i-1].MS || a.Curve[i].Percent <= a.Curve[i-1].Percent {
				t.Fatalf("the curve falls: %v", a.Curve)
			}
		}
	})
}

func TestFailuresAreToldApartUpToABound(t *testing.T) {
	tally := newTally()
	for i := range maxReasons + 5 {
		tally.failedAt(actSearch, time.Now(), string(rune('a'+i)), make([]byte, 2000))
	}
	if n := len(tally.failures); n != maxReasons+1 || tally.failures["other reasons"].count != 5 {
		t.Errorf("%d reasons", n)
	}
	if n := len(tally.failures["search: a"].example); n != 500 {
		t.Errorf("an example of %d bytes", n)
	}
}

// example is a report as a run makes it, the same each time.
func exampleReport() *Report {
	tally := newTally()
	tally.from = time.Date(2026, 11, 27, 8, 0, 0, 0, time.UTC)
	tally.to = tally.from.Add(10 * time.Second)
	for i := range 20_000 {
		for a, base := range map[act]float64{actSearch: 300, actProduct: 200, actComplete: 1500} {
			// Most are quick, few are very slow.
			us := base / math.Pow(1-float64(i)/20_001, 0.4)
			tally.took(a, tally.from, tally.from.Add(time.Duration(us)*time.Microsecond))
		}
	}
	for range 7 {
		tally.ended(endDone, tally.from, tally.from.Add(time.Second))
	}
	tally.failedAt(actComplete, tally.from, "status 409 ", []byte("<conflict>"))
	r := &run{Settings: Settings{Target: "http://127.0.0.1:8080", Scenario: Purchase, Workers: 16, Seed: 1}, tally: tally, crowd: 16}
	r.endpoint, _ = origin("http://127.0.0.1:8080")
	report := r.report(tally.from)
	report.Machine = Machine{"linux/amd64", 2, "go1.26"}
	return report
}

func TestPlotIsAsItWas(t *testing.T) {
	golden(t, "plot.svg", exampleReport().Plot)
	golden(t, "report.txt", exampleReport().Write)
	for _, r := range []*Report{{}, {Acts: []Act{{Name: "<&>", Curve: []Point{{0, 0}}}}}} {
		var out bytes.Buffer
		if err := r.Plot(&out); err != nil {
			t.Fatal(err)
		}
		wellFormed(t, out.Bytes())
	}
}

func golden(t *testing.T, name string, write func(io.Writer) error) {
	t.Helper()
	var out bytes.Buffer
	if err := write(&out); err != nil {
		t.Fatal(err)
	}
	if name == "plot.svg" {
		wellFormed(t, out.Bytes())
	}
	if *update {
		if err := os.WriteFile("testdata/"+name, out.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/" + name)
	if err != nil || !bytes.Equal(want, out.Bytes()) {
		t.Errorf("%s is not as it was (go test ./load -update writes it anew, then look at it): %v", name, err)
	}
}

func wellFormed(t *testing.T, text []byte) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(text))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatalf("%v in %s", err, text)
		}
	}
}
