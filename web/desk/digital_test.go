package desk

import (
	"bytes"
	"mime/multipart"
	"net/url"
	"strings"
	"testing"

	"agora/catalog"
	"agora/identity"
)

// TestFilesAndKeys makes a product digital in its form, adds a file and keys, and
// sees counts only.
func TestFilesAndKeys(t *testing.T) {
	b := newBench(t)
	p, _, err := b.Catalog.Product(t.Context(), "loom", "cap")
	b.must(err)
	at := b.desk(b.shop) + "/products/" + number(int64(p.ID))
	if r := b.ask("sadia", at+"/digital", nil); r.status != 404 {
		t.Errorf("a thing has contents: %d", r.status)
	}
	form := url.Values{"title.en": {"Plug-in"}, "dangerous_asked": {"1"}, "digital": {"1"}, "variants.0.price": {"500"}, "status": {"active"}}
	if r := b.ask("sadia", at, form); r.status != 303 {
		t.Fatalf("saving: %d", r.status)
	}
	send := func(path, field, name, text string, more ...string) reply {
		var body bytes.Buffer
		w := multipart.NewWriter(&body)
		for i := 0; i+1 < len(more); i += 2 {
			b.must(w.WriteField(more[i], more[i+1]))
		}
		if name != "" {
			part, err := w.CreateFormFile(field, name)
			b.must(err)
			_, err = part.Write([]byte(text))
			b.must(err)
		}
		b.must(w.Close())
		return b.send("sadia", at+path, w.FormDataContentType(), &body)
	}
	if r := send("/digital/file", "file", "pattern.pdf", "%PDF"); r.status != 303 {
		t.Fatalf("the file: %d %s", r.status, r.body)
	}
	variant := number(int64(p.Variants[0].ID))
	if r := send("/digital/keys", "", "", "", "variant", variant, "keys", "SECRET-AAAA\nSECRET-BBBB"); r.status != 303 {
		t.Fatalf("the keys: %d", r.status)
	}
	if r := send("/digital/keys", "sheet", "keys.txt", "SECRET-CCCC\nSECRET-AAAA\n", "variant", variant); r.status != 422 || !strings.Contains(r.body, "already: 2.") {
		t.Errorf("a key twice: %d", r.status)
	}
	page := b.ask("sadia", at+"/digital", nil)
	if !strings.Contains(page.body, "pattern.pdf") || !strings.Contains(page.body, "2 free, 0 sold, 0 void; the newest ends in BBBB") || strings.Contains(page.body, "SECRET") {
		t.Errorf("the page: %s", page.body)
	}
	if now, err := b.Catalog.ProductByID(t.Context(), identity.System(), b.shop.ID, p.ID); err != nil || now.Variants[0].OnHand != 2 || !now.Digital {
		t.Errorf("stock %d, %v", now.Variants[0].OnHand, err)
	}
	b.must(b.Catalog.SetStock(t.Context(), identity.System(), b.shop.ID, p.Variants[0].ID, 99))
	c, err := b.Catalog.Contents(t.Context(), identity.System(), b.shop.ID, p.ID)
	b.must(err)
	if now, err := b.Catalog.ProductByID(t.Context(), identity.System(), b.shop.ID, p.ID); err != nil || now.Variants[0].OnHand != 2 {
		t.Errorf("counted by hand: %d, %v", now.Variants[0].OnHand, err)
	}
	if r := b.ask("sadia", at+"/digital/remove", url.Values{"file": {number(c.Files[0].ID)}}); r.status != 303 {
		t.Errorf("removing: %d", r.status)
	}
	if r := b.ask("bilal", at+"/digital", nil); r.status == 200 {
		t.Error("another seller sees it")
	}
	if _, err := b.Catalog.AddKeys(t.Context(), identity.Guest(), b.shop.ID, p.ID, p.Variants[0].ID, "X-1"); err != catalog.ErrForbidden {
		t.Errorf("a stranger adds keys: %v", err)
	}
}
