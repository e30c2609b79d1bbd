package desk

import (
	"bytes"
	"context"
	"mime/multipart"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"agora/catalog"
	"agora/identity"
	"agora/market"
	"agora/money"
)

// pages are the desk's pages that need no order.
var pages = []string{"", "/orders", "/orders?state=open", "/products", "/products?q=cap&status=active", "/products/new", "/products/edit", "/products/sweep", "/discounts", "/discounts/new", "/pictures", "/import", "/money", "/money/statement", "/money/statement?from=2026-01-01&to=2026-12-31", "/claims", "/claims?ended=yes", "/fines", "/invoices", "/shop", "/shop/points/file", "/rehearsal",
	"/start/product", "/start/delivery", "/start/pay", "/start/review"}

func TestPagesAreWholeInEveryLanguage(t *testing.T) {
	b := newBench(t)
	o, abroad := b.sell(b.shop), b.export(b.shop)
	p, _, err := b.Catalog.Product(context.Background(), "loom", "cap")
	b.must(err)
	order := "/orders/" + number(int64(o.ID))
	for _, lang := range []string{"en", "ru", "ur"} {
		for _, path := range append(pages, order, order+"/slip", "/orders/"+number(int64(abroad.ID))+"/papers", "/products/"+number(int64(p.ID)), "/products/"+number(int64(p.ID))+"/set") {
			sep := "?"
			if strings.Contains(path, "?") {
				sep = "&"
			}
			r := b.ask("sadia", b.desk(b.shop)+path+sep+"lang="+lang, nil)
			if r.status != 200 || !strings.Contains(r.body, "</html>") {
				t.Errorf("%s %s: %d", lang, path, r.status)
			}
			seen := map[string]bool{}
			for _, m := range regexp.MustCompile(` id="([^"]+)"`).FindAllStringSubmatch(r.body, -1) {
				if seen[m[1]] {
					t.Errorf("%s %s has two %q", lang, path, m[1])
				}
				seen[m[1]] = true
			}
			for _, bad := range []string{" style=", "desk.", "store.", "{n}", "{when}", "!(", "%!"} {
				if i := strings.Index(r.body, bad); i >= 0 {
					t.Errorf("%s %s holds %q: …%s…", lang, path, bad, r.body[max(0, i-60):min(len(r.body), i+40)])
				}
			}
		}
	}
}

func TestOnlyThoseWhoRunTheShopComeIn(t *testing.T) {
	b := newBench(t)
	o := b.sell(b.shop)
	order := "/orders/" + number(int64(o.ID))
	for _, path := range append(pages, order, order+"/slip", "/export", "/bell") {
		for who, want := range map[string]int{"bilal": 403, "guest-like": 403, "": 303} {
			if r := b.ask(who, b.desk(b.shop)+path, nil); r.status != want {
				t.Errorf("%q asks %s: %d, want %d", who, path, r.status, want)
			}
		}
	}
	for _, path := range []string{order + "/accept", "/stock", "/shop", "/shop/move", "/shop/delivery", "/products/new", "/import/confirm"} {
		if r := b.ask("bilal", b.desk(b.shop)+path, url.Values{"x": {"1"}}); r.status != 403 {
			t.Errorf("bilal posts %s: %d", path, r.status)
		}
	}
	// Through his own desk he reaches nothing of hers.
	for _, path := range []string{order, order + "/slip"} {
		if r := b.ask("bilal", b.desk(b.other)+path, nil); r.status != 404 {
			t.Errorf("bilal asks %s by his own desk: %d", path, r.status)
		}
	}
	if r := b.ask("bilal", b.desk(b.other)+order+"/accept", url.Values{}); r.status != 404 {
		t.Errorf("bilal accepts her order: %d", r.status)
	}
}

func TestAnOrderGoesItsWay(t *testing.T) {
	b := newBench(t)
	o := b.sell(b.shop)
	at := b.desk(b.shop) + "/orders/" + number(int64(o.ID))
	for _, step := range []struct {
		act  string
		form url.Values
		want market.OrderState
	}{
		{"accept", url.Values{}, market.Accepted},
		{"pack", url.Values{}, market.Packed},
		{"ship", url.Values{"carrier": {"pakpost"}, "tracking": {"EE473124829PK"}}, market.Shipped},
		{"deliver", url.Values{}, market.Delivered},
	} {
		if page := b.ask("sadia", at, nil).body; !strings.Contains(page, `action="`+at+"/"+step.act+`"`) {
			t.Errorf("the page does not offer %s", step.act)
		}
		if r := b.ask("sadia", at+"/"+step.act, step.form); r.status != 303 || r.to != at {
			t.Fatalf("%s: %d %s", step.act, r.status, r.body)
		}
		got, _, err := b.Market.Order(context.Background(), b.actor("sadia"), o.ID)
		b.must(err)
		if got.State != step.want {
			t.Fatalf("after %s: %s", step.act, got.State)
		}
	}
	if r := b.ask("sadia", at+"/accept", url.Values{}); r.status != 409 {
		t.Errorf("accepted twice: %d", r.status)
	}
}

