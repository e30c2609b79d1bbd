package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"strings"
	"time"

	sqlitedriver "modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

var sqlite = engine{
	name:      "sqlite",
	beginRead: "BEGIN",
	begin:     []string{"BEGIN IMMEDIATE"},
	rewrite:   func(q string) string { return strings.ReplaceAll(q, "$", "?") },
	ddl:       sqliteDDL,
	retry: func(err error) bool {
		var e *sqlitedriver.Error
		return errors.As(err, &e) && e.Code()&0xff == sqlite3.SQLITE_BUSY
	},
	away: func(err error) bool {
		var e *sqlitedriver.Error
		if !errors.As(err, &e) {
			return false
		}
		switch e.Code() & 0xff {
		case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN:
			return true
		}
		return false
	},
}

// sqliteDDL makes tables strict (text in a number column is refused) and
// stores them in primary-key order where asked.
func sqliteDDL(s string) string {
	s = strings.ReplaceAll(s, "BIGINT", "INTEGER")
	s = strings.ReplaceAll(s, "/*wide*/", "STRICT")
	return strings.ReplaceAll(s, "/*clustered*/", "STRICT, WITHOUT ROWID")
}

// openSQLite opens a file with the measured settings: WAL, one fsync a commit,
// checkpoints left to the background until the log grows past 64 MiB.
func openSQLite(path string) (*sql.DB, error) {
	pragmas := url.Values{"_pragma": {
		"busy_timeout(10000)",
		"journal_mode(WAL)",
		"synchronous(FULL)",
		"foreign_keys(ON)",
		"wal_autocheckpoint(16384)",
		"temp_store(MEMORY)",
		"cache_size(-8000)", // KiB a connection
		"trusted_schema(OFF)",
	}}
	return sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?"+pragmas.Encode())
}

// checkpoints moves the log into the file every quarter second while there are
// commits, so that no commit has to.
func (d *DB) checkpoints(ctx context.Context) {
	tick := time.NewTicker(250 * time.Millisecond)
	defer tick.Stop()
	var c *conn
	seen := d.stats.Commits.Load()
	for {
		select {
		case <-ctx.Done():
			if c != nil {
				c.close()
			}
			return
		case <-tick.C:
		}
		if now := d.stats.Commits.Load(); now != seen {
			seen = now
			if c == nil {
				var err error
				if c, err = d.connect(ctx); err != nil {
					c = nil
					continue
				}
			}
			if err := c.control("PRAGMA wal_checkpoint(PASSIVE)"); err != nil {
				slog.Warn("checkpoint", "err", err)
			}
		}
	}
}

// Backup writes a consistent copy of a SQLite database to a new file while the
// node serves.
func (d *DB) Backup(ctx context.Context, to string) error {
	if d.path == "" {
		return errors.New("backup: PostgreSQL is backed up with its own pg_dump")
	}
	if _, err := os.Stat(to); err == nil {
		return fmt.Errorf("backup: %s exists", to)
	}
	_, err := d.pool.ExecContext(ctx, "VACUUM INTO ?", to)
	return err
}

// Sound runs SQLite's own integrity check; PostgreSQL has none to run.
func (d *DB) Sound(ctx context.Context) error {
	if d.path == "" {
		return nil
	}
	var word string
	if err := d.pool.QueryRowContext(ctx, "PRAGMA integrity_check(1)").Scan(&word); err != nil {
		return err
	}
	if word != "ok" {
		return errors.New("integrity check: " + word)
	}
	return nil
}
