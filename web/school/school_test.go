package school

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"agora/academy"
	"agora/academy/starter"
	"agora/blob"
	"agora/certificate"
	"agora/course"
	"agora/db/dbtest"
	"agora/event"
	"agora/i18n"
	"agora/identity"
	"agora/web"
	"agora/web/registry"
)

// house is an academy served in the test.
type house struct {
	*testing.T
	server *httptest.Server
	school *School
}

// who are those who come with a session.
var who = map[string]identity.Actor{
	"teacher": {Person: 1, Name: "Gulnara", Roles: []identity.Role{identity.Teacher}},
	"nurai":   {Person: 2, Name: "Nurai"},
	"officer": {Person: 3, Name: "Daniyar", Roles: []identity.Role{identity.Officer}},
}

func newHouse(t *testing.T) *house {
	t.Helper()
	words, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	files, err := blob.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	d := dbtest.SQLite(t, event.Schema, identity.Schema, certificate.Schema, academy.Schema)
	edge := web.New(web.Options{Words: words, Log: slog.New(slog.DiscardHandler), Who: func(_ context.Context, token string) (identity.Actor, error) { return who[token], nil }})
	s := &School{Academy: academy.New(d, files), People: identity.New(d, identity.Options{}), House: func() string { return "Chamber" }, Own: []Own{{"from-your-hands", "From your hands", starter.Course}, {"openstax-entrepreneurship", "Entrepreneurship", starter.Book}}}
	edge.Add(s.Routes()...)
	edge.Add((&registry.Registry{Certificates: certificate.New(d)}).Routes()...)
	h := &house{t, httptest.NewServer(edge), s}
	t.Cleanup(h.server.Close)
	return h
}

type reply struct {
	status   int
	to, body string
	header   http.Header
}

func (h *house) send(name, method, path string, form url.Values) reply {
	h.Helper()
	r, err := http.NewRequestWithContext(h.Context(), method, h.server.URL+path, strings.NewReader(form.Encode()))
	if err != nil {
		h.Fatal(err)
	}
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if name != "" {
		r.AddCookie(&http.Cookie{Name: "agora_session", Value: name})
	}
	w, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		h.Fatal(err)
	}
	defer w.Body.Close()
	raw, err := io.ReadAll(w.Body)
	if err != nil {
		h.Fatal(err)
	}
	return reply{w.StatusCode, w.Header.Get("Location"), string(raw), w.Header}
}

func (h *house) get(name, path string) reply { return h.send(name, http.MethodGet, path, nil) }

// shows fails unless a page is there and says each of some words; those after "-" it must
// not say.
func (h *house) shows(name, path string, words ...string) string {
	h.Helper()
	r := h.get(name, path)
	if r.status != http.StatusOK {
		h.Fatalf("%s: %d", path, r.status)
	}
	for _, w := range words {
		if not, ok := strings.CutPrefix(w, "-"); ok == strings.Contains(r.body, not) {
			h.Errorf("%s, does it say %q?", path, w)
		}
	}
	return r.body
}

// does sends a form that must be taken, and gives where it leads.
func (h *house) does(name, path string, pairs ...string) string {
	h.Helper()
	f := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		f.Add(pairs[i], pairs[i+1])
	}
	r := h.send(name, http.MethodPost, path, f)
	if r.status != http.StatusSeeOther {
		h.Fatalf("%s %v: %d", path, pairs, r.status)
	}
	return r.to
}

var nextTry = regexp.MustCompile(`name="n" value="(\d+)"`)

// answers gives the fields of the form of a quiz, with right answers or wrong ones.
func (h *house) answers(name, lesson string, right bool) url.Values {
	h.Helper()
	v, p, err := h.school.Academy.Look(h.Context(), who[name], "from-your-hands", lesson)
	if err != nil {
		h.Fatal(err)
	}
	body := h.shows(name, "/academy/from-your-hands/"+lesson)
	n := nextTry.FindStringSubmatch(body)
	if n == nil {
		h.Fatalf("%s has no quiz", lesson)
	}
	try, _ := strconv.ParseInt(n[1], 10, 64)
	form := url.Values{"n": {n[1]}}
	for _, q := range academy.Drawn(p.Quiz, who[name].Person, v.ID, lesson, try) {
		form["q."+q.ID] = given(q, right)
	}
	return form
}

func given(q course.Question, right bool) (list []string) {
	row := make([]string, len(q.Choices))
	for i, c := range q.Choices {
		if c.Place > 0 {
			row[c.Place-1] = strconv.Itoa(i)
		} else if c.Right == right {
			list = append(list, strconv.Itoa(i))
		}
	}
	switch {
	case q.Kind == course.Order && right:
		return row
	case q.Kind == course.Order:
		return append(row[1:], row[0])
	case q.Kind == course.Short && right:
		return q.Accept["en"][:1]
	case q.Kind == course.Numeric && right:
		return []string{q.Answer}
	case q.Kind == course.Short, q.Kind == course.Numeric:
		return []string{"12345"}
	case q.Kind == course.Single:
		return list[:1]
	}
	return list
}

