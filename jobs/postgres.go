package jobs

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
)

// cluster is the queue in the node's PostgreSQL database.
type cluster struct{ pool *pgxpool.Pool }

func openPostgres(ctx context.Context, w *river.Workers, o Options) (store, error) {
	pool, err := pgxpool.New(ctx, o.Target)
	if err != nil {
		return nil, err
	}
	q, err := assemble(ctx, riverpgxv5.New(pool), ground[pgx.Tx](cluster{pool}), w, o)
	if err != nil {
		pool.Close()
		return nil, err
	}
	return q, nil
}

func (c cluster) in(ctx context.Context, do func(pgx.Tx) error) error {
	return pgx.BeginFunc(ctx, c.pool, do)
}

func (c cluster) exec(ctx context.Context, tx pgx.Tx, query string, args ...any) (int64, error) {
	tag, err := tx.Exec(ctx, query, args...)
	return tag.RowsAffected(), err
}

func (c cluster) ints(ctx context.Context, query string, row func(func(...any) error) error) error {
	rows, err := c.pool.Query(ctx, query)
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

// adopt leaves running jobs alone: they may be another node's. The library
// frees those that run for too long.
func (c cluster) adopt(context.Context) error { return nil }

func (c cluster) backup(context.Context, string) error {
	return errors.New("backup: the jobs are in PostgreSQL and are backed up with its own pg_dump")
}

func (c cluster) close() { c.pool.Close() }
