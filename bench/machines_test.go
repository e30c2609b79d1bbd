package bench

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"syscall"
	"testing"
	"time"

	"agora/db"
	"agora/egress"
	"agora/i18n"
	"agora/load"
	"agora/market/markettest"
	"agora/ucp"
	"agora/ucp/platform"
	"agora/ucp/ucptest"
)

// machines are programs that shop at a node at once.
const machines = 16

// BenchmarkMachinesBuy buys as programs do, sixteen at a time, over real
// connections: a checkout, an address, a way to send, a payment. Programs and
// node are one process. Commits last.
func BenchmarkMachinesBuy(b *testing.B) { machinesDo(b, load.Purchase, "purchases") }

// BenchmarkMachinesBrowse looks at lists and products as programs do.
func BenchmarkMachinesBrowse(b *testing.B) { machinesDo(b, load.Browse, "turns") }

// BenchmarkMachinesSearch searches as programs do.
func BenchmarkMachinesSearch(b *testing.B) { machinesDo(b, load.Search, "searches") }

// machinesDo has sixteen programs do a thing for ten seconds on each engine, and
// prints the rate, the middle and the slowest hundredth, and what processor time
// one took, theirs included, which a busy machine changes less.
func machinesDo(b *testing.B, scenario, unit string) {
	engines(b, func(b *testing.B, open opener) {
		s := load.Settings{Target: newMall(b, open).origin, Scenario: scenario, Workers: machines, Duration: time.Second, Timeout: 10 * time.Second,
			Seed: 1, Country: "PK", Language: "en", Goods: 2000, Token: "success_token"}
		if _, err := load.Run(b.Context(), s, io.Discard); err != nil { // what is kept after the first
			b.Fatal(err)
		}
		s.Seed, s.Duration = 2, 10*time.Second
		for b.Loop() {
			before := spent()
			r, err := load.Run(b.Context(), s, io.Discard)
			if err != nil {
				b.Fatal(err)
			}
			used := spent() - before
			whole := r.Acts[len(r.Acts)-1]
			if done := r.Ends["done"]; done != whole.Count || len(r.Failures) > 0 {
				b.Fatalf("%d done: %+v", done, r)
			}
			b.ReportMetric(whole.PerSecond, unit+"/s")
			b.ReportMetric(r.PerSecond, "requests/s")
			b.ReportMetric(float64(used.Microseconds())/float64(whole.Count), "cpu-µs")
			b.ReportMetric(whole.P50, "ms-p50")
			b.ReportMetric(whole.P99, "ms-p99")
		}
	})
}

type object = map[string]any

// mall is a market of a hundred shops at which machines shop.
type mall struct {
	*markettest.Fixture
	client *http.Client
	origin string
	agent  string
}

func newMall(b *testing.B, open opener) *mall {
	b.Helper()
	d := open(db.Options{}, append(markettest.Schemas(), ucp.Schema)...)
	words, err := i18n.Load()
	if err != nil {
		b.Fatal(err)
	}
	m := &mall{Fixture: markettest.New(b, d, 100, 20, 1_000_000), client: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: machines}}}
	binding := &ucp.Binding{DB: d, Catalog: m.Catalog, Market: m.Market, Landed: m.Landed, People: m.People, Words: words, Log: slog.New(slog.DiscardHandler),
		Platforms: platform.NewDirectory(platform.Options{Now: time.Now, Dev: true}), Out: egress.Strangers(5*time.Second, true), Dev: true,
		Namespace: func() string { return "example.bazaar" }, Address: func() string { return "https://bazaar.example" }}
	if err := binding.Start(b.Context()); err != nil {
		b.Fatal(err)
	}
	server := httptest.NewServer(binding.Handler())
	b.Cleanup(server.Close)
	m.origin, m.agent = server.URL, `profile="`+ucptest.Platform{}.Serve(b)+`"`
	return m
}

func (m *mall) ask(path string, body any) error {
	text, err := json.Marshal(body)
	if err != nil {
		return err
	}
	r, err := http.NewRequest(http.MethodPost, m.origin+ucp.Endpoint+path, bytes.NewReader(text))
	if err != nil {
		return err
	}
	r.Header.Set("UCP-Agent", m.agent)
	r.Header.Set("Content-Type", "application/json")
	w, err := m.client.Do(r)
	if err != nil {
		return err
	}
	defer w.Body.Close()
	if text, err = io.ReadAll(w.Body); err != nil {
		return err
	}
	if w.StatusCode >= http.StatusBadRequest {
		return fmt.Errorf("%s: %s %.300s", path, w.Status, text)
	}
	return nil
}

// spent is the processor time that this process has used.
func spent() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u) // cannot fail for oneself
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
