package notify

import (
	"context"
	"strconv"

	"agora/db"
	"agora/fault"
)

// pushTables are the second step of the schema.
const pushTables = `
ALTER TABLE notify_messages ADD COLUMN link TEXT NOT NULL DEFAULT '';
CREATE TABLE notify_keys (
	name TEXT NOT NULL,
	value TEXT NOT NULL,
	PRIMARY KEY (name)
) /*clustered*/;
CREATE TABLE notify_subscriptions (
	subscription_id BIGINT NOT NULL,
	subject TEXT NOT NULL,
	endpoint TEXT NOT NULL,
	browser_key TEXT NOT NULL,
	secret TEXT NOT NULL,
	lang TEXT NOT NULL,
	PRIMARY KEY (subscription_id)
) /*clustered*/;
CREATE UNIQUE INDEX notify_subscriptions_endpoint ON notify_subscriptions (endpoint, subject);
CREATE INDEX notify_subscriptions_subject ON notify_subscriptions (subject, subscription_id);
`

// Subscription is the yes of one browser to notes about one subject.
type Subscription struct {
	ID       int64
	Subject  string // whom or what it is about: "person:7", "order:12"
	Endpoint string // address of the push service for this browser
	Key      string // of the browser, base64url
	Secret   string // shared with the browser, base64url
	Lang     string // BCP 47, of what it is sent
}

// mostBrowsers bounds the subscriptions of one subject.
const mostBrowsers = 20

// Subscribe keeps a subscription, in the place of an older one of the same
// browser. Of a person's own notes a browser has one person's only: whoever
// said yes there last.
func (p *Push) Subscribe(ctx context.Context, s Subscription) error {
	if err := p.check(s.Endpoint); err != nil {
		return err
	}
	if _, _, err := s.keys(); err != nil || s.Subject == "" {
		return fault.New(fault.Invalid, "fault.form_broken").Because(err)
	}
	return p.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(`DELETE FROM notify_subscriptions WHERE endpoint = $1
			AND (subject = $2 OR subject LIKE 'person:%' AND $2 LIKE 'person:%')`, s.Endpoint, s.Subject); err != nil {
			return err
		}
		if _, err := tx.Exec(`INSERT INTO notify_subscriptions (subscription_id, subject, endpoint, browser_key, secret, lang)
			VALUES ($1, $2, $3, $4, $5, $6)`, tx.ID(), s.Subject, s.Endpoint, s.Key, s.Secret, s.Lang); err != nil {
			return err
		}
		_, err := tx.Exec(`DELETE FROM notify_subscriptions WHERE subject = $1 AND subscription_id <= COALESCE((
			SELECT subscription_id FROM notify_subscriptions WHERE subject = $1 ORDER BY subscription_id DESC LIMIT 1 OFFSET $2), 0)`,
			s.Subject, mostBrowsers)
		return err
	})
}

// Unsubscribe takes a browser's yes back; one that is unknown is gone already.
func (p *Push) Unsubscribe(ctx context.Context, subject, endpoint string) error {
	return p.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec("DELETE FROM notify_subscriptions WHERE endpoint = $1 AND subject = $2", endpoint, subject)
		return err
	})
}

func (p *Push) drop(ctx context.Context, id int64) error {
	return p.db.Write(context.WithoutCancel(ctx), func(tx *db.Tx) error {
		_, err := tx.Exec("DELETE FROM notify_subscriptions WHERE subscription_id = $1", id)
		return err
	})
}

const subscriptionColumns = "subscription_id, subject, endpoint, browser_key, secret, lang"

func scanSubscription(scan db.Scan) (s Subscription, err error) {
	err = scan(&s.ID, &s.Subject, &s.Endpoint, &s.Key, &s.Secret, &s.Lang)
	return s, err
}

func (p *Push) subscription(ctx context.Context, id int64) (s Subscription, err error) {
	err = p.db.Read(ctx, func(tx *db.Tx) error {
		s, err = db.One(tx, scanSubscription, "SELECT "+subscriptionColumns+" FROM notify_subscriptions WHERE subscription_id = $1", id)
		return err
	})
	return s, err
}

// Subscriptions gives the browsers that said yes to notes about a subject.
func (p *Push) Subscriptions(ctx context.Context, subject string) (list []Subscription, err error) {
	err = p.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, scanSubscription, "SELECT "+subscriptionColumns+
			" FROM notify_subscriptions WHERE subject = $1 ORDER BY subscription_id", subject)
		return err
	})
	return list, err
}

// To is the address of a subscription in a message.
func (s Subscription) To() string { return pushed + strconv.FormatInt(s.ID, 10) }
