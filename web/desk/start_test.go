package desk

import (
	"bytes"
	"context"
	"image"
	"image/jpeg"
	"mime/multipart"
	"net/url"
	"strings"
	"testing"

	"agora/catalog"
	"agora/country"
)

// photo is a small JPEG.
func photo(t *testing.T) []byte { return photoOf(t, 64, 48, 0) }

// photoOf is one of a size and a shade.
func photoOf(t *testing.T, w, h int, grey uint8) []byte {
	t.Helper()
	img := image.NewGray(image.Rect(0, 0, w, h))
	for i := range img.Pix {
		img.Pix[i] = grey
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// sendFile posts a form with one file.
func (b *bench) sendFile(who, path string, fields map[string]string, field string, file []byte) reply {
	b.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for name, value := range fields {
		b.must(w.WriteField(name, value))
	}
	if file != nil {
		part, err := w.CreateFormFile(field, "photo.jpg")
		b.must(err)
		_, err = part.Write(file)
		b.must(err)
	}
	b.must(w.Close())
	return b.send(who, path, w.FormDataContentType(), &body)
}

func TestAShopIsOpenedInFivePages(t *testing.T) {
	b := newBench(t)
	if page := b.ask("guest-like", "/desk/open", nil).body; !strings.Contains(page, "1 of 5") || !strings.Contains(page, `value="PK" selected`) || !strings.Contains(page, "PKR") {
		t.Error("country and money are not guessed")
	}
	r := b.ask("guest-like", "/desk/open", url.Values{"name": {"Гончар Kiln"}, "country": {"KG"}, "was": {"PK"}, "languages": {"en", "ur"}})
	if r.status != 303 {
		t.Fatalf("open: %d %s", r.status, r.body)
	}
	shop, err := b.Catalog.Shop(context.Background(), "gonchar-kiln")
	b.must(err)
	if shop.Status != catalog.ShopDraft || shop.Currency != "KGS" || strings.Join(shop.Languages, " ") != "en ru ky" {
		t.Errorf("opened %s in %s, %v", shop.Status, shop.Currency, shop.Languages)
	}
	at := b.desk(shop) + "/start/"
	next := func(r reply, want string) {
		t.Helper()
		if r.status != 303 || r.to != b.desk(shop)+"/start" {
			t.Fatalf("before %s: %d to %s\n%s", want, r.status, r.to, r.body)
		}
		if r = b.ask("guest-like", r.to, nil); r.to != at+want {
			t.Fatalf("goes on at %s, not %s", r.to, want)
		}
	}
	product := map[string]string{"title": "Blue bowl", "price": "1 450,50", "on_hand": "4", "grams": "600"}
	if r := b.sendFile("guest-like", at+"product", product, "picture", nil); r.status != 422 || !strings.Contains(r.body, "f-picture-e") || !strings.Contains(r.body, `value="Blue bowl"`) {
		t.Errorf("no photo: %d", r.status)
	}
	if r := b.sendFile("guest-like", at+"product", product, "picture", []byte("no photo")); r.status != 422 || !strings.Contains(r.body, "f-picture-e") {
		t.Errorf("a broken photo: %d", r.status)
	}
	if r := b.sendFile("guest-like", at+"product", product, "picture", make([]byte, pictureBody+1)); r.status != 413 || !strings.Contains(r.body, "f-picture-e") {
		t.Errorf("a huge photo: %d", r.status)
	}
	next(b.sendFile("guest-like", at+"product", product, "picture", photo(t)), "delivery")
	if page := b.ask("guest-like", at+"product", nil).body; !strings.Contains(page, `value="1450.50"`) || !strings.Contains(page, "/media/") {
		t.Error("who comes back does not find what was written")
	}
	if r := b.ask("guest-like", at+"delivery", url.Values{"origin.phone": {"12"}, "home.0": {"9"}, "home.1": {"3"}}); r.status != 422 ||
		!strings.Contains(r.body, "f-origin-phone-e") || !strings.Contains(r.body, "f-home-1-e") || !strings.Contains(r.body, `value="9"`) {
		t.Errorf("bad delivery: %d", r.status)
	}
	next(b.ask("guest-like", at+"delivery", url.Values{"origin.name": {"Aslan"}, "origin.phone": {"0555 123456"}, "origin.street": {"Chuy 3"},
		"origin.city": {"Bishkek"}, "origin.postcode": {"720000"}, "home.0": {"170"}, "home.1": {"340"}, "abroad.0": {"1200"}, "abroad.1": {"2900"}}), "pay")
	ways, err := b.Delivery.Options(context.Background(), shop.ID)
	b.must(err)
	if len(ways) != 2 || !ways[0].Reaches("KG") || !ways[1].Reaches("PK") || ways[0].Name["ru"] != "Почта" {
		t.Errorf("ways %+v", ways)
	}
	if r := b.ask("guest-like", at+"review", url.Values{}); r.to != b.desk(shop)+"/start" {
		t.Errorf("asked too early: %d %s", r.status, r.to)
	}
	if page := b.ask("guest-like", b.desk(shop), nil).body; !strings.Contains(page, at+"pay") {
		t.Error("today does not lead on")
	}
	next(b.ask("guest-like", at+"pay", url.Values{"payout": {"mBank 1180000123456789"}}), "review")
	for _, stage := range stages[1:] {
		if r := b.ask("guest-like", at+stage, nil); r.status != 200 || !strings.Contains(r.body, "of 5") {
			t.Errorf("%s: %d", stage, r.status)
		}
	}
	if r := b.ask("guest-like", at+"review", url.Values{}); r.status != 303 || r.to != b.desk(shop) {
		t.Fatalf("ask: %d %s", r.status, r.to)
	}
	shop, err = b.Catalog.Shop(context.Background(), "gonchar-kiln")
	b.must(err)
	if shop.Status != catalog.ShopSubmitted || shop.City != "Bishkek" || shop.Origin.Phone != "+996555123456" {
		t.Errorf("submitted %+v", shop)
	}
	if r := b.ask("bilal", "/desk/open", url.Values{"name": {"Other"}, "handle": {"gonchar-kiln"}, "country": {"PK"}}); r.status != 422 || !strings.Contains(r.body, "f-handle-e") {
		t.Errorf("a taken address: %d", r.status)
	}
	if r := b.ask("bilal", "/desk/open", url.Values{"name": {"Гончар, Kiln"}, "country": {"PK"}}); r.status != 303 {
		t.Errorf("a taken name: %d", r.status)
	}
}

func TestAddressOf(t *testing.T) {
	for name, want := range map[string]string{"Ак-Кийиз": "ak-kiyiz", "Şəki İpək & Co": "seki-ipek-co", "Жаңы үй": "zhangy-uy", "نمدے کی دکان": "shop", "陶瓷 Tao": "tao",
		"Oʻzbek choyxona": "ozbek-choyxona", "x": "shop"} {
		if got := addressOf(name); got != want {
			t.Errorf("%s: %s, not %s", name, got, want)
		}
	}
}

func TestEveryMoneyHasASuggestion(t *testing.T) {
	for _, c := range country.All() {
		if suggestion(2, c.Currency) == "" {
			t.Errorf("none for %s", c.Currency)
		}
	}
	if got := suggestion(14, "KGS"); got != "1100" {
		t.Error(got)
	}
}
