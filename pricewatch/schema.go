package pricewatch

import "agora/db"

// Schema is the tables of this package. Times are microseconds in UTC; doc is JSON.
var Schema = db.Schema{Name: "pricewatch", Steps: []string{`
CREATE TABLE price_baselines (
	baseline_id BIGINT NOT NULL,
	country TEXT NOT NULL,
	doc TEXT NOT NULL,
	PRIMARY KEY (baseline_id)
) /*clustered*/;
CREATE TABLE price_caps (
	crisis_id BIGINT NOT NULL,
	cap_id BIGINT NOT NULL,
	begins BIGINT NOT NULL,
	ends BIGINT NOT NULL,
	doc TEXT NOT NULL,
	PRIMARY KEY (crisis_id, cap_id)
) /*clustered*/;
CREATE INDEX price_caps_ends ON price_caps (ends, crisis_id);
CREATE TABLE price_holds (
	shop_id BIGINT NOT NULL,
	hold_id BIGINT NOT NULL,
	product_id BIGINT NOT NULL,
	crisis_id BIGINT NOT NULL,
	state TEXT NOT NULL,
	doc TEXT NOT NULL,
	PRIMARY KEY (shop_id, hold_id)
) /*clustered*/;
CREATE UNIQUE INDEX price_holds_counts ON price_holds (product_id, shop_id) WHERE state <> 'released';
CREATE INDEX price_holds_crisis ON price_holds (crisis_id, state, hold_id);
CREATE TABLE price_watch (
	name TEXT NOT NULL,
	seen BIGINT NOT NULL,
	stamp TEXT NOT NULL,
	PRIMARY KEY (name)
) /*clustered*/;
`, `
-- what took the place of a baseline, 0 for one that counts
ALTER TABLE price_baselines ADD COLUMN thing BIGINT NOT NULL DEFAULT 0;
ALTER TABLE price_baselines ADD COLUMN replaced BIGINT NOT NULL DEFAULT 0;
CREATE INDEX price_baselines_count ON price_baselines (country, baseline_id) WHERE replaced = 0;
`}}
