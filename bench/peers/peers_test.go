// Package peers measures two open platforms and Agora side by side. It has no
// code of theirs: they are installed from their published packages.
package peers

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"agora/load"
)

// buyers shop at once.
const buyers = 16

// How often each platform has its turn, and how long each scenario lasts
// unless AGORA_PEERS_SECONDS says otherwise: where that gives fewer turns than
// fewest, it is measured again, for longer, up to longest.
const (
	rounds  = 2
	seconds = 20
	warmup  = 10 * time.Second
	fewest  = 5 * buyers
	longest = 80 * time.Second
)

var scenarios = []string{load.Browse, load.Search, load.Purchase}

// BenchmarkPeers fills each platform with the same goods and lets buyers do the
// same at each, in turns (make bench-peers).
func BenchmarkPeers(b *testing.B) {
	folder := os.Getenv("AGORA_PEERS")
	if folder == "" {
		b.Skip("AGORA_PEERS names no folder with the other platforms; make bench-peers installs them (it needs npm and its registry) and runs this")
	}
	interruptible()
	lasts := seconds * time.Second
	if s, err := strconv.Atoi(os.Getenv("AGORA_PEERS_SECONDS")); err == nil {
		lasts = time.Duration(s) * time.Second
	}
	all := gather(b, folder)
	for _, p := range all {
		began := time.Now()
		p.fill(b)
		say("%s: filled in %.0f s", p.name, time.Since(began).Seconds())
	}
	t := newTable()
	for round := range rounds {
		for _, p := range all {
			p.start(b)
			if p.speak != nil && round == 0 {
				if err := p.speak.learn(p.address()); err != nil {
					b.Fatalf("%s: %v", p.name, err)
				}
			}
			for _, s := range scenarios {
				r := p.enough(b, s, lasts)
				t.add(p.name, s, r)
				say("round %d, %s, %s: %.1f turns/s; ends %v", round+1, p.name, s, r.Turns, r.Ends)
				for _, f := range r.Failures {
					say("    failed %d times: %s: %.300s", f.Count, f.Reason, f.Example)
				}
			}
			t.process(p.name, p.taken, memory(p.serve.Process.Pid))
			p.stop()
		}
		tell(b, t) // lest a long run that is stopped was for nothing
	}
	b.ReportMetric(0, "ns/op")
}

// tell prints what there is so far, and keeps it as JSON in AGORA_PEERS_JSON.
func tell(b *testing.B, t *table) {
	b.Helper()
	var out bytes.Buffer
	t.write(&out)
	say("\n%s", out.String())
	path := os.Getenv("AGORA_PEERS_JSON")
	if path == "" {
		return
	}
	text, err := json.MarshalIndent(t, "", "  ")
	if err == nil {
		err = os.WriteFile(path, text, 0o644)
	}
	if err != nil {
		b.Fatal(err)
	}
}

// say tells at once how it goes; what a benchmark logs comes at its end.
func say(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) }

// gather makes ready what can be compared here, and says what can't, and why.
func gather(b *testing.B, folder string) []*platform {
	b.Helper()
	dir := b.TempDir()
	g := newGoods()
	catalogue, table := filepath.Join(dir, "goods.json"), filepath.Join(dir, "goods.csv")
	if err := g.writeJSON(catalogue); err != nil {
		b.Fatal(err)
	}
	if err := g.writeCSV(table); err != nil {
		b.Fatal(err)
	}
	database := postgres(b)
	program := filepath.Join(dir, "agora")
	if out, err := exec.Command("go", "build", "-o", program, "agora").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	list := []*platform{agora(b, program, table, "Agora, SQLite", ""), agora(b, program, table, "Agora, PostgreSQL", database("agora"))}
	cache := redis(b)
	for _, peer := range []struct {
		name  string
		speak dialect
	}{{"vendure", &vendure{}}, {"medusa", &medusa{folder: filepath.Join(folder, "medusa")}}} {
		name := peer.name
		at := filepath.Join(folder, name)
		wanted, _ := os.ReadFile(filepath.Join(name, "package-lock.json"))
		has, err := os.ReadFile(filepath.Join(at, "node_modules", ".fetched"))
		switch {
		case err != nil || !bytes.Equal(has, wanted):
			say("%s is left out: not installed in %s; make bench-peers brings it from the npm registry, or: cp bench/peers/%s/* %s && cd %s && npm ci --ignore-scripts && cp package-lock.json node_modules/.fetched", name, at, name, at, at)
			continue
		case name == "medusa" && cache == "":
			say("medusa is left out: its guide to production asks for Redis, which is not installed (Debian: redis-server)")
			continue
		}
		p := &platform{name: name, speak: peer.speak, port: freePort(b), ready: "/health"}
		address := database(name)
		command := func(url string, args ...string) *exec.Cmd {
			c := exec.Command("node", append([]string{"peer.mjs"}, args...)...)
			c.Dir = at
			c.Env = append(os.Environ(), "NODE_ENV=production", "DATABASE_URL="+url, "REDIS_URL="+cache, "PORT="+strconv.Itoa(p.port))
			return c
		}
		p.load = []*exec.Cmd{command(address+hasty, "load", catalogue)}
		p.serve = command(address, "serve")
		list = append(list, p)
	}
	return list
}

// hasty lets commits of the filling, which nobody measures, not wait for the
// disk.
const hasty = "?options=-c%20synchronous_commit%3Doff"

// agora is our own: the demo, whose play money a guest can pay with, and the
// goods in one of its shops.
func agora(b *testing.B, program, table, name, database string) *platform {
	b.Helper()
	p := &platform{name: name, port: freePort(b), ready: "/healthz"}
	common := []string{"--data", filepath.Join(b.TempDir(), "data"), "--listen", "127.0.0.1:" + strconv.Itoa(p.port), "--dev"}
	if database != "" {
		common = append(common, "--database", database)
	}
	with := func(args ...string) *exec.Cmd { return exec.Command(program, append(common, args...)...) }
	filled := fmt.Sprintf(`"$@" demo & pid=$!; until curl -sf %s/healthz >/dev/null; do sleep 0.1; done; kill -INT $pid; wait $pid`, p.address())
	p.load = []*exec.Cmd{exec.Command("sh", append([]string{"-c", filled, "sh", program}, common...)...), with("import", "catalog", "--shop", "felt", table)}
	p.serve = with("demo")
	return p
}
