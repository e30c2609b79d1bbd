package starter

import (
	"strings"
	"testing"

	"agora/course"
)

// TestBookIsWhole reads the book that comes with the program, with its attribution.
func TestBookIsWhole(t *testing.T) {
	c, report, err := course.ReadZip(entrepreneurship)
	if err != nil {
		t.Fatal(err)
	}
	if len(report.Notes) > 0 {
		t.Errorf("report: %v", report.Notes)
	}
	lessons := 0
	for _, m := range c.Modules {
		lessons += len(m.Lessons)
	}
	if lessons != 92 || len(c.Modules) != 17 || len(entrepreneurship) > 1<<20 {
		t.Errorf("%d lessons in %d modules, %d bytes", lessons, len(c.Modules), len(entrepreneurship))
	}
	if c.Licence != "CC-BY-4.0" || !strings.HasPrefix(c.Source, "OpenStax, Rice University, Entrepreneurship, CC BY 4.0 (http") || !strings.HasPrefix(string(c.Files["LICENSE"]), "Attribution 4.0 International") {
		t.Errorf("licence %s, source %s", c.Licence, c.Source)
	}
	if again, err := Book(); err != nil || again.ID != "openstax-entrepreneurship" {
		t.Errorf("%v, %v", again, err)
	}
}
