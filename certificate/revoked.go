package certificate

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"io"
	"net/url"
	"strconv"
	"strings"

	"agora/fault"
)

// Bounds of a list of others.
const (
	maxStatuses = 4
	maxListBits = 8 << 20 // bytes unpacked: 67 million certificates
)

// status asks the lists that a certificate names whether it was taken back.
func (v verifier) status(ctx context.Context, doc map[string]any, issuer string) (Step, error) {
	entries := list(doc["credentialStatus"])
	if len(entries) == 0 {
		return Step{CheckStatus, Plain, NoList, ""}, nil
	}
	if len(entries) > maxStatuses {
		return Step{CheckStatus, Open, ListOpen, ""}, nil
	}
	out := Step{CheckStatus, Good, Stands, ""}
	for _, e := range entries {
		set, ok, err := v.entry(ctx, part(e), issuer)
		if err != nil {
			return out, err
		}
		if set {
			return Step{CheckStatus, Bad, Revoked, ""}, nil
		}
		if !ok {
			out = Step{CheckStatus, Open, ListOpen, listHost(part(e))}
		}
	}
	return out, nil
}

func listHost(entry map[string]any) string {
	if u, err := url.Parse(textOr(entry["statusListCredential"])); err == nil {
		return u.Host
	}
	return ""
}

// entry looks a certificate up in a list; ok is false where that can't be done.
func (v verifier) entry(ctx context.Context, e map[string]any, issuer string) (set, ok bool, err error) {
	purpose, address := textOr(e["statusPurpose"]), textOr(e["statusListCredential"])
	index, err := strconv.ParseInt(textOr(e["statusListIndex"]), 10, 64)
	if err != nil || index < 0 || e["type"] != "BitstringStatusListEntry" || e["statusSize"] != nil && e["statusSize"] != float64(1) {
		return false, false, nil
	}
	if purpose != "revocation" && purpose != "suspension" {
		return false, purpose == "refresh" || purpose == "message", nil // they take nothing back
	}
	raw, err := v.listAt(ctx, address)
	if err != nil || raw == nil {
		return false, false, err
	}
	bits, err := v.bits(ctx, raw, issuer, purpose)
	if err != nil || int(index/8) >= len(bits) {
		return false, false, err
	}
	return bits[index/8]&(0x80>>(index%8)) != 0, true, nil
}

// listAt gives the list at an address; nil where it can't be had.
func (v verifier) listAt(ctx context.Context, address string) ([]byte, error) {
	if n, ok := strings.CutPrefix(address, v.at.Address+StatusPath(0)[:len(StatusPath(0))-1]); ok && v.at.Address != "" {
		id, err := strconv.ParseInt(n, 10, 64)
		if err != nil {
			return nil, nil
		}
		raw, err := v.s.List(ctx, v.at.Address, id, v.at.Now)
		if fault.Is(err, fault.NotFound) {
			return nil, nil
		}
		return raw, err
	}
	raw, err := v.fetch(ctx, address)
	if err != nil {
		return nil, ctx.Err()
	}
	return raw, nil
}

// bits gives what a list says, when its issuer signed it and it is of today; nil
// otherwise.
func (v verifier) bits(ctx context.Context, raw []byte, issuer, purpose string) ([]byte, error) {
	doc, err := parse(raw, maxList)
	if err != nil {
		return nil, nil
	}
	subject := part(first(doc["credentialSubject"]))
	if why, _ := v.s.wanting(doc, true); why != Readable || !has(doc["type"], "BitstringStatusListCredential") || idOf(doc["issuer"]) != issuer ||
		subject["type"] != "BitstringStatusList" || !has(subject["statusPurpose"], purpose) {
		return nil, nil
	}
	if until := moment(doc["validUntil"]); moment(doc["validFrom"]).After(v.at.Now.Add(clockSkew)) || !until.IsZero() && until.Before(v.at.Now) {
		return nil, nil
	}
	digest, proof, err := v.proofOf(doc)
	if err != nil {
		return nil, nil
	}
	key, _, err := v.keyOf(ctx, issuer, proof)
	if err != nil || key == nil || !ed25519.Verify(key, digest, signature(proof)) {
		return nil, err
	}
	return unpack(textOr(subject["encodedList"])), nil
}

func unpack(text string) []byte {
	if len(text) < 2 || text[0] != 'u' {
		return nil
	}
	packed, err := base64.RawURLEncoding.DecodeString(text[1:])
	if err != nil {
		return nil
	}
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil
	}
	out, err := io.ReadAll(io.LimitReader(z, maxListBits+1))
	if err != nil || len(out) > maxListBits || len(out)*8 < listBits {
		return nil
	}
	return out
}
