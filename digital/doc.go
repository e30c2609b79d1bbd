// Package digital keeps what is sold without a parcel: private files and
// licence keys of products, and what an order was given of them.
//
// Tables: digital_files (of a product), digital_keys (of a variant, free while
// order_id is 0), digital_grants (what an order's line was given, and when it
// was first opened), digital_downloads (how often a file was taken by a link).
//
// Invariants:
//   - A key goes to one order, once: it is taken in the transaction that books the
//     payment, and is never free again. Keys of an order that was given back are
//     burnt.
//   - A file lies in the private store: its content's hash is no address of it.
//   - A file that was taken out of a product stays for those who bought before.
//   - A grant that was revoked opens nothing.
//
// Who may do what, the stock that follows from keys and files (catalog), and the
// moment of giving (market) are decided above.
package digital

import (
	"time"

	"agora/db"
)

// Bounds of what a product holds, and of a link.
const (
	MaxFile  = 50 << 20 // bytes of a file
	MaxFiles = 10       // of a product
	MaxKeys  = 10_000   // added at once
	MaxKey   = 200      // characters of a key
	MaxName  = 120      // characters of a file's name

	LinkLife     = 7 * 24 * time.Hour // of a link, from the end of the day (UTC) on which it is made
	MaxDownloads = 10                 // of a file by one link
	maxParts     = 200                // further parts of a file by one link: a line that breaks goes on
)

// Schema is the tables of this package.
var Schema = db.Schema{Name: "digital", Steps: []string{`
CREATE TABLE digital_files (
	file_id BIGINT NOT NULL,
	shop_id BIGINT NOT NULL,
	product_id BIGINT NOT NULL,
	removed BIGINT NOT NULL,
	size BIGINT NOT NULL,
	blob TEXT NOT NULL,
	name TEXT NOT NULL,
	PRIMARY KEY (file_id, shop_id)
) /*clustered*/;
CREATE INDEX digital_files_product ON digital_files (product_id, shop_id, file_id);
CREATE TABLE digital_keys (
	key_id BIGINT NOT NULL,
	shop_id BIGINT NOT NULL,
	product_id BIGINT NOT NULL,
	variant_id BIGINT NOT NULL,
	order_id BIGINT NOT NULL,
	burnt BIGINT NOT NULL,
	text TEXT NOT NULL,
	PRIMARY KEY (key_id, shop_id),
	UNIQUE (product_id, shop_id, text)
) /*clustered*/;
CREATE INDEX digital_keys_free ON digital_keys (variant_id, shop_id, order_id, key_id);
CREATE INDEX digital_keys_order ON digital_keys (order_id, shop_id, variant_id) WHERE order_id > 0;
CREATE TABLE digital_grants (
	order_id BIGINT NOT NULL,
	shop_id BIGINT NOT NULL,
	variant_id BIGINT NOT NULL,
	product_id BIGINT NOT NULL,
	quantity BIGINT NOT NULL,
	given BIGINT NOT NULL,
	opened BIGINT NOT NULL,
	revoked BIGINT NOT NULL,
	PRIMARY KEY (order_id, shop_id, variant_id)
) /*clustered*/;
CREATE TABLE digital_downloads (
	order_id BIGINT NOT NULL,
	shop_id BIGINT NOT NULL,
	file_id BIGINT NOT NULL,
	until BIGINT NOT NULL,
	whole BIGINT NOT NULL,
	parts BIGINT NOT NULL,
	PRIMARY KEY (order_id, shop_id, file_id, until)
) /*clustered*/;
`}}
