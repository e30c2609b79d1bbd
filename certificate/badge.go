package certificate

import (
	"context"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"
)

// BadgeWords are what a badge says beside its certificate.
type BadgeWords struct {
	Address     string // of the node, which issues it
	Page        string // where the certificate is checked
	Description string // "Certificate of attendance"
	Criteria    string // what was asked of its holder
}

// badge is an OpenBadgeCredential of Open Badges 3.0 with the claims of its JWT
// (section 8.2 there: JSON Web Token proof format).
type badge struct {
	Context   []string `json:"@context"`
	ID        string   `json:"id"`
	Type      []string `json:"type"`
	Name      string   `json:"name"`
	Issuer    issuer   `json:"issuer"`
	ValidFrom string   `json:"validFrom"`
	Subject   subject  `json:"credentialSubject"`

	ISS string `json:"iss"`
	JTI string `json:"jti"`
	NBF int64  `json:"nbf"`
	SUB string `json:"sub"`
}

type issuer struct {
	ID   string   `json:"id"`
	Type []string `json:"type"`
	Name string   `json:"name"`
	URL  string   `json:"url"`
}

type subject struct {
	ID          string           `json:"id"`
	Type        []string         `json:"type"`
	Identifier  []identityObject `json:"identifier"`
	Starts      string           `json:"activityStartDate"`
	Ends        string           `json:"activityEndDate"`
	Achievement achievement      `json:"achievement"`
}

type identityObject struct {
	Type         string `json:"type"`
	Hashed       bool   `json:"hashed"`
	IdentityHash string `json:"identityHash"`
	IdentityType string `json:"identityType"`
}

type achievement struct {
	ID          string   `json:"id"`
	Type        []string `json:"type"`
	Name        string   `json:"name"`
	Description string   `json:"description"`
	Criteria    criteria `json:"criteria"`
}

type criteria struct {
	Narrative string `json:"narrative"`
}

// contexts are the vocabularies of the words of a badge.
func contexts() []string {
	return []string{"https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"}
}

// Badge gives a certificate as a signed file, a compact JWS, that says all the paper
// says and can be proved without asking the node: the key is within, and is the one
// that Key gives. Whether the certificate was taken back since is said by its page
// only.
func (s *Service) Badge(ctx context.Context, c Certificate, w BadgeWords) (string, error) {
	key, err := s.signer(ctx)
	if err != nil {
		return "", err
	}
	iso := func(t time.Time) string { return t.UTC().Format(time.RFC3339) }
	title := english(c.Title)
	b := badge{Context: contexts(), ID: w.Page, Type: []string{"VerifiableCredential", "OpenBadgeCredential"}, Name: title,
		Issuer: issuer{ID: w.Address, Type: []string{"Profile"}, Name: c.By, URL: w.Address}, ValidFrom: iso(c.Issued),
		Subject: subject{ID: w.Page + "#holder", Type: []string{"AchievementSubject"}, Starts: iso(c.From), Ends: iso(c.To),
			Identifier: []identityObject{{Type: "IdentityObject", IdentityHash: c.Name, IdentityType: "name"}},
			Achievement: achievement{ID: w.Page + "#achievement", Type: []string{"Achievement"}, Name: title, Description: w.Description,
				Criteria: criteria{w.Criteria}}},
		ISS: w.Address, JTI: w.Page, NBF: c.Issued.Unix(), SUB: w.Page + "#holder"}
	return sign(key, b)
}

// sign makes a compact JWS (RFC 7515) by RS256, which every verifier of badges
// knows, with the public key in its header.
func sign(key *rsa.PrivateKey, payload any) (string, error) {
	header := struct {
		Alg string `json:"alg"`
		JWK JWK    `json:"jwk"`
		Typ string `json:"typ"`
	}{"RS256", jwkOf(&key.PublicKey), "JWT"}
	text := ""
	for i, part := range []any{header, payload} {
		raw, err := json.Marshal(part)
		if err != nil {
			return "", fmt.Errorf("certificate: %w", err)
		}
		if i > 0 {
			text += "."
		}
		text += base64.RawURLEncoding.EncodeToString(raw)
	}
	sum := sha256.Sum256([]byte(text))
	signature, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, sum[:])
	if err != nil {
		return "", fmt.Errorf("certificate: %w", err)
	}
	return text + "." + base64.RawURLEncoding.EncodeToString(signature), nil
}

// english gives a title for programs: in English, else in the first language by
// tag.
func english(title map[string]string) string {
	if t := title["en"]; t != "" {
		return t
	}
	for _, lang := range slices.Sorted(maps.Keys(title)) {
		if title[lang] != "" {
			return title[lang]
		}
	}
	return ""
}
