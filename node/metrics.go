package node

import (
	"context"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// metrics makes the registry of this node.
func (n *Node) metrics() *prometheus.Registry {
	r := prometheus.NewRegistry()
	r.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}), collector{n})
	stats := n.DB.Stats()
	count := func(name, help string, value func() int64) {
		r.MustRegister(prometheus.NewCounterFunc(prometheus.CounterOpts{Name: name, Help: help},
			func() float64 { return float64(value()) }))
	}
	count("agora_db_commits_total", "Transactions committed; each answers many writes.", stats.Commits.Load)
	count("agora_db_writes_total", "Writes committed.", stats.Writes.Load)
	r.MustRegister(lagCollector{n})
	count("agora_db_failures_total", "Writes rolled back.", stats.Failures.Load)
	return r
}

// collector asks the job queue when metrics are read.
type collector struct{ node *Node }

var jobsMetric = prometheus.NewDesc("agora_jobs", "Jobs in the queue by state.", []string{"state"}, nil)

// Describe names the metric.
func (c collector) Describe(ch chan<- *prometheus.Desc) { ch <- jobsMetric }

// Collect counts the jobs.
func (c collector) Collect(ch chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	counts, err := c.node.Jobs.Counts(ctx)
	if err != nil {
		ch <- prometheus.NewInvalidMetric(jobsMetric, err)
		return
	}
	for state, n := range counts {
		ch <- prometheus.MustNewConstMetric(jobsMetric, prometheus.GaugeValue, float64(n), state)
	}
}

// lagCollector measures the search index when metrics are read.
type lagCollector struct{ node *Node }

var (
	lagEvents   = prometheus.NewDesc("agora_search_lag_events", "Events that the search index has not read yet.", nil, nil)
	lagSeconds  = prometheus.NewDesc("agora_search_lag_seconds", "Age of the oldest event that the search index has not read yet.", nil, nil)
	searchBytes = prometheus.NewDesc("agora_search_bytes", "Size of the file of the search index.", nil, nil)
	searchGoods = prometheus.NewDesc("agora_search_products", "Products in the search index.", nil, nil)
	searchReady = prometheus.NewDesc("agora_search_ready", "1 when the search index answers, 0 while it is built and the tables do.", nil, nil)
)

// Describe names the metrics.
func (c lagCollector) Describe(ch chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{lagEvents, lagSeconds, searchBytes, searchGoods, searchReady} {
		ch <- d
	}
}

// Collect measures how far the index is behind.
func (c lagCollector) Collect(ch chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	l, err := c.node.Search.Lag(ctx, time.Now())
	if err != nil {
		ch <- prometheus.NewInvalidMetric(lagEvents, err)
		return
	}
	ready := 0.0
	if l.Ready {
		ready = 1
	}
	for _, m := range []struct {
		desc  *prometheus.Desc
		value float64
	}{{lagEvents, float64(l.Events)}, {lagSeconds, l.Behind.Seconds()}, {searchBytes, float64(l.Bytes)}, {searchGoods, float64(l.Products)}, {searchReady, ready}} {
		ch <- prometheus.MustNewConstMetric(m.desc, prometheus.GaugeValue, m.value)
	}
}

// metricsPage answers programs on this machine only: figures of trade are
// nobody else's business. What came through a proxy is from elsewhere.
func metricsPage(r *prometheus.Registry) http.Handler {
	page := promhttp.HandlerFor(r, promhttp.HandlerOpts{DisableCompression: true})
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		host, _, _ := net.SplitHostPort(req.RemoteAddr)
		ip := net.ParseIP(strings.Trim(host, "[]"))
		if ip == nil || !ip.IsLoopback() || req.Header.Get("X-Forwarded-For") != "" || req.Header.Get("Forwarded") != "" {
			http.NotFound(w, req)
			return
		}
		page.ServeHTTP(w, req)
	})
}

// healthy answers 200 while the database can be read, 503 otherwise.
func (n *Node) healthy(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
	defer cancel()
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	if err := n.alive(ctx); err != nil {
		n.settings.Log.Error("health", "err", err)
		w.WriteHeader(http.StatusServiceUnavailable)
		_, _ = w.Write([]byte("not well\n"))
		return
	}
	_, _ = w.Write([]byte("ok\n"))
}
