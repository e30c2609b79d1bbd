// Package db opens the one database of a node and runs every read and write
// on it. It is the only package that knows which engine is below: an embedded
// SQLite file by default, PostgreSQL when told.
//
// Tables: schema_steps (which migration steps have run).
//
// Invariants:
//   - One writer. Closures given to Write run one after another, many in one
//     transaction; one commit with one fsync answers them all. One that fails
//     is undone alone: those beside it run again. So a closure does no outside
//     I/O and leaves nothing of a run to the next; effects go to Tx.AfterCommit.
//   - An answered Write is on disk (synchronous=FULL).
//   - Reads see one snapshot and never more run at once than there are cores:
//     unthrottled readers starve the writer.
//   - Tx.Now is the only clock inside a transaction, and ids from Tx.ID rise
//     in commit order.
//
// SQL is one text for both engines with $n placeholders, BIGINT and TEXT only.
// In DDL the comment /*clustered*/ after a table's closing parenthesis asks
// SQLite to store rows in primary-key order, /*wide*/ to store them as they come:
// of a row in key order it keeps at most a quarter of a page in its place, so
// that rows of kilobytes make a deep tree and a page of their own each.
package db
