package digital

import (
	"crypto/hmac"
	"encoding/base64"
	"encoding/binary"
	"time"
)

// Token is what a link to an order's downloads says.
type Token struct {
	Order int64
	Until time.Time // whole seconds
}

// Mark gives a keyed digest of a text for a purpose (identity.Service.Mark), of at
// least signed bytes; nil while there is no key.
type Mark func(purpose, text string) []byte

const (
	purpose = "digital"
	told    = 16 // bytes of order and end
	signed  = 20 // bytes of the signature: 160 bits keep a link short
)

// Until is the end of a link that is made now: LinkLife from the end of the day,
// so that the links of a day are one.
func Until(now time.Time) time.Time {
	return now.UTC().Truncate(24 * time.Hour).Add(24*time.Hour + LinkLife)
}

// Sign writes a token for an address; "" while there is no key.
func (t Token) Sign(mark Mark) string {
	b := make([]byte, told, told+signed)
	binary.BigEndian.PutUint64(b, uint64(t.Order))
	binary.BigEndian.PutUint64(b[8:], uint64(t.Until.Unix()))
	sum := mark(purpose, string(b))
	if len(sum) < signed {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(append(b, sum[:signed]...))
}

// ReadToken reads what Sign wrote; false for anything else. It does not ask
// whether the token has ended.
func ReadToken(s string, mark Mark) (t Token, ok bool) {
	if len(s) != base64.RawURLEncoding.EncodedLen(told+signed) {
		return t, false
	}
	b, err := base64.RawURLEncoding.Strict().DecodeString(s)
	if err != nil || len(b) != told+signed {
		return t, false
	}
	sum := mark(purpose, string(b[:told]))
	if len(sum) < signed || !hmac.Equal(sum[:signed], b[told:]) {
		return t, false
	}
	return Token{Order: int64(binary.BigEndian.Uint64(b)), Until: time.Unix(int64(binary.BigEndian.Uint64(b[8:])), 0).UTC()}, true
}
