package assembly

import "agora/db"

// Schema is the tables of this package. Times are microseconds in UTC; doc is
// JSON. Everything of an event lies with it, by event_id. A minute is that of Unix
// time.
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
`, `
CREATE TABLE assembly_messages (
	event_id BIGINT NOT NULL,
	session_id BIGINT NOT NULL,
	message_id BIGINT NOT NULL,
	seat_id BIGINT NOT NULL,
	name TEXT NOT NULL,
	country TEXT NOT NULL,
	hidden BIGINT NOT NULL,
	body TEXT NOT NULL,
	PRIMARY KEY (event_id, session_id, message_id)
) /*clustered*/;
CREATE TABLE assembly_questions (
	event_id BIGINT NOT NULL,
	session_id BIGINT NOT NULL,
	question_id BIGINT NOT NULL,
	seat_id BIGINT NOT NULL,
	name TEXT NOT NULL,
	country TEXT NOT NULL,
	state BIGINT NOT NULL,
	votes BIGINT NOT NULL,
	body TEXT NOT NULL,
	answer TEXT NOT NULL,
	PRIMARY KEY (event_id, session_id, question_id)
) /*clustered*/;
CREATE INDEX assembly_questions_wanted ON assembly_questions (event_id, session_id, state, votes DESC, question_id);
CREATE TABLE assembly_votes (
	event_id BIGINT NOT NULL,
	session_id BIGINT NOT NULL,
	seat_id BIGINT NOT NULL,
	question_id BIGINT NOT NULL,
	PRIMARY KEY (event_id, session_id, seat_id, question_id)
) /*clustered*/;
CREATE TABLE assembly_polls (
	event_id BIGINT NOT NULL,
	session_id BIGINT NOT NULL,
	poll_id BIGINT NOT NULL,
	open BIGINT NOT NULL,
	doc TEXT NOT NULL,
	b0 BIGINT NOT NULL,
	b1 BIGINT NOT NULL,
	b2 BIGINT NOT NULL,
	b3 BIGINT NOT NULL,
	b4 BIGINT NOT NULL,
	b5 BIGINT NOT NULL,
	b6 BIGINT NOT NULL,
	b7 BIGINT NOT NULL,
	PRIMARY KEY (event_id, session_id, poll_id)
) /*clustered*/;
CREATE TABLE assembly_ballots (
	event_id BIGINT NOT NULL,
	session_id BIGINT NOT NULL,
	seat_id BIGINT NOT NULL,
	poll_id BIGINT NOT NULL,
	choice BIGINT NOT NULL,
	PRIMARY KEY (event_id, session_id, seat_id, poll_id)
) /*clustered*/;
CREATE TABLE assembly_captions (
	event_id BIGINT NOT NULL,
	session_id BIGINT NOT NULL,
	lang TEXT NOT NULL,
	line BIGINT NOT NULL,
	caption_id BIGINT NOT NULL,
	seat_id BIGINT NOT NULL,
	body TEXT NOT NULL,
	PRIMARY KEY (event_id, session_id, lang, line)
) /*clustered*/;
CREATE TABLE assembly_hands (
	event_id BIGINT NOT NULL,
	session_id BIGINT NOT NULL,
	seat_id BIGINT NOT NULL,
	hand_id BIGINT NOT NULL,
	called BIGINT NOT NULL,
	name TEXT NOT NULL,
	country TEXT NOT NULL,
	PRIMARY KEY (event_id, session_id, seat_id)
) /*clustered*/;
`, `
CREATE TABLE assembly_pins (
	event_id BIGINT NOT NULL,
	session_id BIGINT NOT NULL,
	pin_id BIGINT NOT NULL,
	product_id BIGINT NOT NULL,
	until BIGINT NOT NULL,
	PRIMARY KEY (event_id, session_id, pin_id)
) /*clustered*/;
`, `
CREATE TABLE assembly_presence (
	event_id BIGINT NOT NULL,
	seat_id BIGINT NOT NULL,
	session_id BIGINT NOT NULL,
	minute BIGINT NOT NULL,
	PRIMARY KEY (event_id, seat_id, session_id, minute)
) /*clustered*/;
CREATE TABLE assembly_answers (
	event_id BIGINT NOT NULL,
	seat_id BIGINT NOT NULL,
	answer_id BIGINT NOT NULL,
	score BIGINT NOT NULL,
	words TEXT NOT NULL,
	PRIMARY KEY (event_id, seat_id)
) /*clustered*/;
CREATE INDEX assembly_answers_said ON assembly_answers (event_id, answer_id) WHERE words <> '';
`, `
CREATE INDEX assembly_sessions_live ON assembly_sessions (event_id, session_id) WHERE state = 'live';
`, `
CREATE TABLE assembly_recordings (
	event_id BIGINT NOT NULL,
	session_id BIGINT NOT NULL,
	state TEXT NOT NULL,
	keeps BIGINT NOT NULL,
	began BIGINT NOT NULL,
	until BIGINT NOT NULL,
	pieces BIGINT NOT NULL,
	bytes BIGINT NOT NULL,
	length BIGINT NOT NULL,
	PRIMARY KEY (event_id, session_id)
) /*clustered*/;
CREATE INDEX assembly_recordings_on ON assembly_recordings (event_id, session_id) WHERE state = 'on';
CREATE INDEX assembly_recordings_done ON assembly_recordings (until) WHERE state = 'done';
CREATE INDEX assembly_recordings_passing ON assembly_recordings (event_id, session_id) WHERE keeps = 0 AND state <> 'dropped';
CREATE TABLE assembly_pieces (
	event_id BIGINT NOT NULL,
	session_id BIGINT NOT NULL,
	number BIGINT NOT NULL,
	at BIGINT NOT NULL,
	length BIGINT NOT NULL,
	lead BIGINT NOT NULL,
	file TEXT NOT NULL,
	parts TEXT NOT NULL,
	PRIMARY KEY (event_id, session_id, number)
) /*clustered*/;
CREATE TABLE assembly_recorded (
	event_id BIGINT NOT NULL,
	session_id BIGINT NOT NULL,
	seat_id BIGINT NOT NULL,
	agreed BIGINT NOT NULL,
	PRIMARY KEY (event_id, session_id, seat_id)
) /*clustered*/;
`, `
ALTER TABLE assembly_pins ADD COLUMN offer TEXT NOT NULL DEFAULT '';
`, `
ALTER TABLE assembly_sessions ADD COLUMN deck_id BIGINT NOT NULL DEFAULT 0;
ALTER TABLE assembly_sessions ADD COLUMN page BIGINT NOT NULL DEFAULT 0;
CREATE TABLE assembly_decks (
	event_id BIGINT NOT NULL,
	session_id BIGINT NOT NULL,
	deck_id BIGINT NOT NULL,
	state TEXT NOT NULL,
	pages BIGINT NOT NULL,
	done BIGINT NOT NULL,
	file TEXT NOT NULL,
	doc TEXT NOT NULL,
	PRIMARY KEY (event_id, session_id, deck_id)
) /*clustered*/;
CREATE TABLE assembly_slides (
	event_id BIGINT NOT NULL,
	deck_id BIGINT NOT NULL,
	page BIGINT NOT NULL,
	shown BIGINT NOT NULL,
	doc TEXT NOT NULL,
	body TEXT NOT NULL,
	PRIMARY KEY (event_id, deck_id, page)
) /*clustered*/;
CREATE TABLE assembly_showings (
	event_id BIGINT NOT NULL,
	session_id BIGINT NOT NULL,
	showing_id BIGINT NOT NULL,
	deck_id BIGINT NOT NULL,
	page BIGINT NOT NULL,
	PRIMARY KEY (event_id, session_id, showing_id)
) /*clustered*/;
`, `
CREATE TABLE assembly_reactions (
	event_id BIGINT NOT NULL,
	session_id BIGINT NOT NULL,
	minute BIGINT NOT NULL,
	reaction TEXT NOT NULL,
	n BIGINT NOT NULL,
	PRIMARY KEY (event_id, session_id, minute, reaction)
) /*clustered*/;
`, `
ALTER TABLE assembly_sessions ADD COLUMN handouts TEXT NOT NULL DEFAULT '';
ALTER TABLE assembly_events ADD COLUMN handouts TEXT NOT NULL DEFAULT '';
`, `
CREATE TABLE assembly_series (
	event_id BIGINT NOT NULL,
	session_id BIGINT NOT NULL,
	doc TEXT NOT NULL,
	PRIMARY KEY (event_id, session_id)
) /*clustered*/;
`, `
CREATE TABLE assembly_tickets (
	event_id BIGINT NOT NULL,
	ticket_id BIGINT NOT NULL,
	taken BIGINT NOT NULL,
	most BIGINT NOT NULL,
	price BIGINT NOT NULL,
	currency TEXT NOT NULL,
	until BIGINT NOT NULL,
	doc TEXT NOT NULL,
	PRIMARY KEY (event_id, ticket_id)
) /*clustered*/;
ALTER TABLE assembly_seats ADD COLUMN ticket BIGINT NOT NULL DEFAULT 0;
ALTER TABLE assembly_seats ADD COLUMN group_id BIGINT NOT NULL DEFAULT 0;
ALTER TABLE assembly_seats ADD COLUMN order_id BIGINT NOT NULL DEFAULT 0;
ALTER TABLE assembly_seats ADD COLUMN until BIGINT NOT NULL DEFAULT 0;
ALTER TABLE assembly_seats ADD COLUMN cart TEXT NOT NULL DEFAULT '';
`, `
CREATE TABLE assembly_proposals (
	event_id BIGINT NOT NULL,
	proposal_id BIGINT NOT NULL,
	email TEXT NOT NULL,
	state TEXT NOT NULL,
	doc TEXT NOT NULL,
	PRIMARY KEY (event_id, proposal_id)
) /*clustered*/;
CREATE INDEX assembly_proposals_email ON assembly_proposals (event_id, email);
CREATE TABLE assembly_reviews (
	event_id BIGINT NOT NULL,
	proposal_id BIGINT NOT NULL,
	seat_id BIGINT NOT NULL,
	score BIGINT NOT NULL,
	note TEXT NOT NULL,
	PRIMARY KEY (event_id, proposal_id, seat_id)
) /*clustered*/;
`, `
CREATE TABLE assembly_breakouts (
	event_id BIGINT NOT NULL,
	session_id BIGINT NOT NULL,
	breakout_id BIGINT NOT NULL,
	over BIGINT NOT NULL,
	until BIGINT NOT NULL,
	doc TEXT NOT NULL,
	PRIMARY KEY (event_id, session_id, breakout_id)
) /*clustered*/;
CREATE UNIQUE INDEX assembly_breakouts_open ON assembly_breakouts (event_id, session_id) WHERE over = 0;
CREATE TABLE assembly_grouped (
	event_id BIGINT NOT NULL,
	session_id BIGINT NOT NULL,
	breakout_id BIGINT NOT NULL,
	seat_id BIGINT NOT NULL,
	group_id BIGINT NOT NULL,
	PRIMARY KEY (event_id, session_id, breakout_id, seat_id)
) /*clustered*/;
ALTER TABLE assembly_messages ADD COLUMN group_id BIGINT NOT NULL DEFAULT 0;
`, `
ALTER TABLE assembly_presence ADD COLUMN channel TEXT NOT NULL DEFAULT '';
`, `
CREATE TABLE assembly_attended (
	event_id BIGINT NOT NULL,
	seat_id BIGINT NOT NULL,
	session_id BIGINT NOT NULL,
	channel TEXT NOT NULL,
	minutes BIGINT NOT NULL,
	PRIMARY KEY (event_id, seat_id, session_id, channel)
) /*clustered*/;
`, `
CREATE TABLE assembly_files (
	event_id BIGINT NOT NULL,
	session_id BIGINT NOT NULL,
	thing_id BIGINT NOT NULL,
	file TEXT NOT NULL,
	gone BIGINT NOT NULL,
	PRIMARY KEY (event_id, session_id, thing_id, file)
) /*clustered*/;
CREATE INDEX assembly_files_file ON assembly_files (file);
CREATE INDEX assembly_files_gone ON assembly_files (event_id, gone);
`, `
CREATE TABLE assembly_booths (
	event_id BIGINT NOT NULL,
	session_id BIGINT NOT NULL,
	channel TEXT NOT NULL,
	seat_id BIGINT NOT NULL,
	since BIGINT NOT NULL,
	offered BIGINT NOT NULL,
	PRIMARY KEY (event_id, session_id, channel)
) /*clustered*/;
`}}
