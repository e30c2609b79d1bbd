package certificate

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"math/big"
	"time"

	"agora/db"
	"agora/fault"
)

// listBits is how many certificates a list tells of: what the recommendation asks for
// at least, so that a question about one says nothing of whom it is about.
const listBits = 131_072

// ListFor is how long others may keep a list before they ask again, and ListUntil how
// long one is believed when they can't.
const (
	ListFor   = 5 * time.Minute
	ListUntil = 24 * time.Hour
)

// allot finds a place for a certificate in the newest list, by chance: its neighbours
// say nothing of when it was given. Where eight throws hit taken places, the list is
// crowded, and the next begins.
func allot(tx *db.Tx, n Number) (list, place int64, err error) {
	if err := tx.Row("SELECT COALESCE(MAX(list), 1) FROM certificate_places", nil, &list); err != nil {
		return 0, 0, err
	}
	const throws = 8
	for i := range 2 * throws {
		if i == throws {
			list++
		}
		at, err := rand.Int(rand.Reader, big.NewInt(listBits))
		if err != nil {
			return 0, 0, fmt.Errorf("certificate: %w", err)
		}
		place = at.Int64()
		done, err := tx.Exec("INSERT INTO certificate_places (list, place, number, revoked) VALUES ($1, $2, $3, $4) ON CONFLICT (list, place) DO NOTHING", list, place, string(n), int64(0))
		if err != nil || done > 0 {
			return list, place, err
		}
	}
	return 0, 0, errors.New("certificate: no place in an empty list")
}

// placed gives a certificate with its place; one of before gets it now.
func (s *Service) placed(ctx context.Context, c Certificate) (Certificate, error) {
	if c.Place.List > 0 {
		return c, nil
	}
	n := c.Number
	err := s.db.Write(ctx, func(tx *db.Tx) (err error) {
		if c, err = find(tx, n); err != nil || c.Place.List > 0 {
			return err
		}
		if c.Place.List, c.Place.Index, err = allot(tx, n); err != nil {
			return err
		}
		if _, err := tx.Exec("UPDATE certificate_places SET revoked = $3 WHERE list = $1 AND place = $2", c.Place.List, c.Place.Index, db.Micro(c.Revoked)); err != nil {
			return err
		}
		_, err = tx.Exec("UPDATE certificates SET list = $2, place = $3 WHERE number = $1", string(n), c.Place.List, c.Place.Index)
		return err
	})
	return c, err
}

// StatusPath is where a list is.
func StatusPath(list int64) string { return fmt.Sprint("/badges/status/", list) }

// statusList is a BitstringStatusListCredential (Bitstring Status List 1.0).
type statusList struct {
	Context []string `json:"@context"`
	ID      string   `json:"id"`
	Type    []string `json:"type"`
	Issuer  string   `json:"issuer"`
	From    string   `json:"validFrom"`
	Until   string   `json:"validUntil"`
	Subject struct {
		ID      string `json:"id"`
		Type    string `json:"type"`
		Purpose string `json:"statusPurpose"`
		List    string `json:"encodedList"`
		TTL     int64  `json:"ttl"` // milliseconds
	} `json:"credentialSubject"`
}

// kept is a list that was signed, while nothing in it changed.
type kept struct {
	list, revoked int64
	hour          int64
	key, address  string
}

// List gives one of the lists of what was taken back, signed, for a node at an
// address; fault.NotFound for one that there is none of.
func (s *Service) List(ctx context.Context, address string, list int64, now time.Time) ([]byte, error) {
	var many int64
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		var newest int64
		if err := tx.Row("SELECT COALESCE(MAX(list), 0) FROM certificate_places", nil, &newest); err != nil {
			return err
		}
		if list < 1 || list > newest {
			return fault.New(fault.NotFound, "fault.certificate_unknown")
		}
		return tx.Row("SELECT COUNT(*) FROM certificate_places WHERE list = $1 AND revoked > 0", []any{list}, &many)
	})
	if err != nil {
		return nil, err
	}
	key, err := s.signing(ctx)
	if err != nil {
		return nil, err
	}
	// What is taken back stays so: as many places are the same places, or more by now.
	which := kept{list, many, now.Unix() / 3600, key.public, address}
	return s.lists.Recall(which, func() ([]byte, error) {
		var places []int64
		if err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
			places, err = db.List(tx, func(scan db.Scan) (place int64, err error) { return place, scan(&place) },
				"SELECT place FROM certificate_places WHERE list = $1 AND revoked > 0 ORDER BY place LIMIT $2", list, listBits)
			return err
		}); err != nil {
			return nil, err
		}
		return s.signList(address, list, places, key, now.UTC().Truncate(time.Hour))
	})
}

func (s *Service) signList(address string, list int64, places []int64, key signer, from time.Time) ([]byte, error) {
	bits := make([]byte, listBits/8)
	for _, p := range places {
		if p >= 0 && p < listBits {
			bits[p/8] |= 0x80 >> (p % 8) // the first place is the highest bit
		}
	}
	packed, err := pack(bits)
	if err != nil {
		return nil, err
	}
	did := DID(address)
	l := statusList{Context: []string{credentialsV2}, ID: address + StatusPath(list), Type: []string{"VerifiableCredential", "BitstringStatusListCredential"}, Issuer: did,
		From: from.Format(time.RFC3339), Until: from.Add(ListUntil).Format(time.RFC3339)}
	l.Subject.ID, l.Subject.Type, l.Subject.Purpose = l.ID+"#list", "BitstringStatusList", "revocation"
	l.Subject.List, l.Subject.TTL = packed, ListFor.Milliseconds()
	return s.shelf.signed(l, key, did, later(from, key.Made))
}

func pack(bits []byte) (string, error) {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write(bits); err != nil {
		return "", fmt.Errorf("certificate: %w", err)
	}
	if err := z.Close(); err != nil {
		return "", fmt.Errorf("certificate: %w", err)
	}
	return "u" + base64.RawURLEncoding.EncodeToString(b.Bytes()), nil
}

// later gives the later of two times.
func later(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}
