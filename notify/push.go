package notify

import (
	"bytes"
	"context"
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"agora/db"
)

// pushed is what stands before the id of a subscription in the address of a
// message.
const pushed = "push:"

// pushTime bounds one delivery; pushLife is how long a service keeps a message
// for a phone that is off.
const (
	pushTime = 20 * time.Second
	pushLife = 3 * 24 * time.Hour
)

// Push sends short notes to browsers that were asked and said yes, through the
// push service of each (RFC 8030). What it sends is encrypted for the browser
// and holds no more than title, a line and a path of this node.
type Push struct {
	db      *db.DB
	contact func() string // "https://…" or "mailto:…" of the node, for the services
	client  *http.Client
	check   func(endpoint string) error
	clock   func() time.Time
	key     *ecdsa.PrivateKey
	public  string
}

// NewPush makes the channel; Start it before use.
func NewPush(d *db.DB, contact func() string) *Push {
	return &Push{db: d, contact: contact, check: checkEndpoint, clock: time.Now, client: &http.Client{
		Timeout: pushTime, Transport: &http.Transport{DialContext: dialPublic, ForceAttemptHTTP2: true, MaxIdleConns: 16, IdleConnTimeout: time.Minute},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// Start reads the node's key, and makes it at the first start.
func (p *Push) Start(ctx context.Context) error {
	fresh, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	raw, err := fresh.Bytes()
	if err != nil {
		return err
	}
	var text string
	err = p.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec("INSERT INTO notify_keys (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING",
			"push", url64.EncodeToString(raw)); err != nil {
			return err
		}
		return tx.Row("SELECT value FROM notify_keys WHERE name = $1", []any{"push"}, &text)
	})
	if err != nil {
		return fmt.Errorf("notify: key of push: %w", err)
	}
	if raw, err = url64.DecodeString(text); err == nil {
		p.key, err = ecdsa.ParseRawPrivateKey(elliptic.P256(), raw)
	}
	if err != nil {
		return fmt.Errorf("notify: key of push is damaged: %w", err)
	}
	public, err := p.key.PublicKey.Bytes()
	p.public = url64.EncodeToString(public)
	return err
}

// Key is the node's public key, as browsers want it when they subscribe.
func (p *Push) Key() string { return p.public }

// Name gives "push".
func (p *Push) Name() string { return "push" }

// Takes reports whether to names a subscription.
func (p *Push) Takes(to string) bool { return strings.HasPrefix(to, pushed) && p.key != nil }

// Send hands one message to the push service of a subscription. One that is
// gone is forgotten.
func (p *Push) Send(ctx context.Context, m Message) error {
	id, err := strconv.ParseInt(strings.TrimPrefix(m.To, pushed), 10, 64)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrRefused, err)
	}
	s, err := p.subscription(ctx, id)
	if errors.Is(err, db.ErrNone) {
		return fmt.Errorf("%w: the subscription is gone", ErrRefused)
	}
	if err != nil {
		return err
	}
	r, err := p.request(ctx, s, m)
	if err != nil {
		return err
	}
	res, err := p.client.Do(r)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	words, _ := io.ReadAll(io.LimitReader(res.Body, 300))
	switch code := res.StatusCode; {
	case code >= 200 && code < 300:
		return nil
	case code == http.StatusNotFound, code == http.StatusGone:
		return errors.Join(fmt.Errorf("%w: the browser is gone", ErrRefused), p.drop(ctx, id))
	case code == http.StatusBadRequest, code == http.StatusRequestEntityTooLarge:
		return fmt.Errorf("%w: push service: %s %s", ErrRefused, res.Status, words)
	default:
		return fmt.Errorf("push service: %s %s", res.Status, words)
	}
}

// request makes the request to the push service.
func (p *Push) request(ctx context.Context, s Subscription, m Message) (*http.Request, error) {
	if err := p.check(s.Endpoint); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrRefused, err)
	}
	sum := sha256.Sum256([]byte(m.Key))
	topic := url64.EncodeToString(sum[:24]) // a second copy takes the place of the first
	text, err := json.Marshal(map[string]string{"title": line(m.Subject), "body": m.Text, "url": m.Link, "tag": topic, "lang": s.Lang})
	if err != nil {
		return nil, err
	}
	browser, secret, err := s.keys()
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrRefused, err)
	}
	body, err := sealed(text, browser, secret)
	if err != nil {
		return nil, err
	}
	u, err := url.Parse(s.Endpoint)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrRefused, err)
	}
	proof, err := badge(p.key, u.Scheme+"://"+u.Host, p.contact(), p.clock().Add(12*time.Hour))
	if err != nil {
		return nil, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, s.Endpoint, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	for name, value := range map[string]string{"Content-Type": "application/octet-stream", "Content-Encoding": "aes128gcm",
		"TTL": strconv.Itoa(int(pushLife / time.Second)), "Urgency": "high", "Topic": topic, "Authorization": proof} {
		r.Header.Set(name, value)
	}
	return r, nil
}

// keys reads what the browser gave to encrypt with.
func (s Subscription) keys() (*ecdh.PublicKey, []byte, error) {
	raw, err := url64.DecodeString(strings.TrimRight(s.Key, "="))
	if err != nil {
		return nil, nil, err
	}
	secret, err := url64.DecodeString(strings.TrimRight(s.Secret, "="))
	if err != nil || len(secret) != 16 {
		return nil, nil, fmt.Errorf("push: a secret of %d bytes: %w", len(secret), err)
	}
	key, err := ecdh.P256().NewPublicKey(raw)
	return key, secret, err
}
