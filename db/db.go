package db

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// engine is what differs between SQLite and PostgreSQL, and nothing else.
type engine struct {
	name      string // "sqlite" or "postgres"
	beginRead string
	begin     []string // starts the writer's batch and waits for writers of other nodes
	rewrite   func(query string) string
	ddl       func(statement string) string
	retry     func(error) bool // whether the whole batch may be run again
	away      func(error) bool // whether what is below failed: the disk, the server, the way to it
}

// DB is an open database.
type DB struct {
	engine     engine
	pool       *sql.DB
	readers    chan *conn // idle read connections; its size bounds reads at once
	queue      chan *write
	done       chan struct{} // closed when the writer has stopped
	closed     chan struct{} // closed when no read may begin any more
	gate       sync.RWMutex  // held for reading while a write enters the queue
	shut       bool          // no more writes
	wary       int           // the writer's: batches to come that have savepoints
	rehearse   bool
	ids        *ids
	path       string // SQLite file, "" otherwise
	stats      Stats
	watch      atomic.Pointer[func(string)]
	stop       context.CancelFunc
	background sync.WaitGroup
	clock      func() time.Time
}

// Options are the few things a caller may vary.
type Options struct {
	Clock    func() time.Time // time.Now when nil; tests set it
	MaxBatch int              // closures in one commit; 256 when 0, 1 turns grouping off
	Rehearse bool             // for tests: each closure runs once in vain before, as where one beside it fails
}

// Open opens target: a path ending in .db, or a postgres:// address. Missing
// SQLite files are created.
func Open(ctx context.Context, target string, o Options) (*DB, error) {
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.MaxBatch == 0 {
		o.MaxBatch = 256
	}
	d := &DB{clock: o.Clock, rehearse: o.Rehearse, ids: &ids{}, queue: make(chan *write, 1024), done: make(chan struct{}), closed: make(chan struct{})}
	var err error
	if strings.HasPrefix(target, "postgres://") || strings.HasPrefix(target, "postgresql://") {
		d.engine = postgres
		d.pool, err = openPostgres(target)
	} else {
		d.engine = sqlite
		if d.path, err = filepath.Abs(target); err == nil {
			d.pool, err = openSQLite(d.path)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	if err := d.start(ctx, o); err != nil {
		d.pool.Close()
		return nil, fmt.Errorf("open database: %w", err)
	}
	return d, nil
}

func (d *DB) start(ctx context.Context, o Options) error {
	n := runtime.GOMAXPROCS(0)
	d.pool.SetMaxOpenConns(n + 3) // readers, the writer, the checkpointer, a backup
	d.pool.SetMaxIdleConns(n + 3)
	writer, err := d.connect(ctx)
	if err != nil {
		return err
	}
	d.readers = make(chan *conn, n)
	for range n {
		d.readers <- &conn{}
	}
	running, stop := context.WithCancel(context.Background())
	d.stop = stop
	go d.writeLoop(writer, o.MaxBatch)
	if d.path != "" {
		d.background.Go(func() { d.checkpoints(running) })
	}
	return nil
}

// Close lets queued writes finish, then closes every connection.
func (d *DB) Close() error {
	d.gate.Lock()
	if d.shut {
		d.gate.Unlock()
		return nil
	}
	d.shut = true
	close(d.queue)
	d.gate.Unlock()
	<-d.done
	close(d.closed)
	d.stop()
	d.background.Wait()
	for range cap(d.readers) {
		(<-d.readers).close()
	}
	return d.pool.Close()
}

// Engine names the engine below, "sqlite" or "postgres", for people to read;
// no code may branch on it.
func (d *DB) Engine() string { return d.engine.name }

// Path is the SQLite file, empty on PostgreSQL.
func (d *DB) Path() string { return d.path }

// Pool gives the connection pool to the job queue, whose driver needs its own;
// nobody else may use it.
func (d *DB) Pool() *sql.DB { return d.pool }
