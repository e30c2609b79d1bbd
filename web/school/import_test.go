package school

import (
	"archive/zip"
	"bytes"
	"mime/multipart"
	"net/http"
	"regexp"
	"testing"

	"agora/academy/starter"
	"agora/course"
)

// sends posts a file with a course.
func (h *house) sends(name string, content []byte) reply {
	h.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	part, err := w.CreateFormFile("file", "course.zip")
	if err == nil {
		_, err = part.Write(content)
	}
	if err != nil {
		h.Fatal(err)
	}
	_ = w.Close()
	r, err := http.NewRequestWithContext(h.Context(), http.MethodPost, h.server.URL+importURL, &body)
	if err != nil {
		h.Fatal(err)
	}
	r.Header.Set("Content-Type", w.FormDataContentType())
	r.AddCookie(&http.Cookie{Name: "agora_session", Value: name})
	a, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		h.Fatal(err)
	}
	defer a.Body.Close()
	var out bytes.Buffer
	_, _ = out.ReadFrom(a.Body)
	return reply{a.StatusCode, a.Header.Get("Location"), out.String(), a.Header}
}

var arrivalField = regexp.MustCompile(`name="arrival" value="(\d+)"`)

// TestACourseIsBroughtIn sends a course, sees what is in it before anything is kept, keeps
// it once, and sends it again for its next version.
func TestACourseIsBroughtIn(t *testing.T) {
	h := newHouse(t)
	c, err := starter.Course()
	if err != nil {
		t.Fatal(err)
	}
	packed, err := course.Zip(c)
	if err != nil {
		t.Fatal(err)
	}
	if r := h.sends("nurai", packed); r.status == http.StatusSeeOther {
		t.Error("a learner brings a course in")
	}
	if r := h.sends("teacher", packed); r.status != http.StatusSeeOther || r.to != importURL {
		t.Fatalf("sent: %d %s", r.status, r.body)
	}
	body := h.shows("teacher", importURL, "From your hands", "Agora", "-next version")
	h.shows("teacher", deskURL, "-from-your-hands/export")
	id := arrivalField.FindStringSubmatch(body)[1]
	h.does("teacher", importURL+"/keep", "arrival", id)
	h.shows("teacher", deskURL, "from-your-hands/export/1", "Draft")
	h.shows("teacher", importURL, `-name="arrival"`)
	if r := h.send("teacher", http.MethodPost, importURL+"/keep", map[string][]string{"arrival": {id}}); r.status != http.StatusUnprocessableEntity {
		t.Errorf("kept twice: %d", r.status)
	}
	h.sends("teacher", packed)
	body = h.shows("teacher", importURL, "next version")
	h.sends("teacher", packed)
	if r := h.send("teacher", http.MethodPost, importURL+"/keep", map[string][]string{"arrival": {arrivalField.FindStringSubmatch(body)[1]}}); r.status != http.StatusUnprocessableEntity {
		t.Errorf("one was kept that another followed: %d", r.status)
	}
	h.does("teacher", importURL+"/keep", "arrival", arrivalField.FindStringSubmatch(h.shows("teacher", importURL))[1])
	h.shows("teacher", deskURL, "from-your-hands/export/2")
}

// TestHostileFilesAreRefused sends what is no course, and nothing of it is held.
func TestHostileFilesAreRefused(t *testing.T) {
	h := newHouse(t)
	for _, bad := range []struct {
		why, name string
		size      int
	}{{"leads out of the course", "../course.yaml", 9}, {"unpacks to far more", "pictures/a.svg", 8 << 20}, {"is missing", "LICENSE", 9}} {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		f, err := z.Create(bad.name)
		if err == nil {
			_, err = f.Write(make([]byte, bad.size))
		}
		if err != nil || z.Close() != nil {
			t.Fatal(err)
		}
		r := h.sends("teacher", b.Bytes())
		if r.status != http.StatusUnprocessableEntity || !bytes.Contains([]byte(r.body), []byte(bad.why)) {
			t.Errorf("%s: %d, does it say %q?", bad.name, r.status, bad.why)
		}
	}
	if r := h.sends("teacher", []byte("MZ no zip")); r.status != http.StatusUnprocessableEntity {
		t.Errorf("no zip: %d", r.status)
	}
	if r := h.sends("teacher", nil); r.status != http.StatusUnprocessableEntity {
		t.Errorf("no file: %d", r.status)
	}
	h.shows("teacher", importURL, `-name="arrival"`)
}
