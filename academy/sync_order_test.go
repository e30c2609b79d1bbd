package academy_test

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	. "agora/academy"
	"agora/course"
	"agora/db"
	"agora/identity"
)

const aWeek = 7 * 24 * time.Hour

// weekOf is a course of three lessons with quizzes, whose questions are drawn.
func weekOf() *course.Course {
	c := felt()
	c.ID = "week"
	c.Modules[0].Lessons = nil
	for _, id := range []string{"wool", "wash", "sell"} {
		l := course.Lesson{ID: id, Title: course.Text{"en": id}, Body: course.Text{"en": "Read it."}, Quiz: course.Quiz{Pass: 2, Draw: 2}}
		for _, q := range []string{"a", "b", "c"} {
			l.Quiz.Questions = append(l.Quiz.Questions, course.Question{ID: q, Kind: course.Numeric, Answer: "4"})
		}
		c.Modules[0].Lessons = append(c.Modules[0].Lessons, l)
	}
	return c
}

// drawWeek makes what two or three devices and the pages of the node saw in a week. Clocks
// are behind by a month, right, or ahead by a month; some numbers get two answers; some
// lessons and questions are of another edition.
func drawWeek(t *rapid.T, by identity.Actor, id CourseID, began time.Time) (week []Told) {
	devices := []string{"", "phone", "tablet", "old_phone"}[:rapid.IntRange(3, 4).Draw(t, "devices")]
	drifts := map[string]time.Duration{"": 0}
	for _, d := range devices[1:] {
		drifts[d] = rapid.SampledFrom([]time.Duration{0, 0, -30 * 24 * time.Hour, 30 * 24 * time.Hour}).Draw(t, "drift")
	}
	quiz := weekOf().Modules[0].Lessons[0].Quiz
	last := map[string]int64{}
	for range rapid.IntRange(0, 25).Draw(t, "deeds") {
		one := Told{Device: rapid.SampledFrom(devices).Draw(t, "device"), Kind: ToldAnswers, Lesson: rapid.SampledFrom([]string{"wool", "wool", "wash", "sell", "silk"}).Draw(t, "lesson")}
		if one.Device == "" && one.Lesson == "silk" {
			continue // the node shows no page of it
		}
		if one.Device == "" || last[one.Device] == 0 || rapid.IntRange(0, 3).Draw(t, "same number") > 0 {
			last[one.Device]++
		}
		one.Number = last[one.Device]
		one.At = began.Add(drifts[one.Device] + time.Duration(rapid.IntRange(0, int(aWeek.Minutes())).Draw(t, "minute"))*time.Minute)
		if rapid.IntRange(0, 3).Draw(t, "reads") == 0 {
			one.Kind = ToldRead
			week = append(week, one)
			continue
		}
		one.Answers = map[string]course.Answer{}
		for _, q := range Drawn(quiz, by.Person, id, one.Lesson, one.Number) {
			one.Answers[q.ID] = course.Answer{Written: strconv.Itoa(rapid.IntRange(4, 5).Draw(t, "answer"))}
		}
		if one.Device != "" && rapid.IntRange(0, 9).Draw(t, "strange") == 0 {
			one.Answers["z"] = course.Answer{Picked: []int64{1}}
		}
		week = append(week, one)
	}
	return week
}

// deliver tells a week in a drawn order and portions, some of it twice, over some days.
func deliver(t *rapid.T, s *Service, by identity.Actor, id CourseID, week []Told, now *time.Time) {
	twice := rapid.SliceOfN(rapid.Bool(), len(week), len(week)).Draw(t, "twice")
	all := slices.Clone(week)
	for i, again := range twice {
		if again {
			all = append(all, week[i])
		}
	}
	if len(all) > 0 {
		all = rapid.Permutation(all).Draw(t, "order")
	}
	for len(all) > 0 {
		*now = now.Add(time.Duration(rapid.IntRange(0, 600).Draw(t, "later")) * time.Second)
		if one := all[0]; one.Device == "" {
			all = all[1:]
			if err := online(t, s, by, id, one); err != nil {
				t.Fatal(err)
			}
			continue
		}
		n := rapid.IntRange(1, len(all)).Draw(t, "portion")
		if i := slices.IndexFunc(all[:n], func(o Told) bool { return o.Device == "" }); i >= 0 {
			n = i
		}
		list, err := s.Merge(t.Context(), by, id, all[:n])
		if err != nil || len(list) != n {
			t.Fatal(len(list), err)
		}
		for i, o := range list {
			strange := o.Lesson == "silk" || len(o.Answers) > 2
			if o.Fate == Refused || (o.Fate == Parked) != strange || o.Lesson != all[i].Lesson || o.Number != all[i].Number {
				t.Fatalf("%+v is %s: %v", all[i], o.Fate, o.Why)
			}
		}
		all = all[n:]
	}
}

// online tells by a page of the node.
func online(t *rapid.T, s *Service, by identity.Actor, id CourseID, one Told) error {
	if one.Kind == ToldRead {
		return s.Opened(t.Context(), by, id, one.Lesson, one.At)
	}
	_, err := s.Answer(t.Context(), by, id, one.Lesson, Attempt{Number: one.Number, At: one.At, Answers: one.Answers})
	return err
}

