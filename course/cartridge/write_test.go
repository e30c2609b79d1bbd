package cartridge

import (
	"bytes"
	"encoding/xml"
	"strings"
	"testing"

	"agora/course"
)

// TestManifest holds what is written against the structure that the format wants.
func TestManifest(t *testing.T) {
	c := example()
	var b bytes.Buffer
	report, err := Write(&b, c, "")
	if err != nil {
		t.Fatal(err)
	}
	files, err := course.Unpack(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	root, err := parse(files[manifestFile])
	if err != nil {
		t.Fatal(err)
	}
	const space = "http://www.imsglobal.org/xsd/imsccv1p3/imscp_v1p1"
	ids := map[string]bool{}
	var walk func(e *element)
	walk = func(e *element) {
		want := space
		if strings.HasPrefix(e.XMLName.Space, "http://ltsc.ieee.org/") {
			want = "http://ltsc.ieee.org/xsd/imsccv1p3/LOM/manifest"
		}
		if e.XMLName.Space != want {
			t.Errorf("<%s> is in %s", e.XMLName.Local, e.XMLName.Space)
		}
		if id := e.attr("identifier"); id != "" {
			if ids[id] || strings.ContainsAny(id[:1], "-.0123456789") || strings.ContainsAny(id, ": /") {
				t.Errorf("identifier %q is there twice, or is no XML ID", id)
			}
			ids[id] = true
		}
		for i := range e.Kids {
			walk(&e.Kids[i])
		}
	}
	walk(root)
	if v := root.child("metadata", "schemaversion").text(); v != "1.3.0" || root.child("metadata", "schema").text() != "IMS Common Cartridge" {
		t.Errorf("schema version %s", v)
	}
	org := root.child("organizations", "organization")
	if org.attr("structure") != "rooted-hierarchy" || len(org.Kids) != 1 {
		t.Error("the organization is no tree with one root")
	}
	listed := map[string]bool{manifestFile: true}
	types := map[string]int{}
	root.all("resource", func(r *element) {
		types[r.attr("type")]++
		r.each("file", func(f *element) { listed[f.attr("href")] = true })
		if r.attr("type") != "webcontent" && r.attr("href") == "" {
			t.Errorf("resource %s has no file", r.attr("identifier"))
		}
	})
	root.all("item", func(i *element) {
		if ref := i.attr("identifierref"); ref != "" && !ids[ref] {
			t.Errorf("item %s leads to %s, which is not there", i.attr("identifier"), ref)
		}
	})
	for name := range files {
		if !listed[name] && !listed[href(name)] {
			t.Errorf("%s is in no resource", name)
		}
	}
	if types["webcontent"] != 4 || types["imsqti_xmlv1p2/imscc_xmlv1p3/assessment"] != 1 || len(types) != 2 {
		t.Errorf("resources are %v", types)
	}
	said := ""
	for _, n := range report.Notes {
		said += n.Error() + "\n"
	}
	for _, words := range []string{"languages: was left out (ky", "tasks.yaml, 1st: was left out", "quizzes/1st.xml, row: was left out", "quizzes/1st.xml, cost: is there in another way (a number",
		"minutes: was left out", "works.yaml, rubric: is there in another way", "pass, draw: was left out (1 right of 0 drawn"} {
		if !strings.Contains(said, words) {
			t.Errorf("the report does not say %q:\n%s", words, said)
		}
	}
	checkTest(t, files["quizzes/1st.xml"])
	page := string(files["lessons/1st.html"])
	for _, words := range []string{`<html lang="en">`, `src="../pictures/%D1%81%D2%AF%D1%80%D3%A9%D1%82.svg"`, "CC-BY-4.0", "By Asel"} {
		if !strings.Contains(page, words) {
			t.Errorf("the page lacks %q:\n%s", words, page)
		}
	}
}

// checkTest looks for what QTI 1.2 wants of a test: profiles, and answers that are labels.
func checkTest(t *testing.T, body []byte) {
	t.Helper()
	e, err := parse(body)
	if err != nil {
		t.Fatal(err)
	}
	if (e.XMLName != xml.Name{Space: "http://www.imsglobal.org/xsd/ims_qtiasiv1p2", Local: "questestinterop"}) {
		t.Errorf("the test begins with %v", e.XMLName)
	}
	profiles := []string{"cc.multiple_choice.v0p1", "cc.fib.v0p1"}
	n := 0
	e.all("item", func(i *element) {
		if n < len(profiles) && profile(i) != profiles[n] {
			t.Errorf("question %d is %s", n, profile(i))
		}
		n++
		labels := map[string]bool{}
		i.all("response_label", func(l *element) { labels[l.attr("ident")] = true })
		i.all("varequal", func(v *element) {
			if len(labels) > 0 && !labels[v.text()] {
				t.Errorf("%q is right and no choice", v.text())
			}
		})
	})
	if n != 2 {
		t.Errorf("%d questions are written", n)
	}
}

// example is a course with something of each kind.
func example() *course.Course {
	en := func(s string) course.Text { return course.Text{"en": s} }
	return &course.Course{ID: "1-example", Version: 3, Licence: "CC-BY-4.0", Author: "Asel", Source: "By Asel.", Languages: []string{"en", "ky"}, Title: course.Text{"en": "Felt", "ky": "Кийиз"},
		Files: map[string][]byte{"pictures/сүрөт.svg": []byte(picture)},
		Modules: []course.Module{{ID: "1", Title: en("One"), Lessons: []course.Lesson{
			{ID: "1st", Minutes: 5, Title: course.Text{"en": "First", "ky": "Биринчи"}, Body: course.Text{"en": "See ![felt](pictures/сүрөт.svg), then [go on](lesson:2nd).\n", "ky": "Кийиз.\n"},
				Tasks: []course.Task{{Check: "orders_sent", Need: 1, Say: en("Send.")}},
				Work:  course.Work{Say: en("Felt."), Rubric: []course.Criterion{{ID: "a", Points: 2, Say: en("a | b")}}},
				Quiz: course.Quiz{Pass: 1, Questions: []course.Question{
					{ID: "one", Kind: course.Single, Ask: en("Which?"), Choices: []course.Choice{{Text: en("a"), Right: true}, {Text: en("b")}}},
					{ID: "row", Kind: course.Order, Ask: en("In a row"), Choices: []course.Choice{{Text: en("a")}, {Text: en("b")}}},
					{ID: "cost", Kind: course.Numeric, Ask: en("How much?"), Answer: "28.50", Unit: en("som")},
				}}},
			{ID: "2nd", Title: en("Second"), Body: en("Done.\n")},
		}}}}
}
