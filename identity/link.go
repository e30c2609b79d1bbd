package identity

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"log/slog"
	"strconv"

	"agora/db"
)

// Start reads the key of signed links, and makes it at the node's first start.
// Call it once after Migrate and before anything signs.
func (s *Service) Start(ctx context.Context) error {
	fresh := make([]byte, 32)
	rand.Read(fresh)
	var text string
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec("INSERT INTO secrets (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING",
			"links", base64.RawURLEncoding.EncodeToString(fresh)); err != nil {
			return err
		}
		return tx.Row("SELECT value FROM secrets WHERE name = $1", []any{"links"}, &text)
	})
	if err != nil {
		return fmt.Errorf("identity: key of links: %w", err)
	}
	key, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || len(key) < 32 {
		return fmt.Errorf("identity: key of links is damaged (%d bytes): %w", len(key), err)
	}
	s.key.Store(&key)
	return nil
}

// Sign gives the signature that lets whoever holds it see one thing: an order
// without an account, for example. It is safe in a URL. Before Start it is "",
// which Check never accepts.
func (s *Service) Sign(purpose string, id int64) string {
	key := s.key.Load()
	if key == nil {
		slog.Error("identity: a link was signed before the start", "purpose", purpose)
		return ""
	}
	mac := hmac.New(sha256.New, *key)
	mac.Write([]byte(purpose + "\x00" + strconv.FormatInt(id, 10)))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:20]) // 160 bits keep a link short
}

// Mark gives the keyed digest of a text for a purpose: what need not be kept in
// the clear to be known again. Before Start it is nil.
func (s *Service) Mark(purpose, text string) []byte {
	key := s.key.Load()
	if key == nil {
		slog.Error("identity: something was marked before the start", "purpose", purpose)
		return nil
	}
	mac := hmac.New(sha256.New, *key)
	mac.Write([]byte("mark\x00" + purpose + "\x00" + text))
	return mac.Sum(nil)
}

// Check reports whether sig is what Sign gave for this purpose and id.
func (s *Service) Check(purpose string, id int64, sig string) bool {
	want := s.Sign(purpose, id)
	return want != "" && hmac.Equal([]byte(want), []byte(sig))
}
