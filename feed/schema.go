package feed

import "agora/db"

// Schema is the tables of this package.
var Schema = db.Schema{Name: "feed", Steps: []string{`
CREATE TABLE feed_mappings (
	shop_id BIGINT NOT NULL,
	header TEXT NOT NULL,
	updated BIGINT NOT NULL,
	mapping TEXT NOT NULL,
	PRIMARY KEY (shop_id, header)
) /*clustered*/;
`, `
CREATE TABLE feed_pictures (
	shop_id BIGINT NOT NULL,
	product_id BIGINT NOT NULL,
	address TEXT NOT NULL,
	state TEXT NOT NULL,
	tries BIGINT NOT NULL,
	reason TEXT NOT NULL,
	updated BIGINT NOT NULL,
	PRIMARY KEY (shop_id, product_id, address)
) /*clustered*/;
CREATE INDEX feed_pictures_state ON feed_pictures (shop_id, state, updated);
`, `
CREATE TABLE feed_imports (
	shop_id BIGINT NOT NULL,
	import_id BIGINT NOT NULL,
	person BIGINT NOT NULL,
	file TEXT NOT NULL,
	good BIGINT NOT NULL,
	state TEXT NOT NULL,
	format TEXT NOT NULL,
	total BIGINT NOT NULL,
	done BIGINT NOT NULL,
	created BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	same BIGINT NOT NULL,
	refused BIGINT NOT NULL,
	updated BIGINT NOT NULL,
	PRIMARY KEY (shop_id, import_id),
	CHECK (done >= 0 AND done <= total)
) /*clustered*/;

CREATE TABLE feed_undo (
	shop_id BIGINT NOT NULL,
	import_id BIGINT NOT NULL,
	handle TEXT NOT NULL,
	document TEXT NOT NULL,
	PRIMARY KEY (shop_id, import_id, handle)
) /*clustered*/;
`}}
