package catalog

import "agora/db"

// Schema is the tables of this package. Documents are JSON that SQL never
// looks into; they stand last in their rows, so that a scan over the columns
// before them does not touch them.
var Schema = db.Schema{Name: "catalog", Steps: []string{`
CREATE TABLE categories (
	category TEXT NOT NULL,
	parent TEXT NOT NULL,
	position BIGINT NOT NULL,
	hs TEXT NOT NULL,
	names TEXT NOT NULL,
	PRIMARY KEY (category)
) /*clustered*/;

CREATE TABLE shop_handles (
	handle TEXT NOT NULL,
	shop_id BIGINT NOT NULL,
	PRIMARY KEY (handle)
) /*clustered*/;

CREATE TABLE shops (
	shop_id BIGINT NOT NULL,
	handle TEXT NOT NULL,
	name TEXT NOT NULL,
	owner BIGINT NOT NULL,
	country TEXT NOT NULL,
	city TEXT NOT NULL,
	currency TEXT NOT NULL,
	status TEXT NOT NULL,
	commission BIGINT NOT NULL,
	opened BIGINT NOT NULL,
	version BIGINT NOT NULL,
	document TEXT NOT NULL,
	PRIMARY KEY (shop_id)
) /*clustered*/;

CREATE INDEX shops_by_status ON shops (status, shop_id);

CREATE TABLE products (
	product_id BIGINT NOT NULL,
	shop_id BIGINT NOT NULL,
	handle TEXT NOT NULL,
	status TEXT NOT NULL,
	category TEXT NOT NULL,
	hs TEXT NOT NULL,
	origin TEXT NOT NULL,
	price BIGINT NOT NULL,
	created BIGINT NOT NULL,
	updated BIGINT NOT NULL,
	version BIGINT NOT NULL,
	card TEXT NOT NULL,
	words TEXT NOT NULL,
	document TEXT NOT NULL,
	PRIMARY KEY (product_id, shop_id),
	UNIQUE (shop_id, handle),
	FOREIGN KEY (shop_id) REFERENCES shops (shop_id)
) /*clustered*/;

CREATE INDEX products_by_category ON products (category, product_id);

CREATE TABLE variants (
	variant_id BIGINT NOT NULL,
	shop_id BIGINT NOT NULL,
	product_id BIGINT NOT NULL,
	position BIGINT NOT NULL,
	active BIGINT NOT NULL,
	sku TEXT NOT NULL,
	barcode TEXT NOT NULL,
	choice TEXT NOT NULL,
	price BIGINT NOT NULL,
	compare_at BIGINT NOT NULL,
	grams BIGINT NOT NULL,
	length_mm BIGINT NOT NULL,
	width_mm BIGINT NOT NULL,
	height_mm BIGINT NOT NULL,
	PRIMARY KEY (variant_id, shop_id),
	FOREIGN KEY (product_id, shop_id) REFERENCES products (product_id, shop_id),
	CHECK (price >= 0),
	CHECK (compare_at >= 0),
	CHECK (grams >= 0)
) /*clustered*/;

CREATE INDEX variants_of_product ON variants (product_id, shop_id);

CREATE UNIQUE INDEX variants_by_sku ON variants (shop_id, sku) WHERE sku <> '' AND active = 1;

CREATE TABLE locations (
	location_id BIGINT NOT NULL,
	shop_id BIGINT NOT NULL,
	name TEXT NOT NULL,
	PRIMARY KEY (location_id, shop_id),
	FOREIGN KEY (shop_id) REFERENCES shops (shop_id)
) /*clustered*/;

CREATE INDEX locations_of_shop ON locations (shop_id, location_id);

CREATE TABLE stock (
	variant_id BIGINT NOT NULL,
	location_id BIGINT NOT NULL,
	shop_id BIGINT NOT NULL,
	on_hand BIGINT NOT NULL,
	held BIGINT NOT NULL,
	PRIMARY KEY (variant_id, location_id, shop_id),
	FOREIGN KEY (variant_id, shop_id) REFERENCES variants (variant_id, shop_id),
	FOREIGN KEY (location_id, shop_id) REFERENCES locations (location_id, shop_id),
	CHECK (on_hand >= 0),
	CHECK (held >= 0 AND held <= on_hand)
) /*clustered*/;
`, remarks, rehearsals, synonymSteps, savedSteps, kinds, selling, bundles, sweeping, fewness, states, sweepRefusals}}

