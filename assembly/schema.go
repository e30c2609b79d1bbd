package assembly

import "agora/db"

// Schema is the tables of this package. Times are microseconds in UTC; doc is
// JSON. Everything of an event lies with it, by event_id.
var Schema = db.Schema{Name: "assembly", Steps: []string{`
CREATE TABLE assembly_events (
	event_id BIGINT NOT NULL,
	host BIGINT NOT NULL,
	state TEXT NOT NULL,
	listed BIGINT NOT NULL,
	starts BIGINT NOT NULL,
	ends BIGINT NOT NULL,
	capacity BIGINT NOT NULL,
	admitted BIGINT NOT NULL,
	waiting BIGINT NOT NULL,
	revision BIGINT NOT NULL,
	doc TEXT NOT NULL,
	PRIMARY KEY (event_id)
) /*clustered*/;
CREATE INDEX assembly_events_listed ON assembly_events (ends, event_id) WHERE listed = 1;
CREATE INDEX assembly_events_host ON assembly_events (host, event_id);
CREATE TABLE assembly_sessions (
	event_id BIGINT NOT NULL,
	session_id BIGINT NOT NULL,
	state TEXT NOT NULL,
	starts BIGINT NOT NULL,
	ends BIGINT NOT NULL,
	doc TEXT NOT NULL,
	PRIMARY KEY (event_id, session_id)
) /*clustered*/;
CREATE TABLE assembly_speakers (
	event_id BIGINT NOT NULL,
	speaker_id BIGINT NOT NULL,
	doc TEXT NOT NULL,
	PRIMARY KEY (event_id, speaker_id)
) /*clustered*/;
CREATE TABLE assembly_seats (
	event_id BIGINT NOT NULL,
	seat_id BIGINT NOT NULL,
	person_id BIGINT NOT NULL,
	email TEXT NOT NULL,
	state TEXT NOT NULL,
	role TEXT NOT NULL,
	agreed BIGINT NOT NULL,
	doc TEXT NOT NULL,
	PRIMARY KEY (event_id, seat_id)
) /*clustered*/;
CREATE UNIQUE INDEX assembly_seats_email ON assembly_seats (event_id, email);
CREATE INDEX assembly_seats_waiting ON assembly_seats (event_id, seat_id) WHERE state = 'waiting';
CREATE INDEX assembly_seats_person ON assembly_seats (person_id, event_id) WHERE person_id > 0;
`}}
