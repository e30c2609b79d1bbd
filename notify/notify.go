// Package notify tells people what happened: it keeps every message where the
// operator can read it, and sends it by the channel that reaches its address.
//
// Tables: notify_messages, the outbox; notify_subscriptions, browsers that said
// yes to short notes; notify_keys, the node's key for them.
//
// Invariants: a message is written down before it is sent, and its key is sent
// once, however often a job repeats it. Only a crash between the other side's
// yes and our note of it sends twice, under the same Message-ID.
package notify

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"agora/db"
	"agora/fault"
)

// Schema is the tables of this package.
var Schema = db.Schema{Name: "notify", Steps: []string{`
CREATE TABLE notify_messages (
	message_id BIGINT NOT NULL,
	message_key TEXT NOT NULL,
	recipient TEXT NOT NULL,
	subject TEXT NOT NULL,
	body TEXT NOT NULL,
	html TEXT NOT NULL,
	state TEXT NOT NULL,
	channel TEXT NOT NULL,
	problem TEXT NOT NULL,
	attempts BIGINT NOT NULL,
	tried BIGINT NOT NULL,
	PRIMARY KEY (message_id)
) /*clustered*/;
CREATE UNIQUE INDEX notify_messages_key ON notify_messages (message_key);
CREATE INDEX notify_messages_recipient ON notify_messages (recipient, message_id);
`, pushTables}}

// Message is one thing to tell one person.
type Message struct {
	To      string // e-mail address, or phone number in E.164
	ReplyTo string // e-mail address to which an answer goes; "" for the sender of the house
	Subject string
	Text    string // plain text, always there
	HTML    string // the same as HTML; "" for none
	Key     string // names the message: the same key is never sent twice
	Secret  string // a part of Text that the outbox keeps only while nobody else gets it; "" for none
	Link    string // path of the page it is about, for channels that lead there; "" for none
}

// Channel takes messages out of the house.
type Channel interface {
	Name() string                              // as the outbox shows it
	Takes(to string) bool                      // whether it reaches this address now
	Send(ctx context.Context, m Message) error // ErrRefused inside when trying again is in vain
}

// ErrRefused is an address that takes no messages, today or tomorrow.
var ErrRefused = errors.New("notify: refused for good")

// Service is the outbox.
type Service struct {
	db       *db.DB
	channels []Channel
}

// New makes the service. The first channel that takes an address is used; a
// message that none takes stays in the outbox, to be read there.
func New(d *db.DB, channels ...Channel) *Service {
	return &Service{db: d, channels: channels}
}

// Send writes a message down and sends it, unless its key was sent before. An
// error means that it was not sent and may be tried again with the same key.
func (s *Service) Send(ctx context.Context, m Message) error {
	if m.Key == "" || m.To == "" || m.Text == "" {
		return fmt.Errorf("notify: message %q lacks its key, address or text", m.Key)
	}
	mine, err := s.claim(ctx, m)
	if err != nil || !mine {
		return err
	}
	end := outcome{state: Kept}
	for _, c := range s.channels {
		if c.Takes(m.To) {
			end = outcome{state: Sent, channel: c.Name(), err: c.Send(ctx, m)}
			break
		}
	}
	switch {
	case errors.Is(end.err, ErrRefused):
		slog.WarnContext(ctx, "notify: refused", "key", m.Key, "channel", end.channel, "err", end.err)
		end.state = Refused
	case end.err != nil:
		end.state = Failed
	}
	// What became of it is noted even when the caller no longer waits.
	if err := s.settle(context.WithoutCancel(ctx), m.Key, end); err != nil {
		return err
	}
	if end.state == Failed {
		return fmt.Errorf("notify %q by %s: %w", m.Key, end.channel, end.err)
	}
	return nil
}

// kept is the text as the outbox keeps it. A secret that no channel takes out is
// kept in the clear, so that an operator can read it to whom it is for.
func (s *Service) kept(m Message) string {
	if m.Secret == "" {
		return m.Text
	}
	for _, c := range s.channels {
		if c.Takes(m.To) {
			return strings.ReplaceAll(m.Text, m.Secret, "••••••")
		}
	}
	return m.Text
}

// patience is how long a message may be on its way before another try takes
// it over from a run that was killed.
const patience = 5 * time.Minute

// errBusy is a message that another run is sending at this moment.
var errBusy = fault.New(fault.Unavailable, "fault.unavailable")
