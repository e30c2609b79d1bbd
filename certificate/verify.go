package certificate

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/mr-tron/base58"
)

// Bench is where certificates are looked at: for which node, when, and how others are
// asked.
type Bench struct {
	Address string // of the node: what it issued is checked without asking anybody
	Now     time.Time
	Fetch   Fetch // nil asks nobody
}

// Fetch gives what is at an address that somebody named whom nobody knows.
type Fetch func(ctx context.Context, address string) ([]byte, error)

// clockSkew is by how much clocks of others differ.
const clockSkew = 5 * time.Minute

// Verify says what is to be thought of a certificate of any issuer: a JSON file, or a
// picture or paper (PNG, SVG, PDF) with one in it. What is wrong with it is in the report; an error is
// the node's own.
func (s *Service) Verify(ctx context.Context, raw []byte, at Bench) (Report, error) {
	var r Report
	text, err := Unbake(raw)
	if err == nil && isJWT(text) {
		r.say(CheckRead, Open, Suite, "JWT")
		return r, nil
	}
	var doc map[string]any
	if err == nil {
		doc, err = parse(text, maxDocument)
	}
	if err != nil {
		r.refuse(err)
		return r, nil
	}
	if why, detail := s.wanting(doc, false); why != Readable {
		r.say(CheckRead, Bad, why, detail)
		return r, nil
	}
	v := verifier{s, at, map[string]found{}}
	r.Claim = claimOf(doc)
	digest, proof, err := v.proofOf(doc)
	if err != nil {
		r.Claim = Claim{} // nothing of it is known to be signed
		r.refuse(err)
		return r, nil
	}
	r.say(CheckRead, Good, Readable, "")
	key, step, err := v.keyOf(ctx, r.Issuer, proof)
	if err != nil {
		return r, err
	}
	r.Steps = append(r.Steps, step)
	if key != nil {
		r.proved(ed25519.Verify(key, digest, signature(proof)))
		if step, err = v.status(ctx, doc, r.Issuer); err != nil {
			return r, err
		}
		r.Steps = append(r.Steps, step)
	}
	r.dated(at.Now)
	return r, nil
}

// refuse says why a file is no certificate that can be read.
func (r *Report) refuse(err error) {
	var what problem
	switch {
	case errors.As(err, &what):
		r.say(CheckRead, what.result, what.why, what.detail)
	case errors.Is(err, errTooMuch), errors.Is(err, errAlike):
		r.say(CheckRead, Bad, TooMuch, "")
	case errors.Is(err, errForeign):
		r.say(CheckRead, Bad, Foreign, "")
	default:
		r.say(CheckRead, Bad, Nothing, "")
	}
}

func (r *Report) proved(holds bool) {
	if holds {
		r.say(CheckProof, Good, Same, "")
	} else {
		r.say(CheckProof, Bad, Changed, "")
	}
}

func (r *Report) dated(now time.Time) {
	switch {
	case r.From.After(now.Add(clockSkew)):
		r.say(CheckDates, Bad, NotYet, "")
	case !r.Until.IsZero() && r.Until.Before(now):
		r.say(CheckDates, Bad, Over, "")
	default:
		r.say(CheckDates, Good, InTime, "")
	}
}

// problem is what a document lacks.
type problem struct {
	result Result
	why    Why
	detail string
}

// Error says it to those who work on the program.
func (p problem) Error() string { return fmt.Sprintf("certificate: %s %s", p.why, p.detail) }

// wanting says what a document lacks to be a certificate, or, for a list, to be a list.
func (s *Service) wanting(doc map[string]any, isList bool) (Why, string) {
	contexts := list(doc["@context"])
	badges := false
	for i, c := range contexts {
		address, _ := c.(string)
		if _, ok := known(address); !ok {
			return Foreign, fmt.Sprint(c)
		}
		if i == 0 && address != credentialsV2 {
			return Foreign, address
		}
		badges = badges || address != credentialsV2
	}
	subject := part(first(doc["credentialSubject"]))
	lacks := map[string]bool{
		"@context":          len(contexts) == 0 || !badges && !isList,
		"type":              !has(doc["type"], "VerifiableCredential") || !isList && !has(doc["type"], "OpenBadgeCredential", "AchievementCredential"),
		"issuer":            idOf(doc["issuer"]) == "",
		"validFrom":         doc["validFrom"] != nil && moment(doc["validFrom"]).IsZero() || !isList && doc["validFrom"] == nil,
		"validUntil":        doc["validUntil"] != nil && moment(doc["validUntil"]).IsZero(),
		"credentialSubject": len(subject) == 0 || len(list(doc["credentialSubject"])) != 1,
	}
	if !isList {
		a := part(first(subject["achievement"]))
		lacks["achievement"] = len(list(subject["achievement"])) != 1 || text(a["name"]) == "" || len(part(first(a["criteria"]))) == 0
	}
	for _, word := range []string{"@context", "type", "issuer", "validFrom", "validUntil", "credentialSubject", "achievement"} {
		if lacks[word] {
			return NoBadge, word
		}
	}
	return Readable, ""
}

// proofOf finds the proof that can be checked, and what it was made of.
func (v verifier) proofOf(doc map[string]any) (digest []byte, proof map[string]any, err error) {
	proofs := list(doc["proof"])
	if len(proofs) == 0 {
		return nil, nil, problem{Bad, Unsigned, ""}
	}
	other := ""
	for _, p := range proofs {
		p := part(p)
		if p["type"] != proofType || p["cryptosuite"] != suite || p["previousProof"] != nil {
			other = strings.TrimSpace(fmt.Sprint(textOr(p["type"]), " ", textOr(p["cryptosuite"])))
			continue
		}
		until := moment(p["expires"])
		if p["proofPurpose"] != purpose || moment(p["created"]).After(v.at.Now.Add(clockSkew)) || p["expires"] != nil && until.Before(v.at.Now) {
			return nil, nil, problem{Bad, NoBadge, "proof"}
		}
		digest, err := v.s.shelf.digest(doc, p)
		return digest, p, err
	}
	return nil, nil, problem{Open, Suite, other}
}

func textOr(v any) string { s, _ := v.(string); return s }

func signature(proof map[string]any) []byte {
	s := textOr(proof["proofValue"])
	if len(s) < 2 || len(s) > 100 || s[0] != 'z' {
		return nil
	}
	raw, err := base58.Decode(s[1:])
	if err != nil || len(raw) != ed25519.SignatureSize {
		return nil
	}
	return raw
}
