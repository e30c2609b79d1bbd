package identity

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"time"

	"agora/db"
	"agora/fault"
)

// A session ends this long after its last use. Its end is moved at most once
// a day, so that looking at pages does not write.
const (
	sessionLife = 30 * 24 * time.Hour
	sessionStep = 24 * time.Hour
)

// SignIn opens a session and gives its token, for a cookie. client is where
// the attempt comes from, an address; "" is not limited.
func (s *Service) SignIn(ctx context.Context, login, password, client string) (token string, err error) {
	names := readings(login)
	if err := s.attempt(names, client); err != nil {
		return "", err
	}
	p, hash, err := s.named(ctx, names)
	if errors.Is(err, db.ErrNone) {
		hash = unknown // go on, so that it takes as long
	} else if err != nil {
		return "", err
	}
	ok, err := s.hash.same(ctx, password, hash)
	if err != nil {
		return "", err
	}
	if !ok || p.ID == 0 {
		return "", fault.New(fault.Invalid, "fault.sign_in_wrong")
	}
	s.clients.give(client)
	for _, name := range names {
		s.logins.give(name)
	}
	return s.open(ctx, p.ID)
}

// attempt counts one try to sign in against its logins and its client.
func (s *Service) attempt(logins []string, client string) error {
	now := s.clock()
	if client != "" {
		if wait := s.clients.take(client, now); wait > 0 {
			return tooMany(wait)
		}
	}
	for _, login := range logins {
		if wait := s.logins.take(login, now); wait > 0 {
			return tooMany(wait)
		}
	}
	return nil
}

func tooMany(wait time.Duration) error {
	return fault.New(fault.TooMany, "fault.sign_in_often", "seconds", int64((wait+time.Second-1)/time.Second))
}

// open starts a session of a person.
func (s *Service) open(ctx context.Context, id PersonID) (string, error) {
	secret := make([]byte, 32)
	rand.Read(secret)
	token := base64.RawURLEncoding.EncodeToString(secret)
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec("INSERT INTO sessions (token, person_id, started, expires) VALUES ($1, $2, $3, $4)",
			stamp(token), int64(id), db.Micro(tx.Now), db.Micro(tx.Now.Add(sessionLife)))
		return err
	})
	if err != nil {
		return "", err
	}
	return token, nil
}

// stamp is what the table keeps of a token.
func stamp(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// Actor gives who holds a session token. One that is unknown or over is an
// Unauthenticated fault.
func (s *Service) Actor(ctx context.Context, token string) (a Actor, err error) {
	if len(token) != 43 {
		return Guest(), errSession
	}
	key := stamp(token)
	var expires int64
	var now time.Time
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		a, now = Actor{}, tx.Now
		return tx.Each(func(scan db.Scan) error {
			var shop db.ShopID
			var role Role
			if err := scan(&expires, &a.Person, &a.Name, &a.Email, &a.Phone, &a.Country, &a.Lang, &shop, &role); err != nil {
				return err
			}
			a.add(shop, role)
			return nil
		}, `SELECT s.expires, p.person_id, p.name, p.email, p.phone, p.country, p.lang, COALESCE(r.shop_id, 0), COALESCE(r.role, '')
			FROM sessions s JOIN people p ON p.person_id = s.person_id LEFT JOIN roles r ON r.person_id = p.person_id
			WHERE s.token = $1 AND s.expires > $2`, key, db.Micro(tx.Now))
	})
	if err != nil {
		return Guest(), err
	}
	if a.Person == 0 {
		return Guest(), errSession
	}
	if db.Time(expires).Sub(now) < sessionLife-sessionStep {
		err = s.prolong(ctx, key)
	}
	return a, err
}

// prolong moves the end of a session that is in use; one that was closed
// meanwhile stays closed.
func (s *Service) prolong(ctx context.Context, key string) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec("UPDATE sessions SET expires = $1 WHERE token = $2", db.Micro(tx.Now.Add(sessionLife)), key)
		return err
	})
}

// SignOut closes a session; one that is unknown is closed already.
func (s *Service) SignOut(ctx context.Context, token string) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec("DELETE FROM sessions WHERE token = $1", stamp(token))
		return err
	})
}

// Sweep forgets sessions that are over and gives their number; run it daily.
func (s *Service) Sweep(ctx context.Context) (gone int64, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		gone, err = tx.Exec("DELETE FROM sessions WHERE expires <= $1", db.Micro(tx.Now))
		return err
	})
	return gone, err
}

// errSession is a token of no open session.
var errSession = fault.New(fault.Unauthenticated, "fault.sign_in_first")
