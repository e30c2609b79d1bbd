package identity

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"

	"agora/fault"
)

// The cost of a password, as OWASP recommends for argon2id.
const (
	hashMemory = 19 * 1024 // KiB
	hashTime   = 2
	hashLanes  = 1
	hashBytes  = 32
	saltBytes  = 16

	hashSlots   = 2  // hashes at once, which bounds their memory
	hashWaiters = 64 // more than these are told to come back: about two seconds of work
)

// The bounds of a password: runes at least, bytes at most.
const (
	MinPassword = 8
	maxPassword = 256
)

// hasher hashes passwords, a few at a time.
type hasher struct {
	slots   chan struct{}
	waiting atomic.Int64
}

func newHasher() *hasher { return &hasher{slots: make(chan struct{}, hashSlots)} }

// enter waits for a slot; the caller leaves it.
func (h *hasher) enter(ctx context.Context) error {
	defer h.waiting.Add(-1)
	if h.waiting.Add(1) > hashWaiters {
		return fault.New(fault.Unavailable, "fault.sign_in_busy")
	}
	select {
	case h.slots <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (h *hasher) leave() { <-h.slots }

// make hashes a new password to "$argon2id$v=19$m=…,t=…,p=…$salt$hash".
func (h *hasher) make(ctx context.Context, password string) (string, error) {
	if err := h.enter(ctx); err != nil {
		return "", err
	}
	defer h.leave()
	salt := make([]byte, saltBytes)
	rand.Read(salt)
	sum := argon2.IDKey([]byte(password), salt, hashTime, hashMemory, hashLanes, hashBytes)
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, hashMemory, hashTime, hashLanes,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(sum)), nil
}

// unknown is compared when there is no such login, so that the answer takes as
// long; no password has this hash. Its cost is that of make.
const unknown = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

// same reports whether a password has this hash.
func (h *hasher) same(ctx context.Context, password, hash string) (bool, error) {
	var version int
	var memory, times uint32
	var lanes uint8
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[1] != "argon2id" {
		return false, errors.New("identity: a stored password is not argon2id")
	}
	if _, err := fmt.Sscanf(parts[2]+" "+parts[3], "v=%d m=%d,t=%d,p=%d", &version, &memory, &times, &lanes); err != nil {
		return false, fmt.Errorf("identity: stored password: %w", err)
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[4])
	if err != nil {
		return false, fmt.Errorf("identity: stored password: %w", err)
	}
	sum, err := base64.RawStdEncoding.DecodeString(parts[5])
	if err != nil || len(sum) == 0 {
		return false, fmt.Errorf("identity: stored password: %w", err)
	}
	if len(password) > maxPassword {
		password = "" // none that was accepted is so long
	}
	if err := h.enter(ctx); err != nil {
		return false, err
	}
	defer h.leave()
	got := argon2.IDKey([]byte(password), salt, times, memory, lanes, uint32(len(sum)))
	return subtle.ConstantTimeCompare(got, sum) == 1, nil
}

// common are passwords that everybody tries first.
const common = " password password1 passw0rd 12345678 123456789 1234567890 0987654321 87654321 11111111 00000000 " +
	"88888888 12341234 123123123 147258369 qwertyuiop qwerty123 qwerty12 1q2w3e4r 1qaz2wsx q1w2e3r4 abcd1234 abc12345 " +
	"asdfghjkl zxcvbnm1 iloveyou sunshine princess football welcome1 admin123 administrator letmein1 pakistan pakistan123 " +
	"йцукенгш йцукен123 пароль123 любовь123 woaini520 woaini1314 5201314520 "

// checkPassword says in words what is wrong with a new password.
func checkPassword(password, login, name string) error {
	low := strings.ToLower(password)
	_, first := utf8.DecodeRuneInString(low)
	switch {
	case utf8.RuneCountInString(password) < MinPassword:
		return fault.Field("password", "fault.password_short", "count", MinPassword)
	case len(password) > maxPassword:
		return fault.Field("password", "fault.password_long", "count", maxPassword)
	case !utf8.ValidString(password):
		return fault.Field("password", "fault.text")
	case strings.Contains(common, " "+low+" "), strings.Trim(low, low[:first]) == "",
		low == strings.ToLower(login), low == strings.ToLower(name):
		return fault.Field("password", "fault.password_common")
	}
	return nil
}
