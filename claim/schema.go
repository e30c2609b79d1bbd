package claim

import "agora/db"

// Schema is the tables of this package. Times are microseconds in UTC; offer
// and doc are JSON.
var Schema = db.Schema{Name: "claim", Steps: []string{`
CREATE TABLE claims (
	claim_id BIGINT NOT NULL,
	shop_id BIGINT NOT NULL,
	order_id BIGINT NOT NULL,
	group_id BIGINT NOT NULL,
	state TEXT NOT NULL,
	reason TEXT NOT NULL,
	turn TEXT NOT NULL,
	offer TEXT NOT NULL,
	verdict TEXT NOT NULL,
	arbiter BIGINT NOT NULL,
	first_arbiter BIGINT NOT NULL,
	deadline BIGINT NOT NULL,
	updated BIGINT NOT NULL,
	doc TEXT NOT NULL,
	PRIMARY KEY (claim_id, shop_id)
) /*clustered*/;
CREATE UNIQUE INDEX claims_open ON claims (order_id, shop_id) WHERE deadline > 0;
CREATE INDEX claims_order ON claims (order_id, claim_id);
CREATE INDEX claims_shop ON claims (shop_id, claim_id);
CREATE INDEX claims_deadline ON claims (deadline, claim_id) WHERE deadline > 0;
CREATE TABLE claim_steps (
	claim_id BIGINT NOT NULL,
	shop_id BIGINT NOT NULL,
	step BIGINT NOT NULL,
	event TEXT NOT NULL,
	state TEXT NOT NULL,
	side TEXT NOT NULL,
	who TEXT NOT NULL,
	name TEXT NOT NULL,
	note TEXT NOT NULL,
	offer TEXT NOT NULL,
	PRIMARY KEY (claim_id, shop_id, step)
) /*clustered*/;
CREATE TABLE claim_files (
	claim_id BIGINT NOT NULL,
	shop_id BIGINT NOT NULL,
	file_id BIGINT NOT NULL,
	side TEXT NOT NULL,
	blob TEXT NOT NULL,
	name TEXT NOT NULL,
	bytes BIGINT NOT NULL,
	PRIMARY KEY (claim_id, shop_id, file_id)
) /*clustered*/;
`}}
