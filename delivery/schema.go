package delivery

import "agora/db"

// Schema is the tables of this package. doc is an option, a carrier or a
// tariff as JSON, opaque to SQL; place is its position in the shop's list;
// valid_from is midnight UTC of a day, in microseconds, as is due, the promised
// day of a parcel; seen is the time of the newest that was told of it.
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
`, `
ALTER TABLE parcels ADD COLUMN more TEXT NOT NULL DEFAULT '';
ALTER TABLE parcels ADD COLUMN due BIGINT NOT NULL DEFAULT 0;
ALTER TABLE parcels ADD COLUMN late BIGINT NOT NULL DEFAULT 0;
ALTER TABLE parcels ADD COLUMN lost BIGINT NOT NULL DEFAULT 0;
ALTER TABLE parcels ADD COLUMN seen BIGINT NOT NULL DEFAULT 0;
CREATE INDEX parcels_due ON parcels (due) WHERE delivered = 0 AND lost = 0 AND due > 0;
CREATE TABLE parcel_numbers (
	number TEXT NOT NULL,
	order_id BIGINT NOT NULL,
	shop_id BIGINT NOT NULL,
	PRIMARY KEY (number, order_id, shop_id)
) /*clustered*/;
INSERT INTO parcel_numbers (number, order_id, shop_id) SELECT tracking, order_id, shop_id FROM parcels WHERE tracking <> '';
CREATE TABLE parcel_events (
	order_id BIGINT NOT NULL,
	shop_id BIGINT NOT NULL,
	number TEXT NOT NULL,
	at BIGINT NOT NULL,
	what TEXT NOT NULL,
	place TEXT NOT NULL,
	told BIGINT NOT NULL,
	PRIMARY KEY (order_id, shop_id, number, at, what)
) /*clustered*/;
`, `
ALTER TABLE parcels ADD COLUMN proof TEXT NOT NULL DEFAULT '';
ALTER TABLE parcels ADD COLUMN tries BIGINT NOT NULL DEFAULT 0;
`, `
CREATE TABLE pickup_points (
	point_id BIGINT NOT NULL,
	shop_id BIGINT NOT NULL,
	carrier TEXT NOT NULL,
	country TEXT NOT NULL,
	city TEXT NOT NULL,
	postcode TEXT NOT NULL,
	name TEXT NOT NULL,
	street TEXT NOT NULL,
	hours TEXT NOT NULL,
	cash BIGINT NOT NULL,
	PRIMARY KEY (point_id, shop_id)
) /*clustered*/;
CREATE INDEX pickup_points_of ON pickup_points (shop_id, carrier, country);
`, `
CREATE INDEX parcels_late ON parcels (late) WHERE late > 0;
CREATE INDEX parcels_lost ON parcels (lost) WHERE lost > 0;
`}}
