package ledger

import "agora/db"

// Schema is the tables of this package. Amounts are minor units; free = 1 marks
// accounts that may go below zero.
var Schema = db.Schema{Name: "ledger", Steps: []string{`
CREATE TABLE ledger_transfers (
	transfer_id BIGINT NOT NULL,
	shop_id BIGINT NOT NULL,
	seq BIGINT NOT NULL,
	kind TEXT NOT NULL,
	subject BIGINT NOT NULL,
	hash TEXT NOT NULL,
	PRIMARY KEY (transfer_id, shop_id)
) /*clustered*/;
CREATE TABLE ledger_entries (
	transfer_id BIGINT NOT NULL,
	shop_id BIGINT NOT NULL,
	leg BIGINT NOT NULL,
	account TEXT NOT NULL,
	currency TEXT NOT NULL,
	amount BIGINT NOT NULL CHECK (amount <> 0),
	PRIMARY KEY (transfer_id, shop_id, leg)
) /*clustered*/;
CREATE TABLE ledger_heads (
	shop_id BIGINT NOT NULL,
	seq BIGINT NOT NULL,
	hash TEXT NOT NULL,
	PRIMARY KEY (shop_id)
) /*clustered*/;
CREATE TABLE ledger_balances (
	shop_id BIGINT NOT NULL,
	account TEXT NOT NULL,
	currency TEXT NOT NULL,
	balance BIGINT NOT NULL,
	held BIGINT NOT NULL CHECK (held >= 0),
	free BIGINT NOT NULL,
	PRIMARY KEY (shop_id, account, currency),
	CHECK (free = 1 OR balance >= held)
) /*clustered*/;
CREATE TABLE ledger_statement (
	shop_id BIGINT NOT NULL,
	account TEXT NOT NULL,
	transfer_id BIGINT NOT NULL,
	leg BIGINT NOT NULL,
	currency TEXT NOT NULL,
	amount BIGINT NOT NULL,
	balance BIGINT NOT NULL,
	kind TEXT NOT NULL,
	subject BIGINT NOT NULL,
	PRIMARY KEY (shop_id, account, transfer_id, leg)
) /*clustered*/;
CREATE TABLE ledger_holds (
	hold_id BIGINT NOT NULL,
	shop_id BIGINT NOT NULL,
	account TEXT NOT NULL,
	currency TEXT NOT NULL,
	amount BIGINT NOT NULL CHECK (amount > 0),
	reason TEXT NOT NULL,
	until BIGINT NOT NULL,
	ended BIGINT NOT NULL,
	PRIMARY KEY (hold_id, shop_id)
) /*clustered*/;
`}}
