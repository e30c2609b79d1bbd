package delivery

import "agora/db"

// Schema is the tables of this package. doc is an option, a carrier or a
// tariff as JSON, opaque to SQL; place is its position in the shop's list;
// valid_from is midnight UTC of a day, in microseconds.
var Schema = db.Schema{Name: "delivery", Steps: []string{`
CREATE TABLE delivery_options (
	shop_id BIGINT NOT NULL,
	option_key TEXT NOT NULL,
	place BIGINT NOT NULL,
	doc TEXT NOT NULL,
	PRIMARY KEY (shop_id, option_key)
) /*clustered*/;
CREATE TABLE parcels (
	order_id BIGINT NOT NULL,
	shop_id BIGINT NOT NULL,
	parcel_id BIGINT NOT NULL,
	carrier TEXT NOT NULL,
	tracking TEXT NOT NULL,
	shipped BIGINT NOT NULL,
	delivered BIGINT NOT NULL,
	PRIMARY KEY (order_id, shop_id)
) /*clustered*/;
`, `
CREATE INDEX parcels_tracking ON parcels (tracking) WHERE tracking <> '';
`, `
CREATE TABLE parcel_ranges (
	range_id BIGINT NOT NULL,
	shop_id BIGINT NOT NULL,
	service TEXT NOT NULL,
	country TEXT NOT NULL,
	first BIGINT NOT NULL,
	last BIGINT NOT NULL,
	next BIGINT NOT NULL,
	PRIMARY KEY (range_id, shop_id)
) /*clustered*/;
CREATE INDEX parcel_ranges_shop ON parcel_ranges (shop_id);
CREATE INDEX parcel_ranges_service ON parcel_ranges (service, country);
`, `
CREATE TABLE carriers (
	carrier TEXT NOT NULL,
	doc TEXT NOT NULL,
	secret TEXT NOT NULL,
	PRIMARY KEY (carrier)
) /*clustered*/;
CREATE TABLE carrier_tariffs (
	tariff_id BIGINT NOT NULL,
	carrier TEXT NOT NULL,
	home TEXT NOT NULL,
	valid_from BIGINT NOT NULL,
	draft BIGINT NOT NULL,
	doc TEXT NOT NULL,
	PRIMARY KEY (tariff_id)
) /*clustered*/;
CREATE INDEX carrier_tariffs_carrier ON carrier_tariffs (carrier, tariff_id);
`}}
