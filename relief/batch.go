package relief

import (
	"slices"
	"strings"

	"agora/db"
)

// batch is how many rows one statement writes, or names. Statements are kept by their
// text, so a rest goes in halves of it: there are few texts.
const batch = 256

// insertAll inserts rows, many by one statement; end is what stands after them.
func insertAll(tx *db.Tx, table, columns string, rows [][]any, end string) error {
	for n := batch; len(rows) > 0; {
		for n > len(rows) {
			n /= 2
		}
		if _, err := tx.Exec("INSERT INTO "+table+" ("+columns+") VALUES "+db.Places(n, len(rows[0]))+end, slices.Concat(rows[:n]...)...); err != nil {
			return err
		}
		rows = rows[n:]
	}
	return nil
}

// inBatches runs a statement for ids, many at a time: in is their places, "($3,$4)",
// after those of other arguments, and args are all arguments.
func inBatches[ID ~int64](ids []ID, others []any, do func(in string, args []any) error) error {
	for n := batch; len(ids) > 0; {
		for n > len(ids) {
			n /= 2
		}
		places, args := make([]string, n), slices.Clone(others)
		for i, id := range ids[:n] {
			args = append(args, int64(id))
			places[i] = db.Place(len(args))
		}
		if err := do("("+strings.Join(places, ",")+")", args); err != nil {
			return err
		}
		ids = ids[n:]
	}
	return nil
}
