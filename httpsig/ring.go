package httpsig

import (
	"crypto/ecdsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"time"
)

const (
	// Lead is how long a key is published before it signs, so that nobody meets
	// it who keeps our profile for a day.
	Lead = 24 * time.Hour
	// Grace is how long a key stays published after its last signature.
	Grace = 7 * 24 * time.Hour
)

// Ring is our own keys as data, oldest first: at most one that waits for its
// turn, one that signs, and older ones whose signatures still hold. Its JSON
// has the private halves, and is for a store that others cannot read.
type Ring struct {
	Keys []RingKey `json:"keys"`
}

// RingKey is a key with its time.
type RingKey struct {
	Key   *Key
	From  time.Time // it signs from here on
	Until time.Time // it is published until here; zero while no other follows
}

// NewRing gives a ring of one key that signs at once.
func NewRing(now time.Time) (Ring, error) {
	k, err := Generate()
	return Ring{Keys: []RingKey{{Key: k, From: now}}}, err
}

// Rotate gives a ring with a new key, published at once and signing after Lead,
// without the keys whose grace is over. A ring in which a key already waits
// only loses the old ones.
func (r Ring) Rotate(now time.Time) (Ring, error) {
	var next Ring
	for _, k := range r.Keys {
		if k.published(now) {
			next.Keys = append(next.Keys, k)
		}
	}
	if len(next.Keys) == 0 {
		return NewRing(now)
	}
	last := &next.Keys[len(next.Keys)-1]
	if last.From.After(now) {
		return next, nil
	}
	k, err := Generate()
	if err != nil {
		return Ring{}, err
	}
	from := now.Add(Lead)
	last.Until = from.Add(Grace)
	next.Keys = append(next.Keys, RingKey{Key: k, From: from})
	return next, nil
}

// Current is the key that signs, with the time since when; nil in an empty ring.
func (r Ring) Current(now time.Time) (*Key, time.Time) {
	for i := len(r.Keys) - 1; i >= 0; i-- {
		if k := r.Keys[i]; !k.From.After(now) && k.published(now) {
			return k.Key, k.From
		}
	}
	return nil, time.Time{}
}

// Public are the keys for our profile, newest first: the one that waits too.
func (r Ring) Public(now time.Time) []JWK {
	list := []JWK{}
	for i := len(r.Keys) - 1; i >= 0; i-- {
		if r.Keys[i].published(now) {
			list = append(list, r.Keys[i].Key.JWK())
		}
	}
	return list
}

func (k RingKey) published(now time.Time) bool { return k.Until.IsZero() || now.Before(k.Until) }

// ringKey is the JSON of a RingKey.
type ringKey struct {
	KID     string    `json:"kid"`
	Private string    `json:"private"` // PKCS #8 in base64
	From    time.Time `json:"from"`
	Until   time.Time `json:"until,omitzero"`
}

// MarshalJSON writes the private half, too.
func (k RingKey) MarshalJSON() ([]byte, error) {
	der, err := x509.MarshalPKCS8PrivateKey(k.Key.private)
	if err != nil {
		return nil, fmt.Errorf("httpsig: %w", err)
	}
	return json.Marshal(ringKey{KID: k.Key.ID, Private: base64.StdEncoding.EncodeToString(der), From: k.From.UTC(), Until: k.Until.UTC()})
}

// UnmarshalJSON reads it back; errors never show the text.
func (k *RingKey) UnmarshalJSON(text []byte) error {
	var j ringKey
	if err := json.Unmarshal(text, &j); err != nil {
		return fmt.Errorf("httpsig: a key of the ring is no JSON as we write it")
	}
	der, err := base64.StdEncoding.DecodeString(j.Private)
	if err != nil {
		return fmt.Errorf("httpsig: key %q of the ring is not base64", j.KID)
	}
	private, err := x509.ParsePKCS8PrivateKey(der)
	if err != nil {
		return fmt.Errorf("httpsig: key %q of the ring is not PKCS #8", j.KID)
	}
	ec, ok := private.(*ecdsa.PrivateKey)
	if !ok {
		return fmt.Errorf("%w: key %q of the ring", ErrAlgorithm, j.KID)
	}
	key, err := NewKey(j.KID, ec)
	if err != nil {
		return err
	}
	*k = RingKey{Key: key, From: j.From, Until: j.Until}
	return nil
}
