package desk

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// sendMany posts files in one form, by name.
func (b *bench) sendMany(path string, files ...[2]string) reply {
	b.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for _, f := range files {
		part, err := w.CreateFormFile("picture", f[0])
		b.must(err)
		_, err = part.Write([]byte(f[1]))
		b.must(err)
	}
	b.must(w.Close())
	return b.send("sadia", path, w.FormDataContentType(), &body)
}

// shade is a picture unlike the others of its test.
func shade(t *testing.T, grey uint8) string { return string(photoOf(t, 64, 48, grey)) }

func TestManyPicturesAtOnce(t *testing.T) {
	b := newBench(t)
	at := b.desk(b.shop) + "/products/" + number(int64(b.cap().ID))
	if r := b.sendMany(at+"/picture", [2]string{"a.jpg", shade(t, 10)}, [2]string{"b.jpg", shade(t, 90)}, [2]string{"c.jpg", shade(t, 200)}); r.status != http.StatusSeeOther || len(b.cap().Media) != 3 {
		t.Fatalf("three: %d, %d pictures", r.status, len(b.cap().Media))
	}
	r := b.sendMany(at+"/picture", [2]string{"good.jpg", shade(t, 150)}, [2]string{`C:\bad.jpg`, "no picture"}, [2]string{"cut.jpg", shade(t, 40)[:200]})
	if r.status != 422 || len(b.cap().Media) != 4 {
		t.Fatalf("one of three is good: %d, %d pictures", r.status, len(b.cap().Media))
	}
	for _, want := range []string{"\u2068bad.jpg\u2069: This is no picture", "\u2068cut.jpg\u2069: This picture is damaged", "pictures.3.key", "4 pictures have no description"} {
		if !strings.Contains(r.body, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if strings.Contains(r.body, "good.jpg") {
		t.Error("the good one is named")
	}
	many := make([][2]string, maxSent+1)
	for i := range many {
		many[i] = [2]string{"x.jpg", shade(t, uint8(i))}
	}
	if r := b.sendMany(at+"/picture", many...); r.status != 422 || !strings.Contains(r.body, "At most 12") || len(b.cap().Media) != 4 {
		t.Errorf("thirteen: %d, %d pictures", r.status, len(b.cap().Media))
	}
	if r := b.sendMany(at + "/picture"); r.status != 422 {
		t.Errorf("none: %d", r.status)
	}
}

func TestPicturesWithoutWordsAreAsked(t *testing.T) {
	b := newBench(t)
	id := number(int64(b.cap().ID))
	desk := b.desk(b.shop)
	const asked = "2 pictures have no description."
	if r := b.ask("sadia", desk+"/products", nil); strings.Contains(r.body, "no description") {
		t.Error("asked without a picture")
	}
	b.sendMany(desk+"/products/"+id+"/picture", [2]string{"a.jpg", shade(t, 10)}, [2]string{"b.jpg", shade(t, 90)})
	for _, page := range []string{"/products", "/products/" + id} {
		if r := b.ask("sadia", desk+page, nil); !strings.Contains(r.body, asked) {
			t.Errorf("%s does not ask", page)
		}
	}
	media := b.cap().Media
	first, second := "alt."+id+"."+media[0].Key, "alt."+id+"."+media[1].Key
	if r := b.ask("sadia", desk+"/pictures", nil); !strings.Contains(r.body, first) || !strings.Contains(r.body, second) {
		t.Fatal("the pictures are not listed")
	}
	long := strings.Repeat("x", 201)
	if r := b.ask("sadia", desk+"/pictures", url.Values{first: {"From above"}, second: {long}}); r.status != 422 || !strings.Contains(r.body, "From above") || !strings.Contains(r.body, cellID(second)+"-e") {
		t.Errorf("too long: %d", r.status)
	}
	if r := b.ask("sadia", desk+"/pictures", url.Values{first: {"From above"}, second: {""}, "alt.1.x": {"of no product"}}); r.status != 303 {
		t.Fatalf("words: %d %s", r.status, r.body)
	}
	if m := b.cap().Media; m[0].Alt["en"] != "From above" || m[1].Alt["en"] != "" {
		t.Errorf("described %+v", m)
	}
	if r := b.ask("sadia", desk+"/pictures", nil); strings.Contains(r.body, first) || !strings.Contains(r.body, second) {
		t.Error("what was said is asked again")
	}
	b.ask("sadia", desk+"/pictures", url.Values{second: {"From below"}})
	if r := b.ask("sadia", desk+"/pictures", nil); !strings.Contains(r.body, "Every picture has a description") {
		t.Error("nothing is left, and it is not said")
	}
}
