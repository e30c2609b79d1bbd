package e2e

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// logo is a picture that somebody might send as one.
func logo(t testing.TB) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, 400, 200))
	draw.Draw(img, img.Rect, image.NewUniform(color.RGBA{20, 60, 140, 255}), image.Point{}, draw.Src)
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// sendsOrganisation posts the form of an organisation, with a file when there is one.
func (c *client) sendsOrganisation(to string, fields map[string]string, file []byte) page {
	c.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for name, v := range fields {
		_ = form.WriteField(name, v) // a Buffer takes all
	}
	part, err := form.CreateFormFile("picture", "logo.png")
	if err != nil {
		c.Fatal(err)
	}
	_, _ = part.Write(file)
	form.Close()
	return c.send(http.MethodPost, to, form.FormDataContentType(), &body)
}

// namesOrganisations is a host who names two organisations of her event without
// script: one she names wrongly first, and they come in the order of an invitation.
func (c *client) namesOrganisations(plan string) {
	c.Helper()
	here := plan + "/organisations"
	wrong := c.sendsOrganisation(here+"/new", map[string]string{"part": "sponsor", "name": "Bank of Felt", "url": "http://bank.example"}, []byte("no picture"))
	kept := wrong.form(c, here+"/new")
	if wrong.status != http.StatusUnprocessableEntity || !strings.Contains(mishaps(wrong), "https://") || kept.Get("part") != "sponsor" || kept.Get("name") != "Bank of Felt" || kept.Get("url") != "http://bank.example" {
		c.Errorf("an address that is none: %d %s, kept %v", wrong.status, mishaps(wrong), kept)
	}
	wrong = c.sendsOrganisation(here+"/new", map[string]string{"part": "sponsor", "name": "Bank of Felt"}, []byte("no picture"))
	if wrong.status != http.StatusUnprocessableEntity || !strings.Contains(mishaps(wrong), "JPEG") {
		c.Errorf("a logo that is none: %d %s", wrong.status, mishaps(wrong))
	}
	for _, fields := range []map[string]string{{"part": "sponsor", "name": "Bank of Felt"}, {"part": "sponsor", "name": "Kervan"}, {"part": "organiser", "name": "Naryn Youth Council", "url": "council.example"}} {
		if p := c.sendsOrganisation(here+"/new", fields, logo(c)); p.status != http.StatusSeeOther {
			c.Fatalf("%v: %d %s", fields, p.status, mishaps(p))
		}
	}
	form := c.get(here).form(c, here)
	revision := form.Get("revision")
	c.does(here, url.Values{"revision": {revision}, "place": {"2"}, "do": {"sooner"}})
	if said := text(c.get(here).root); strings.Index(said, "Kervan") > strings.Index(said, "Bank of Felt") {
		c.Error("the order of sponsors is not changed")
	}
	if p := c.post(here, url.Values{"revision": {revision}, "place": {"2"}, "do": {"remove"}}); p.status != http.StatusConflict {
		c.Errorf("what was seen is not there any more: %d", p.status)
	}
	form = c.get(here).form(c, here)
	c.does(here, url.Values{"revision": {form.Get("revision")}, "place": {"1"}, "do": {"remove"}})
	if said := text(c.get(here).root); strings.Contains(said, "Kervan") {
		c.Error("who is taken off is named")
	}
	stranger := newClient(c, "127.0.7.9")
	if p := stranger.post(here, url.Values{"place": {"0"}, "do": {"remove"}}); p.status == http.StatusSeeOther && !strings.Contains(p.header.Get("Location"), "login") && !strings.Contains(p.header.Get("Location"), "sign") {
		c.Errorf("a stranger arranges: %d %s", p.status, p.header.Get("Location"))
	}
}
