//go:build unix

package node

import (
	"net/http"
	"net/http/httptest"
	"syscall"
	"testing"
	"time"

	"agora/demo"
)

// BenchmarkPages makes pages of the demo market from the store, without a
// connection: what one costs in time and in allocations.
func BenchmarkPages(b *testing.B) {
	s := settings(b, b.TempDir())
	s.Demo = true
	n, err := Open(b.Context(), s)
	if err != nil {
		b.Fatal(err)
	}
	defer n.Close()
	if _, err := demo.Fill(b.Context(), parts(n)); err != nil {
		b.Fatal(err)
	}
	edge := n.edge(nil)
	for name, path := range map[string]string{"home": "/", "product": "/s/felt/slippers", "search": "/search"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			before, pages := processor(), 0
			for ; b.Loop(); pages++ {
				r := httptest.NewRequest("GET", path, nil)
				w := httptest.NewRecorder()
				if edge.ServeHTTP(w, r); w.Code != http.StatusOK {
					b.Fatal(w.Code)
				}
			}
			b.ReportMetric(float64((processor()-before).Microseconds())/float64(pages), "processor-µs/op")
		})
	}
}

// processor gives the processor time of this process: on a machine that has
// other things to do it says more than the clock.
func processor() time.Duration {
	var use syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &use)
	return time.Duration(use.Utime.Nano() + use.Stime.Nano())
}
