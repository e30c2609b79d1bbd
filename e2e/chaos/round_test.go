package chaos

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"agora/ucp/ucptest"
)

// shared is what all rounds of a run use.
type shared struct {
	program string
	cluster *cluster // nil when no round needs one
	markets map[string]*market
	client  *ucptest.Client // made at the first node; each has an endpoint of its own
	alone   sync.Mutex      // held by the round that uses the cluster
}

// round is one market that something happens to.
type round struct {
	*shared
	t       *testing.T
	number  int
	fault   *fault
	choice  *rand.Rand // of this round, the same for the same seed
	market  *market
	folder  string
	address string // of the database; "" for the embedded file
	name    string // of the database
	disk    *disk
	program *program
	clock   *clock
	url     atomic.Pointer[string]
	healed  time.Time
	startup time.Duration // how long its first start took

	memory memory
	tally  tally

	mu       sync.Mutex
	problems []string
}

// problem notes what must not be.
func (r *round) problem(format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	const enough = 10
	if len(r.problems) < enough {
		r.problems = append(r.problems, fmt.Sprintf(format, args...))
	}
}

func (r *round) well() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.problems) == 0
}

// endpoint is where the node answers, or did before it was killed.
func (r *round) endpoint() string { return *r.url.Load() + "/ucp/v1" }

// play plays the round and judges it.
func (r *round) play() {
	r.prepare()
	defer func() {
		if r.program != nil {
			r.program.kill()
		}
	}()
	if err := r.start(); err != nil {
		r.t.Fatal(err)
	}
	ctx, stop := context.WithCancel(r.t.Context())
	defer stop()
	var all sync.WaitGroup
	for i := range 2 + r.choice.IntN(9) {
		b := r.buyer(i)
		all.Go(func() { b.shop(ctx) })
	}
	err := r.until(5 + r.choice.IntN(30))
	if err == nil {
		err = r.fault.strike(r)
	}
	if err == nil {
		r.recovers(ctx)
		err = r.until(5 + r.choice.IntN(10))
	}
	stop()
	all.Wait()
	if err != nil {
		r.problem("%v", err)
		return
	}
	r.judge()
}

func (r *round) buyer(number int) *buyer {
	return &buyer{round: r, number: number, choice: rand.New(rand.NewPCG(r.choice.Uint64(), uint64(number)))}
}

// prepare gives the round its market.
func (r *round) prepare() {
	r.memory.more = make(chan struct{}, 1)
	r.market = r.markets[r.fault.engine]
	dir := ""
	if r.fault.onDisk {
		const megabytes = 96
		r.disk = newDisk(r.t, megabytes)
		dir = r.disk.at
	} else {
		dir = r.t.TempDir()
	}
	r.folder = filepath.Join(dir, "market")
	if r.market.database != "" {
		r.name = fmt.Sprintf("round_%d", r.number)
		r.address = r.cluster.address(r.name)
		r.t.Cleanup(func() { _ = r.cluster.do("postgres", "DROP DATABASE IF EXISTS "+r.name+" WITH (FORCE)") })
	}
	if err := r.copy(r.market, r.folder, r.name); err != nil {
		r.t.Fatal(err)
	}
	if r.disk != nil { // what the market came with is safe there
		if err := command("sync", "--file-system", r.disk.at); err != nil {
			r.t.Fatal(err)
		}
	}
	if r.fault.clocked {
		r.clock = &clock{}
	}
}

// launch starts the node and does not wait for it.
func (r *round) launch() (err error) {
	if r.clock != nil {
		r.program, err = r.clock.launch(r.folder)
		return err
	}
	r.program, err = launch(r.serve(r.folder, r.address))
	return err
}

// start starts the node until it answers.
func (r *round) start() error {
	began := time.Now()
	if err := r.launch(); err != nil {
		return err
	}
	url, err := r.program.address()
	if err != nil {
		return err
	}
	r.url.Store(&url)
	if r.startup == 0 {
		r.startup = time.Since(began)
	}
	return nil
}

// until waits for so many acknowledged purchases more.
func (r *round) until(n int) error {
	late := time.After(patience)
	for enough := r.acks() + n; r.acks() < enough; {
		select {
		case <-r.memory.more:
		case <-r.program.ended:
			return fmt.Errorf("the node ended by itself: %w\n%s", r.program.err, r.program.said)
		case <-late:
			return fmt.Errorf("no %d purchases within %v; the node says\n%s", n, patience, r.program.said)
		}
	}
	return nil
}

// recovers waits until somebody buys again, and notes how long that took since
// the fault was healed. Nobody helps the node but by asking.
func (r *round) recovers(ctx context.Context) {
	b := r.buyer(1000)
	for time.Since(r.healed) < patience {
		p, err := b.prepare(ctx)
		if err == nil && p == nil {
			continue
		}
		if err == nil {
			err = r.complete(ctx, p)
			r.remember(p)
		}
		if err == nil {
			r.tally.recovered = time.Since(r.healed)
			return
		}
		r.hindered(ctx, err)
	}
	r.problem("the node did not recover within %v; it says\n%s", patience, r.program.said)
}

// heal notes that from now on nothing is broken.
func (r *round) heal() { r.healed = time.Now() }
