package desk

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"agora/catalog"
	"agora/db"
	"agora/identity"
	"agora/money"
	"agora/translate"
)

// seller is the owner of a shop as services know her.
func (b *bench) seller(shop catalog.Shop) identity.Actor {
	return identity.Actor{Person: shop.Owner, Shops: map[db.ShopID]identity.Role{shop.ID: identity.ShopOwner}}
}

// sleeve adds a product with a fact and a choice, said in English only.
func (b *bench) sleeve(shop catalog.Shop, handle string) catalog.ProductID {
	b.Helper()
	id, err := b.Catalog.SaveProduct(b.Context(), b.seller(shop), shop.ID, catalog.Draft{Handle: handle, Status: catalog.ProductActive,
		Title: catalog.Texts{"en": "Sleeve " + handle}, Description: catalog.Texts{"en": "Soft.\n\nWarm."},
		Attributes: []catalog.Attribute{{Name: catalog.Texts{"en": "Material"}, Value: catalog.Texts{"en": "Wool"}}},
		Options:    []catalog.Option{{Name: catalog.Texts{"en": "Size"}, Values: []catalog.OptionValue{{Key: "a.b c", Name: catalog.Texts{"en": "Small"}}}}},
		Variants:   []catalog.VariantDraft{{Values: []string{"a.b c"}, Price: money.Of(50000, "PKR"), Grams: 90, OnHand: 5}}})
	b.must(err)
	return id
}

var wordsInput = regexp.MustCompile(`name="(h\.[0-9.]+)" value="([^"]*)"`)

// wordsForm gives the form of a page of texts as a browser sends it, without
// texts.
func wordsForm(t *testing.T, page string) url.Values {
	t.Helper()
	form := url.Values{"key": {formKey(t, page)}}
	for _, m := range wordsInput.FindAllStringSubmatch(page, -1) {
		form.Set(m[1], m[2])
		form.Set("t"+m[1][1:], "")
	}
	return form
}

// put writes into the form's text of a field.
func put(form url.Values, product catalog.ProductID, field, text string) (name string) {
	for name, hidden := range form {
		if strings.HasPrefix(name, fmt.Sprintf("h.%d.", product)) && strings.HasSuffix(hidden[0], " "+field) {
			form.Set("t"+name[1:], text)
			return "t" + name[1:]
		}
	}
	return ""
}

func (b *bench) said(shop catalog.Shop, id catalog.ProductID, field, lang string) (string, bool) {
	b.Helper()
	p, err := b.Catalog.ProductByID(b.Context(), b.seller(shop), shop.ID, id)
	b.must(err)
	for _, one := range p.Passages() {
		if one.Field == field {
			return one.Texts[lang], p.Machine.Has(one, lang)
		}
	}
	return "", false
}

func TestASellerTranslatesAPageOfProducts(t *testing.T) {
	b := newBench(t)
	one, two := b.sleeve(b.shop, "one"), b.sleeve(b.shop, "two")
	at := b.desk(b.shop) + "/words"
	if r := b.ask("sadia", at, nil); r.status != 200 || !strings.Contains(r.body, at+"?in=ur") || !strings.Contains(r.body, "meter-s") || !strings.Contains(r.body, "Қазақша") {
		t.Fatalf("languages: %d", r.status)
	}
	if r := b.ask("sadia", b.desk(b.shop)+"/products", nil); !strings.Contains(r.body, at+"?in=ur&amp;missing=1") || strings.Contains(r.body, at+"?in=en&amp;missing=1") {
		t.Error("the list of products does not lead to what is missing")
	}
	r := b.ask("sadia", at+"?in=ur&missing=1", nil)
	if r.status != 200 || !strings.Contains(r.body, `dir="rtl"`) || strings.Contains(r.body, "ٹوپی") || !strings.Contains(r.body, "<p>Warm.</p>") {
		t.Fatalf("missing: %d", r.status)
	}
	form := wordsForm(t, r.body)
	put(form, one, "title", "آستین")
	put(form, two, "option.0.value.a.b c", "چھوٹا")
	for range 2 { // sent twice
		if r := b.ask("sadia", at+"?in=ur&missing=1", form); r.status != 303 || r.to != at+"?in=ur" {
			t.Fatalf("saved: %d %s", r.status, r.to)
		}
	}
	if got, _ := b.said(b.shop, one, "title", "ur"); got != "آستین" {
		t.Errorf("title %q", got)
	}
	if got, _ := b.said(b.shop, two, "option.0.value.a.b c", "ur"); got != "چھوٹا" {
		t.Errorf("value %q", got)
	}
	if r := b.ask("sadia", at+"?in=ur&missing=1", nil); strings.Contains(r.body, "آستین") {
		t.Error("what is said counts as missing")
	}
	if r := b.ask("sadia", at+"?in=ur&product="+number(int64(one)), nil); !strings.Contains(r.body, "آستین") || strings.Contains(r.body, "Sleeve two") {
		t.Error("one product alone")
	}
	for path, want := range map[string]int{"?in=xx": 404, "?in=kk": 200} {
		if r := b.ask("sadia", at+path, nil); r.status != want {
			t.Errorf("%s: %d", path, r.status)
		}
	}
	if r := b.ask("bilal", at+"?in=ur", nil); r.status != 403 && r.status != 404 {
		t.Errorf("another seller: %d", r.status)
	}
}

