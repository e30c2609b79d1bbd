package market

import "agora/db"

// Schema is the tables of this package. Amounts are minor units: charged,
// authorised, captured, refunded, duty, vat and fees in the buyer's currency;
// goods, freight and commission in the shop's.
var Schema = db.Schema{Name: "market", Steps: []string{`
CREATE TABLE carts (
	cart TEXT NOT NULL,
	updated BIGINT NOT NULL,
	PRIMARY KEY (cart)
) /*clustered*/;
CREATE TABLE cart_lines (
	cart TEXT NOT NULL,
	shop_id BIGINT NOT NULL,
	variant_id BIGINT NOT NULL,
	quantity BIGINT NOT NULL CHECK (quantity > 0),
	PRIMARY KEY (cart, shop_id, variant_id)
) /*clustered*/;
CREATE TABLE counters (
	name TEXT NOT NULL,
	n BIGINT NOT NULL,
	PRIMARY KEY (name)
) /*clustered*/;
CREATE TABLE placements (
	idempotency_key TEXT NOT NULL,
	group_id BIGINT NOT NULL,
	digest TEXT NOT NULL,
	PRIMARY KEY (idempotency_key)
) /*clustered*/;
CREATE TABLE order_groups (
	group_id BIGINT NOT NULL,
	number BIGINT NOT NULL,
	person_id BIGINT NOT NULL,
	pay TEXT NOT NULL,
	pay_state TEXT NOT NULL,
	currency TEXT NOT NULL,
	total BIGINT NOT NULL,
	order_keys TEXT NOT NULL,
	doc TEXT NOT NULL,
	PRIMARY KEY (group_id)
) /*clustered*/;
CREATE UNIQUE INDEX order_groups_number ON order_groups (number);
CREATE INDEX order_groups_person ON order_groups (person_id, group_id) WHERE person_id > 0;
CREATE TABLE orders (
	order_id BIGINT NOT NULL,
	shop_id BIGINT NOT NULL,
	group_id BIGINT NOT NULL,
	seq BIGINT NOT NULL,
	state TEXT NOT NULL,
	deadline BIGINT NOT NULL,
	updated BIGINT NOT NULL,
	currency TEXT NOT NULL,
	charged BIGINT NOT NULL,
	authorised BIGINT NOT NULL,
	captured BIGINT NOT NULL CHECK (captured <= authorised),
	refunded BIGINT NOT NULL CHECK (refunded <= captured),
	duty BIGINT NOT NULL,
	vat BIGINT NOT NULL,
	fees BIGINT NOT NULL,
	shop_currency TEXT NOT NULL,
	goods BIGINT NOT NULL,
	freight BIGINT NOT NULL,
	commission BIGINT NOT NULL,
	doc TEXT NOT NULL,
	PRIMARY KEY (order_id, shop_id)
) /*clustered*/;
CREATE INDEX orders_shop ON orders (shop_id, order_id);
CREATE INDEX orders_deadline ON orders (deadline) WHERE deadline > 0;
CREATE TABLE order_lines (
	order_id BIGINT NOT NULL,
	shop_id BIGINT NOT NULL,
	line BIGINT NOT NULL,
	variant_id BIGINT NOT NULL,
	location_id BIGINT NOT NULL,
	quantity BIGINT NOT NULL CHECK (quantity > 0),
	unit BIGINT NOT NULL,
	doc TEXT NOT NULL,
	PRIMARY KEY (order_id, shop_id, line)
) /*clustered*/;
CREATE TABLE order_steps (
	order_id BIGINT NOT NULL,
	shop_id BIGINT NOT NULL,
	step BIGINT NOT NULL,
	event TEXT NOT NULL,
	state TEXT NOT NULL,
	who TEXT NOT NULL,
	note TEXT NOT NULL,
	PRIMARY KEY (order_id, shop_id, step)
) /*clustered*/;
`}}
