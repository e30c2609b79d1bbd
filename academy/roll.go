package academy

import (
	"context"

	"agora/certificate"
	"agora/db"
	"agora/identity"
)

// OnRoll is a learner of a course, for who teaches it.
type OnRoll struct {
	Learner
	Done, All   int64              // parts of her version
	Certificate certificate.Number // "" for none
}

// Learners lists those of a course, in the order in which they came here, after a person
// of the page before; who teaches may.
func (s *Service) Learners(ctx context.Context, by identity.Actor, id CourseID, after identity.PersonID) (list []OnRoll, err error) {
	if !Teaches(by) {
		return nil, errNotMe
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = s.rollIn(tx, id, "1 = 1", after)
		return err
	})
	return list, err
}

// rollIn lists the learners l of a course for whom only is true, whose arguments are from
// $4 on.
func (s *Service) rollIn(tx *db.Tx, id CourseID, only string, after identity.PersonID, args ...any) ([]OnRoll, error) {
	list, err := db.List(tx, func(scan db.Scan) (o OnRoll, err error) {
		var classes int64
		err = o.read(scan, &o.Done, &classes)
		o.Done += min(classes, o.Classes)
		return o, err
	}, "SELECT "+learnerColumns+`, (SELECT COUNT(*) FROM academy_steps p WHERE p.person_id = l.person_id AND p.course_id = l.course_id AND p.lesson <> ''),
			(SELECT COUNT(*) FROM academy_steps p WHERE p.person_id = l.person_id AND p.course_id = l.course_id AND p.lesson = '')
			FROM academy_learners l WHERE l.course_id = $1 AND l.person_id > $2 AND `+only+" ORDER BY l.person_id LIMIT $3",
		append([]any{int64(id), int64(after), int64(PageSize)}, args...)...)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	all, err := s.partsIn(tx, id)
	if err != nil {
		return nil, err
	}
	holders := make([]string, len(list))
	for i, o := range list {
		list[i].All, holders[i] = all[o.Version]+o.Classes, holder(o.Person)
	}
	numbers, err := certificate.Numbers(tx, source(id), holders)
	for i := range list {
		list[i].Certificate = numbers[holders[i]]
	}
	return list, err
}

// partsIn counts what there is to do in each version of a course that is learnt.
func (s *Service) partsIn(tx *db.Tx, id CourseID) (map[int64]int64, error) {
	versions, err := db.List(tx, func(scan db.Scan) (v int64, err error) { return v, scan(&v) }, "SELECT DISTINCT version FROM academy_learners WHERE course_id = $1", int64(id))
	if err != nil {
		return nil, err
	}
	all := make(map[int64]int64, len(versions))
	for _, v := range versions {
		e, err := s.begun(tx, id, v)
		if err != nil {
			return nil, err
		}
		for _, l := range e.Lessons() {
			all[v] += int64(len(l.Parts()))
		}
	}
	return all, nil
}
