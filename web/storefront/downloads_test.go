package storefront

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"agora/blob"
	"agora/catalog"
	"agora/digital"
	"agora/identity"
	"agora/money"
)

// TestDigitalGoods buys a pattern with a key: no address is asked, the page gives
// file and key without signing in, and the hash of the file is no address.
func TestDigitalGoods(t *testing.T) {
	b := newBazaar(t)
	private, err := blob.Open(t.TempDir())
	b.must(err)
	b.Catalog.KeepFiles(private)
	yes, ctx := true, t.Context()
	id, err := b.Catalog.SaveProduct(ctx, identity.System(), b.shop.ID, catalog.Draft{Handle: "pattern", Status: catalog.ProductActive, Digital: &yes,
		Title: catalog.Texts{"en": "Coat pattern"}, Variants: []catalog.VariantDraft{{Price: money.Of(30000, "PKR")}}})
	b.must(err)
	b.must(b.Catalog.AddFile(ctx, identity.System(), b.shop.ID, id, "пальто.pdf", strings.NewReader("%PDF coat")))
	p, _, err := b.Catalog.Product(ctx, "loom", "pattern")
	b.must(err)
	_, err = b.Catalog.AddKeys(ctx, identity.System(), b.shop.ID, id, p.Variants[0].ID, "COAT-AAAA\nCOAT-BBBB")
	b.must(err)

	if page := b.ask("/s/loom/pattern", nil); !strings.Contains(page.body, "By link, as soon as it is paid") || strings.Contains(page.body, "Cash at the door") {
		t.Error("its page speaks of a parcel")
	}
	bare := func(name, page string) {
		t.Helper()
		_, page, _ = strings.Cut(page, "<main")
		page, _, _ = strings.Cut(page, "</main>")
		page = regexp.MustCompile(`<[^>]*>`).ReplaceAllString(page, "\n")
		if words := regexp.MustCompile(`(?i).*\b(parcel|door|courier|freight|deliver(y|ed)|knock)\b.*`).FindString(page); words != "" {
			t.Errorf("%s says %q of what is not sent", name, words)
		}
	}
	bare("the product's page", b.ask("/s/loom/pattern", nil).body)
	if r := b.ask("/cart/add", url.Values{"product": {"/s/loom/pattern"}, "quantity": {"1"}}); r.status != 303 {
		t.Fatalf("into the cart: %d", r.status)
	}
	bare("the cart", b.ask("/cart", nil).body)
	checkout := b.ask("/checkout", nil)
	bare("the checkout", checkout.body)
	if strings.Contains(checkout.body, `name="address.street"`) || strings.Contains(checkout.body, `value="cash"`) || !strings.Contains(checkout.body, "Nothing is sent") {
		t.Fatal("the checkout asks where to send it")
	}
	form := filled(checkout.body)
	form.Set("do", "place")
	form.Set("contact.email", "")
	if r := b.ask("/checkout", form); r.status != 422 {
		t.Errorf("without an e-mail address: %d", r.status)
	}
	form.Set("contact.email", "saima@example.org")
	form.Set("pay", "play")
	placed := b.ask("/checkout", form)
	if placed.status != 303 {
		t.Fatalf("placing: %d", placed.status)
	}
	order := b.ask(placed.to, nil)
	link := regexp.MustCompile(`/downloads/[\w-]+`).FindString(order.body)
	if link == "" || !strings.Contains(order.body, "Ready to open") || strings.Contains(order.body, "On the way") {
		t.Fatal("the order's page does not lead to the downloads")
	}

	bare("the order's page", order.body)
	bare("the payment's page", b.ask(placed.to+"/pay", nil).body)
	bare("the page of all orders", b.ask("/account", nil).body)

	stranger := b.newVisitor()
	page := b.askAs(stranger, link, nil)
	if page.status != 200 || strings.Contains(page.body, "COAT-") || !strings.Contains(page.body, "пальто.pdf") {
		t.Fatalf("the downloads: %d", page.status)
	}
	if r := b.askAs(stranger, link+"/keys", url.Values{}); r.status != 200 || !strings.Contains(r.body, "COAT-AAAA") || strings.Contains(r.body, "COAT-BBBB") {
		t.Errorf("the key: %d", r.status)
	}
	file := regexp.MustCompile(`/downloads/[\w-]+/\d+`).FindString(page.body)
	r, err := http.NewRequest("GET", b.server.URL+file, nil)
	b.must(err)
	r.Header.Set("Range", "bytes=0-3")
	w, err := stranger.Do(r)
	b.must(err)
	w.Body.Close()
	if w.StatusCode != http.StatusPartialContent || w.Header.Get("Cache-Control") != "private, no-store" || !strings.HasPrefix(w.Header.Get("Content-Disposition"), "attachment; filename*=utf-8''%D0%BF") {
		t.Errorf("the file: %d %v", w.StatusCode, w.Header)
	}
	for range digital.MaxDownloads - 1 {
		if r := b.askAs(stranger, file, nil); r.body != "%PDF coat" {
			t.Fatalf("the file: %d %q", r.status, r.body)
		}
	}
	if r := b.askAs(stranger, file, nil); r.status != http.StatusConflict {
		t.Errorf("once too often: %d", r.status)
	}
	key, _, err := private.Put(ctx, strings.NewReader("%PDF coat"), 100)
	b.must(err)
	if r := b.ask("/media/"+string(key), nil); r.status != 404 {
		t.Errorf("by its hash: %d", r.status)
	}
	if r := b.ask(link[:len(link)-1]+"!", nil); r.status != 404 {
		t.Errorf("a false link: %d", r.status)
	}
	if r := b.askAs(stranger, link+"/fresh", url.Values{}); r.status != 303 {
		t.Errorf("a fresh link: %d", r.status)
	}
	if r := b.ask(placed.to, nil); !strings.Contains(r.body, "Opened") {
		t.Error("opened, and does not say so")
	}
}
