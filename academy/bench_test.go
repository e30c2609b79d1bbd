package academy_test

import (
	"fmt"
	"syscall"
	"testing"
	"time"

	. "agora/academy"
	"agora/blob"
	"agora/certificate"
	"agora/country"
	"agora/course"
	"agora/db"
	"agora/db/dbtest"
	"agora/event"
	"agora/identity"
)

const (
	manyLearners = 100_000
	manyCourses  = 4
	stepsEach    = 50 // of the 96 parts of a course
)

// BenchmarkAcademy measures what a learner and an officer read beside 100,000 learners who
// did five million steps.
func BenchmarkAcademy(b *testing.B) {
	d := dbtest.SQLite(b, event.Schema, certificate.Schema, Schema)
	files, err := blob.Open(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	s := New(d, files)
	began := time.Now()
	ids := fillAcademy(b, s, d)
	b.Logf("filled in %v", time.Since(began).Round(time.Second))
	by, n := identity.Actor{}, 0
	next := func() identity.Actor { // somebody else each time: nothing is warm
		n++
		by.Person = identity.PersonID(1000 + n*7919%manyLearners)
		return by
	}
	for _, read := range []struct {
		name string
		do   func() error
	}{
		{"Learns", func() error { _, err := s.Learns(b.Context(), next()); return err }},
		{"Standing", func() error {
			by := next()
			_, err := s.Standing(b.Context(), by, ids[by.Person%manyCourses])
			return err
		}},
		{"Look", func() error { _, _, err := s.Look(b.Context(), next(), "felt0", "l7", "ky"); return err }},
		{"Step", func() error {
			by := next()
			return s.Opened(b.Context(), by, ids[by.Person%manyCourses], "l31", time.Time{})
		}},
		{"FiguresOfAll", func() error { _, err := s.Figures(b.Context(), officer, Ask{Country: "KG"}); return err }},
		{"FiguresOfACourse", func() error { _, err := s.Figures(b.Context(), officer, Ask{Course: ids[0]}); return err }},
		{"FiguresOfAQuarter", func() error {
			_, err := s.Figures(b.Context(), officer, Ask{Quarter: QuarterOf(time.Now())})
			return err
		}},
		{"Verify", func() error {
			r, err := Verify(b.Context(), d)
			if err == nil && len(r.Problems) > 0 {
				err = fmt.Errorf("%d steps: %s", r.Steps, r.Problems[0])
			}
			return err
		}},
	} {
		b.Run(read.name, func(b *testing.B) {
			cpu := used(b)
			for b.Loop() {
				if err := read.do(); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64((used(b)-cpu).Microseconds())/1000/float64(b.N), "cpu-ms/op") // what others do on the machine is not in it
		})
	}
}

// BenchmarkMerge measures a portion of a device that tells of all lessons of a course, for a
// learner who told nothing before.
func BenchmarkMerge(b *testing.B) {
	d := dbtest.SQLite(b, event.Schema, certificate.Schema, Schema)
	files, err := blob.Open(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	s := New(d, files)
	ids := fillCourses(b, s)
	var told []Told
	for l := range 32 {
		told = append(told, Told{Device: "phone", Number: int64(l + 1), Kind: ToldRead, Lesson: fmt.Sprintf("l%d", l)})
	}
	by, cpu := identity.Actor{Person: 1000}, used(b)
	for b.Loop() {
		by.Person++
		if _, err := s.Join(b.Context(), by, "felt0"); err != nil {
			b.Fatal(err)
		}
		if _, err := s.Merge(b.Context(), by, ids[0], told); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64((used(b)-cpu).Microseconds())/1000/float64(b.N), "cpu-ms/op")
}

// fillAcademy keeps courses, and learners of them.
func fillAcademy(b *testing.B, s *Service, d *db.DB) []CourseID {
	ids := fillCourses(b, s)
	const batch = 5000
	for from := 0; from < manyLearners; from += batch {
		if err := d.Write(b.Context(), func(tx *db.Tx) error { return fillLearners(tx, ids, from, from+batch) }); err != nil {
			b.Fatal(err)
		}
	}
	return ids
}

// fillCourses keeps courses of 32 lessons in four languages.
func fillCourses(b *testing.B, s *Service) (ids []CourseID) {
	text := func(words string) course.Text {
		return course.Text{"en": words, "ru": words + " по-русски", "ky": words + " кыргызча", "ur": words + " اردو"}
	}
	for i := range manyCourses {
		c := &course.Course{ID: fmt.Sprintf("felt%d", i), Version: 1, Languages: []string{"en", "ru", "ky", "ur"}, Title: text("Felt"), About: text("All about felt and those who buy it.")}
		c.Modules = []course.Module{{ID: "m", Title: text("All")}}
		for l := range 32 {
			c.Modules[0].Lessons = append(c.Modules[0].Lessons, course.Lesson{ID: fmt.Sprintf("l%d", l), Title: text("A lesson of felt"), Body: text("Wash the wool. Dry it."),
				Quiz:  course.Quiz{Pass: 1, Questions: []course.Question{{ID: "a", Kind: course.Numeric, Answer: "4"}}},
				Tasks: []course.Task{{Check: string(ProductsPriced), Need: 3}}})
		}
		id, _, err := s.Keep(b.Context(), teacher, c)
		if err == nil {
			err = s.Publish(b.Context(), teacher, id)
		}
		if err != nil {
			b.Fatal(err)
		}
		ids = append(ids, id)
	}
	return ids
}

func fillLearners(tx *db.Tx, ids []CourseID, from, to int) error {
	now := db.Micro(tx.Now)
	for i := from; i < to; i++ {
		person, day := int64(1000+i), 24*time.Hour.Microseconds()
		opened, sold := int64(0), int64(0)
		if i%5 == 0 {
			opened, sold = now, now*int64(i/5%2)
		}
		if _, err := tx.Exec("INSERT INTO academy_learners (person_id, course_id, version, state, began, seen, finished, opened, sold) VALUES "+db.Places(1, 9),
			person, int64(ids[person%manyCourses]), int64(1), "learning", now-int64(i%400)*day, now-int64(i%90)*day, int64(0), opened, sold); err != nil {
			return err
		}
		said := Said{Country: []country.Code{"KG", "PK", "TJ", "UZ"}[i/7%4], Region: fmt.Sprintf("Region %d", i%9), Gender: Genders[i%3], Born: int64(1980 + i%30)}
		if _, err := tx.Exec("INSERT INTO academy_people (person_id, country, region, gender, born, alike) VALUES "+db.Places(1, 6),
			person, string(said.Country), said.Region, said.Gender, said.Born, Alike(said)); err != nil {
			return err
		}
	}
	_, err := tx.Exec(`WITH RECURSIVE n(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM n WHERE n < $3)
		INSERT INTO academy_steps (person_id, course_id, lesson, part, at)
		SELECT l.person_id, l.course_id, 'l' || (n.n / 2), CASE n.n % 2 WHEN 0 THEN 'read' ELSE 'quiz' END, l.began + n.n FROM academy_learners l CROSS JOIN n
		WHERE l.person_id >= $1 AND l.person_id < $2`, int64(1000+from), int64(1000+to), int64(stepsEach-1))
	return err
}

// used is how long processors worked for this program.
func used(b *testing.B) time.Duration {
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		b.Fatal(err)
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}
