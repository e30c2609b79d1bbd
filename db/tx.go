package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// ErrNone is a look-up that found no row.
var ErrNone = errors.New("db: no row")

// Tx is one transaction, handed to the closures of Read and Write. It is not
// safe for use by several goroutines, nor after its closure returned.
type Tx struct {
	// Now is the time of the transaction: UTC, whole microseconds.
	Now time.Time

	conn  *conn
	ids   *ids
	after []func()
}

// ID makes a new id: positive, 63 bits, rising in commit order.
func (tx *Tx) ID() int64 { return tx.ids.next(tx.Now) }

// AfterCommit runs f once the transaction is on disk, in no transaction; a
// rolled-back transaction runs nothing.
func (tx *Tx) AfterCommit(f func()) { tx.after = append(tx.after, f) }

func (tx *Tx) statement(query string) (*sql.Stmt, error) {
	tx.conn.note(query)
	return tx.conn.statement(query)
}

// Exec runs a statement and gives the number of rows it changed.
func (tx *Tx) Exec(query string, args ...any) (int64, error) {
	s, err := tx.statement(query)
	if err != nil {
		return 0, wrap(err, query)
	}
	// A statement that was begun is finished: cancelling one would take the
	// whole batch with it, so no caller's context reaches the driver.
	r, err := s.ExecContext(context.Background(), args...)
	if err != nil {
		return 0, wrap(err, query)
	}
	return r.RowsAffected()
}

// Scan reads the current row's columns into dest.
type Scan func(dest ...any) error

// Each calls f for every row of a query, in order, until f fails.
func (tx *Tx) Each(f func(Scan) error, query string, args ...any) error {
	s, err := tx.statement(query)
	if err != nil {
		return wrap(err, query)
	}
	rows, err := s.QueryContext(context.Background(), args...)
	if err != nil {
		return wrap(err, query)
	}
	defer rows.Close()
	for rows.Next() {
		if err := f(rows.Scan); err != nil {
			return err
		}
	}
	return wrap(rows.Err(), query)
}

// Row reads one row into dest; ErrNone when there is none.
func (tx *Tx) Row(query string, args []any, dest ...any) error {
	s, err := tx.statement(query)
	if err != nil {
		return wrap(err, query)
	}
	err = s.QueryRowContext(context.Background(), args...).Scan(dest...)
	if errors.Is(err, sql.ErrNoRows) {
		return ErrNone
	}
	return wrap(err, query)
}

// List collects what read makes of every row; it is nil when there are none.
func List[T any](tx *Tx, read func(Scan) (T, error), query string, args ...any) ([]T, error) {
	var list []T
	err := tx.Each(func(scan Scan) error {
		v, err := read(scan)
		list = append(list, v)
		return err
	}, query, args...)
	return list, err
}

// One gives what read makes of the first row; ErrNone when there is none.
func One[T any](tx *Tx, read func(Scan) (T, error), query string, args ...any) (T, error) {
	var one T
	found := false
	err := tx.Each(func(scan Scan) (err error) {
		if !found {
			one, err = read(scan)
			found = true
		}
		return err
	}, query, args...)
	if err == nil && !found {
		err = ErrNone
	}
	return one, err
}

// Micro gives t as the database stores it: microseconds UTC, 0 for no time.
func Micro(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

// Time reads Micro back.
func Time(micro int64) time.Time {
	if micro == 0 {
		return time.Time{}
	}
	return time.UnixMicro(micro).UTC()
}

func wrap(err error, query string) error {
	if err == nil {
		return nil
	}
	if len(query) > 120 {
		query = query[:120] + "…"
	}
	return fmt.Errorf("%w in %q", err, query)
}
