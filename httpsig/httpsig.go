// Package httpsig signs requests and answers of HTTP, and verifies those of
// others, as RFC 9421 says, with the digest of the body of RFC 9530. It has no
// tables and keeps no state.
//
// It signs by ES256 and verifies ES256 and ES384; a signature is r and s as
// they are, 64 or 96 bytes, never DER. The names of signed parts are those of
// RFC 9421: "@method", "@authority", "@path", "@query", "@status", or a header
// in lower case.
//
// Invariant: what Verify accepts was signed whole: method, host, path, query
// and body, unless the caller names other parts.
package httpsig

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/dunglas/httpsfv"
)

// Why a message is refused. Each error of Verify and VerifyResponse is one of
// these, with words for the log; those of the keys function come as they are.
var (
	ErrMissing   = errors.New("httpsig: no signature")
	ErrInvalid   = errors.New("httpsig: the signature does not hold")
	ErrKey       = errors.New("httpsig: unknown key")
	ErrDigest    = errors.New("httpsig: the body is not the one of its digest")
	ErrAlgorithm = errors.New("httpsig: unknown algorithm")
)

// Bounds of what is read from others.
const (
	maxHeader     = 8 << 10 // bytes of Signature-Input, Signature or Content-Digest
	maxSignatures = 4       // in one message; others may sign it for their own ends
	maxComponents = 32      // in one signature
)

// label names our signature within the headers.
const label = "sig1"

// Keys finds a key of the signer by its id. Without such a key its error is
// ErrKey; another error goes to the caller of Verify as it is.
type Keys = func(kid string) (*PublicKey, error)

// RequestParts are the parts of a request that must be signed: its target, its
// agent and idempotency key if it names them, and the body with its type.
func RequestParts(r *http.Request, body []byte) []string {
	parts := []string{"@method", "@authority", "@path"}
	if r.URL.RawQuery != "" {
		parts = append(parts, "@query")
	}
	for _, name := range []string{"Ucp-Agent", "Idempotency-Key"} {
		if len(r.Header[name]) > 0 {
			parts = append(parts, strings.ToLower(name))
		}
	}
	return append(parts, bodyParts(body)...)
}

// ResponseParts are the parts of an answer that must be signed.
func ResponseParts(body []byte) []string { return append([]string{"@status"}, bodyParts(body)...) }

func bodyParts(body []byte) []string {
	if len(body) == 0 {
		return nil
	}
	return []string{"content-digest", "content-type"}
}

// Sign adds a signature of the covered parts to a request that is about to be
// sent, and the digest of its body if it has one; without covered, of
// RequestParts. Signing again takes the place of the first signature. It fails
// when a covered header is not there.
func Sign(r *http.Request, body []byte, key *Key, covered ...string) error {
	if len(covered) == 0 {
		covered = RequestParts(r, body)
	}
	return sign(message{request: r, header: r.Header, body: body}, key, covered)
}

// SignResponse does the same to the header of an answer, before it is written;
// without covered, of ResponseParts.
func SignResponse(header http.Header, status int, body []byte, key *Key, covered ...string) error {
	if len(covered) == 0 {
		covered = ResponseParts(body)
	}
	return sign(message{status: status, header: header, body: body}, key, covered)
}

func sign(m message, key *Key, covered []string) error {
	if len(m.body) > 0 {
		m.header.Set("Content-Digest", Digest(m.body))
	}
	list := httpsfv.InnerList{Params: httpsfv.NewParams()}
	for _, name := range covered {
		list.Items = append(list.Items, httpsfv.NewItem(name))
	}
	list.Params.Add("keyid", key.ID)
	base, err := m.base(list)
	if err != nil {
		return err
	}
	raw, err := key.sign(base)
	if err != nil {
		return err
	}
	for name, member := range map[string]httpsfv.Member{"Signature-Input": list, "Signature": httpsfv.NewItem(raw)} {
		d := httpsfv.NewDictionary()
		d.Add(label, member)
		text, err := httpsfv.Marshal(d)
		if err != nil {
			return fmt.Errorf("httpsig: %w", err)
		}
		m.header.Set(name, text)
	}
	return nil
}

// Verify reports why a request, whose body was read, was not signed by its
// sender. At least the needed parts must be covered; without need, those of
// RequestParts. Of several signatures one must hold.
func Verify(r *http.Request, body []byte, keys Keys, need ...string) error {
	if len(need) == 0 {
		need = RequestParts(r, body)
	}
	return message{request: r, header: r.Header, body: body}.verify(keys, need, time.Now())
}

