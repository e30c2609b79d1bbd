package school

import (
	"context"
	"net/http"
	"regexp"
	"slices"
	"testing"
	"time"

	"agora/academy"
	"agora/catalog"
	"agora/identity"
)

var shownCode = regexp.MustCompile(`/learn/([2-9A-Z]{8})`)

// TestALearnerLearnsWithACohort has a teacher make a cohort with a live class, and a
// learner join it by its code, see when the class is, and that it counted.
func TestALearnerLearnsWithACohort(t *testing.T) {
	h := newHouse(t)
	h.school.Classes = func(_ context.Context, ids []int64) ([]Class, error) {
		if !slices.Contains(ids, 77) {
			return nil, nil
		}
		starts := time.Date(2030, 1, 7, 10, 0, 0, 0, time.UTC)
		return []Class{{Event: 77, URL: "/events/77", Title: catalog.Texts{"en": "Meet on Mondays"}, Languages: []string{"en"}, Ends: starts.Add(time.Hour),
			Sessions: []Meeting{{Title: catalog.Texts{"en": "Photographs together"}, Starts: starts, Ends: starts.Add(time.Hour)}}}}, nil
	}
	h.does("teacher", "/academy-desk/add", "course", "from-your-hands")
	const desk = "/academy-desk/from-your-hands/cohorts"
	typed := []string{"name", "Winter", "starts", "2029-12-01", "ends", "2030-03-01", "zone", "Asia/Bishkek", "places", "2", "classes", "1"}
	wrong := slices.Clone(typed)
	wrong[5] = "2029-11-30"
	if r := h.send("teacher", http.MethodPost, desk, form(wrong...)); r.status != http.StatusUnprocessableEntity || !regexp.MustCompile(`value="Winter"`).MatchString(r.body) {
		t.Errorf("a cohort that ends before it begins: %d", r.status)
	}
	if r := h.send("nurai", http.MethodPost, desk, form(typed...)); r.status != http.StatusForbidden {
		t.Errorf("a learner makes a cohort: %d", r.status)
	}
	page := h.does("teacher", desk, typed...)
	h.shows("teacher", desk, "Winter", "2 of 2 places free")
	if r := h.send("teacher", http.MethodPost, page+"/classes", form("event", "https://elsewhere.example/events/78")); r.status != http.StatusUnprocessableEntity {
		t.Errorf("an event that is none: %d", r.status)
	}
	h.does("teacher", page+"/classes", "event", "https://agora.example/events/77?x=1")
	found := shownCode.FindStringSubmatch(h.shows("teacher", page, "Meet on Mondays"))
	if found == nil {
		t.Fatal("the page of a cohort names no link")
	}
	code := found[1]

	h.shows("", "/learn/"+code, "Winter", "Photographs together", "/account/sign-in", "-Learn with this cohort")
	if r := h.get("nurai", "/learn/code?code=nothing"); r.status != http.StatusUnprocessableEntity || !regexp.MustCompile(`value="nothing"`).MatchString(r.body) {
		t.Errorf("a code that is none: %d", r.status)
	}
	if r := h.get("nurai", "/learn/code?code="+code[:4]+"-"+code[4:]); r.to != "/learn/"+code {
		t.Errorf("a code that is one leads to %q", r.to)
	}
	h.shows("nurai", "/learn/"+code, "Learn with this cohort", "Live classes to attend: 1")
	h.does("nurai", "/learn/"+code+"/join")
	h.shows("nurai", "/learn/"+code, "Live classes attended: 0 of 1", "-Learn with this cohort")
	h.shows("nurai", "/academy/from-your-hands", "/academy/from-your-hands/cohort", "Live classes to attend: 1")
	h.shows("nurai", "/learn", "/academy/from-your-hands/cohort")
	if r := h.get("nurai", "/academy/from-your-hands/cohort"); r.to != "/learn/"+code {
		t.Errorf("her cohort is at %q", r.to)
	}
	if err := h.school.Academy.Attended(t.Context(), 77, 1, []identity.PersonID{who["nurai"].Person}, time.Now()); err != nil {
		t.Fatal(err)
	}
	h.shows("nurai", "/learn/"+code, "Live classes attended: 1 of 1")
	h.shows("teacher", page+"/people", "1 of")
	h.shows("teacher", desk, "1 of 2 places free")
	if r := h.get("officer", "/learn/"+code+"/people"); r.status != http.StatusForbidden {
		t.Errorf("who is no mentor reads who is in it: %d", r.status)
	}
	v, err := h.school.Academy.Together(t.Context(), who["teacher"], code)
	if err != nil {
		t.Fatal(err)
	}
	if r := h.send("teacher", http.MethodPost, page+"/mentors", form("login", "nobody@example.org")); r.status != http.StatusUnprocessableEntity {
		t.Errorf("a mentor without an account: %d", r.status)
	}
	if err := h.school.Academy.AddMentor(t.Context(), who["teacher"], v.Course, v.ID, who["officer"].Person); err != nil {
		t.Fatal(err)
	}
	h.shows("officer", "/learn", "/learn/"+code+"/people", "Winter")
	h.shows("officer", "/learn/"+code+"/people", "1 of", "-/academy-desk")
	h.does("nurai", "/learn/"+code+"/leave")
	h.shows("nurai", "/academy/from-your-hands", "-/academy/from-your-hands/cohort", "-Live classes")
	if v, err := h.school.Academy.Visit(t.Context(), who["nurai"], "from-your-hands"); err != nil || v.At.State != academy.Learning {
		t.Errorf("without her cohort she is %q, %v", v.At.State, err)
	}
}

// form gives the fields of a form.
func form(pairs ...string) map[string][]string {
	f := map[string][]string{}
	for i := 0; i+1 < len(pairs); i += 2 {
		f[pairs[i]] = append(f[pairs[i]], pairs[i+1])
	}
	return f
}
