package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	_ "github.com/jackc/pgx/v5/stdlib" // driver "pgx"
)

// The advisory lock makes writers of several nodes on one database take turns,
// so that ids rise in commit order there too.
var postgres = engine{
	name:      "postgres",
	beginRead: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
	begin:     []string{"BEGIN", "SELECT pg_advisory_xact_lock(4182026)"},
	rewrite:   func(q string) string { return q },
	ddl:       func(s string) string { return strings.ReplaceAll(s, "/*clustered*/", "") },
	retry: func(err error) bool {
		var e *pgconn.PgError
		return errors.As(err, &e) && (e.Code == "40001" || e.Code == "40P01")
	},
	away: postgresAway,
}

// postgresAway tells a server that is gone, going, full or for reading only, and
// a connection that broke, from a statement that is wrong.
func postgresAway(err error) bool {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return false // who asked has gone
	}
	var said *pgconn.PgError
	if errors.As(err, &said) {
		switch said.Code[:2] {
		case "08", "53", "57", "58": // connection, resources, operator's intervention, system
			return true
		}
		return said.Code == "25006" // read only, as a stand-by is
	}
	var way net.Error
	var connect *pgconn.ConnectError
	return errors.As(err, &way) || errors.As(err, &connect) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) || pgconn.SafeToRetry(err)
}

func openPostgres(address string) (*sql.DB, error) { return sql.Open("pgx", address) }
