package course

import (
	"os"
	"regexp"
	"testing"
)

// TestTheDocumentedFormatIsRead makes a course of the examples that teachers copy.
func TestTheDocumentedFormatIsRead(t *testing.T) {
	text, err := os.ReadFile("../docs/academy.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile("(?s)```(?:yaml|markdown)\n(.*?)```").FindAllSubmatch(text, -1)
	names := []string{"course.yaml", "lessons/wool.en.md", "quizzes/wool.yaml", "tasks.yaml", "works.yaml"}
	if len(blocks) < len(names) {
		t.Fatalf("%d examples", len(blocks))
	}
	files := map[string][]byte{
		"lessons/wash.en.md": []byte("---\ntitle: Wash\n---\nWash it.\n"),
		"pictures/wool.svg":  littleSVG, "sound/song.ogg": []byte("OggS"), "sound/song.ky.vtt": []byte("WEBVTT\n"),
	}
	for i, name := range names {
		files[name] = blocks[i][1]
	}
	c, report, err := ReadFiles(files)
	if err != nil {
		t.Fatal(err)
	}
	wool, _ := c.Lesson("wool")
	wash, _ := c.Lesson("wash")
	if !c.Open || len(wool.Quiz.Questions) != 4 || wool.Tasks[0].Need != 3 || wash.Work.Peers != 2 || wool.Minutes != 5 {
		t.Errorf("%+v", c)
	}
	if !Mark(wool.Quiz.Questions[2], Answer{Written: "2 824,84 som"}) || !Mark(wool.Quiz.Questions[3], Answer{Written: "Протрава"}) {
		t.Error("the answers of the examples are not right")
	}
	for _, n := range report.Notes {
		if n.Reason != LacksLanguage && n != (Problem{"lessons/wool.en.md", "line 9", NoTranscript, "sound/song.ogg"}) && n != (Problem{"sound/song.ky.vtt", "", Unused, ""}) {
			t.Errorf("report: %v", n)
		}
	}
}
