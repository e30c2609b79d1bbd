package notify

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"time"
)

var url64 = base64.RawURLEncoding

// record is the size of the one encrypted record of a message (RFC 8188).
const record = 4096

// padTo hides how long a text is: its size is rounded up to a multiple of this.
const padTo = 256

// seal encrypts a text for the browser whose public key and secret these are
// (RFC 8291). once is a key for this message alone, salt 16 random bytes, pad
// the zeros after the text.
func seal(text []byte, pad int, browser *ecdh.PublicKey, secret, salt []byte, once *ecdh.PrivateKey) ([]byte, error) {
	shared, err := once.ECDH(browser)
	if err != nil {
		return nil, err
	}
	ours := once.PublicKey().Bytes()
	ikm, err := derive(shared, secret, "WebPush: info\x00"+string(browser.Bytes())+string(ours), 32)
	if err != nil {
		return nil, err
	}
	key, err := derive(ikm, salt, "Content-Encoding: aes128gcm\x00", 16)
	if err != nil {
		return nil, err
	}
	nonce, err := derive(ikm, salt, "Content-Encoding: nonce\x00", 12)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		return nil, err
	}
	plain := append(append(text[:len(text):len(text)], 2), make([]byte, pad)...) // 2: the last record
	if len(plain)+gcm.Overhead() > record {
		return nil, fmt.Errorf("push: a text of %d bytes is too long", len(text))
	}
	out := append([]byte{}, salt...)
	out = binary.BigEndian.AppendUint32(out, record)
	out = append(append(out, byte(len(ours))), ours...)
	return gcm.Seal(out, nonce, plain, nil), nil
}

func derive(secret, salt []byte, info string, size int) ([]byte, error) {
	return hkdf.Key(sha256.New, secret, salt, info, size)
}

// sealed encrypts a text under new keys, padded.
func sealed(text []byte, browser *ecdh.PublicKey, secret []byte) ([]byte, error) {
	once, err := ecdh.P256().GenerateKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	salt := make([]byte, 16)
	_, _ = rand.Read(salt)
	return seal(text, padTo-1-len(text)%padTo, browser, secret, salt, once)
}

// badge proves to a push service which node sends (RFC 8292): a token for the
// origin of the service, signed with the node's key.
func badge(key *ecdsa.PrivateKey, origin, contact string, until time.Time) (string, error) {
	claims := map[string]any{"aud": origin, "exp": until.Unix()}
	if contact != "" {
		claims["sub"] = contact
	}
	body, err := json.Marshal(claims)
	if err != nil {
		return "", err
	}
	text := url64.EncodeToString([]byte(`{"typ":"JWT","alg":"ES256"}`)) + "." + url64.EncodeToString(body)
	sum := sha256.Sum256([]byte(text))
	r, s, err := ecdsa.Sign(rand.Reader, key, sum[:])
	if err != nil {
		return "", err
	}
	signature := make([]byte, 64)
	r.FillBytes(signature[:32])
	s.FillBytes(signature[32:])
	public, err := key.PublicKey.Bytes()
	if err != nil {
		return "", err
	}
	return "vapid t=" + text + "." + url64.EncodeToString(signature) + ", k=" + url64.EncodeToString(public), nil
}
