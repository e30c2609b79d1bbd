package assembly

import (
	"strings"

	"agora/db"
)

// row is where the columns of a row go, and what is made of them then. Rows of
// several tables can be read by one statement.
type row struct {
	dest []any
	done func() error
}

// read takes the rows of one scan, one after the other.
func read(scan db.Scan, rows ...row) error {
	var dest []any
	for _, r := range rows {
		dest = append(dest, r.dest...)
	}
	err := scan(dest...)
	for _, r := range rows {
		if err == nil {
			err = r.done()
		}
	}
	return err
}

// of names the columns of a table that a statement calls by a letter.
func of(letter, columns string) string {
	return letter + "." + strings.ReplaceAll(columns, ", ", ", "+letter+".")
}

// one is a row of a single column.
func one(dest any) row { return row{[]any{dest}, func() error { return nil }} }