func (b *bench) actor(who string) identity.Actor {
	a, err := b.people.Actor(b.Context(), b.tokens[who])
	b.must(err)
	return a
}

func TestBadInputComesBackWithItsField(t *testing.T) {
	b := newBench(t)
	o := b.sell(b.shop)
	at := b.desk(b.shop) + "/orders/" + number(int64(o.ID))
	if r := b.ask("sadia", at+"/decline", url.Values{"reason": {""}}); r.status != 422 || !strings.Contains(r.body, "f-reason-e") {
		t.Errorf("no reason: %d", r.status)
	}
	b.ask("sadia", at+"/accept", url.Values{})
	b.ask("sadia", at+"/pack", url.Values{})
	r := b.ask("sadia", at+"/ship", url.Values{"carrier": {"My post"}, "tracking": {"EE473124820PK"}})
	if r.status != 422 || !strings.Contains(r.body, "f-tracking-e") || !strings.Contains(r.body, `value="EE473124820PK"`) || !strings.Contains(r.body, `value="My post"`) {
		t.Errorf("a wrong check digit: %d", r.status)
	}
	product := url.Values{"title.en": {"Felt hat"}, "status": {"active"}, "hs": {"65"}, "variants.0.price": {"12,5x"}, "variants.0.grams": {"many"}, "variants.0.on_hand": {"3"}}
	r = b.ask("sadia", b.desk(b.shop)+"/products/new", product)
	if r.status != 422 || !strings.Contains(r.body, `value="Felt hat"`) || !strings.Contains(r.body, `value="12,5x"`) || !strings.Contains(r.body, "f-variants-0-price-e") || !strings.Contains(r.body, "f-variants-0-grams-e") {
		t.Errorf("a bad product: %d", r.status)
	}
	r = b.ask("sadia", b.desk(b.shop)+"/shop/delivery", url.Values{"options.0.key": {"post"}, "options.0.carrier": {"pakpost"}, "options.0.to": {"Pakistan"},
		"options.0.days": {"9-2"}, "options.0.steps": {"heavy 5"}, "options.0.service": {"post"}, "options.0.incoterm": {"DDP"}})
	if r.status != 422 || !strings.Contains(r.body, "f-options-0-steps-e") || !strings.Contains(r.body, "heavy 5") {
		t.Errorf("bad delivery: %d", r.status)
	}
	r = b.ask("guest-like", "/desk/open", url.Values{"country": {"PK"}, "handle": {"Kiln!"}, "city": {"Multan"}})
	if r.status != 422 || !strings.Contains(r.body, `value="Kiln!"`) || !strings.Contains(r.body, "f-name-e") {
		t.Errorf("a bad shop: %d", r.status)
	}
}

