package commission

import "agora/db"

// Schema is the table of this package; it comes after the catalog's, whose flat
// shares of the shops become rules. Times are microseconds UTC, valid_until 0
// is for ever; rate is in hundredths of a percent, -1 ends the rules before.
var Schema = db.Schema{Name: "commission", Steps: []string{`
CREATE TABLE commission_rules (
	rule_id BIGINT NOT NULL,
	shop_id BIGINT NOT NULL,
	scope TEXT NOT NULL,
	category TEXT NOT NULL,
	name TEXT NOT NULL,
	country TEXT NOT NULL,
	rate BIGINT NOT NULL CHECK (rate >= -1),
	valid_from BIGINT NOT NULL,
	valid_until BIGINT NOT NULL,
	who TEXT NOT NULL,
	PRIMARY KEY (rule_id, shop_id)
) /*clustered*/;
CREATE INDEX commission_rules_shop ON commission_rules (shop_id, rule_id);
INSERT INTO commission_rules (rule_id, shop_id, scope, category, name, country, rate, valid_from, valid_until, who)
	VALUES (1, 0, 'house', '', '', '', 500, 0, 0, '');
INSERT INTO commission_rules (rule_id, shop_id, scope, category, name, country, rate, valid_from, valid_until, who)
	SELECT shop_id, shop_id, 'shop', '', '', '', commission, 0, 0, '' FROM shops WHERE commission <> 500;
`}}
