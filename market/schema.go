package market

import "agora/db"

// Schema is the tables of this package. Amounts are minor units: charged,
// authorised, captured, refunded, duty, vat and fees in the buyer's currency;
// goods, freight and commission in the shop's. The last step lays groups out
// anew, long as they are: SQLite kept each on two pages of its own.
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
`, moneySteps, cashSteps, agentSteps, refusedSteps, depositSteps,
	`ALTER TABLE order_steps ADD COLUMN name TEXT NOT NULL DEFAULT '';`, papersSteps, consolidationSteps, overdueSteps,
	enquirySteps, `
CREATE TABLE cart_codes (
	cart TEXT NOT NULL,
	place BIGINT NOT NULL,
	code TEXT NOT NULL,
	PRIMARY KEY (cart, place)
) /*clustered*/;
`, knownSteps, `
CREATE TABLE order_groups_wide (
	group_id BIGINT NOT NULL,
	number BIGINT NOT NULL,
	person_id BIGINT NOT NULL,
	pay TEXT NOT NULL,
	pay_state TEXT NOT NULL,
	currency TEXT NOT NULL,
	total BIGINT NOT NULL,
	order_keys TEXT NOT NULL,
	doc TEXT NOT NULL,
	received BIGINT NOT NULL DEFAULT 0,
	PRIMARY KEY (group_id)
) /*wide*/;
INSERT INTO order_groups_wide (group_id, number, person_id, pay, pay_state, currency, total, order_keys, doc, received)
	SELECT group_id, number, person_id, pay, pay_state, currency, total, order_keys, doc, received FROM order_groups;
DROP TABLE order_groups;
ALTER TABLE order_groups_wide RENAME TO order_groups;
CREATE UNIQUE INDEX order_groups_number ON order_groups (number);
CREATE INDEX order_groups_person ON order_groups (person_id, group_id) WHERE person_id > 0;
`, holdSteps, admissionSteps}}

// moneySteps are the second step: what went back of an order, in parts; what
// came in for a group and is not divided yet; what is owed back to buyers.
// shop_amount is in the shop's currency.
const moneySteps = `
ALTER TABLE orders ADD COLUMN commission_tax BIGINT NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN back_goods BIGINT NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN back_freight BIGINT NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN back_commission BIGINT NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN back_tax BIGINT NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN back_duty BIGINT NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN back_vat BIGINT NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN back_fees BIGINT NOT NULL DEFAULT 0;
UPDATE orders SET back_goods = goods, back_freight = freight, back_commission = commission, back_duty = duty,
	back_vat = vat, back_fees = fees WHERE refunded > 0;
ALTER TABLE order_groups ADD COLUMN received BIGINT NOT NULL DEFAULT 0;
CREATE TABLE refunds (
	refund_id BIGINT NOT NULL,
	shop_id BIGINT NOT NULL,
	group_id BIGINT NOT NULL,
	order_id BIGINT NOT NULL,
	reason TEXT NOT NULL,
	way TEXT NOT NULL,
	state TEXT NOT NULL,
	currency TEXT NOT NULL,
	amount BIGINT NOT NULL CHECK (amount > 0),
	shop_amount BIGINT NOT NULL,
	note TEXT NOT NULL,
	who TEXT NOT NULL,
	proof TEXT NOT NULL,
	updated BIGINT NOT NULL,
	PRIMARY KEY (refund_id, shop_id)
) /*clustered*/;
CREATE INDEX refunds_open ON refunds (refund_id) WHERE state <> 'sent';
CREATE INDEX refunds_group ON refunds (group_id, refund_id);
`
