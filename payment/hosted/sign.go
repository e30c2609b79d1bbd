package hosted

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Tolerance is how far a notification's time may be from ours.
const Tolerance = 5 * time.Minute

// prefix marks a secret of Standard Webhooks.
const prefix = "whsec_"

// errSign is one error for all that is wrong: a forger learns nothing.
var errSign = errors.New("hosted: signature")

// Key gives the bytes of a secret "whsec_BASE64"; nil when it is none.
func Key(secret string) []byte {
	text, ok := strings.CutPrefix(secret, prefix)
	key, err := base64.StdEncoding.DecodeString(text)
	const least = 16
	if !ok || err != nil || len(key) < least {
		return nil
	}
	return key
}

// Sign gives the signature of a notification.
func Sign(secret, id string, at time.Time, body []byte) string {
	m := hmac.New(sha256.New, Key(secret))
	m.Write([]byte(id + "." + strconv.FormatInt(at.Unix(), 10) + "."))
	m.Write(body)
	return "v1," + base64.StdEncoding.EncodeToString(m.Sum(nil))
}

// verify proves that a notification was signed with one of the secrets, which
// stand apart by spaces while one replaces another, at about this time.
func verify(secrets string, h http.Header, body []byte, now time.Time) error {
	id := h.Get("webhook-id")
	seconds, err := strconv.ParseInt(h.Get("webhook-timestamp"), 10, 64)
	const last = 1 << 40 // beyond it a time is no time
	if err != nil || id == "" || len(id) > 200 || seconds < 0 || seconds > last {
		return errSign
	}
	at := time.Unix(seconds, 0)
	if d := now.Sub(at); d > Tolerance || d < -Tolerance {
		return errSign
	}
	given := strings.Fields(h.Get("webhook-signature"))
	const most = 10
	for _, secret := range strings.Fields(secrets) {
		if Key(secret) == nil {
			continue
		}
		want := []byte(Sign(secret, id, at, body))
		for _, s := range given[:min(len(given), most)] {
			if hmac.Equal([]byte(s), want) {
				return nil
			}
		}
	}
	return errSign
}
