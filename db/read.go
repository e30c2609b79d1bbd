package db

import (
	"context"
	"time"
)

// Read runs f on a snapshot. f must not write; what it reads does not change
// under it.
func (d *DB) Read(ctx context.Context, f func(*Tx) error) error {
	var c *conn
	select {
	case c = <-d.readers:
	case <-d.closed:
		return ErrClosed
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { d.readers <- c }()
	if err := d.beginRead(ctx, c); err != nil {
		return d.told(err)
	}
	err := f(&Tx{Now: d.clock().UTC().Truncate(time.Microsecond), conn: c, ids: d.ids})
	if end := c.control("COMMIT"); end != nil {
		c.close() // broken; the next reader of this place connects anew
		if err == nil {
			err = end
		}
	}
	return d.told(err)
}

// beginRead starts the snapshot, once more on a fresh connection when the old
// one had gone away.
func (d *DB) beginRead(ctx context.Context, c *conn) error {
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
