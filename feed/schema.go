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
`}}
