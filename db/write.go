package db

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync/atomic"
	"time"
)

// ErrClosed is a read or a write after Close.
var ErrClosed = errors.New("db: closed")

// ErrAway is a read or a write that failed for what is below the database: a
// disk that is full or refuses writes, a server that is down. It may be tried
// again. A write was not done; only where the way to the server broke at the
// commit itself, nobody knows, and whoever tries again needs a key for it.
var ErrAway = errors.New("db: away")

// Stats counts what was done, for metrics.
type Stats struct {
	Commits    atomic.Int64 // transactions committed
	Writes     atomic.Int64 // closures committed
	Failures   atomic.Int64 // closures rolled back
	Statements atomic.Int64 // queries and changes, in reads and in writes
}

// Stats gives the counters.
func (d *DB) Stats() *Stats { return &d.stats }

// Watch calls f with the text of every statement from now on, nil for nobody:
// so a test finds the page that asks too much. f must be quick.
func (d *DB) Watch(f func(query string)) {
	if f == nil {
		d.watch.Store(nil)
		return
	}
	d.watch.Store(&f)
}

func (d *DB) note(query string) {
	d.stats.Statements.Add(1)
	if f := d.watch.Load(); f != nil {
		(*f)(query)
	}
}

// write is one queued closure and the answer to its caller.
type write struct {
	ctx    context.Context
	f      func(*Tx) error
	after  []func()
	err    error
	answer chan struct{}
}

// Write runs f in the writer and returns after its commit is on disk, or with
// f's own error after rolling back what f did. f may be run more than once.
// A context that ends before f began cancels it; later it no longer can.
func (d *DB) Write(ctx context.Context, f func(*Tx) error) error {
	if s, ok := ctx.Value(d).(*snapshot); ok {
		s.end()
	}
	w := &write{ctx: ctx, f: f, answer: make(chan struct{})}
	if err := d.enqueue(w); err != nil {
		return err
	}
	<-w.answer
	if w.err != nil {
		d.stats.Failures.Add(1)
		return d.told(w.err)
	}
	for _, f := range w.after {
		f()
	}
	return nil
}

// told marks, once, what is not the caller's doing.
func (d *DB) told(err error) error {
	if err != nil && !errors.Is(err, ErrAway) && d.engine.away(err) {
		return fmt.Errorf("%w: %w", ErrAway, err)
	}
	return err
}

func (d *DB) enqueue(w *write) error {
	d.gate.RLock()
	defer d.gate.RUnlock()
	if d.shut {
		return ErrClosed
	}
	d.queue <- w
	return nil
}

// writeLoop takes what has queued up while the last commit ran, and commits it
// as one transaction.
func (d *DB) writeLoop(c *conn, max int) {
	defer close(d.done)
	defer c.close()
	batch := make([]*write, 0, max)
	for first := range d.queue {
		batch = append(batch[:0], first)
		for more := true; more && len(batch) < max; {
			select {
			case w, ok := <-d.queue:
				if more = ok; ok {
					batch = append(batch, w)
				}
			default:
				more = false
			}
		}
		d.commit(c, batch)
		for _, w := range batch {
			close(w.answer)
		}
	}
}

// errUndone is a closure that failed in a batch without savepoints: all of it has
// to be undone.
var errUndone = errors.New("db: a closure of the batch failed")

// wary is how many batches have savepoints after a closure failed: those who come
// to a sale that is over fail together.
const wary = 20

// commit runs a batch to its end: committed, or every closure with an error.
// Closures that fail are rare, and within a savepoint SQLite takes a time for each
// statement that grows with all that was written. So a batch goes without, and
// runs anew with savepoints where one of several fails.
func (d *DB) commit(c *conn, batch []*write) {
	const attempts = 5
	d.wary = max(0, d.wary-1)
	if d.rehearse {
		_, _ = d.work(c, batch, true)
		c.control("ROLLBACK")
	}
	for attempt := 1; ; attempt++ {
		asked, err := d.tryCommit(c, batch, d.wary > 0 && len(batch) > 1)
		if err == nil {
			d.stats.Commits.Add(1)
			return
		}
		c.control("ROLLBACK")
		if errors.Is(err, errUndone) {
			if len(batch) == 1 {
				return
			}
			d.wary = wary
			continue
		}
		if attempt < attempts && d.engine.retry(err) {
			time.Sleep(time.Duration(attempt*attempt) * time.Millisecond)
			continue
		}
		fresh := d.reconnect(c)
		if attempt == 1 && fresh && !asked && d.engine.away(err) {
			continue // the connection was old, as after a restart of the server
		}
		for _, w := range batch {
			w.err = fmt.Errorf("commit: %w", err)
		}
		return
	}
}

// reconnect replaces a connection after a failure nobody expected: it may be
// broken, and its statements with it. It reports whether there is another.
func (d *DB) reconnect(c *conn) bool {
	fresh, err := d.connect(context.Background())
	if err == nil {
		c.close()
		*c = *fresh
	}
	return err == nil
}

// tryCommit runs a batch once. asked says that the commit was asked for: when it
// fails, it may yet be done.
func (d *DB) tryCommit(c *conn, batch []*write, savepoints bool) (asked bool, err error) {
	done, err := d.work(c, batch, savepoints)
	if err != nil {
		return false, err
	}
	if err := c.control("COMMIT"); err != nil {
		return true, err
	}
	d.stats.Writes.Add(done)
	return true, nil
}

// work runs the closures of a batch in a new transaction, and gives how many have
// something to commit.
func (d *DB) work(c *conn, batch []*write, savepoints bool) (done int64, err error) {
	for _, start := range d.engine.begin {
		if err := c.control(start); err != nil {
			return 0, err
		}
	}
	now := d.clock().UTC().Truncate(time.Microsecond)
	for _, w := range batch {
		if w.err = w.ctx.Err(); w.err != nil {
			continue // it did not begin
		}
		tx := &Tx{Now: now, conn: c, ids: d.ids}
		if savepoints {
			if err := c.control("SAVEPOINT one"); err != nil {
				return 0, err
			}
		}
		if w.err = run(w, tx); w.err != nil {
			if d.engine.retry(w.err) || d.engine.away(w.err) {
				return 0, w.err // the engine may have rolled back all of it by itself
			}
			if !savepoints {
				return 0, errUndone
			}
			if err := c.control("ROLLBACK TO SAVEPOINT one"); err != nil {
				return 0, err
			}
		}
		if savepoints {
			if err := c.control("RELEASE SAVEPOINT one"); err != nil {
				return 0, err
			}
		}
		if w.err == nil {
			w.after = tx.after
			done++
		}
	}
	return done, nil
}

// run calls a closure; a panic in it fails that closure only.
func run(w *write, tx *Tx) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic in a transaction: %v\n%s", p, debug.Stack())
		}
	}()
	return w.f(tx)
}
