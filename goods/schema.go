package goods

import "agora/db"

// Schema is the tables of this package. Units are pieces of the item's unit; expires is
// the last day on which it is good, in days since 1970-01-01, 0 for one that does not
// expire.
var Schema = db.Schema{Name: "goods", Steps: []string{`
CREATE TABLE goods_lots (
	book_id BIGINT NOT NULL,
	lot_id BIGINT NOT NULL,
	item_id BIGINT NOT NULL,
	batch TEXT NOT NULL,
	expires BIGINT NOT NULL,
	recalled TEXT NOT NULL,
	PRIMARY KEY (book_id, lot_id)
) /*clustered*/;
CREATE UNIQUE INDEX goods_lots_same ON goods_lots (book_id, item_id, batch, expires);
CREATE TABLE goods_moves (
	book_id BIGINT NOT NULL,
	move_id BIGINT NOT NULL,
	kind TEXT NOT NULL,
	subject BIGINT NOT NULL,
	reason TEXT NOT NULL,
	reverses BIGINT NOT NULL,
	PRIMARY KEY (book_id, move_id)
) /*clustered*/;
CREATE INDEX goods_moves_about ON goods_moves (book_id, kind, subject);
CREATE UNIQUE INDEX goods_moves_reversed ON goods_moves (book_id, reverses) WHERE reverses > 0;
CREATE TABLE goods_lines (
	book_id BIGINT NOT NULL,
	move_id BIGINT NOT NULL,
	line BIGINT NOT NULL,
	account TEXT NOT NULL,
	lot_id BIGINT NOT NULL,
	units BIGINT NOT NULL,
	PRIMARY KEY (book_id, move_id, line)
) /*clustered*/;
CREATE TABLE goods_stock (
	book_id BIGINT NOT NULL,
	account TEXT NOT NULL,
	lot_id BIGINT NOT NULL,
	sort TEXT NOT NULL,
	party BIGINT NOT NULL,
	units BIGINT NOT NULL,
	PRIMARY KEY (book_id, account, lot_id)
) /*clustered*/;
CREATE INDEX goods_stock_sums ON goods_stock (book_id, sort, party);
`, `
-- the way of a lot: all that its lines say is in the index, or SQLite reads the book instead
CREATE INDEX goods_lines_lot ON goods_lines (book_id, lot_id, account, units);
`, `
-- where goods were made
ALTER TABLE goods_lots ADD COLUMN origin TEXT NOT NULL DEFAULT '';
DROP INDEX goods_lots_same;
CREATE UNIQUE INDEX goods_lots_same ON goods_lots (book_id, item_id, batch, expires, origin);
`}}
