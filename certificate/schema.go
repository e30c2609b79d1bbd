package certificate

import "agora/db"

// Schema is the tables of this package. Times are microseconds in UTC, revoked is
// 0 for what is valid; doc is JSON. The two lie apart: one is found by its number,
// the other by what it was given for.
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
`}}
