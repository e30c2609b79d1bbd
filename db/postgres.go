package db

import (
	"database/sql"
	"errors"
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
}

func openPostgres(address string) (*sql.DB, error) { return sql.Open("pgx", address) }
