package bench

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"
)

// program builds agora once into a folder of the benchmark.
func program(b *testing.B) string {
	b.Helper()
	path := filepath.Join(b.TempDir(), "agora")
	if out, err := exec.Command("go", "build", "-o", path, "agora").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	return path
}

// serving starts the demo on a data folder and gives its address, its process
// and the time until it said so.
func serving(b *testing.B, program, data string) (address string, p *os.Process, took time.Duration) {
	b.Helper()
	cmd := exec.Command(program, "demo", "--listen", "127.0.0.1:0", "--data", data)
	out, err := cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	start := time.Now()
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		_ = cmd.Process.Signal(os.Interrupt)
		_ = cmd.Wait()
	})
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if _, after, found := strings.Cut(lines.Text(), "http://"); found {
			took = time.Since(start)
			go io.Copy(io.Discard, out)
			return "http://" + strings.TrimSpace(after), cmd.Process, took
		}
	}
	b.Fatal("the program printed no address")
	return "", nil, 0
}

// fetch reads a page to its end.
func fetch(b *testing.B, c *http.Client, url string) {
	r, err := c.Get(url)
	if err != nil {
		b.Error(err)
		return
	}
	defer r.Body.Close()
	if _, err := io.Copy(io.Discard, r.Body); err != nil || r.StatusCode != http.StatusOK {
		b.Errorf("%s: %s %v", url, r.Status, err)
	}
}

// BenchmarkProductPage asks a running node for product pages, sixteen at a
// time, over real connections; client and node share the machine, so what the
// node itself takes of a processor is said, too.
func BenchmarkProductPage(b *testing.B) {
	pagesOf(b, "/s/felt/slippers", "/s/kandy/ceylon-tea", "/s/felt/esparcet-honey")
}

// BenchmarkHomePage does the same for the home page.
func BenchmarkHomePage(b *testing.B) { pagesOf(b, "/") }

func pagesOf(b *testing.B, pages ...string) {
	b.Helper()
	address, p, _ := serving(b, program(b), filepath.Join(b.TempDir(), "data"))
	c := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 16, DisableCompression: true}}
	for _, page := range pages {
		fetch(b, c, address+page)
	}
	b.SetParallelism(max(1, 16/runtime.GOMAXPROCS(0)))
	b.ResetTimer()
	start, before := time.Now(), processor(b, p.Pid)
	b.RunParallel(func(pb *testing.PB) {
		for i := 0; pb.Next(); i++ {
			fetch(b, c, address+pages[i%len(pages)])
		}
	})
	b.ReportMetric(float64(b.N)/time.Since(start).Seconds(), "pages/s")
	b.ReportMetric(1000*float64(processor(b, p.Pid)-before)/float64(b.N), "node-µs/page")
}

// BenchmarkIdle starts a node on an existing demo folder: the time until it
// answers, its memory after some seconds, and the processor time it uses while
// nobody asks anything.
func BenchmarkIdle(b *testing.B) {
	path, data := program(b), filepath.Join(b.TempDir(), "data")
	_, p, _ := serving(b, path, data)
	_ = p.Signal(os.Interrupt)
	for i := 0; i < 200 && alive(p); i++ {
		time.Sleep(50 * time.Millisecond)
	}
	address, p, took := serving(b, path, data)
	fetch(b, http.DefaultClient, address+"/healthz")
	fetch(b, http.DefaultClient, address+"/")
	const settle, watch = 5 * time.Second, 10 * time.Second
	time.Sleep(settle)
	before := processor(b, p.Pid)
	time.Sleep(watch)
	b.ReportMetric(float64(took.Milliseconds()), "ms-cold-start")
	b.ReportMetric(resident(b, p.Pid), "MB-resident")
	b.ReportMetric(float64(processor(b, p.Pid)-before)/watch.Seconds(), "ms-processor/s")
	b.ReportMetric(0, "ns/op")
}

func alive(p *os.Process) bool {
	state, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.Pid))
	return err == nil && !strings.Contains(string(state), ") Z ")
}

// resident gives the memory of a process in MB (Linux).
func resident(b *testing.B, pid int) float64 {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		b.Skip(err)
	}
	for line := range strings.Lines(string(status)) {
		if rest, found := strings.CutPrefix(line, "VmRSS:"); found {
			kib, _ := strconv.ParseFloat(strings.Fields(rest)[0], 64)
			return kib / 1024
		}
	}
	return 0
}

// processor gives the processor time of a process in milliseconds (Linux, a
// hundred ticks a second).
func processor(b *testing.B, pid int) int64 {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		b.Skip(err)
	}
	f := strings.Fields(string(stat[strings.LastIndexByte(string(stat), ')')+1:]))
	user, _ := strconv.ParseInt(f[11], 10, 64)
	system, _ := strconv.ParseInt(f[12], 10, 64)
	return (user + system) * 10
}
