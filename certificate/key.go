package certificate

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"time"

	"github.com/mr-tron/base58"

	"agora/db"
	"agora/fault"
)

// Key is one of the keys of the node, as others see it.
type Key struct {
	Public  string    // multibase, "z6Mk…"
	Made    time.Time // since when it signed
	Retired time.Time // since when another signs; zero for the one that does
	Leaked  time.Time // since when nothing that it signed is believed; zero for never
}

// signer is a key with its secret half.
type signer struct {
	Key
	public  string
	private ed25519.PrivateKey
}

// prefix says in a multibase text that a public key of Ed25519 follows (multicodec).
var prefix = []byte{0xED, 0x01}

// multikey writes a public key.
func multikey(key ed25519.PublicKey) string {
	return "z" + base58.Encode(append(bytes.Clone(prefix), key...))
}

// readKey reads a public key of Ed25519.
func readKey(text string) (ed25519.PublicKey, bool) {
	if len(text) > 64 || len(text) < 2 || text[0] != 'z' {
		return nil, false
	}
	raw, err := base58.Decode(text[1:])
	if err != nil || len(raw) != len(prefix)+ed25519.PublicKeySize || !bytes.HasPrefix(raw, prefix) {
		return nil, false
	}
	return raw[len(prefix):], true
}

// signing gives the key that signs; the first is made when the first certificate is
// asked for.
func (s *Service) signing(ctx context.Context) (signer, error) {
	list, err := s.ring(ctx)
	if err != nil {
		return signer{}, err
	}
	return list[0], nil
}

// ring gives all keys, of which the first signs.
func (s *Service) ring(ctx context.Context) ([]signer, error) {
	list, err := s.signers(ctx)
	if err != nil || len(list) > 0 && list[0].Retired.IsZero() {
		return list, err
	}
	if err := s.db.Write(ctx, func(tx *db.Tx) error { return begin(tx, false) }); err != nil {
		return nil, err
	}
	if list, err = s.signers(ctx); err == nil && (len(list) == 0 || !list[0].Retired.IsZero()) {
		err = errors.New("certificate: no key signs")
	}
	return list, err
}

// signers gives all keys, the one that signs first.
func (s *Service) signers(ctx context.Context) (list []signer, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list = nil
		return tx.Each(func(scan db.Scan) error {
			var k signer
			var secret string
			var made, retired, leaked int64
			if err := scan(&k.public, &secret, &made, &retired, &leaked); err != nil {
				return err
			}
			seed, err := base64.StdEncoding.DecodeString(secret)
			if err != nil || len(seed) != ed25519.SeedSize {
				return fmt.Errorf("certificate: the key %s is damaged: %d letters", k.public, len(secret)) // never the text
			}
			k.private = ed25519.NewKeyFromSeed(seed)
			k.Key = Key{Public: k.public, Made: db.Time(made), Retired: db.Time(retired), Leaked: db.Time(leaked)}
			list = append(list, k)
			return nil
		}, "SELECT public, secret, made, retired, leaked FROM certificate_signers ORDER BY CASE WHEN retired = 0 THEN 0 ELSE 1 END, made DESC, public LIMIT $1", maxKeys)
	})
	return list, err
}

// maxKeys bounds the keys that are published; a node that changes its key each
// month fills it in eight years.
const maxKeys = 100

// begin makes a key that signs, unless one does; with another, in its stead.
func begin(tx *db.Tx, another bool) error {
	now := db.Micro(tx.Now)
	if another {
		if _, err := tx.Exec("UPDATE certificate_signers SET retired = $1 WHERE retired = 0", now); err != nil {
			return err
		}
	}
	var n int64
	if err := tx.Row("SELECT COUNT(*) FROM certificate_signers WHERE retired = 0", nil, &n); err != nil || n > 0 {
		return err
	}
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return fmt.Errorf("certificate: %w", err)
	}
	_, err = tx.Exec("INSERT INTO certificate_signers (public, secret, made, retired, leaked) VALUES ($1, $2, $3, $4, $5)",
		multikey(public), base64.StdEncoding.EncodeToString(private.Seed()), now, int64(0), int64(0))
	return err
}

// Keys gives all keys of the node, the one that signs first.
func (s *Service) Keys(ctx context.Context) ([]Key, error) {
	list, err := s.signers(ctx)
	keys := make([]Key, len(list))
	for i, k := range list {
		keys[i] = k.Key
	}
	return keys, err
}

// Rotate lets a new key sign from now on. What the old one signed is still believed.
func (s *Service) Rotate(ctx context.Context) error {
	return s.db.Write(ctx, func(tx *db.Tx) error { return begin(tx, true) })
}

// Leak says that somebody else has a key: nothing that it signed, at whatever time, is
// believed from now on, since a thief writes the time that he likes. Certificates stay
// what they are: fetched again, they are signed by the key in its stead.
func (s *Service) Leak(ctx context.Context, public string) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		now := db.Micro(tx.Now)
		n, err := tx.Exec(`UPDATE certificate_signers SET leaked = CASE WHEN leaked = 0 THEN CAST($2 AS BIGINT) ELSE leaked END,
			retired = CASE WHEN retired = 0 THEN CAST($2 AS BIGINT) ELSE retired END WHERE public = $1`, public, now)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.Field("key", "fault.certificate_key")
		}
		return begin(tx, false)
	})
}
