package db

import (
	"context"
	"database/sql"
)

// conn is one pinned connection with its prepared statements. Statements are
// never dropped: their number is the number of query texts in the program.
type conn struct {
	sql        *sql.Conn
	statements map[string]*sql.Stmt
	rewrite    func(string) string
	note       func(query string)
}

func (d *DB) connect(ctx context.Context) (*conn, error) {
	c, err := d.pool.Conn(ctx)
	if err != nil {
		return nil, err
	}
	return &conn{sql: c, statements: map[string]*sql.Stmt{}, rewrite: d.engine.rewrite, note: d.note}, nil
}

func (c *conn) close() {
	if c.sql == nil {
		return
	}
	for _, s := range c.statements {
		s.Close()
	}
	c.sql.Close()
	c.sql, c.statements = nil, nil
}

// statement prepares a query once for this connection.
func (c *conn) statement(query string) (*sql.Stmt, error) {
	if s, ok := c.statements[query]; ok {
		return s, nil
	}
	s, err := c.sql.PrepareContext(context.Background(), c.rewrite(query))
	if err != nil {
		return nil, err
	}
	c.statements[query] = s
	return s, nil
}

// control runs BEGIN, COMMIT and their kind.
func (c *conn) control(query string) error {
	s, err := c.statement(query)
	if err != nil {
		return err
	}
	_, err = s.ExecContext(context.Background())
	return err
}
