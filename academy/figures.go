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
		f = publish(people, ask.Country)
		f.At = tx.Now
		if ask.Course != 0 {
			return nil
		}
		courses, err := coursesIn(tx, ask)
		f.Splits = append([]Split{courses}, f.Splits...)
		return err
	})
	return f, err
}

// tally counts those who have the same said of themselves.
type tally struct {
	said   Said // without the year
	age    string
	counts counts
}

// tallies counts each person once, with all that she reached in the courses asked for.
func tallies(tx *db.Tx, ask Ask) ([]tally, error) {
	where, args := ask.where(tx.Now)
	inner := `SELECT l.person_id, ` + flags("MAX") + ` FROM academy_learners l WHERE ` + where + ` GROUP BY l.person_id`
	return db.List(tx, func(scan db.Scan) (t tally, err error) {
		return t, scan(append([]any{(*string)(&t.said.Country), &t.said.Region, &t.said.Gender, &t.age}, t.counts.places()...)...)
	}, `SELECT g.country, g.region, g.gender, g.age, COUNT(*), SUM(g.active), SUM(g.completed), SUM(g.opened), SUM(g.sold) FROM (
			SELECT COALESCE(p.country, '') AS country, COALESCE(p.region, '') AS region, COALESCE(p.gender, '') AS gender, `+ageColumn(int64(tx.Now.Year()))+` AS age, w.active, w.completed, w.opened, w.sold
			FROM (`+inner+`) w LEFT JOIN academy_people p ON p.person_id = w.person_id) g
		GROUP BY g.country, g.region, g.gender, g.age`, args...)
}

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

// ageColumn tells the group of somebody by the year of her birth; "" where she says none.
func ageColumn(year int64) string {
	return fmt.Sprintf(`CASE WHEN COALESCE(p.born, 0) = 0 THEN '' WHEN p.born > %d THEN 'under18' WHEN p.born > %d THEN '18to24' WHEN p.born > %d THEN '25to29' WHEN p.born > %d THEN '30to35' ELSE 'over35' END`,
		year-18, year-25, year-30, year-36)
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
