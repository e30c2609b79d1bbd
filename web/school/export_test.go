package school

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"agora/academy"
	"agora/academy/starter"
	"agora/course"
)

// TestACourseIsTakenOut takes the starter course out in each format, by the links of the
// pages, and reads it again.
func TestACourseIsTakenOut(t *testing.T) {
	h := newHouse(t)
	h.does("teacher", deskURL+"/add", "course", "from-your-hands")
	h.shows("teacher", deskURL, `href="/academy-desk/from-your-hands/export/1"`)
	page := "/academy-desk/from-your-hands/export/1"
	body := h.shows("teacher", page, "From your hands", ">v1<", page+"/native", page+"/cartridge?lang=ky", page+"/stick")
	if strings.Contains(body, `"`+page+`/cartridge"`) {
		t.Error("a cartridge of which language?")
	}
	for _, name := range []string{"", "nurai", "officer"} {
		if r := h.get(name, page+"/native"); r.status == http.StatusOK {
			t.Errorf("%q takes out what is right in quizzes", name)
		}
	}
	for _, bad := range []string{page + "/docx", page + "/book", page + "/cartridge?lang=de", "/academy-desk/from-your-hands/export/2", "/academy-desk/from-your-hands/export/2/native", "/academy-desk/none/export/1"} {
		if r := h.get("teacher", bad); r.status != http.StatusNotFound {
			t.Errorf("%s: %d", bad, r.status)
		}
	}
	want, err := starter.Course()
	if err != nil {
		t.Fatal(err)
	}
	got := h.taken(page+"/native", "from-your-hands-v1.zip", academy.Native)
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("taken out otherwise than brought in:\n%s", d)
	}
	ky := h.taken(page+"/cartridge?"+url.Values{"lang": {"ky"}}.Encode(), "from-your-hands-v1.imscc", academy.Cartridge)
	if ky.Title["ky"] != want.Title["ky"] || len(ky.Modules) != len(want.Modules) {
		t.Errorf("the cartridge has %v", ky.Title)
	}
	files, err := course.Unpack([]byte(h.shows("teacher", page+"/stick")))
	if err != nil || files["index.html"] == nil {
		t.Errorf("a stick of %d files without index.html: %v", len(files), err)
	}
}

// taken gives the course of a file that is taken out.
func (h *house) taken(path, name string, want academy.Format) *course.Course {
	h.Helper()
	r := h.get("teacher", path)
	if d := r.header.Get("Content-Disposition"); r.status != http.StatusOK || !strings.Contains(d, name) {
		h.Fatalf("%s: %d, %s", path, r.status, d)
	}
	c, f, _, err := academy.ReadFile([]byte(r.body))
	if err != nil || f != want {
		h.Fatalf("%s is %q: %v", path, f, err)
	}
	return c
}
