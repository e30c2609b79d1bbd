package ucp

import "agora/db"

// Schema is the tables of this package. Times are microseconds since 1970 in
// UTC. A session's doc is what the platform asked for, its body what it was
// answered, cart the cart a checkout was made of; revision rises with every change.
// Sessions and answers are long rows under keys of chance, which SQLite keeps
// badly in the order of their keys: the second step lays them out anew.
var Schema = db.Schema{Name: "ucp", Steps: []string{`
CREATE TABLE ucp_sessions (
	session TEXT NOT NULL,
	kind TEXT NOT NULL CHECK (kind IN ('cart', 'checkout')),
	platform TEXT NOT NULL,
	state TEXT NOT NULL,
	cart TEXT NOT NULL,
	revision BIGINT NOT NULL,
	expires BIGINT NOT NULL,
	group_id BIGINT NOT NULL,
	doc TEXT NOT NULL,
	body TEXT NOT NULL,
	PRIMARY KEY (session)
) /*clustered*/;
CREATE INDEX ucp_sessions_expires ON ucp_sessions (expires);
CREATE INDEX ucp_sessions_cart ON ucp_sessions (cart) WHERE cart <> '';
CREATE INDEX ucp_sessions_group ON ucp_sessions (group_id) WHERE group_id > 0;
CREATE TABLE ucp_answers (
	answer_key TEXT NOT NULL,
	digest TEXT NOT NULL,
	status BIGINT NOT NULL,
	body TEXT NOT NULL,
	made BIGINT NOT NULL,
	PRIMARY KEY (answer_key)
) /*clustered*/;
CREATE INDEX ucp_answers_made ON ucp_answers (made);
CREATE TABLE ucp_news (
	group_id BIGINT NOT NULL,
	event_id BIGINT NOT NULL,
	message TEXT NOT NULL,
	made BIGINT NOT NULL,
	told BIGINT NOT NULL,
	failure TEXT NOT NULL,
	body TEXT NOT NULL,
	PRIMARY KEY (group_id, event_id)
) /*clustered*/;
CREATE INDEX ucp_news_made ON ucp_news (made);
CREATE TABLE ucp_keys (
	name TEXT NOT NULL,
	ring TEXT NOT NULL,
	PRIMARY KEY (name)
) /*clustered*/;
`, `
CREATE TABLE ucp_sessions_wide (
	session TEXT NOT NULL,
	kind TEXT NOT NULL CHECK (kind IN ('cart', 'checkout')),
	platform TEXT NOT NULL,
	state TEXT NOT NULL,
	cart TEXT NOT NULL,
	revision BIGINT NOT NULL,
	expires BIGINT NOT NULL,
	group_id BIGINT NOT NULL,
	doc TEXT NOT NULL,
	body TEXT NOT NULL,
	PRIMARY KEY (session)
) /*wide*/;
INSERT INTO ucp_sessions_wide (session, kind, platform, state, cart, revision, expires, group_id, doc, body)
	SELECT session, kind, platform, state, cart, revision, expires, group_id, doc, body FROM ucp_sessions;
DROP TABLE ucp_sessions;
ALTER TABLE ucp_sessions_wide RENAME TO ucp_sessions;
CREATE INDEX ucp_sessions_expires ON ucp_sessions (expires);
CREATE INDEX ucp_sessions_cart ON ucp_sessions (cart) WHERE cart <> '';
CREATE INDEX ucp_sessions_group ON ucp_sessions (group_id) WHERE group_id > 0;
CREATE TABLE ucp_answers_wide (
	answer_key TEXT NOT NULL,
	digest TEXT NOT NULL,
	status BIGINT NOT NULL,
	body TEXT NOT NULL,
	made BIGINT NOT NULL,
	PRIMARY KEY (answer_key)
) /*wide*/;
INSERT INTO ucp_answers_wide (answer_key, digest, status, body, made) SELECT answer_key, digest, status, body, made FROM ucp_answers;
DROP TABLE ucp_answers;
ALTER TABLE ucp_answers_wide RENAME TO ucp_answers;
CREATE INDEX ucp_answers_made ON ucp_answers (made);
`}}
