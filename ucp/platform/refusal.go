package platform

import (
	"errors"
	"net/http"
	"time"

	"agora/httpsig"
)

// Refusal is why a platform's request goes no further, as the protocol tells
// it: below any shop, so that it is no fault for people. Compare its Code.
type Refusal struct {
	Code    Code
	Content string        // a sentence in English for those who make the platform
	Wait    time.Duration // when to try again; 0 does not say
	Cause   error         // for the log, never told
}

// Code is a word of the protocol for what is wrong.
type Code string

// The codes, with the status that goes with each in REST.
const (
	InvalidURL           Code = "invalid_profile_url"   // 400; the header is missing, too
	Unreachable          Code = "profile_unreachable"   // 424
	Malformed            Code = "profile_malformed"     // 422
	VersionUnsupported   Code = "version_unsupported"   // 422
	NotTrusted           Code = "profile_not_trusted"   // 403
	SignatureMissing     Code = "signature_missing"     // 401
	SignatureInvalid     Code = "signature_invalid"     // 401
	KeyNotFound          Code = "key_not_found"         // 401
	DigestMismatch       Code = "digest_mismatch"       // 400
	AlgorithmUnsupported Code = "algorithm_unsupported" // 400
	RateLimited          Code = "rate_limited"          // 429
)

// Status is the status in REST.
func (c Code) Status() int {
	switch c {
	case InvalidURL, DigestMismatch, AlgorithmUnsupported:
		return http.StatusBadRequest
	case Unreachable:
		return http.StatusFailedDependency
	case Malformed, VersionUnsupported:
		return http.StatusUnprocessableEntity
	case NotTrusted:
		return http.StatusForbidden
	case RateLimited:
		return http.StatusTooManyRequests
	}
	return http.StatusUnauthorized
}

// RPC is the code of the error in MCP.
func (c Code) RPC() int {
	switch c {
	case InvalidURL, Unreachable, Malformed, VersionUnsupported:
		return -32001
	case DigestMismatch, AlgorithmUnsupported:
		return -32600
	}
	return -32000
}

// Error gives the refusal in developer's words.
func (r *Refusal) Error() string {
	text := "ucp/platform: " + string(r.Code) + ": " + r.Content
	if r.Cause != nil {
		text += ": " + r.Cause.Error()
	}
	return text
}

// Unwrap gives the cause.
func (r *Refusal) Unwrap() error { return r.Cause }

// Refused finds the refusal in an error of this package or of httpsig; nil is
// an error of another kind.
func Refused(err error) *Refusal {
	if r, ok := errors.AsType[*Refusal](err); ok {
		return r
	}
	for _, k := range []struct {
		err     error
		code    Code
		content string
	}{
		{httpsig.ErrMissing, SignatureMissing, "The request needs the headers Signature and Signature-Input."},
		{httpsig.ErrKey, KeyNotFound, "The profile has no such key for signing."},
		{httpsig.ErrDigest, DigestMismatch, "The body is not the one that Content-Digest tells of."},
		{httpsig.ErrAlgorithm, AlgorithmUnsupported, "Sign by ES256 or ES384, and give the digest by sha-256."},
		{httpsig.ErrInvalid, SignatureInvalid, "The signature does not hold, or does not cover what it must."},
	} {
		if errors.Is(err, k.err) {
			return &Refusal{Code: k.code, Content: k.content, Cause: err}
		}
	}
	return nil
}
