// Package hook tells programs of a shop what becomes of its orders, products and
// money: webhooks as Standard Webhooks has them. It follows the event log, makes
// a message for each endpoint that wants the event, and sends it until it is
// heard or the schedule ends.
//
// Tables: hooks (endpoints with their secrets), hook_messages, hook_tries (what
// each attempt met), hook_cursor (how far the event log was read).
//
// Invariants:
//   - The cursor moves in the transaction that makes the messages, so none is
//     lost or made twice. A message may be sent twice, with the same id and body.
//   - Messages about one thing go to an endpoint one after the other, in the
//     order of its events.
//   - A message says what its endpoint's person may see when it is first sent:
//     an endpoint of somebody who lost the shop is switched off.
//   - An endpoint is called on the open net only.
package hook

import (
	"time"

	"agora/db"
)

// Schema is the tables of this package.
var Schema = db.Schema{Name: "hook", Steps: []string{`
CREATE TABLE hooks (
	hook_id BIGINT NOT NULL,
	shop_id BIGINT NOT NULL,
	person_id BIGINT NOT NULL,
	url TEXT NOT NULL,
	kinds TEXT NOT NULL,
	secret TEXT NOT NULL,
	old_secret TEXT NOT NULL,
	old_until BIGINT NOT NULL,
	failing BIGINT NOT NULL,
	rest BIGINT NOT NULL,
	switched_off BIGINT NOT NULL,
	why TEXT NOT NULL,
	PRIMARY KEY (hook_id, shop_id)
) /*clustered*/;
CREATE INDEX hooks_by_shop ON hooks (shop_id, hook_id);
CREATE INDEX hooks_off ON hooks (shop_id) WHERE switched_off > 0;
CREATE TABLE hook_messages (
	message_id BIGINT NOT NULL,
	shop_id BIGINT NOT NULL,
	hook_id BIGINT NOT NULL,
	event_id BIGINT NOT NULL,
	kind TEXT NOT NULL,
	subject BIGINT NOT NULL,
	state TEXT NOT NULL,
	tries BIGINT NOT NULL,
	due BIGINT NOT NULL,
	body TEXT NOT NULL,
	PRIMARY KEY (message_id, shop_id)
) /*wide*/;
CREATE INDEX hook_messages_by_hook ON hook_messages (shop_id, hook_id, message_id);
CREATE INDEX hook_messages_due ON hook_messages (shop_id, hook_id, due, message_id) WHERE state = 'waiting';
CREATE INDEX hook_messages_before ON hook_messages (shop_id, hook_id, subject, message_id) WHERE state = 'waiting';
CREATE TABLE hook_tries (
	try_id BIGINT NOT NULL,
	shop_id BIGINT NOT NULL,
	message_id BIGINT NOT NULL,
	status BIGINT NOT NULL,
	took BIGINT NOT NULL,
	answer TEXT NOT NULL,
	failure TEXT NOT NULL,
	PRIMARY KEY (try_id, shop_id)
) /*clustered*/;
CREATE INDEX hook_tries_by_message ON hook_tries (shop_id, message_id, try_id);
CREATE TABLE hook_cursor (
	one BIGINT PRIMARY KEY,
	seen BIGINT NOT NULL
);
`}}

// The bounds of webhooks.
const (
	MaxHooks  = 10      // of a shop
	MaxBody   = 1 << 20 // bytes of a message
	MaxAnswer = 1 << 10 // bytes of an answer that are kept
	MaxReplay = 1000    // messages that are sent again at once
	Patience  = 15 * time.Second
	Kept      = 30 * 24 * time.Hour // for which messages and what they met can be read
	Rotation  = 24 * time.Hour      // for which a replaced secret still signs
	GiveUp    = 5 * 24 * time.Hour  // of failures only, after which an endpoint is switched off
)

// schedule is how long after each attempt the next one is made.
var schedule = []time.Duration{5 * time.Second, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 5 * time.Hour,
	10 * time.Hour, 14 * time.Hour, 20 * time.Hour, 24 * time.Hour}
