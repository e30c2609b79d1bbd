package academy

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"time"

	"agora/blob"
	"agora/course"
	"agora/db"
	"agora/fault"
	"agora/identity"
)

// MaxArrival bounds a file with a course, and KeepArrival is how long one waits for the
// word that keeps it.
const (
	MaxArrival  = 256 << 20
	KeepArrival = 24 * time.Hour
)

// maxNoted is how many notes on a file are kept for its page.
const maxNoted = 200

// ArrivalID names a file that was sent.
type ArrivalID int64

// Arrival is a course that somebody sent and has not kept yet, with what is in it.
type Arrival struct {
	ID   ArrivalID `json:"-"`
	At   time.Time `json:"-"`
	file blob.Key

	Slug      string           `json:"slug"`
	Title     course.Text      `json:"title"`
	Languages []string         `json:"languages"`
	Author    string           `json:"author,omitempty"`
	Licence   string           `json:"licence,omitempty"`
	Format    Format           `json:"format"`
	Modules   int64            `json:"modules"`
	Lessons   int64            `json:"lessons"`
	Words     int64            `json:"words"` // of the first language
	Questions int64            `json:"questions"`
	Tasks     int64            `json:"tasks"`
	Works     int64            `json:"works"`
	Pictures  int64            `json:"pictures"`
	Files     int64            `json:"files"`
	Notes     []course.Problem `json:"notes,omitempty"`
	More      int64            `json:"more,omitempty"` // notes that are not listed
}

// errGone is for a file that was kept, forgotten, or followed by another one.
var errGone = fault.Field("file", "fault.upload_gone")

// Receive looks at a file with a course, and holds it for who sent it; who teaches may. The
// one that she sent before is forgotten. A file that is refused is not held: the error is a
// course.Problem or course.Problems.
func (s *Service) Receive(ctx context.Context, by identity.Actor, r io.Reader) error {
	if !Teaches(by) {
		return errNotMe
	}
	s.heavy.Lock()
	defer s.heavy.Unlock()
	body, err := io.ReadAll(io.LimitReader(r, MaxArrival+1))
	if err != nil {
		return err
	}
	if len(body) > MaxArrival {
		return course.Problem{Reason: course.TooLarge}
	}
	c, f, report, err := ReadFile(body)
	if err != nil {
		return refusal(err)
	}
	var salt [salted]byte
	_, _ = rand.Read(salt[:]) // never fails
	key, _, err := s.files.PutOwn(ctx, io.MultiReader(bytes.NewReader(salt[:]), bytes.NewReader(body)), MaxArrival+salted)
	if err != nil {
		return err
	}
	var before []Arrival
	if err := s.db.Write(ctx, func(tx *db.Tx) error {
		if before, err = arrivalsIn(tx, "person_id = $1", int64(by.Person)); err != nil {
			return err
		}
		_, err := tx.Exec("INSERT INTO academy_arrivals (person_id, arrival_id, at, file, doc) VALUES "+db.Places(1, 5),
			int64(by.Person), tx.ID(), db.Micro(tx.Now), string(key), text(counted(c, f, report)))
		return err
	}); err != nil {
		return errors.Join(err, s.files.Remove(context.WithoutCancel(ctx), key))
	}
	return s.forget(ctx, before)
}

// salted is how many random bytes go before a file that is held, so that the same one sent
// twice lies there twice, and each is removed for itself.
const salted = 16

// refusal says every error of a reader as what is wrong with the file.
func refusal(err error) error {
	var one course.Problem
	var all course.Problems
	if errors.As(err, &one) || errors.As(err, &all) {
		return err
	}
	return course.Problem{Reason: course.Unreadable, Detail: err.Error()}
}

// counted is what is in a course.
func counted(c *course.Course, f Format, report course.Report) Arrival {
	a := Arrival{Slug: c.ID, Title: c.Title, Languages: c.Languages, Author: c.Author, Licence: c.Licence, Format: f, Modules: int64(len(c.Modules)),
		Files: int64(len(c.Files)), Notes: report.Notes[:min(len(report.Notes), maxNoted)]}
	a.More = report.More + int64(len(report.Notes)-len(a.Notes))
	for _, m := range c.Modules {
		for _, l := range m.Lessons {
			a.Lessons++
			a.Words += int64(len(strings.Fields(l.Body[c.Languages[0]])))
			a.Questions += int64(len(l.Quiz.Questions))
			a.Tasks += int64(len(l.Tasks))
			if len(l.Work.Say) > 0 {
				a.Works++
			}
		}
	}
	for path := range c.Files {
		if strings.HasPrefix(course.MediaType(path), "image/") {
			a.Pictures++
		}
	}
	return a
}

// Arrived gives the file that somebody sent and has not kept yet.
func (s *Service) Arrived(ctx context.Context, by identity.Actor) (a Arrival, ok bool, err error) {
	if !Teaches(by) {
		return a, false, errNotMe
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err := arrivalsIn(tx, "person_id = $1 AND at > $2", int64(by.Person), db.Micro(tx.Now.Add(-KeepArrival)))
		if n := len(list); err == nil && n > 0 {
			a, ok = list[n-1], true
		}
		return err
	})
	return a, ok, err
}

// KeepArrived keeps the course of a file that was looked at, as Keep does, and forgets the
// file.
func (s *Service) KeepArrived(ctx context.Context, by identity.Actor, id ArrivalID) (slug string, version int64, err error) {
	s.heavy.Lock()
	defer s.heavy.Unlock()
	a, ok, err := s.Arrived(ctx, by)
	if err != nil {
		return "", 0, err
	}
	if !ok || a.ID != id {
		return "", 0, errGone
	}
	body, err := s.content(a.file)
	if err != nil {
		return "", 0, err
	}
	c, _, _, err := ReadFile(body[min(len(body), salted):])
	if err != nil {
		return "", 0, refusal(err)
	}
	if _, version, err = s.Keep(ctx, by, c); err != nil {
		return "", 0, err
	}
	return c.ID, version, s.forget(ctx, []Arrival{a})
}

// ForgetArrivals forgets files that nobody kept in a day, so many at a time.
func (s *Service) ForgetArrivals(ctx context.Context, many int64) error {
	var list []Arrival
	if err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		list, err = arrivalsIn(tx, "at <= $1", db.Micro(tx.Now.Add(-KeepArrival)))
		return err
	}); err != nil {
		return err
	}
	return s.forget(ctx, list[:min(int64(len(list)), many)])
}

// forget removes files, and then what is known of them: when it ends half way it is done
// again.
func (s *Service) forget(ctx context.Context, list []Arrival) error {
	for _, a := range list {
		if err := s.files.Remove(ctx, a.file); err != nil {
			return err
		}
	}
	if len(list) == 0 {
		return nil
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		for _, a := range list {
			if _, err := tx.Exec("DELETE FROM academy_arrivals WHERE arrival_id = $1", int64(a.ID)); err != nil {
				return err
			}
		}
		return nil
	})
}

// arrivalsIn lists some files, the oldest first.
func arrivalsIn(tx *db.Tx, where string, args ...any) ([]Arrival, error) {
	return db.List(tx, func(scan db.Scan) (a Arrival, err error) {
		var at int64
		var doc string
		if err := scan((*int64)(&a.ID), &at, (*string)(&a.file), &doc); err != nil {
			return a, err
		}
		a.At = db.Time(at)
		return a, json.Unmarshal([]byte(doc), &a)
	}, "SELECT arrival_id, at, file, doc FROM academy_arrivals WHERE "+where+" ORDER BY at, arrival_id LIMIT 100", args...)
}
