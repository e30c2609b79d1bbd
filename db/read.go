package db

import (
	"context"
	"errors"
	"time"
)

// Read runs f on a snapshot. f must not write; what it reads does not change
// under it. Reads with a context of Snapshot share one.
func (d *DB) Read(ctx context.Context, f func(*Tx) error) (err error) {
	if s, ok := ctx.Value(d).(*snapshot); ok {
		return s.read(ctx, f)
	}
	tx, err := d.begin(ctx)
	if err != nil {
		return err
	}
	defer func() {
		if end := d.end(tx); err == nil {
			err = end
		}
	}()
	return d.told(f(tx))
}

// Snapshot gives a context whose reads see one snapshot, which the first of
// them begins, and what ends it: a beginning and an end cost as much as a small
// read. A Write ends it too, and reads after it see what was written. Its reads
// come one after another; whoever holds one does nothing slow outside.
func (d *DB) Snapshot(ctx context.Context) (context.Context, func()) {
	s := &snapshot{d: d}
	return context.WithValue(ctx, d, s), s.end
}

// snapshot is what the reads of a context share.
type snapshot struct {
	d     *DB
	tx    *Tx // nil while none has begun
	depth int // of reads within reads
}

func (s *snapshot) read(ctx context.Context, f func(*Tx) error) (err error) {
	if s.tx == nil {
		if s.tx, err = s.d.begin(ctx); err != nil {
			return err
		}
	}
	s.depth++
	defer func() {
		if s.depth--; err != nil && !errors.Is(err, ErrNone) {
			s.end() // a statement that failed may have broken it
		}
	}()
	return s.d.told(f(s.tx))
}

func (s *snapshot) end() {
	if s.tx != nil && s.depth == 0 {
		_ = s.d.end(s.tx) // what was read was read
		s.tx = nil
	}
}

// begin starts a snapshot on an idle connection, once there is one.
func (d *DB) begin(ctx context.Context) (*Tx, error) {
	var c *conn
	select {
	case c = <-d.readers:
	case <-d.closed:
		return nil, ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if err := d.beginOn(ctx, c); err != nil {
		d.readers <- c
		return nil, d.told(err)
	}
	return &Tx{Now: d.clock().UTC().Truncate(time.Microsecond), conn: c, ids: d.ids}, nil
}

// end ends a snapshot and gives its connection back.
func (d *DB) end(tx *Tx) error {
	err := tx.conn.control("COMMIT")
	if err != nil {
		tx.conn.close() // broken; the next reader of this place connects anew
	}
	d.readers <- tx.conn
	return d.told(err)
}

// beginOn begins, once more on a fresh connection when the old one had gone away.
func (d *DB) beginOn(ctx context.Context, c *conn) error {
	if c.sql != nil {
		if c.control(d.engine.beginRead) == nil {
			return nil
		}
		c.close()
	}
	fresh, err := d.connect(ctx)
	if err != nil {
		return err
	}
	*c = *fresh
	return c.control(d.engine.beginRead)
}
