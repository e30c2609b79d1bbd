package academy

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"agora/certificate"
	"agora/db"
	"agora/identity"
)

// Count is what was counted of a Check in a learner's shops, and what shows it.
type Count struct {
	N      int64
	Proofs []Proof
}

// Proof is one thing that shows that a task is done. It never names a buyer.
type Proof struct {
	Text  string `json:"text"`            // a product's title, an order's reference
	Lang  string `json:"lang,omitempty"`  // of Text, BCP 47; "" for a reference
	Path  string `json:"path,omitempty"`  // on this node, where everybody may look at it once her shop is open; "" for what is hers alone
	Words string `json:"words,omitempty"` // by which a search found it
}

// maxProofs bounds what is kept of one task.
const maxProofs = 12

// Add counts one thing more.
func (c *Count) Add(p Proof) {
	if c.N++; len(c.Proofs) < maxProofs {
		c.Proofs = append(c.Proofs, p)
	}
}

// Proved notes what the node counted in the shops of a person: of each course that she
// learns, the tasks that ask for no more than that are done. What shows it is kept beside
// each task.
func (s *Service) Proved(ctx context.Context, person identity.PersonID, counts map[Check]Count) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		tx.AfterCommit(func() { s.proved.Add(1) })
		ids, err := db.List(tx, func(scan db.Scan) (id CourseID, err error) { return id, scan((*int64)(&id)) },
			"SELECT course_id FROM academy_learners WHERE person_id = $1 AND state <> 'gone' ORDER BY course_id LIMIT $2", int64(person), int64(PageSize))
		if err != nil {
			return err
		}
		for _, id := range ids {
			if err := s.provedIn(tx, person, id, counts); err != nil {
				return err
			}
		}
		return nil
	})
}

func (s *Service) provedIn(tx *db.Tx, person identity.PersonID, id CourseID, counts map[Check]Count) error {
	at, err := s.standingIn(tx, person, id)
	if err != nil {
		return err
	}
	for _, d := range at.Left {
		t, ok := at.task(d)
		c := counts[Check(t.Check)]
		if !ok || c.N < t.Need {
			continue
		}
		if err := at.step(tx, d, tx.Now); err != nil {
			return err
		}
		if len(c.Proofs) == 0 {
			continue
		}
		shown := c.Proofs[:min(int64(len(c.Proofs)), max(t.Need, 1))]
		if _, err := tx.Exec(`INSERT INTO academy_evidence (person_id, course_id, lesson, part, doc) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (person_id, course_id, lesson, part) DO NOTHING`, int64(person), int64(id), d.Lesson, string(d.Part), text(shown)); err != nil {
			return err
		}
	}
	return nil
}

// Proofs gives what shows that a learner did her tasks of a course.
func (s *Service) Proofs(ctx context.Context, by identity.Actor, id CourseID) (list map[LeftToDo][]Proof, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = proofsIn(tx, by.Person, id)
		return err
	})
	return list, err
}

func proofsIn(tx *db.Tx, person identity.PersonID, id CourseID) (map[LeftToDo][]Proof, error) {
	list := map[LeftToDo][]Proof{}
	return list, tx.Each(func(scan db.Scan) error {
		var d LeftToDo
		var doc string
		if err := scan(&d.Lesson, (*string)(&d.Part), &doc); err != nil {
			return err
		}
		var of []Proof
		err := json.Unmarshal([]byte(doc), &of)
		list[d] = of
		return err
	}, "SELECT lesson, part, doc FROM academy_evidence WHERE person_id = $1 AND course_id = $2", int64(person), int64(id))
}

// mostEvidence bounds what a certificate leads to.
const mostEvidence = 30

// evidence gives what a certificate leads to: of each task that is done, what everybody may
// look at. Orders are nobody's business.
func (s *Service) evidence(tx *db.Tx, at Standing) (list []certificate.Evidence, err error) {
	if s.site == nil || s.site() == "" {
		return nil, nil
	}
	proofs, err := proofsIn(tx, at.Person, at.Learner.Course)
	for _, d := range at.Done {
		part := LeftToDo{d.Lesson, d.Part}
		t, _ := at.task(part)
		for _, p := range proofs[part] {
			if p.Path == "" || len(list) == mostEvidence {
				continue
			}
			e := certificate.Evidence{Name: map[string]string{}, URL: strings.TrimSuffix(s.site(), "/") + p.Path}
			for lang, say := range t.Say {
				e.Name[lang] = strings.Join(slices.DeleteFunc([]string{say, p.Text, p.Words}, func(s string) bool { return s == "" }), " · ")
			}
			list = append(list, e)
		}
	}
	return list, err
}
