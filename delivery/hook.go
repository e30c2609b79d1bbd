package delivery

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strings"

	"agora/audit"
	"agora/db"
	"agora/fault"
	"agora/identity"
)

// Signature is the header in which a carrier signs a call: "sha256=" and the
// HMAC of the body with its secret, in hexadecimal digits.
const Signature = "X-Agora-Signature"

// Report is what became of what a carrier told.
type Report struct {
	Taken   int      `json:"taken"`             // was not known before
	Known   int      `json:"known"`             // changed nothing
	Unknown []string `json:"unknown,omitempty"` // numbers that no parcel of this carrier has; at most 100
}

// Miss counts a number that nobody knows.
func (r *Report) Miss(number string) {
	const most = 100
	if len(r.Unknown) < most {
		r.Unknown = append(r.Unknown, number)
	}
}

// NewSecret gives a carrier the secret with which it signs its calls, and
// forgets the one before. It is shown once.
func (s *Service) NewSecret(ctx context.Context, by identity.Actor, key string) (string, error) {
	if err := operatorsOnly(by); err != nil {
		return "", err
	}
	c, err := s.Carrier(ctx, key)
	if err != nil {
		return "", err
	}
	doc, err := json.Marshal(c)
	if err != nil {
		return "", err
	}
	secret := rand.Text() + rand.Text()
	return secret, s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(`INSERT INTO carriers (carrier, doc, secret) VALUES ($1, $2, $3)
			ON CONFLICT (carrier) DO UPDATE SET secret = excluded.secret`, key, string(doc), secret); err != nil {
			return err
		}
		return audit.Note(tx, by, db.House, "carrier.secret", key, nil)
	})
}

// Hook takes what carriers tell on the path value "carrier": signed JSON. Who
// is no carrier or has no secret is answered like who signs wrongly.
func (s *Service) Hook(take func(ctx context.Context, c Carrier, list []Tracked) (Report, error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("Content-Type", "application/json")
		report, status := s.told(r, take)
		w.WriteHeader(status)
		if status == http.StatusOK {
			_ = json.NewEncoder(w).Encode(report) // who went away is told when it asks again
		}
	})
}

func (s *Service) told(r *http.Request, take func(context.Context, Carrier, []Tracked) (Report, error)) (report Report, status int) {
	if r.Method != http.MethodPost {
		return report, http.StatusMethodNotAllowed
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return report, http.StatusRequestEntityTooLarge
	}
	var secret string
	err = s.db.Read(r.Context(), func(tx *db.Tx) error {
		return tx.Row("SELECT secret FROM carriers WHERE carrier = $1", []any{r.PathValue("carrier")}, &secret)
	})
	if err != nil && !errors.Is(err, db.ErrNone) {
		slog.ErrorContext(r.Context(), "carrier", "err", err)
		return report, http.StatusInternalServerError
	}
	if !signed(secret, r.Header.Get(Signature), body) {
		return report, http.StatusUnauthorized
	}
	list, err := readTold(body)
	if err != nil {
		return report, http.StatusBadRequest
	}
	c, err := s.Carrier(r.Context(), r.PathValue("carrier"))
	if err == nil {
		report, err = take(r.Context(), c, list)
	}
	if err != nil {
		slog.ErrorContext(r.Context(), "carrier tells", "carrier", c.Key, "err", err)
		if fault.Is(err, fault.Invalid) {
			return report, http.StatusBadRequest
		}
		return report, http.StatusInternalServerError
	}
	return report, http.StatusOK
}

func signed(secret, header string, body []byte) bool {
	sent, err := hex.DecodeString(strings.TrimPrefix(header, "sha256="))
	if err != nil || secret == "" {
		return false
	}
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write(body)
	return hmac.Equal(sent, mac.Sum(nil))
}
