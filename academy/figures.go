package academy

import (
	"context"
	"fmt"
	"strings"
	"time"

	"agora/country"
	"agora/course"
	"agora/db"
	"agora/identity"
)

// Measure is one thing that is counted of those who began a course.
type Measure int

// What is counted: all who began, and of them those who did something in the last 30 days,
// who finished, whose shop was opened since, and whose shop made a sale since.
const (
	Enrolled Measure = iota
	Active
	Completed
	Opened
	Sold
	measures
)

// Measures are all, in the order in which they are shown.
var Measures = [...]Measure{Enrolled, Active, Completed, Opened, Sold}

// ActiveFor is how long somebody counts as active after she did something.
const ActiveFor = 30 * 24 * time.Hour

// Ask is what an officer wants figures of.
type Ask struct {
	Course  CourseID     // 0 for all
	Quarter Quarter      // in which they began; the zero one for whenever
	Country country.Code // whose regions are shown; "" for none
}

// Split is figures parted by something that is known of learners.
type Split struct {
	By   string // "course", "country", "region", "gender" or "age"
	Rows []Row
}

// Row is the figures of one part.
type Row struct {
	Key   string      // what it is: of Genders, Ages, a country, a region, a course's slug; "" for the rest
	Title course.Text // of a course
	Cells Cells
}

// Figures are what is published of learners: nothing in them, and nothing between two of
// them, tells of fewer than few people.
type Figures struct {
	At     time.Time
	All    Cells
	Splits []Split
}

// Figures counts learners, for officers.
func (s *Service) Figures(ctx context.Context, by identity.Actor, ask Ask) (f Figures, err error) {
	if !by.System && !by.IsOfficer() {
		return f, errNotMe
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		people, err := tallies(tx, ask)
		if err != nil {
			return err
		}
		f = publish(people)
		f.At = tx.Now
		if err := f.addRegions(tx, ask); err != nil || ask.Course != 0 {
			return err
		}
		courses, err := coursesIn(tx, ask)
		f.Splits = append([]Split{courses}, f.Splits...)
		return err
	})
	return f, err
}

// addRegions parts the country asked for, when it has a row.
func (f *Figures) addRegions(tx *db.Tx, ask Ask) error {
	of, ok := f.countryRow(ask.Country)
	if !ok {
		return nil
	}
	people, err := regions(tx, ask)
	f.Splits = append(f.Splits, partRegions(of, people))
	return err
}

// tally counts those who say the same of themselves.
type tally struct {
	said   Said
	age    string // the group of said.Born
	counts counts
}

// tallies counts each person once, with all that she reached in the courses asked for.
func tallies(tx *db.Tx, ask Ask) ([]tally, error) {
	where, args := ask.where(tx.Now)
	return db.List(tx, func(scan db.Scan) (t tally, err error) {
		var alike int64
		err = scan(append([]any{&alike}, t.counts.places()...)...)
		t.said = saidAlike(alike)
		t.age = ageGroup(t.said.Born, int64(tx.Now.Year()))
		return t, err
	}, "SELECT g.alike, "+sums+" FROM (SELECT COALESCE(p.alike, 0) AS alike, w.active, w.completed, w.opened, w.sold FROM (SELECT l.person_id, "+flags("MAX")+" FROM academy_learners l WHERE "+where+
		" GROUP BY l.person_id) w LEFT JOIN academy_people p ON p.person_id = w.person_id) g GROUP BY g.alike", args...)
}

// regions counts those of the country asked for, by what they say of where they live in it.
func regions(tx *db.Tx, ask Ask) ([]tally, error) {
	where, args := ask.where(tx.Now)
	args = append(args, string(ask.Country))
	return db.List(tx, func(scan db.Scan) (t tally, err error) {
		return t, scan(append([]any{&t.said.Region}, t.counts.places()...)...)
	}, "SELECT g.region, "+sums+" FROM (SELECT p.region, "+flags("MAX")+" FROM academy_people p JOIN academy_learners l ON l.person_id = p.person_id WHERE "+where+
		fmt.Sprintf(" AND p.country = $%d GROUP BY p.person_id, p.region) g GROUP BY g.region", len(args)), args...)
}

const sums = "COUNT(*), SUM(g.active), SUM(g.completed), SUM(g.opened), SUM(g.sold)"

// where chooses learners; its first argument is since when somebody is active.
func (a Ask) where(now time.Time) (string, []any) {
	where, args := "l.began >= $2", []any{db.Micro(now.Add(-ActiveFor)), int64(0)}
	if from, to := a.Quarter.Bounds(); !from.IsZero() {
		where, args = where+" AND l.began < $3", []any{args[0], db.Micro(from), db.Micro(to)}
	}
	if a.Course != 0 {
		args = append(args, int64(a.Course))
		where += fmt.Sprintf(" AND l.course_id = $%d", len(args))
	}
	return where, args
}

// flags are what one learner reached, each 0 or 1, put together by a function.
func flags(by string) string {
	var list []string
	for _, f := range [][2]string{{"active", "l.state <> 'gone' AND l.seen >= $1"}, {"completed", "l.finished > 0"}, {"opened", "l.opened > 0"}, {"sold", "l.sold > 0"}} {
		list = append(list, by+"(CASE WHEN "+f[1]+" THEN 1 ELSE 0 END) AS "+f[0])
	}
	return strings.Join(list, ", ")
}

// Ages are the groups by age, the age that somebody reaches in the year of the report.
var Ages = []string{"under18", "18to24", "25to29", "30to35", "over35"}

// ageGroup is the group of somebody by the year of her birth; "" where she says none.
func ageGroup(born, year int64) string {
	age := year - born
	switch {
	case born == 0:
		return ""
	case age < 18:
		return "under18"
	case age < 25:
		return "18to24"
	case age < 30:
		return "25to29"
	case age <= 35:
		return "30to35"
	}
	return "over35"
}

// coursesIn counts the learners of each course. One with few of them has no row.
func coursesIn(tx *db.Tx, ask Ask) (out Split, err error) {
	out.By = "course"
	where, args := ask.where(tx.Now)
	list, err := db.List(tx, func(scan db.Scan) (r countedRow, err error) {
		return r, scan(append([]any{&r.key}, r.counts.places()...)...)
	}, `SELECT c.slug, n.enrolled, n.active, n.completed, n.opened, n.sold FROM (SELECT l.course_id, COUNT(*) AS enrolled, `+flags("SUM")+` FROM academy_learners l WHERE `+where+` GROUP BY l.course_id) n
		JOIN academy_courses c ON c.course_id = n.course_id WHERE n.enrolled >= `+fmt.Sprint(few)+` ORDER BY n.enrolled DESC LIMIT `+fmt.Sprint(PageSize), args...)
	if err != nil || len(list) == 0 {
		return out, err
	}
	slugs := make([]any, len(list))
	for i, r := range list {
		slugs[i] = r.key
	}
	titles := map[string]course.Text{}
	named, err := db.List(tx, scanCourse, "SELECT "+courseColumns+courseJoin+" WHERE c.slug IN "+db.Places(1, len(slugs)), slugs...)
	for _, c := range named {
		titles[c.Slug] = c.Title
	}
	// Somebody may learn two courses: there is no sum to tell by.
	for _, r := range shownRows(list) {
		r.Title = titles[r.Key]
		out.Rows = append(out.Rows, r)
	}
	return out, err
}
