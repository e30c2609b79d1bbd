package invoice

import "agora/db"

// Schema is the tables of this package. Amounts are minor units, times and
// months microseconds UTC. invoice_months has the months that are done.
var Schema = db.Schema{Name: "invoice", Steps: []string{`
CREATE TABLE invoices (
	invoice_id BIGINT NOT NULL,
	shop_id BIGINT NOT NULL,
	currency TEXT NOT NULL,
	month BIGINT NOT NULL,
	number TEXT NOT NULL,
	house TEXT NOT NULL,
	holder TEXT NOT NULL,
	commission BIGINT NOT NULL,
	tax BIGINT NOT NULL,
	PRIMARY KEY (invoice_id, shop_id)
) /*clustered*/;
CREATE UNIQUE INDEX invoices_once ON invoices (shop_id, currency, month);
CREATE TABLE invoice_lines (
	invoice_id BIGINT NOT NULL,
	shop_id BIGINT NOT NULL,
	transfer_id BIGINT NOT NULL,
	order_id BIGINT NOT NULL,
	ref TEXT NOT NULL,
	commission BIGINT NOT NULL,
	tax BIGINT NOT NULL,
	PRIMARY KEY (invoice_id, shop_id, transfer_id)
) /*clustered*/;
CREATE TABLE invoice_counters (
	house TEXT NOT NULL,
	year BIGINT NOT NULL,
	n BIGINT NOT NULL,
	PRIMARY KEY (house, year)
) /*clustered*/;
CREATE TABLE invoice_months (
	month BIGINT NOT NULL,
	PRIMARY KEY (month)
) /*clustered*/;
`}}