// TestWhatChangedMeanwhileIsNotOverwritten saves over a text that somebody else
// wrote since the page was made: it is shown, with what was typed, and only the
// second save replaces it.
func TestWhatChangedMeanwhileIsNotOverwritten(t *testing.T) {
	b := newBench(t)
	one, two := b.sleeve(b.shop, "one"), b.sleeve(b.shop, "two")
	at := b.desk(b.shop) + "/words?in=ur&missing=1"
	form := wordsForm(t, b.ask("sadia", at, nil).body)
	put(form, one, "title", "میرا")
	put(form, two, "title", "دوسرا")
	b.must(b.Catalog.Translate(b.Context(), b.seller(b.shop), b.shop.ID, []catalog.Translation{{Product: one, Field: "title", Lang: "ur", Text: "پہلے"}}))
	r := b.ask("sadia", at, form)
	if r.status != 422 || !strings.Contains(r.body, "پہلے") || !strings.Contains(r.body, `value="میرا"`) || !strings.Contains(r.body, `value="دوسرا"`) {
		t.Fatalf("a conflict: %d", r.status)
	}
	if got, _ := b.said(b.shop, two, "title", "ur"); got != "" {
		t.Error("half of the page was saved")
	}
	again := wordsForm(t, r.body)
	put(again, one, "title", "میرا")
	if r := b.ask("sadia", at, again); r.status != 303 {
		t.Fatalf("the second time: %d", r.status)
	}
	if got, _ := b.said(b.shop, one, "title", "ur"); got != "میرا" {
		t.Errorf("%q", got)
	}
	long := wordsForm(t, b.ask("sadia", at, nil).body)
	name := put(long, two, "title", strings.Repeat("ا", 300))
	if r := b.ask("sadia", at, long); r.status != 422 || !strings.Contains(r.body, `href="#f-`+strings.ReplaceAll(name, ".", "-")) {
		t.Errorf("too long: %d", r.status)
	}
}

func TestAPersonConfirmsWhatAMachineMade(t *testing.T) {
	b := newBench(t)
	one := b.sleeve(b.shop, "one")
	at := b.desk(b.shop) + "/words?in=ur&missing=1"
	b.must(b.Catalog.Translate(b.Context(), b.seller(b.shop), b.shop.ID, []catalog.Translation{
		{Product: one, Field: "title", Lang: "ur", Text: "آستین", Machine: true}, {Product: one, Field: "attribute.0.value", Lang: "ur", Text: "اون", Machine: true}}))
	body := b.ask("sadia", at, nil).body
	ok := "ok." + number(int64(one))
	if !strings.Contains(body, "آستین") || !strings.Contains(body, `name="`+ok+`"`) || !strings.Contains(body, "made by a machine") {
		t.Fatal("what a machine made is not shown to be confirmed")
	}
	form := wordsForm(t, body)
	put(form, one, "title", "آستین")
	put(form, one, "attribute.0.value", "سوت") // corrected
	if r := b.ask("sadia", at, form); r.status != 303 {
		t.Fatalf("%d", r.status)
	}
	if _, machine := b.said(b.shop, one, "title", "ur"); !machine {
		t.Error("nobody has confirmed the title")
	}
	if got, machine := b.said(b.shop, one, "attribute.0.value", "ur"); got != "سوت" || machine {
		t.Errorf("%q %v", got, machine)
	}
	form = wordsForm(t, b.ask("sadia", at, nil).body)
	put(form, one, "title", "آستین")
	form.Set(ok, "1")
	if r := b.ask("sadia", at, form); r.status != 303 {
		t.Fatalf("%d", r.status)
	}
	if got, machine := b.said(b.shop, one, "title", "ur"); got != "آستین" || machine {
		t.Errorf("confirmed: %q %v", got, machine)
	}
}