// remarks are the second step: what buyers write beneath a product.
const remarks = `
CREATE TABLE remarks (
	remark_id BIGINT NOT NULL,
	shop_id BIGINT NOT NULL,
	product_id BIGINT NOT NULL,
	kind TEXT NOT NULL,
	order_id BIGINT NOT NULL,
	person_id BIGINT NOT NULL,
	stars BIGINT NOT NULL,
	hidden BIGINT NOT NULL,
	replied BIGINT NOT NULL,
	name TEXT NOT NULL,
	place TEXT NOT NULL,
	lang TEXT NOT NULL,
	body TEXT NOT NULL,
	reply TEXT NOT NULL,
	PRIMARY KEY (remark_id, shop_id),
	FOREIGN KEY (product_id, shop_id) REFERENCES products (product_id, shop_id),
	CHECK (stars >= 0 AND stars <= 5)
) /*clustered*/;

CREATE INDEX remarks_of_product ON remarks (product_id, shop_id, kind, remark_id);

CREATE INDEX remarks_of_shop ON remarks (shop_id, remark_id);

CREATE UNIQUE INDEX reviews_once ON remarks (order_id, product_id, shop_id) WHERE kind = 'review';

CREATE TABLE ratings (
	shop_id BIGINT NOT NULL,
	product_id BIGINT NOT NULL,
	reviews BIGINT NOT NULL,
	stars BIGINT NOT NULL,
	questions BIGINT NOT NULL,
	PRIMARY KEY (shop_id, product_id),
	FOREIGN KEY (product_id, shop_id) REFERENCES products (product_id, shop_id)
) /*clustered*/;
`

// kinds are the fourth step: what is asked of the things of a category. What a
// product says to it stands in its document.
const kinds = `
ALTER TABLE categories ADD COLUMN retired BIGINT NOT NULL DEFAULT 0;

CREATE TABLE traits (
	trait TEXT NOT NULL,
	position BIGINT NOT NULL,
	document TEXT NOT NULL,
	PRIMARY KEY (trait)
) /*clustered*/;
`

// sweeping is a later step: one change of many products, and lists of a shop
// that read only what is its own.
const sweeping = `
CREATE TABLE sweeps (
	shop_id BIGINT NOT NULL,
	sweep_id BIGINT NOT NULL,
	person BIGINT NOT NULL,
	task TEXT NOT NULL,
	state TEXT NOT NULL,
	through BIGINT NOT NULL,
	at BIGINT NOT NULL,
	total BIGINT NOT NULL,
	done BIGINT NOT NULL,
	changed BIGINT NOT NULL,
	refused BIGINT NOT NULL,
	begun BIGINT NOT NULL,
	PRIMARY KEY (shop_id, sweep_id),
	CHECK (done >= 0 AND done <= total)
) /*clustered*/;

CREATE TABLE swept (
	shop_id BIGINT NOT NULL,
	sweep_id BIGINT NOT NULL,
	product_id BIGINT NOT NULL,
	document TEXT NOT NULL,
	PRIMARY KEY (shop_id, sweep_id, product_id)
) /*clustered*/;

CREATE INDEX products_of_shop ON products (shop_id, product_id);

CREATE INDEX stock_few ON stock (shop_id, variant_id) WHERE on_hand - held <= 20;
`

// fewness is a later step: how few of a product are nearly sold out, -1 where
// its shop says it.
const fewness = `
ALTER TABLE products ADD COLUMN few BIGINT NOT NULL DEFAULT -1;

CREATE INDEX products_few ON products (shop_id, product_id) WHERE few >= 0;
`

// selling is the fifth step: how few of a variant are sold, and what many cost.
const selling = `
ALTER TABLE variants ADD COLUMN terms TEXT NOT NULL DEFAULT '';
`

// states is a later step: what State says is in the indexes. A row of products
// is wide, and to compare its key with another SQLite reads all of it.
const states = `
CREATE INDEX products_by_shelf ON products (category, product_id, shop_id, status, version);

DROP INDEX products_by_category;

CREATE INDEX products_state ON products (product_id, shop_id, status, version);

CREATE INDEX shops_state ON shops (shop_id, status, version, currency);
`

// sweepRefusals is a later step: what a sweep could not change, and why.
const sweepRefusals = `
CREATE TABLE sweep_refusals (
	shop_id BIGINT NOT NULL,
	sweep_id BIGINT NOT NULL,
	product_id BIGINT NOT NULL,
	variant_id BIGINT NOT NULL,
	why TEXT NOT NULL,
	PRIMARY KEY (shop_id, sweep_id, product_id, variant_id)
) /*clustered*/;
`
