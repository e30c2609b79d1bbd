package school

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"agora/academy"
	"agora/identity"
)

// TestAnOfficerReadsFigures has learners say who they are, and an officer read of them: on
// a page and as a file, with nothing of small groups.
func TestAnOfficerReadsFigures(t *testing.T) {
	h := newHouse(t)
	h.does("teacher", "/academy-desk/add", "course", "from-your-hands")
	ctx := t.Context()
	course, err := h.school.Academy.Course(ctx, who["teacher"], "from-your-hands")
	if err != nil {
		t.Fatal(err)
	}
	for i := range 13 {
		by := identity.Actor{Person: identity.PersonID(100 + i)}
		if _, err := h.school.Academy.Join(ctx, by, course.Slug); err != nil {
			t.Fatal(err)
		}
		said := academy.Said{Country: "KG", Region: "=Naryn", Gender: "woman", Born: 2004}
		if i > 10 {
			said = academy.Said{Country: "TJ", Gender: "man", Born: 1986}
		}
		if err := h.school.Academy.Say(ctx, by, said); err != nil {
			t.Fatal(err)
		}
	}
	if r := h.get("nurai", "/academy-desk/figures"); r.status != http.StatusForbidden {
		t.Errorf("a learner reads the figures: %d", r.status)
	}
	h.shows("nurai", "/academy", "-/academy-desk/figures")
	h.shows("officer", "/academy", "/academy-desk/figures", "-Academy desk")
	h.shows("officer", "/academy-desk/figures", "Kyrgyzstan", "Woman", "18–24", "fewer than 5", "Others, or not said", "-Tajikistan", "-Naryn", "From your hands")
	h.shows("officer", "/academy-desk/figures?country=KG&course=from-your-hands&quarter=2001q1", "selected", "-Kyrgyzstan")
	h.shows("officer", "/academy-desk/figures?country=KG", "=Naryn", `name="country" value="KG"`)
	if r := h.get("officer", "/academy-desk/figures?course=none"); r.status != http.StatusNotFound {
		t.Errorf("a course that is none: %d", r.status)
	}
	file := h.get("officer", "/academy-desk/figures.csv?country=KG")
	for _, line := range []string{"all,,,10,10,<5,<5,<5\n", "gender,woman,Woman,10,10,<5,<5,<5\n", "gender,man,Man,<5,<5,<5,<5,<5\n",
		"age,18to24,18–24,10,10,<5,<5,<5\n", "country,KG,Kyrgyzstan,10,10,<5,<5,<5\n", "region,'=Naryn,'=Naryn,10,10,<5,<5,<5\n", "course,from-your-hands,"} {
		if !strings.Contains(file.body, line) {
			t.Errorf("the file lacks %q:\n%s", line, file.body)
		}
	}
}

// TestALearnerSaysWhoSheIs fills the form, wrongly and rightly, and takes it back.
func TestALearnerSaysWhoSheIs(t *testing.T) {
	h := newHouse(t)
	h.does("teacher", "/academy-desk/add", "course", "from-your-hands")
	h.does("nurai", "/academy/from-your-hands/join")
	h.shows("nurai", "/learn", "/learn/about")
	h.shows("nurai", "/learn/about", "small groups are never shown")
	form := url.Values{"country": {"KG"}, "region": {"Talas"}, "gender": {"woman"}, "born": {"18"}}
	if r := h.send("nurai", http.MethodPost, "/learn/about", form); r.status != http.StatusUnprocessableEntity ||
		!strings.Contains(r.body, "A whole number from 19") || !strings.Contains(r.body, `value="Talas"`) || !strings.Contains(r.body, `value="18"`) {
		t.Errorf("born in 18: %d, %s", r.status, r.body)
	}
	h.does("nurai", "/learn/about", "country", "KG", "gender", "woman", "born", "2005")
	h.shows("nurai", "/learn/about", `value="KG" selected`, `value="woman" selected`, `value="2005"`)
	h.does("nurai", "/learn/about")
	if said, err := h.school.Academy.Said(t.Context(), who["nurai"]); err != nil || said != (academy.Said{}) {
		t.Errorf("she took it back: %v, %v", said, err)
	}
}
