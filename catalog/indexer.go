package catalog

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"agora/db"
	"agora/hs"
	"agora/search"
)

// Indexer keeps the search index like the tables. It follows the event log from
// a cursor that the index keeps in the same transaction as what it learned, and
// reads the tables anew for each product that an event touches; so an event may
// come twice, late, or again after a crash.
type Indexer struct {
	service *Service
	path    string
	log     *slog.Logger

	index    atomic.Pointer[search.Index]
	turn     sync.Mutex   // one reads and writes at a time, so that what is older is never written later
	caught   atomic.Int64 // commits when everything was read
	building atomic.Bool
	stale    atomic.Bool // it wants to be built anew
	builds   sync.WaitGroup
}

// NewIndexer makes what keeps the index at path. Nothing is opened before Run.
func (s *Service) NewIndexer(path string, log *slog.Logger) *Indexer {
	i := &Indexer{service: s, path: path, log: log}
	s.indexer.Store(i)
	return i
}

// Concepts are those by which goods are found in other languages. They are made
// once, when first asked for.
var Concepts = sync.OnceValue(func() *search.Synonyms {
	return search.NewSynonyms(slices.Concat(search.Goods(), hs.Concepts()))
})

// Run opens the index, builds it in the background when it is not there or of
// another folding, and follows the events until ctx ends: soon after this
// node's commits, and once a second for those of others.
func (i *Indexer) Run(ctx context.Context) {
	const look, anyway = 100 * time.Millisecond, 10
	defer i.Close()
	tick := time.NewTicker(look)
	defer tick.Stop()
	for n := anyway; ; n++ {
		if n >= anyway || i.index.Load() != nil && i.service.db.Stats().Commits.Load() != i.caught.Load() {
			n = 0
			if err := i.step(ctx); err != nil && ctx.Err() == nil {
				i.log.Error("search index", "err", err)
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Open opens the index for searches, and takes one that was built meanwhile.
func (i *Indexer) Open() error {
	x, err := search.OpenIndex(i.path, Concepts())
	if err != nil {
		return err
	}
	if _, err := x.Swap(); err != nil {
		return errors.Join(err, x.Close())
	}
	i.index.Store(x)
	return nil
}

// Close closes it when no build runs any more.
func (i *Indexer) Close() error {
	i.builds.Wait()
	x := i.index.Swap(nil)
	if x == nil {
		return nil
	}
	i.turn.Lock()
	defer i.turn.Unlock()
	return x.Close()
}

// step opens the index unless it is open, takes a new one that waits, begins one
// when there is none, and catches up. A disk that refuses any of it is tried
// again at the next step.
func (i *Indexer) step(ctx context.Context) error {
	if i.index.Load() == nil {
		if err := i.Open(); err != nil {
			return err
		}
	}
	x := i.index.Load()
	i.turn.Lock()
	taken, err := x.Swap()
	i.turn.Unlock()
	if err != nil {
		return err
	}
	if taken {
		i.log.Info("search index taken")
	}
	if !x.Ready() || i.stale.Load() {
		i.rebuildBeside(ctx)
	}
	if err := x.KeepMissed(time.Now()); err != nil {
		return err
	}
	return i.CatchUp(ctx)
}

// rebuildBeside builds while the node serves, once at a time.
func (i *Indexer) rebuildBeside(ctx context.Context) {
	if !i.building.CompareAndSwap(false, true) {
		return
	}
	i.stale.Store(false)
	i.builds.Go(func() {
		defer i.building.Store(false)
		began := time.Now()
		n, err := i.Rebuild(ctx)
		if err != nil {
			if ctx.Err() == nil {
				i.log.Error("search index: build", "err", err)
			}
			return
		}
		i.log.Info("search index built", "products", n, "took", time.Since(began).Round(time.Millisecond))
	})
}

// Rebuild makes the index from the tables, beside the one that answers, and
// gives the number of products. Whoever serves from the folder takes it soon.
func (i *Indexer) Rebuild(ctx context.Context) (n int, err error) {
	var cursor int64
	err = i.service.db.Read(ctx, func(tx *db.Tx) error {
		return tx.Row("SELECT COALESCE(MAX(event_id), 0) FROM events", nil, &cursor)
	})
	if err != nil {
		return 0, err
	}
	err = search.Build(i.path, Concepts(), cursor, func(put func([]search.Document) error) error {
		pages := make(chan []search.Document, 2) // the tables are read while the page before is written
		ctx, stop := context.WithCancel(ctx)
		defer stop()
		failed := make(chan error, 1)
		go func() {
			defer close(pages)
			failed <- i.service.allDocuments(ctx, pages)
		}()
		for page := range pages {
			if err := put(page); err != nil {
				return err
			}
			n += len(page)
		}
		return <-failed
	})
	return n, err
}

// allDocuments reads what is for sale, the oldest first.
func (s *Service) allDocuments(ctx context.Context, pages chan<- []search.Document) error {
	for after := int64(0); ; {
		var list []search.Document
		var sent []Sent
		err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
			list, sent, err = s.documents(tx, "p.product_id > $1 ORDER BY p.product_id LIMIT $2", after, indexed)
			return err
		})
		if err != nil || len(list) == 0 {
			return err
		}
		if err := s.reached(ctx, list, sent); err != nil {
			return err
		}
		after = list[len(list)-1].Product
		select {
		case pages <- list:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// Lag is how far the index is behind the tables, and its size.
type Lag struct {
	Events   int64         // that are not read yet
	Behind   time.Duration // since the oldest of them
	Bytes    int64
	Products int64
	Ready    bool
}

// Lag measures; the zero Lag when there is no index.
func (i *Indexer) Lag(ctx context.Context, now time.Time) (l Lag, err error) {
	x := i.index.Load()
	if x == nil {
		return l, nil
	}
	var first int64
	err = i.service.db.Read(ctx, func(tx *db.Tx) error {
		return tx.Row("SELECT COUNT(*), COALESCE(MIN(event_id), 0) FROM events WHERE event_id > $1", []any{x.Cursor()}, &l.Events, &first)
	})
	if err != nil {
		return l, err
	}
	if l.Events > 0 {
		l.Behind = max(now.Sub(db.TimeOfID(first)), 0)
	}
	l.Ready = x.Ready()
	l.Bytes, l.Products, err = x.Size()
	return l, err
}