func TestAProductIsMadeAndEdited(t *testing.T) {
	b := newBench(t)
	form := url.Values{"title.en": {"Felt slippers"}, "title.ur": {"نمدے کی چپل"}, "status": {"active"}, "hs": {"6405.20"}, "origin": {"PK"}, "certificate": {"CT-1 7"},
		"options.0.name.en": {"Size"}, "options.0.values.en": {"38\n42"}, "options.0.values.ur": {"۳۸\n۴۲"},
		"variants.0.price": {"۱۴۵۰٫۵۰"}, "variants.0.grams": {"420"}, "variants.0.on_hand": {"3"}}
	r := b.ask("sadia", b.desk(b.shop)+"/products/new", form)
	if r.status != 303 {
		t.Fatalf("new: %d %s", r.status, r.body)
	}
	p, _, err := b.Catalog.Product(context.Background(), "loom", "felt-slippers")
	b.must(err)
	if len(p.Variants) != 2 || p.Variants[0].Price != money.Of(145050, "PKR") || p.HS != "640520" || p.Certificate != "CT-1 7" || p.Options[0].Values[1].Name["ur"] != "۴۲" {
		t.Fatalf("made %+v", p)
	}
	page := b.ask("sadia", r.to, nil).body
	if !strings.Contains(page, `value="1450.50"`) || !strings.Contains(page, "نمدے کی چپل") {
		t.Error("the form does not show what was saved")
	}
	edit := url.Values{"title.en": {"Felt slippers"}, "title.ur": {"نمدے کی چپل"}, "status": {"draft"}, "options.0.name.en": {"Size"}, "options.0.values.en": {"38\n42\n44"},
		"variants.0.value[]": {"38"}, "variants.0.price": {"1500"}, "variants.0.grams": {"420"}, "variants.0.on_hand": {"7"},
		"variants.1.value": {"42"}, "variants.1.price": {"1500"}, "variants.1.gone": {"1"}}
	if r = b.ask("sadia", r.to, edit); r.status != 303 {
		t.Fatalf("edit: %d", r.status)
	}
	id := p.ID
	var picture bytes.Buffer
	w := multipart.NewWriter(&picture)
	part, err := w.CreateFormFile("picture", "cap.png")
	b.must(err)
	_, _ = part.Write([]byte("no picture"))
	b.must(w.Close())
	bad := b.send("sadia", r.to+"/picture", w.FormDataContentType(), &picture)
	if bad.status != 422 || !strings.Contains(bad.body, `name="variants.1.price"`) || !strings.Contains(bad.body, `href="#f-picture"`) {
		t.Errorf("what is no picture: %d", bad.status)
	}
	p, err = b.Catalog.ProductByID(context.Background(), b.actor("sadia"), b.shop.ID, id)
	b.must(err)
	if len(p.Variants) != 2 || p.Variants[0].OnHand != 7 || p.Variants[1].Values[0] != "44" || p.Status != catalog.ProductDraft {
		t.Fatalf("edited %+v", p.Variants)
	}
}

func TestAFileIsLookedAtBeforeItIsImported(t *testing.T) {
	b := newBench(t)
	send := func(text string) reply {
		var body bytes.Buffer
		w := multipart.NewWriter(&body)
		part, err := w.CreateFormFile("file", "goods.csv")
		b.must(err)
		_, err = part.Write([]byte(text))
		b.must(err)
		b.must(w.Close())
		return b.send("sadia", b.desk(b.shop)+"/import", w.FormDataContentType(), &body)
	}
	if r := send("\x00\x01\x02binary"); r.status != 422 {
		t.Errorf("a binary file: %d", r.status)
	}
	r := send("Handle,Title,Variant Price,Variant Inventory Qty,Status\nmat,Mat,12.50,4,active\nrug,Rug,cheap,1,active\n")
	if r.status != 422 || !strings.Contains(r.body, "Variant Price") {
		t.Errorf("a bad row: %d", r.status)
	}
	r = send("Handle,Title,Variant Price,Variant Inventory Qty,Status\nmat,Mat,12.50,4,active\n")
	_, rest, found := strings.Cut(r.body, `name="token" value="`)
	if r.status != 200 || !found {
		t.Fatalf("a good file: %d %s", r.status, r.body)
	}
	token, _, _ := strings.Cut(rest, `"`)
	if _, _, err := b.Catalog.Product(context.Background(), "loom", "mat"); err == nil {
		t.Error("looking at a file has imported it")
	}
	if r := b.ask("bilal", b.desk(b.other)+"/import/confirm", url.Values{"token": {token}}); r.status != 422 {
		t.Errorf("another shop's file: %d", r.status)
	}
	if r := b.ask("sadia", b.desk(b.shop)+"/import/confirm", url.Values{"token": {token}}); r.status != 303 {
		t.Fatalf("import: %d %s", r.status, r.body)
	}
	if _, _, err := b.Catalog.Product(context.Background(), "loom", "mat"); err != nil {
		t.Error(err)
	}
	for as, want := range map[string]string{"shopify": "Variant Price", "merchant": "<g:price>12.50 "} {
		if out := b.ask("sadia", b.desk(b.shop)+"/export?as="+as, nil); out.status != 200 || !strings.Contains(out.body, want) {
			t.Errorf("export as %s: %d %s", as, out.status, out.body)
		}
	}
	if out := b.ask("sadia", b.desk(b.shop)+"/export?as=x", nil); out.status != 404 {
		t.Errorf("export as nothing: %d", out.status)
	}
	if out := b.ask("sadia", b.desk(b.shop)+"/export", nil); out.status != 200 || !strings.Contains(out.body, "mat") {
		t.Errorf("export: %d", out.status)
	}
}