// VerifyResponse does the same with an answer; without need, the parts are
// those of ResponseParts.
func VerifyResponse(w *http.Response, body []byte, keys Keys, need ...string) error {
	if len(need) == 0 {
		need = ResponseParts(body)
	}
	return message{status: w.StatusCode, header: w.Header, body: body}.verify(keys, need, time.Now())
}

// verify tries each signature; the first one's error is the answer when none
// holds.
func (m message) verify(keys Keys, need []string, now time.Time) error {
	inputs, err := dictionary(m.header, "Signature-Input")
	if err != nil {
		return err
	}
	signatures, err := dictionary(m.header, "Signature")
	if err != nil {
		return err
	}
	if len(inputs.Names()) > maxSignatures {
		return fmt.Errorf("%w: more than %d signatures", ErrInvalid, maxSignatures)
	}
	first := fmt.Errorf("%w: Signature-Input is empty", ErrMissing)
	for i, name := range inputs.Names() {
		input, _ := inputs.Get(name)
		signature, _ := signatures.Get(name)
		err := m.verifyOne(input, signature, keys, need, now)
		if err == nil {
			return nil
		}
		if i == 0 {
			first = err
		}
	}
	return first
}

// verifyOne looks at coverage, key, digest and signature, in this order.
func (m message) verifyOne(input, signature httpsfv.Member, keys Keys, need []string, now time.Time) error {
	list, ok := input.(httpsfv.InnerList)
	if !ok || len(list.Items) > maxComponents {
		return fmt.Errorf("%w: Signature-Input is no list of at most %d parts", ErrInvalid, maxComponents)
	}
	item, ok := signature.(httpsfv.Item)
	raw, isBytes := item.Value.([]byte)
	if !ok || !isBytes {
		return fmt.Errorf("%w: Signature lacks what Signature-Input names", ErrMissing)
	}
	base, err := m.base(list)
	if err != nil {
		return fmt.Errorf("%w: %v", ErrInvalid, err) // one of ours, whatever failed below
	}
	for _, name := range need {
		if !slices.ContainsFunc(list.Items, func(i httpsfv.Item) bool { return i.Value == name && len(i.Params.Names()) == 0 }) {
			return fmt.Errorf("%w: %s is not signed", ErrInvalid, name)
		}
	}
	if end, ok := list.Params.Get("expires"); ok {
		if end, ok := end.(int64); !ok || now.Unix() > end {
			return fmt.Errorf("%w: it has expired", ErrInvalid)
		}
	}
	key, err := find(list.Params, keys)
	if err != nil {
		return err
	}
	if err := checkDigest(m.header, m.body); err != nil {
		return err
	}
	if !key.verify(base, raw) {
		return fmt.Errorf("%w: key %q", ErrInvalid, key.ID)
	}
	return nil
}

// find gives the key that the parameters of a signature name. Its kind says the
// algorithm; parameters that say another are refused.
func find(params *httpsfv.Params, keys Keys) (*PublicKey, error) {
	value, _ := params.Get("keyid")
	kid, ok := value.(string)
	if !ok || kid == "" {
		return nil, fmt.Errorf("%w: the signature names none", ErrKey)
	}
	key, err := keys(kid)
	if err != nil {
		return nil, err
	}
	if key == nil {
		return nil, fmt.Errorf("%w: %q", ErrKey, kid)
	}
	if alg, ok := params.Get("alg"); ok && alg != key.algorithm().signature {
		return nil, fmt.Errorf("%w: %v", ErrAlgorithm, alg)
	}
	return key, nil
}

// dictionary reads a header; one that is absent is ErrMissing.
func dictionary(h http.Header, name string) (*httpsfv.Dictionary, error) {
	lines := h.Values(name)
	if len(lines) == 0 {
		return nil, fmt.Errorf("%w: %s is missing", ErrMissing, name)
	}
	size := 0
	for _, l := range lines {
		size += len(l)
	}
	if size > maxHeader {
		return nil, fmt.Errorf("%w: %s is longer than %d bytes", ErrInvalid, name, maxHeader)
	}
	d, err := httpsfv.UnmarshalDictionary(lines)
	if err != nil {
		return nil, fmt.Errorf("%w: %s: %v", ErrInvalid, name, err)
	}
	return d, nil
}
