package identity

import "agora/db"

// Schema is the tables of this package. In roles, shop 0 is the node itself.
var Schema = db.Schema{Name: "identity", Steps: []string{`
CREATE TABLE people (
	person_id BIGINT NOT NULL,
	name TEXT NOT NULL,
	email TEXT NOT NULL,
	phone TEXT NOT NULL,
	country TEXT NOT NULL,
	lang TEXT NOT NULL,
	password TEXT NOT NULL,
	PRIMARY KEY (person_id)
) /*clustered*/;
CREATE TABLE logins (
	login TEXT NOT NULL,
	person_id BIGINT NOT NULL REFERENCES people (person_id),
	PRIMARY KEY (login)
) /*clustered*/;
CREATE TABLE sessions (
	token TEXT NOT NULL,
	person_id BIGINT NOT NULL REFERENCES people (person_id),
	started BIGINT NOT NULL,
	expires BIGINT NOT NULL,
	PRIMARY KEY (token)
) /*clustered*/;
CREATE INDEX sessions_person ON sessions (person_id);
CREATE INDEX sessions_expires ON sessions (expires);
CREATE TABLE roles (
	person_id BIGINT NOT NULL REFERENCES people (person_id),
	shop_id BIGINT NOT NULL,
	role TEXT NOT NULL,
	PRIMARY KEY (person_id, shop_id, role)
) /*clustered*/;
CREATE INDEX roles_shop ON roles (shop_id, role);
CREATE TABLE secrets (
	name TEXT NOT NULL,
	value TEXT NOT NULL,
	PRIMARY KEY (name)
) /*clustered*/;
`}}
