package academy

import (
	"context"
	"strconv"
	"strings"
	"unicode/utf8"

	"agora/certificate"
	"agora/db"
	"agora/fault"
	"agora/identity"
)

func source(id CourseID) string { return "academy:" + strconv.FormatInt(int64(id), 10) }

func holder(person identity.PersonID) string {
	return "person:" + strconv.FormatInt(int64(person), 10)
}

// Certify gives a person the certificate of a course that she finished, under the name that
// she wants on it, in the name of issuer: made when she asks for it first, the same from
// then on.
func (s *Service) Certify(ctx context.Context, by identity.Actor, id CourseID, name, issuer string) (c certificate.Certificate, err error) {
	name = strings.Join(strings.Fields(name), " ")
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if c, err = certificate.Held(tx, source(id), holder(by.Person)); !fault.Is(err, fault.NotFound) {
			return err
		}
		at, err := s.standingIn(tx, by.Person, id)
		if err != nil {
			return err
		}
		if at.Learner.Finished.IsZero() {
			return errNotYet
		}
		if err := goodName(name); err != nil {
			return err
		}
		shown, err := s.evidence(tx, at)
		if err != nil {
			return err
		}
		c, err = certificate.Issue(tx, certificate.Certificate{Kind: certificate.Course, Source: source(id), Holder: holder(by.Person),
			Words: certificate.Words{Name: name, Title: at.Title, By: issuer, From: at.Began, To: at.Learner.Finished, Evidence: shown}})
		return err
	})
	return c, err
}

// MaxName bounds a name on a certificate, in characters: it must fit its line.
const MaxName = 80

func goodName(name string) error {
	switch n := utf8.RuneCountInString(name); {
	case n == 0:
		return fault.Field("name", "fault.required")
	case n > MaxName:
		return fault.Field("name", "fault.too_long", "max", int64(MaxName))
	}
	return nil
}

// Certificate gives what a person holds for a course; fault.NotFound for none.
func (s *Service) Certificate(ctx context.Context, by identity.Actor, id CourseID) (c certificate.Certificate, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		c, err = certificate.Held(tx, source(id), holder(by.Person))
		return err
	})
	return c, err
}

// Uncertify takes a certificate back; who teaches may.
func (s *Service) Uncertify(ctx context.Context, by identity.Actor, id CourseID, person identity.PersonID) error {
	if !Teaches(by) {
		return errNotMe
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		c, err := certificate.Held(tx, source(id), holder(person))
		if err != nil {
			return err
		}
		return certificate.Revoke(tx, c.Number)
	})
}
