package certificate

import "agora/db"

// Schema is the tables of this package. Times are microseconds in UTC, revoked is
// 0 for what is valid; doc is JSON. The two lie apart: one is found by its number,
// the other by what it was given for. List and place say where it is told whether a
// certificate was taken back; list is 0 for those of before, until they are asked for.
var Schema = db.Schema{Name: "certificate", Steps: []string{`
CREATE TABLE certificates (
	number TEXT NOT NULL,
	kind TEXT NOT NULL,
	source TEXT NOT NULL,
	holder TEXT NOT NULL,
	issued BIGINT NOT NULL,
	revoked BIGINT NOT NULL,
	doc TEXT NOT NULL,
	PRIMARY KEY (number)
) /*clustered*/;
CREATE TABLE certificate_holders (
	source TEXT NOT NULL,
	holder TEXT NOT NULL,
	number TEXT NOT NULL,
	PRIMARY KEY (source, holder)
) /*clustered*/;
CREATE TABLE certificate_keys (
	name TEXT NOT NULL,
	private TEXT NOT NULL,
	PRIMARY KEY (name)
) /*clustered*/;
`, `-- badges
ALTER TABLE certificates ADD COLUMN list BIGINT NOT NULL DEFAULT 0;
ALTER TABLE certificates ADD COLUMN place BIGINT NOT NULL DEFAULT 0;
CREATE TABLE certificate_places (
	list BIGINT NOT NULL,
	place BIGINT NOT NULL,
	number TEXT NOT NULL,
	revoked BIGINT NOT NULL,
	PRIMARY KEY (list, place)
) /*clustered*/;
CREATE INDEX certificate_places_revoked ON certificate_places (list, revoked, place);
CREATE TABLE certificate_signers (
	public TEXT NOT NULL,
	secret TEXT NOT NULL,
	made BIGINT NOT NULL,
	retired BIGINT NOT NULL,
	leaked BIGINT NOT NULL,
	PRIMARY KEY (public)
) /*clustered*/;
`}}
