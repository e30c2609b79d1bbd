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
`}}
