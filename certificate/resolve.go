package certificate

import (
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"agora/egress"
)

// verifier looks at one certificate; it asks each address once.
type verifier struct {
	s     *Service
	at    Bench
	asked map[string]found
}

type found struct {
	raw []byte
	err error
}

// Bounds of what others are asked.
const (
	maxAsked   = 6
	maxFetched = 1 << 20 // bytes
	patience   = 8 * time.Second
)

// errUnasked is an address that was not asked.
var errUnasked = errors.New("certificate: it was not asked")

// fetch gives what is at an address of others.
func (v verifier) fetch(ctx context.Context, address string) ([]byte, error) {
	if f, ok := v.asked[address]; ok {
		return f.raw, f.err
	}
	if v.at.Fetch == nil || len(v.asked) >= maxAsked {
		return nil, errUnasked
	}
	raw, err := v.at.Fetch(ctx, address)
	v.asked[address] = found{raw, err}
	return raw, err
}

// FromTheNet asks addresses of the open net, within bounds of time and size; with dev
// those of this machine, too.
func FromTheNet(dev bool) Fetch {
	return func(ctx context.Context, address string) ([]byte, error) {
		plain, ok := egress.Judge(address, dev)
		if !ok {
			return nil, egress.ErrClosed
		}
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, plain, nil)
		if err != nil {
			return nil, fmt.Errorf("certificate: %w", err)
		}
		req.Header.Set("Accept", "application/json, application/did+json, application/vc, */*;q=0.5")
		w, err := egress.Strangers(patience, dev).Do(req)
		if err != nil {
			return nil, fmt.Errorf("certificate: %w", err)
		}
		defer w.Body.Close()
		if w.StatusCode != http.StatusOK {
			return nil, fmt.Errorf("certificate: %s answers %d", plain, w.StatusCode)
		}
		raw, err := io.ReadAll(io.LimitReader(w.Body, maxFetched+1))
		if err != nil || len(raw) > maxFetched {
			return nil, fmt.Errorf("certificate: %s: %d bytes: %w", plain, len(raw), err)
		}
		return raw, nil
	}
}

// keyOf gives the key that is said to have signed, and whether it is the issuer's; nil
// where that is not known.
func (v verifier) keyOf(ctx context.Context, issuer string, proof map[string]any) (ed25519.PublicKey, Step, error) {
	step := func(result Result, why Why, detail string) (ed25519.PublicKey, Step, error) {
		return nil, Step{CheckIssuer, result, why, detail}, nil
	}
	address := textOr(proof["verificationMethod"])
	did, fragment, ok := strings.Cut(address, "#")
	if !ok || did != issuer {
		return step(Bad, Stranger, host(issuer))
	}
	if name, ok := strings.CutPrefix(did, "did:key:"); ok {
		key, ok := readKey(name)
		if !ok || fragment != name {
			return step(Bad, Stranger, name)
		}
		return key, Step{CheckIssuer, Open, KeyOnly, name}, nil
	}
	doc, own, err := v.document(ctx, did)
	if err != nil {
		return nil, Step{}, err
	}
	if doc == nil {
		return step(Open, Unasked, host(did))
	}
	key, why := doc.key(address, v.at.Now)
	if why != Listed {
		return step(Bad, why, host(did))
	}
	if own {
		why = Ours
	}
	return key, Step{CheckIssuer, Good, why, host(did)}, nil
}

// document gives the keys of a did:web; nil where they can't be had. Those of the node
// are asked of nobody.
func (v verifier) document(ctx context.Context, did string) (doc *others, own bool, err error) {
	var raw []byte
	if own = did == DID(v.at.Address); own {
		if raw, err = v.s.Document(ctx, v.at.Address); err != nil {
			return nil, own, err
		}
	} else if at, ok := home(did); ok {
		if raw, err = v.fetch(ctx, at); err != nil {
			return nil, own, ctx.Err()
		}
	}
	doc = new(others)
	if len(raw) > maxDocument || json.Unmarshal(raw, doc) != nil || doc.ID != did {
		return nil, own, nil
	}
	return doc, own, nil
}

// others is a DID document as others write theirs.
type others struct {
	ID        string            `json:"id"`
	Methods   []otherMethod     `json:"verificationMethod"`
	Assertion []json.RawMessage `json:"assertionMethod"` // ids, or methods
}

type otherMethod struct {
	method
	JWK struct {
		KTY string `json:"kty"`
		CRV string `json:"crv"`
		X   string `json:"x"`
	} `json:"publicKeyJwk"`
}

// key gives the key of an address, and what is to be thought of it.
func (d *others) key(address string, now time.Time) (ed25519.PublicKey, Why) {
	methods := d.Methods
	believed := false
	for _, raw := range d.Assertion {
		var id string
		var m otherMethod
		if json.Unmarshal(raw, &id) != nil && json.Unmarshal(raw, &m) == nil {
			id = m.ID
			methods = append(methods, m)
		}
		believed = believed || d.whole(id) == address
	}
	for _, m := range methods {
		if d.whole(m.ID) != address || m.Controller != d.ID {
			continue
		}
		for _, until := range []string{m.Revoked, m.Expires} {
			if until != "" && !moment(until).After(now) {
				return nil, Leaked
			}
		}
		if key, ok := m.public(); ok && believed {
			return key, Listed
		}
	}
	return nil, Stranger
}

// whole gives an id that may be written without the DID.
func (d *others) whole(id string) string {
	if strings.HasPrefix(id, "#") {
		return d.ID + id
	}
	return id
}

func (m otherMethod) public() (ed25519.PublicKey, bool) {
	if m.Key != "" {
		return readKey(m.Key)
	}
	raw, err := base64.RawURLEncoding.DecodeString(m.JWK.X)
	return raw, err == nil && m.JWK.KTY == "OKP" && m.JWK.CRV == "Ed25519" && len(raw) == ed25519.PublicKeySize
}

// host gives the part of a DID or an address that people know.
func host(did string) string {
	if at, ok := home(did); ok { // with its path: a user of a house is not the house
		at = strings.TrimSuffix(strings.TrimSuffix(at, "/did.json"), "/.well-known")
		return strings.TrimPrefix(at, "https://")
	}
	return did
}
