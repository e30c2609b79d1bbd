// Package goods is the double-entry ledger on which relief goods move: what money is
// to package ledger, units of a lot are here.
//
// A move has two or more lines and sums to zero for each lot: what comes to one
// account leaves another. Nothing is changed or removed; a mistake is reversed by
// another move, once.
//
// Tables: goods_lots (what is of one item, batch and day of expiry), goods_moves,
// goods_lines, goods_stock (rebuilt from lines by Check). All are keyed by a book: the
// crisis that the goods belong to.
//
// Invariants, each enforced by the database or proved by Check:
//   - every move sums to zero by lot;
//   - a place, a package and what was written off never hold less than nothing;
//   - what is expired or recalled leaves a place only to be written off, and comes to
//     one only with a reason, whoever asks and by whatever page;
//   - a move is reversed at most once;
//   - a stock is the sum of its lines.
//
// So over any history of a book: units that came in = units in places and packages +
// given + written off.
package goods
