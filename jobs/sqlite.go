package jobs

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"strings"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	_ "modernc.org/sqlite" // driver "sqlite"
)

// file is the queue's own SQLite file.
type file struct{ pool *sql.DB }

// openSQLite opens the file with one connection, as the queue library asks.
// Its commits need no fsync: jobs and cursor are lost together, and relayed
// again from the event log, which is on disk.
func openSQLite(ctx context.Context, w *river.Workers, o Options) (store, error) {
	pragmas := url.Values{"_pragma": {"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(NORMAL)", "cache_size(-2000)", "temp_store(MEMORY)"}}
	pool, err := sql.Open("sqlite", "file:"+(&url.URL{Path: o.Target}).EscapedPath()+"?"+pragmas.Encode())
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(1)
	q, err := assemble(ctx, riversqlite.New(pool), ground[*sql.Tx](file{pool}), w, o)
	if err != nil {
		pool.Close()
		return nil, err
	}
	return q, nil
}

// adopt frees the jobs that were running when the process died: the file has
// one node that serves from it, so nobody else is running them.
func (f file) adopt(ctx context.Context) error {
	_, err := f.pool.ExecContext(ctx, `UPDATE river_job SET state = 'available' WHERE state = 'running'`)
	return err
}

func (f file) in(ctx context.Context, do func(*sql.Tx) error) error {
	tx, err := f.pool.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := do(tx); err != nil {
		return err
	}
	return tx.Commit()
}

func (f file) exec(ctx context.Context, tx *sql.Tx, query string, args ...any) (int64, error) {
	r, err := tx.ExecContext(ctx, strings.ReplaceAll(query, "$", "?"), args...)
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

func (f file) ints(ctx context.Context, query string, row func(func(...any) error) error) error {
	rows, err := f.pool.QueryContext(ctx, query)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := row(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

func (f file) backup(ctx context.Context, to string) error {
	if _, err := os.Stat(to); err == nil {
		return fmt.Errorf("backup: %s exists", to)
	}
	_, err := f.pool.ExecContext(ctx, "VACUUM INTO ?", to)
	return err
}

func (f file) close() { f.pool.Close() }
