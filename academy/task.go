package academy

import (
	"context"
	"time"

	"agora/course"
	"agora/db"
	"agora/identity"
)

// Practice is a task in the shop of who learns a course, and whether it is done.
type Practice struct {
	Course    string // its slug
	Lesson    string
	Title     course.Text // of the lesson that teaches it
	Languages []string    // of the course
	Part      Part
	Task      course.Task
	Done      bool
}

// Check is what is counted for it.
func (p Practice) Check() Check { return Check(p.Task.Check) }

// maxTold bounds the tasks that are read of one person.
const maxTold = 5000

// Practices gives the tasks of the courses that a person learns and has not finished, the
// course that she saw last first, in the order of their lessons; in one statement once
// the outlines are known.
func (s *Service) Practices(ctx context.Context, by identity.Actor) (list []Practice, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = s.practicesIn(tx, by.Person)
		return err
	})
	return list, err
}

// Told gives what Practices does, a few seconds old: for a line on many pages.
func (s *Service) Told(ctx context.Context, by identity.Actor) ([]Practice, error) {
	const old = 10 * time.Second
	key := toldKey{by.Person, time.Now().UnixNano() / int64(old), s.proved.Load()}
	return s.told.Recall(key, func() ([]Practice, error) { return s.Practices(ctx, by) })
}

// toldKey names what was told to somebody in a while.
type toldKey struct {
	person identity.PersonID
	while  int64
	proved int64
}

func (s *Service) practicesIn(tx *db.Tx, person identity.PersonID) (list []Practice, err error) {
	if person == 0 {
		return nil, nil
	}
	var learns []editionKey
	done := map[editionKey]map[LeftToDo]bool{}
	if err := tx.Each(func(scan db.Scan) error {
		var k editionKey
		var d LeftToDo
		if err := scan((*int64)(&k.course), &k.version, &d.Lesson, (*string)(&d.Part)); err != nil {
			return err
		}
		if done[k] == nil {
			done[k] = map[LeftToDo]bool{}
			learns = append(learns, k)
		}
		done[k][d] = true
		return nil
	}, `SELECT l.course_id, l.version, COALESCE(t.lesson, ''), COALESCE(t.part, '') FROM academy_learners l
		LEFT JOIN academy_steps t ON t.person_id = l.person_id AND t.course_id = l.course_id AND t.part LIKE 'task%'
		WHERE l.person_id = $1 AND l.state = 'learning' ORDER BY l.seen DESC, l.course_id LIMIT $2`, int64(person), int64(maxTold)); err != nil {
		return nil, err
	}
	for _, k := range learns {
		e, err := s.begun(tx, k.course, k.version)
		if err != nil {
			return nil, err
		}
		for _, l := range e.Lessons() {
			for i, t := range l.Tasks {
				p := Practice{Course: e.Slug, Lesson: l.ID, Title: l.Title, Languages: e.Languages, Part: TaskPart(i), Task: t}
				p.Done = done[k][LeftToDo{l.ID, p.Part}]
				list = append(list, p)
			}
		}
	}
	return list, nil
}

// Asks gives the checks that a person has left to do, with the most that a task of hers
// wants of each: nobody counts for who waits for nothing.
func (s *Service) Asks(ctx context.Context, person identity.PersonID) (map[Check]int64, error) {
	list, err := s.Practices(ctx, identity.Actor{Person: person})
	asks := map[Check]int64{}
	for _, p := range list {
		if !p.Done {
			asks[p.Check()] = max(asks[p.Check()], p.Task.Need, 1)
		}
	}
	return asks, err
}

// task finds the task that a part of a lesson is.
func (e Edition) task(d LeftToDo) (t course.Task, ok bool) {
	l, _, _, _ := e.Lesson(d.Lesson)
	for i, t := range l.Tasks {
		if TaskPart(i) == d.Part {
			return t, true
		}
	}
	return t, false
}

// editionKey names an edition, which never changes.
type editionKey struct {
	course  CourseID
	version int64
}

// begun gives the edition that a learner began, which is parsed once. It is shared: nobody
// writes into it.
func (s *Service) begun(tx *db.Tx, id CourseID, version int64) (Edition, error) {
	return s.editions.Recall(editionKey{id, version}, func() (Edition, error) { return editionIn(tx, id, version) })
}

// rememberedEditions are outlines that need not be read again.
const rememberedEditions = 200

// rememberedLearners are people whose tasks are told again for a few seconds.
const rememberedLearners = 1000
