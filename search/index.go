package search

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"

	"agora/memo"

	sqlite "modernc.org/sqlite" // the index is a file of its own on every node, whatever its database
)

// foldingVersion changes when what is written in the index does: folding,
// concepts or columns. An index of another version is made anew.
const foldingVersion = 4

// indexTables are the index. The full text keeps no text: words of title and
// body in their forms, how those of the title begin, concepts, and tags (shop,
// country, shelf, attributes) by which filters cut. Goods are the card of each, for ranking, facets and sorting.
// A doc's number is its band and a falling count, so that the lowest are the best
// and the newest: the full text walks its lists upwards faster than downwards.
var indexTables = []string{
	`CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID`,
	`CREATE VIRTUAL TABLE words USING fts5 (title_exact, title_latin, begins, concept, body_exact, body_latin, tags,
		content='', contentless_delete=1, detail=column, tokenize="ascii tokenchars '_'")`,
	`CREATE TABLE goods (doc INTEGER PRIMARY KEY, product INTEGER NOT NULL UNIQUE, version INTEGER NOT NULL, print INTEGER NOT NULL,
		currency TEXT NOT NULL, price INTEGER NOT NULL, card BLOB NOT NULL) STRICT`,
	`CREATE TABLE vocabulary (form TEXT PRIMARY KEY, sounds TEXT NOT NULL) STRICT, WITHOUT ROWID`,
	`CREATE TABLE spoken (exact TEXT PRIMARY KEY, seen INTEGER NOT NULL) STRICT, WITHOUT ROWID`,
	`CREATE TABLE missed (query TEXT PRIMARY KEY, seen INTEGER NOT NULL, last INTEGER NOT NULL) STRICT, WITHOUT ROWID`,
}

// Index finds products by words. It is a file that can be thrown away: Rebuild
// makes it from the tables. Its methods may be called at once.
type Index struct {
	path     string
	synonyms *Synonyms

	mu    sync.RWMutex // held for reading by whoever uses file, for writing by what replaces it
	file  *file
	lost  bool       // the file is closed, since none could be opened in its place
	write sync.Mutex // one writer

	missing missing
}

// file is an open index file.
type file struct {
	pool   *sql.DB
	words  *vocabulary
	cards  cards
	kept   kept
	cursor atomic.Int64
	ready  bool // it was built whole by this folding
}

// ErrNotReady is a question to an index that is still being built.
var ErrNotReady = errors.New("search: the index is not built yet")

// OpenIndex opens the index at path, making an empty one when there is none. An
// index of another folding is there but not Ready until it is built anew.
func OpenIndex(path string, synonyms *Synonyms) (*Index, error) {
	f, err := openOrMake(path)
	if err != nil {
		return nil, fmt.Errorf("search: open index: %w", err)
	}
	return &Index{path: path, synonyms: synonyms, file: f}, nil
}

// openOrMake opens the file at path, and another in the place of a broken one.
func openOrMake(path string) (*file, error) {
	f, err := openFile(path)
	var broken *sqlite.Error
	if errors.As(err, &broken) { // nothing in it is dear
		removeFile(path)
		f, err = openFile(path)
	}
	return f, err
}

// Close closes the file.
func (x *Index) Close() error {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.file.close()
}

// Warm waits until the index has brought into memory what it keeps there. It
// answers before, too, but slower.
func (x *Index) Warm(ctx context.Context) error {
	x.mu.RLock()
	filled := x.file.cards.filled
	x.mu.RUnlock()
	select {
	case <-filled:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Ready reports whether the index may answer.
func (x *Index) Ready() bool {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.file.ready
}

// Cursor gives the event up to which the index knows the tables.
func (x *Index) Cursor() int64 {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.file.cursor.Load()
}

// Size gives the bytes of the file and how many products are in it.
func (x *Index) Size() (bytes, products int64, err error) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	if s, err := os.Stat(x.path); err == nil {
		bytes = s.Size()
	}
	err = x.file.pool.QueryRow("SELECT COUNT(*) FROM goods").Scan(&products)
	return bytes, products, err
}

// openFile opens or makes a file for reading and writing beside each other.
func openFile(path string) (*file, error) {
	f, err := open(path, "journal_mode(WAL)", "synchronous(NORMAL)", "cache_size(-64000)")
	if err != nil {
		return nil, err
	}
	ctx, stop := context.WithCancel(context.Background())
	f.cards.stop = stop
	if f.ready {
		f.cards.pages = map[int64]*cardPage{}
		go f.fill(ctx)
	} else {
		close(f.cards.filled)
	}
	return f, nil
}

func (f *file) close() error {
	f.cards.stop()
	<-f.cards.filled
	return f.pool.Close()
}

func open(path string, pragmas ...string) (*file, error) {
	pragmas = append(pragmas, "busy_timeout(10000)", "temp_store(MEMORY)", "trusted_schema(OFF)")
	pool, err := sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?"+url.Values{"_pragma": pragmas}.Encode())
	if err != nil {
		return nil, err
	}
	n := runtime.GOMAXPROCS(0) + 1
	pool.SetMaxOpenConns(n)
	pool.SetMaxIdleConns(n)
	f := &file{pool: pool, words: newVocabulary(), cards: cards{filled: make(chan struct{})}, kept: kept{found: memo.New[question, Found](keptMost / 2)}}
	if err := f.load(); err != nil {
		pool.Close()
		return nil, err
	}
	return f, nil
}

// load reads where the file stands and the words it knows.
func (f *file) load() error {
	var tables int
	if err := f.pool.QueryRow("SELECT COUNT(*) FROM sqlite_schema WHERE name = 'missed'").Scan(&tables); err != nil {
		return err
	}
	if tables == 0 {
		return f.create()
	}
	version, err := f.meta("version")
	if err != nil {
		return err
	}
	cursor, err := f.meta("cursor")
	if err != nil {
		return err
	}
	f.cursor.Store(cursor)
	built, err := f.meta("built")
	if err != nil {
		return err
	}
	f.ready = version == foldingVersion && built == 1
	if !f.ready {
		return nil
	}
	return f.words.load(f.pool)
}

func (f *file) create() error {
	tx, err := f.pool.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for _, t := range indexTables {
		if _, err := tx.Exec(t); err != nil {
			return err
		}
	}
	if err := setMeta(tx, "version", foldingVersion); err != nil {
		return err
	}
	return tx.Commit()
}

// meta reads a number that the file remembers, 0 when it does not.
func (f *file) meta(name string) (n int64, err error) {
	var text string
	err = f.pool.QueryRow("SELECT value FROM meta WHERE name = ?", name).Scan(&text)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	return strconv.ParseInt(text, 10, 64)
}

func setMeta(tx *sql.Tx, name string, n int64) error {
	_, err := tx.Exec("INSERT INTO meta (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2", name, strconv.FormatInt(n, 10))
	return err
}

// removeFile removes a file of SQLite with what lies beside it.
func removeFile(path string) {
	for _, end := range []string{"", "-wal", "-shm", "-journal"} {
		_ = os.Remove(path + end)
	}
}