// TestFromTheFirstLessonToTheCertificate has a learner join, read, fail and pass a quiz, do
// what is asked in her shop, and get a certificate that others check; then it is taken
// back.
func TestFromTheFirstLessonToTheCertificate(t *testing.T) {
	h := newHouse(t)
	const page = "/academy/from-your-hands"
	h.shows("", "/academy", "No course yet")
	if r := h.get("nurai", "/academy-desk"); r.status != http.StatusForbidden {
		t.Errorf("a learner at the desk: %d", r.status)
	}
	if r := h.get("officer", "/academy-desk"); r.status != http.StatusForbidden {
		t.Errorf("who reads the figures, at the desk: %d", r.status)
	}
	h.shows("teacher", "/academy-desk", "Courses of the program", "From your hands", "Entrepreneurship")
	h.does("teacher", "/academy-desk/add", "course", "from-your-hands")
	h.shows("teacher", "/academy-desk", `-value="from-your-hands"`, `value="openstax-entrepreneurship"`, "Published", "Close for new learners")
	h.shows("", "/academy", "From your hands to their door", "8 lessons", "CC-BY-4.0", "Кыргызча")
	h.shows("", page, "/account/sign-in?next=%2Facademy%2Ffrom-your-hands", "Quizzes to pass: 8", "The price to the door", "-Begin the course")
	h.shows("", page+"/choose", "floor", `-name="q.`, "-The code says what a thing is", "CC-BY-4.0", "Author:")

	if to := h.does("nurai", page+"/join"); to != page+"/choose" {
		t.Errorf("she begins at %s", to)
	}
	h.shows("nurai", page, "0 of 24 steps done", "Go on")
	h.shows("nurai", page+"/choose", "I have read it", "has not seen it yet", "/desk/open", "-The code says what a thing is")
	if r := h.send("nurai", http.MethodPost, page+"/choose/quiz", url.Values{"n": {"1"}, "q.code": {"0"}}); r.status != http.StatusUnprocessableEntity || !strings.Contains(r.body, `href="#f-q-know"`) || !strings.Contains(r.body, `value="0" checked`) {
		t.Errorf("answers that lack some: %d", r.status)
	}
	wrong := h.answers("nurai", "choose", false)
	to := h.send("nurai", http.MethodPost, page+"/choose/quiz", wrong)
	if to.status != http.StatusSeeOther || to.to != page+"/choose/quiz?n=1" {
		t.Fatalf("wrong answers: %d %s", to.status, to.to)
	}
	h.shows("nurai", to.to, "Not passed yet", "0 of 3 right.", "The code says what a thing is", "Try again", "Not right")
	wrong["q.code"] = given(h.question("choose", "code", 1), true)
	if r := h.send("nurai", http.MethodPost, page+"/choose/quiz", wrong); r.to != page+"/choose#quiz" {
		t.Errorf("an old page: %d %s", r.status, r.to)
	}

	for _, lesson := range []string{"choose", "photograph", "describe", "price", "pay", "pack", "answer", "grow"} {
		h.does("nurai", page+"/"+lesson+"/read")
		r := h.send("nurai", http.MethodPost, page+"/"+lesson+"/quiz", h.answers("nurai", lesson, true))
		h.shows("nurai", r.to, "Passed", "-Not right", "-Try again")
	}
	h.shows("nurai", "/learn", "16 of 24 steps done", page+"/choose")
	h.shows("nurai", page+"/certificate", "16 of 24", "every part of the course is done")
	all := map[academy.Check]academy.Count{}
	for c := range shopPages {
		all[c] = academy.Count{N: 3}
	}
	if err := h.school.Academy.Proved(t.Context(), who["nurai"].Person, all); err != nil {
		t.Fatal(err)
	}
	h.shows("nurai", page+"/choose", "The market has seen it", "-not seen it yet")
	h.shows("nurai", page, "You finished the course on", "24 of 24", "Your certificate")
	h.shows("nurai", page+"/certificate", `value="Nurai"`)
	if r := h.send("nurai", http.MethodPost, page+"/certificate", url.Values{"name": {" "}}); r.status != http.StatusUnprocessableEntity || !strings.Contains(r.body, "f-name-e") {
		t.Errorf("a certificate for nobody: %d", r.status)
	}
	h.does("nurai", page+"/certificate", "name", "Нурай Асанова")
	body := h.shows("nurai", page+"/certificate", "Нурай Асанова", "-Make the certificate")
	check := regexp.MustCompile(`/verify/[^"]+`).FindString(body)
	h.shows("", check, "Нурай Асанова", "From your hands to their door", "Valid", "Chamber")
	if r := h.get("nurai", page+"/certificate.pdf"); r.status != http.StatusOK || !strings.HasPrefix(r.body, "%PDF") {
		t.Errorf("the paper: %d", r.status)
	}
	h.shows("teacher", "/academy-desk/from-your-hands", "24 of 24", "Finished", check)
	h.does("teacher", "/academy-desk/from-your-hands/uncertify", "person", "2")
	h.shows("", check, "Taken back")
	h.shows("nurai", page+"/certificate", "Taken back", "-certificate.pdf")
}

