package starter

import (
	"io/fs"
	"testing"

	"agora/course"
)

func TestStarterCourseIsWhole(t *testing.T) {
	folder, err := fs.Sub(fromYourHands, "from-your-hands")
	if err != nil {
		t.Fatal(err)
	}
	c, report, err := course.Read(folder)
	if err != nil {
		t.Fatal(err)
	}
	if len(report.Notes) != 0 {
		t.Errorf("report: %v", report.Notes)
	}
	lessons, bodies, questions, tasks := 0, 0, 0, 0
	for _, m := range c.Modules {
		for _, l := range m.Lessons {
			lessons, bodies = lessons+1, bodies+len(l.Body)
			questions, tasks = questions+len(l.Quiz.Questions), tasks+len(l.Tasks)
		}
	}
	if lessons != 8 || bodies != 8*4 || questions != 28 || tasks != 8 || len(c.Files) != 4 {
		t.Errorf("%d lessons in %d texts, %d questions, %d tasks, %d pictures", lessons, bodies, questions, tasks, len(c.Files))
	}
	if again, err := Course(); err != nil || again.ID != "from-your-hands" {
		t.Errorf("%v, %v", again, err)
	}
}