// keptOf is all that is kept of a learner, line by line. A time after the week is that of
// a clock that ran ahead: it lies between then and now, and says no more.
func keptOf(t *rapid.T, d *db.DB, by identity.Actor, began, now time.Time) (lines []string) {
	end := began.Add(aWeek)
	err := d.Read(t.Context(), func(tx *db.Tx) error {
		lines = nil
		for _, query := range []string{
			"SELECT 'try', lesson, device, number, passed, doc, at FROM academy_answers WHERE person_id = $1",
			"SELECT 'parked ' || kind, lesson, device, number, 0, doc, at FROM academy_parked WHERE person_id = $1",
			"SELECT 'step', lesson, part, 0, 0, '', at FROM academy_steps WHERE person_id = $1",
			"SELECT state, '', '', version, CASE WHEN finished > 0 THEN 1 ELSE 0 END, '', began FROM academy_learners WHERE person_id = $1",
		} {
			if err := tx.Each(func(scan db.Scan) error {
				var what, lesson, device, doc string
				var number, passed, at int64
				err := scan(&what, &lesson, &device, &number, &passed, &doc, &at)
				when := db.Time(at)
				if when.Before(began) || when.After(now) {
					t.Fatalf("%s of %s at %v; she began at %v, and it is %v", what, lesson, when, began, now)
				}
				if when.After(end) {
					when = end.Add(time.Hour)
				}
				lines = append(lines, fmt.Sprint(what, " ", lesson, " ", device, " ", number, " ", passed, " ", when, " ", doc))
				return err
			}, query, int64(by.Person)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(lines)
	return lines
}

// forget makes a person begin again, who learns the same course as before.
func forget(t *rapid.T, s *Service, d *db.DB, by identity.Actor) {
	err := d.Write(t.Context(), func(tx *db.Tx) error {
		for _, table := range []string{"academy_answers", "academy_parked", "academy_steps", "academy_learners"} {
			if _, err := tx.Exec("DELETE FROM "+table+" WHERE person_id = $1", int64(by.Person)); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		_, err = s.Join(t.Context(), by, "week")
	}
	if err != nil {
		t.Fatal(err)
	}
}

// counts says how many different tries, parked things and steps of reading a week has, and
// in which lessons a quiz was passed.
func counts(week []Told) string {
	kinds := map[string]map[string]bool{"try": {}, "parked": {}, "read": {}, "passed": {}}
	for _, o := range week {
		key := fmt.Sprint(o.Device, " ", o.Number, " ", o.Kind, " ", o.Lesson, " ", o.Answers)
		switch {
		case o.Lesson == "silk" || len(o.Answers) > 2:
			kinds["parked"][key] = true
		case o.Kind == ToldRead:
			kinds["read"][o.Lesson] = true
		default:
			kinds["try"][key] = true
			if !slices.ContainsFunc(slices.Collect(maps.Values(o.Answers)), func(a course.Answer) bool { return a.Written != "4" }) {
				kinds["passed"][o.Lesson] = true
			}
		}
	}
	return fmt.Sprintf("%d tries, %d parked, %d read, %d passed", len(kinds["try"]), len(kinds["parked"]), len(kinds["read"]), len(kinds["passed"]))
}

// countsOf says the same of what is kept.
func countsOf(lines []string) string {
	n := map[string]int{}
	for _, line := range lines {
		words := strings.Fields(line)
		if words[0] == "step" {
			words[0] += words[2]
		}
		n[words[0]]++
	}
	return fmt.Sprintf("%d tries, %d parked, %d read, %d passed", n["try"], n["parked"], n["stepread"], n["stepquiz"])
}

// TestDevicesInAnyOrder has a learner use her devices and the node for a week, and tells
// it in three orders, in any portions and some of it twice: the same is kept, and all of it.
func TestDevicesInAnyOrder(t *testing.T) {
	schools(t, func(t *testing.T, s *Service, d *db.DB, _ CourseID, now *time.Time) {
		began := *now
		id, _, err := s.Keep(t.Context(), teacher, weekOf())
		must(t, err)
		must(t, s.Publish(t.Context(), teacher, id))
		person, weeks := identity.PersonID(100), 0
		rapid.Check(t, func(t *rapid.T) {
			if weeks++; weeks > 20 && d.Engine() == "postgres" {
				return // the same rules on another engine
			}
			person++
			by := identity.Actor{Person: person}
			week := drawWeek(t, by, id, began)
			var was []string
			for i := range 3 {
				*now = began
				forget(t, s, d, by)
				*now = began.Add(aWeek + time.Duration(i+1)*time.Hour)
				deliver(t, s, by, id, week, now)
				kept := keptOf(t, d, by, began, *now)
				if i > 0 && !slices.Equal(was, kept) {
					t.Fatalf("%s\nand in another order\n%s", strings.Join(was, "\n"), strings.Join(kept, "\n"))
				}
				if want, got := counts(week), countsOf(kept); want != got {
					t.Fatalf("told: %s; kept: %s\n%s", want, got, strings.Join(kept, "\n"))
				}
				was = kept
			}
		})
	})
}
