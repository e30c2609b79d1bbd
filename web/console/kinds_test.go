package console

import (
	"net/url"
	"strings"
	"testing"

	"agora/audit"
)

func TestTheOperatorShapesCategoriesAndWhatTheyAsk(t *testing.T) {
	o := newOffice(t)
	for _, path := range []string{"/category", "/trait"} {
		if r := o.ask("sadia", kindsPath+path, url.Values{"key": {"felt"}}); r.status != 403 {
			t.Errorf("a seller: %d", r.status)
		}
		if r := o.ask("olga", kindsPath+path+"?key=nowhere", nil); r.status != 404 {
			t.Errorf("%s of no key: %d", path, r.status)
		}
	}
	shelf := url.Values{"key": {"Felt!"}, "names.en": {""}, "names.ky": {"Кийиз"}}
	if r := o.ask("olga", kindsPath+"/category", shelf); r.status != 422 || !strings.Contains(r.body, `id="f-key-e"`) || !strings.Contains(r.body, "Кийиз") {
		t.Errorf("a bad key: %d", r.status)
	}
	shelf.Set("key", "felt")
	shelf.Set("names.ky", "")
	if r := o.ask("olga", kindsPath+"/category", shelf); r.status != 422 || !strings.Contains(r.body, `id="f-names-en-e"`) {
		t.Errorf("no name: %d", r.status)
	}
	shelf.Set("names.en", "Felt")
	shelf.Set("names.ky", "Кийиз")
	if r := o.ask("olga", kindsPath+"/category", shelf); r.status != 303 {
		t.Fatalf("new: %d %s", r.status, r.body)
	}
	if r := o.ask("olga", kindsPath+"/category", shelf); r.status != 422 || !strings.Contains(r.body, `id="f-key-e"`) {
		t.Errorf("taken: %d", r.status)
	}
	trait := url.Values{"key": {"material"}, "kind": {"choice"}, "names.en": {"Material"}, "on": {"felt"}, "required": {"1"}, "facet": {"1"},
		"choices": {"wool\nsilk"}, "choices.en": {"Wool\nSilk\nCotton"}, "choices.ky": {"Жүн"}}
	if r := o.ask("olga", kindsPath+"/trait", trait); r.status != 422 || !strings.Contains(r.body, `id="f-choices-en-e"`) || !strings.Contains(r.body, "Cotton") || !strings.Contains(r.body, `value="felt" checked`) {
		t.Errorf("too many lines: %d", r.status)
	}
	trait.Set("choices.en", "Wool\nSilk")
	if r := o.ask("olga", kindsPath+"/trait", trait); r.status != 303 {
		t.Fatalf("new: %d %s", r.status, r.body)
	}
	list, err := o.Catalog.TraitsFor(t.Context(), "felt")
	o.must(err)
	if len(list) != 1 || !list[0].Required || !list[0].Facet || list[0].Choices[0].Names["ky"] != "Жүн" || list[0].Choices[1].Names["en"] != "Silk" {
		t.Errorf("saved %+v", list)
	}
	edit := kindsPath + "/trait?key=material"
	r := o.ask("olga", edit, nil)
	if r.status != 200 || !strings.Contains(r.body, "Wool\nSilk</textarea>") || strings.Contains(r.body, `name="key"`) {
		t.Errorf("edit: %d", r.status)
	}
	trait.Del("key")
	trait.Set("choices", "silk")
	trait.Set("choices.en", "Silk")
	trait.Del("choices.ky")
	trait.Set("retired", "1")
	if r := o.ask("olga", edit, trait); r.status != 303 {
		t.Fatalf("change: %d %s", r.status, r.body)
	}
	trait.Set("kind", "text")
	if r := o.ask("olga", edit, trait); r.status != 422 || !strings.Contains(r.body, `id="f-kind-e"`) {
		t.Errorf("another kind: %d", r.status)
	}
	for _, lang := range []string{"en", "ru", "ur"} {
		if r := o.ask("olga", kindsPath+"?lang="+lang, nil); r.status != 200 || !strings.Contains(r.body, "material") || strings.Contains(r.body, "console.") {
			t.Errorf("%s: %d", lang, r.status)
		}
	}
	notes, err := audit.List(t.Context(), o.DB, audit.Filter{Subject: "trait:material"}, audit.Page{})
	if err != nil || len(notes) != 2 || !strings.HasPrefix(notes[0].Who, "person:") {
		t.Errorf("audit %+v %v", notes, err)
	}
}