// question finds a question as it was drawn for a try of Nurai's.
func (h *house) question(lesson, id string, try int64) course.Question {
	h.Helper()
	v, p, err := h.school.Academy.Look(h.Context(), who["nurai"], "from-your-hands", lesson)
	if err != nil {
		h.Fatal(err)
	}
	for _, q := range academy.Drawn(p.Quiz, who["nurai"].Person, v.ID, lesson, try) {
		if q.ID == id {
			return q
		}
	}
	h.Fatalf("%s was not drawn", id)
	return course.Question{}
}

// TestALessonInTheReadersLanguage reads a lesson in languages that the course has and in
// one that it has not.
func TestALessonInTheReadersLanguage(t *testing.T) {
	h := newHouse(t)
	h.does("teacher", "/academy-desk/add", "course", "from-your-hands")
	const page = "/academy/from-your-hands/price"
	h.shows("", page+"?lang=ur", `<article class="stack prose" lang="ur" dir="rtl">`, "-is not in your language")
	h.shows("", page+"?in=ky", `<h1 dir="ltr" lang="ky"><bdi>Эшикке чейинки баа`, "/academy/from-your-hands/pay?in=ky", "/academy/from-your-hands?in=ky")
	h.shows("", page+"?lang=tr", "Bu kurs henüz sizin dilinizde yok")
	picture := regexp.MustCompile(`src="(/academy/[^"]+\.svg)"`).FindStringSubmatch(h.shows("", page))
	if picture == nil {
		t.Fatal("the lesson has no picture")
	}
	r := h.get("", picture[1])
	if r.status != http.StatusOK || r.header.Get("Content-Type") != "image/svg+xml" || !strings.Contains(r.header.Get("Content-Security-Policy"), "sandbox") ||
		r.header.Get("X-Content-Type-Options") != "nosniff" || !strings.Contains(r.header.Get("Cache-Control"), "immutable") {
		t.Errorf("its picture: %d %v", r.status, r.header)
	}
	for _, none := range []string{"/academy/from-your-hands/1/files/course.yaml", "/academy/from-your-hands/9/files/pictures/price.svg", "/academy/nothing", page + "x"} {
		if r := h.get("", none); r.status != http.StatusNotFound {
			t.Errorf("%s: %d", none, r.status)
		}
	}
	if light := h.light(page); strings.Contains(light, "<img") || !strings.Contains(light, "Picture, 2 KiB") {
		t.Error("a light page shows the picture")
	}
	if n := len(h.get("", page).body); n > 30<<10 {
		t.Errorf("the lesson is %d bytes", n)
	}
}

// light gives a page to a reader who spares data.
func (h *house) light(path string) string {
	h.Helper()
	r, err := http.NewRequestWithContext(h.Context(), http.MethodGet, h.server.URL+path, nil)
	if err != nil {
		h.Fatal(err)
	}
	r.Header.Set("Save-Data", "on")
	w, err := http.DefaultClient.Do(r)
	if err != nil {
		h.Fatal(err)
	}
	defer w.Body.Close()
	raw, err := io.ReadAll(w.Body)
	if err != nil {
		h.Fatal(err)
	}
	return string(raw)
}

// TestTheBookIsOffered adds the book of OpenStax: its pages carry its attribution, whose
// words the licence asks for, and are light.
func TestTheBookIsOffered(t *testing.T) {
	h := newHouse(t)
	if r := h.send("teacher", http.MethodPost, "/academy-desk/add", url.Values{"course": {"nothing"}}); r.status != http.StatusNotFound {
		t.Errorf("a course that is none: %d", r.status)
	}
	for _, o := range h.school.Own {
		h.does("teacher", "/academy-desk/add", "course", o.Slug)
		if c, err := o.Course(); err != nil || c.ID != o.Slug {
			t.Errorf("%s is %v", o.Slug, err)
		}
	}
	h.shows("teacher", "/academy-desk", "-Courses of the program")
	const page = "/academy/openstax-entrepreneurship"
	for _, path := range []string{page, regexp.MustCompile(`href="(` + page + `/[a-z0-9_-]+)"`).FindStringSubmatch(h.get("", page).body)[1]} {
		if body := h.shows("", path, "OpenStax, Rice University, Entrepreneurship, CC BY 4.0", "CC-BY-4.0"); len(body) > 60<<10 {
			t.Errorf("%s is %d bytes", path, len(body))
		} else {
			t.Log(path, len(body))
		}
	}
}