func TestAFileOfTranslationsIsLookedAtFirst(t *testing.T) {
	b := newBench(t)
	one := b.sleeve(b.shop, "one")
	at := b.desk(b.shop) + "/words"
	if r := b.ask("sadia", at+"/file?in=ur&as=csv&what=all", nil); r.status != 200 || !strings.Contains(r.body, "ٹوپی") {
		t.Fatalf("CSV: %d", r.status)
	}
	file := b.ask("sadia", at+"/file?in=ur&what=missing", nil)
	if file.status != 200 || !strings.Contains(file.body, "<source>Sleeve one</source>") || strings.Contains(file.body, "ٹوپی") {
		t.Fatalf("XLIFF: %d %s", file.status, file.body)
	}
	if r := b.sendFile("sadia", at+"/file?in=ur", nil, "file", []byte(file.body)); r.status != 200 || strings.Contains(r.body, "token") {
		t.Errorf("an untouched file: %d", r.status)
	}
	said := strings.Replace(file.body, "<source>Sleeve one</source>", "<source>Sleeve one</source><target>آستین</target>", 1)
	said = strings.Replace(said, "<source>Wool</source>", "<source>Silk</source><target>ریشم</target>", 1)
	r := b.sendFile("sadia", at+"/file?in=ur", nil, "file", []byte(said))
	if r.status != 200 || !strings.Contains(r.body, "آستین") || !strings.Contains(r.body, "has changed since") {
		t.Fatalf("a look: %d", r.status)
	}
	if got, _ := b.said(b.shop, one, "title", "ur"); got != "" {
		t.Fatal("a look changed something")
	}
	token := regexp.MustCompile(`name="token" value="([^"]+)"`).FindStringSubmatch(r.body)
	if r := b.ask("sadia", at+"/file/confirm", url.Values{"token": {token[1]}}); r.status != 303 {
		t.Fatalf("confirmed: %d", r.status)
	}
	if got, machine := b.said(b.shop, one, "title", "ur"); got != "آستین" || machine {
		t.Errorf("%q", got)
	}
	for file, status := range map[string]int{"<!DOCTYPE x><xliff/>": 422, "": 422} {
		if r := b.sendFile("sadia", at+"/file", nil, "file", []byte(file)); r.status != status || !strings.Contains(r.body, `role="alert"`) {
			t.Errorf("%q: %d", file, r.status)
		}
	}
	if r := b.ask("sadia", at+"/file/confirm", url.Values{"token": {token[1]}}); r.status != 422 {
		t.Errorf("confirmed twice: %d", r.status)
	}
}

func TestAMachineIsAskedOnlyWhereThereIsOne(t *testing.T) {
	b := newBench(t)
	at := b.desk(b.shop) + "/words"
	if r := b.ask("sadia", at+"?in=ur", nil); strings.Contains(r.body, "/words/machine") {
		t.Error("there is no machine")
	}
	if r := b.ask("sadia", at+"/machine?in=ur", url.Values{}); r.status != 404 {
		t.Errorf("%d", r.status)
	}
	b.machine = translate.Libre{Address: "http://127.0.0.1:1"}
	r := b.ask("sadia", at+"?in=ur", nil)
	if !strings.Contains(r.body, "/words/machine?in=ur") {
		t.Fatal("the machine is not offered")
	}
	form := url.Values{"key": {formKey(t, r.body)}}
	for range 2 {
		if r := b.ask("sadia", at+"/machine?in=ur", form); r.status != 303 || r.to != at+"?in=ur" {
			t.Errorf("%d %s", r.status, r.to)
		}
	}
	if r := b.ask("sadia", at+"?in=ur", nil); !strings.Contains(r.body, "at work") {
		t.Error("the page does not tell that the machine works")
	}
}
