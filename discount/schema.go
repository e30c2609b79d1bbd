package discount

import "agora/db"

// Schema is the table of this package. Days are their first moment in
// microseconds UTC; last_day 0 is for ever, most 0 without bound, minor and least
// are minor units of the shop's money. Codes are folded; "" needs none. A discount
// takes off either a percentage or a sum, the other is 0. closes is the moment at
// which an offer of a live sale ends, 0 for what days bound.
var Schema = db.Schema{Name: "discount", Steps: []string{`
CREATE TABLE discounts (
	discount_id BIGINT NOT NULL,
	shop_id BIGINT NOT NULL,
	title TEXT NOT NULL,
	code TEXT NOT NULL,
	percent BIGINT NOT NULL CHECK (percent >= 0 AND percent <= 90),
	minor BIGINT NOT NULL CHECK (minor >= 0),
	currency TEXT NOT NULL,
	scope TEXT NOT NULL CHECK (scope IN ('shop', 'category', 'products')),
	category TEXT NOT NULL,
	products TEXT NOT NULL,
	first_day BIGINT NOT NULL,
	last_day BIGINT NOT NULL,
	least BIGINT NOT NULL,
	most BIGINT NOT NULL,
	combines BIGINT NOT NULL,
	used BIGINT NOT NULL CHECK (most = 0 OR used <= most),
	ended BIGINT NOT NULL,
	revision BIGINT NOT NULL,
	PRIMARY KEY (discount_id, shop_id)
) /*clustered*/;
CREATE INDEX discounts_shop ON discounts (shop_id, discount_id);
CREATE INDEX discounts_code ON discounts (shop_id, code, ended);
`, `
ALTER TABLE discounts ADD COLUMN closes BIGINT NOT NULL DEFAULT 0;
`}}
