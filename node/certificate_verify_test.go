package node

import (
	"bytes"
	"image/png"
	"io"
	"mime/multipart"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"agora/certificate"
	"agora/db"
	"agora/web"
)

// showFile sends a file, or a text, to the page that checks certificates.
func showFile(t *testing.T, n *Node, file []byte, fields map[string]string) (int, string) {
	t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	part, err := w.CreateFormFile("file", map[bool]string{true: "", false: "badge"}[file == nil])
	if err != nil {
		t.Fatal(err)
	}
	part.Write(file) //nolint:errcheck // into memory
	for name, v := range fields {
		if err := w.WriteField(name, v); err != nil {
			t.Fatal(err)
		}
	}
	w.Close()
	r, err := http.Post(n.Addr()+"/verify", w.FormDataContentType(), &body)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	text, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return r.StatusCode, string(text)
}

// TestACertificateIsFetchedAndShownToTheNode is what its holder carries away in each
// form, and what somebody learns who shows it to the node.
func TestACertificateIsFetchedAndShownToTheNode(t *testing.T) {
	n, h := afterwards(t)
	fetch(t, n, h.path+"/certificate.pdf"+h.key)
	_, seat := fetch(t, n, h.path+h.key)
	path := regexp.MustCompile(`/verify/[0-9A-Z]{12}`).FindString(seat)

	_, page := fetch(t, n, path)
	for _, want := range []string{"What was checked", "This market issued it.", "Nothing was changed since it was signed.", "Its issuer has not taken it back.", path + "/badge.png", path + "/certificate.pdf"} {
		if !strings.Contains(page, want) {
			t.Errorf("its page does not say %q", want)
		}
	}
	if len(page) > 30<<10 {
		t.Errorf("its page has %d bytes", len(page))
	}
	_, badge := fetch(t, n, path+"/badge")
	status, picture := fetch(t, n, path+"/badge.png")
	if m, err := png.Decode(strings.NewReader(picture)); status != http.StatusOK || err != nil || m.Bounds().Dx() != 1200 {
		t.Errorf("the picture: %d %v", status, err)
	}
	if held, err := certificate.Unbake([]byte(picture)); err != nil || string(held) != badge {
		t.Errorf("the picture holds %.100s: %v", held, err)
	}
	status, pdf := fetch(t, n, path+"/certificate.pdf")
	if held, err := certificate.Unbake([]byte(pdf)); status != http.StatusOK || !strings.HasPrefix(pdf, "%PDF") || err != nil || string(held) != badge {
		t.Errorf("the paper: %d, it holds %.100s: %v", status, held, err)
	}

	good := "All that can be checked is in order."
	for name, c := range map[string]struct {
		file   []byte
		fields map[string]string
		want   string
	}{
		"file":                {[]byte(badge), nil, good},
		"picture":             {[]byte(picture), nil, good},
		"paper":               {[]byte(pdf), nil, good},
		"text":                {nil, map[string]string{"text": badge}, good},
		"her address":         {[]byte(badge), map[string]string{"email": "aigul@example.org"}, "It was issued to \u2068aigul@example.org\u2069."},
		"another address":     {[]byte(badge), map[string]string{"email": "burul@example.org"}, "It does not say that it was issued to"},
		"another name":        {[]byte(strings.Replace(badge, "Айгүл", "Бурул", 1)), nil, "It was changed after it was signed."},
		"no certificate":      {[]byte("hello"), nil, "There is no certificate in this file."},
		"another's script":    {[]byte(strings.Replace(badge, "Айгүл", "<script>alert(1)", 1)), nil, "&lt;script&gt;alert(1)"},
		"nobody can be asked": {[]byte(regexp.MustCompile(`did:web:[^"#]*`).ReplaceAllString(badge, "did:web:localhost")), nil, "could not be asked for its keys"},
	} {
		status, page := showFile(t, n, c.file, c.fields)
		if status != http.StatusOK || !strings.Contains(page, c.want) || strings.Contains(page, "<script>alert") || !strings.Contains(page, `content="noindex`) {
			t.Errorf("%s: %d, not %q", name, status, c.want)
		}
		if c.want != good && !strings.HasPrefix(c.want, "It was issued") && !strings.HasPrefix(c.want, "It does not") && strings.Contains(page, good) {
			t.Errorf("%s: it is good", name)
		}
	}
	if status, page := showFile(t, n, nil, nil); status != http.StatusUnprocessableEntity || !strings.Contains(page, "Choose a file, or paste") {
		t.Errorf("nothing was shown: %d", status)
	}
	if status, _ := showFile(t, n, bytes.Repeat([]byte("a"), certificate.MaxFile+2<<20), nil); status != http.StatusRequestEntityTooLarge {
		t.Errorf("a huge file: %d", status)
	}
}

// TestThePageOfACertificateAsksLittle counts its statements, and those of its files: what
// its page says stands in one row.
func TestThePageOfACertificateAsksLittle(t *testing.T) {
	n, site := demoSite(t, settings(t, t.TempDir()))
	var c certificate.Certificate
	if err := n.DB.Write(t.Context(), func(tx *db.Tx) (err error) {
		c, err = certificate.Issue(tx, certificate.Certificate{Kind: certificate.Course, Source: "course:1", Holder: "1", Words: certificate.Words{Name: "Айгүл", Title: map[string]string{"en": "Felt"}}})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	path := web.CertificatePath(c.Number)
	guest := newVisit(t, n, site)
	if asked := guest.count(path)[path]; asked != 1 {
		t.Errorf("its page asks %d times", asked)
	}
	guest.get(path + "/badge") // makes the first key
	t.Log(guest.count(path, path+"/badge", path+"/badge.png", path+"/certificate.pdf", "/.well-known/did.json", "/badges/status/1"))
}
