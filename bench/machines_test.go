package bench

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"

	"agora/db"
	"agora/egress"
	"agora/i18n"
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
func BenchmarkMachinesBuy(b *testing.B) { engines(b, machinesBuy) }

func machinesBuy(b *testing.B, open opener) {
	m := newMall(b, open)
	m.measure(b, "purchases", func(r *rand.Rand) error {
		shop := m.Shops[r.IntN(len(m.Shops))]
		lines := []any{object{"item": object{"id": "var_" + strconv.FormatInt(int64(shop.Variants[r.IntN(len(shop.Variants))]), 10)}, "quantity": 1}}
		made, err := m.ask("POST", "/checkout-sessions", object{"line_items": lines})
		if err != nil {
			return err
		}
		at := "/checkout-sessions/" + made.ID
		door := object{"street_address": "12 Mall Road", "address_locality": "Lahore", "address_region": "Punjab", "postal_code": "54000", "address_country": "PK"}
		method := object{"type": "shipping", "destinations": []any{door}}
		full := object{"line_items": lines, "fulfillment": object{"methods": []any{method}},
			"buyer": object{"first_name": "Saima", "last_name": "Rafiq", "email": "saima@example.org", "phone_number": "+923014478215"}}
		if _, err = m.ask("PUT", at, full); err != nil {
			return err
		}
		method["groups"] = []any{object{"id": "all", "selected_option_id": "post"}}
		if _, err = m.ask("PUT", at, full); err != nil {
			return err
		}
		done, err := m.ask("POST", at+"/complete", object{"payment": object{"instruments": []any{
			object{"id": "pi_1", "handler_id": "play", "type": "play_money", "selected": true, "credential": object{"type": "token", "token": "success_token"}}}}})
		if err == nil && done.Status != "completed" {
			err = fmt.Errorf("a purchase ended %q", done.Status)
		}
		return err
	})
}

// BenchmarkMachinesSearch searches as programs do.
func BenchmarkMachinesSearch(b *testing.B) { engines(b, machinesSearch) }

func machinesSearch(b *testing.B, open opener) {
	m := newMall(b, open)
	m.measure(b, "searches", func(r *rand.Rand) error {
		_, err := m.ask("POST", "/catalog/search", object{"query": "thing of shop " + strconv.Itoa(r.IntN(len(m.Shops))), "context": object{"address_country": "PK"}})
		return err
	})
}

type object = map[string]any

// mall is a market of a hundred shops at which machines shop.
type mall struct {
	*markettest.Fixture
	client  *http.Client
	address string
	agent   string
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
	m.address, m.agent = server.URL+ucp.Endpoint, `profile="`+ucptest.Platform{}.Serve(b)+`"`
	return m
}

// answered is what of an answer the next request needs.
type answered struct {
	ID     string `json:"id"`
	Status string `json:"status"`
}

func (m *mall) ask(method, path string, body any) (a answered, err error) {
	text, err := json.Marshal(body)
	if err != nil {
		return a, err
	}
	r, err := http.NewRequest(method, m.address+path, bytes.NewReader(text))
	if err != nil {
		return a, err
	}
	r.Header.Set("UCP-Agent", m.agent)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Idempotency-Key", strconv.FormatUint(rand.Uint64(), 36))
	w, err := m.client.Do(r)
	if err != nil {
		return a, err
	}
	defer w.Body.Close()
	if text, err = io.ReadAll(w.Body); err != nil {
		return a, err
	}
	if w.StatusCode >= http.StatusBadRequest {
		return a, fmt.Errorf("%s %s: %s %.300s", method, path, w.Status, text)
	}
	return a, json.Unmarshal(text, &a)
}

// measure does a thing by all machines at once, and prints the rate, the middle
// and the slowest hundredth, and what processor time one took, which a busy
// machine changes less.
func (m *mall) measure(b *testing.B, unit string, do func(*rand.Rand) error) {
	b.Helper()
	if err := do(rand.New(rand.NewPCG(1, 0))); err != nil { // what is kept after the first
		b.Fatal(err)
	}
	var mu sync.Mutex
	var times []time.Duration
	b.SetParallelism(max(1, machines/runtime.GOMAXPROCS(0)))
	b.ResetTimer()
	before, start := spent(), time.Now()
	b.RunParallel(func(pb *testing.PB) {
		var own []time.Duration
		r := rand.New(rand.NewPCG(rand.Uint64(), 0))
		for pb.Next() {
			began := time.Now()
			if err := do(r); err != nil {
				b.Error(err)
				break
			}
			own = append(own, time.Since(began))
		}
		mu.Lock()
		times = append(times, own...)
		mu.Unlock()
	})
	took, used := time.Since(start), spent()-before
	if len(times) == 0 {
		return
	}
	slices.Sort(times)
	b.ReportMetric(float64(len(times))/took.Seconds(), unit+"/s")
	b.ReportMetric(float64(used.Microseconds())/float64(len(times)), "cpu-µs")
	b.ReportMetric(float64(times[len(times)/2].Microseconds())/1000, "ms-p50")
	b.ReportMetric(float64(times[len(times)*99/100].Microseconds())/1000, "ms-p99")
}

// spent is the processor time that this process has used.
func spent() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u) // cannot fail for oneself
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
