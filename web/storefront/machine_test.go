package storefront

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"agora/catalog"
	"agora/identity"
)

// TestAReaderIsToldOfAMachine looks at a product in a language into which a
// machine has translated it, before and after a person confirms it.
func TestAReaderIsToldOfAMachine(t *testing.T) {
	b := newBazaar(t)
	list, err := b.Catalog.Products(t.Context(), identity.System(), b.shop.ID, catalog.ProductFilter{Status: catalog.ProductActive})
	b.must(err)
	p := list.Items[0]
	path := "/s/" + b.shop.Handle + "/" + p.Handle
	say := func(field, lang, text string, machine bool) {
		b.must(b.Catalog.Translate(t.Context(), identity.System(), b.shop.ID, []catalog.Translation{{Product: p.ID, Field: field, Lang: lang, Text: text, Machine: machine}}))
	}
	const told = "Переведено машиной"
	say("title", "ru", "Циновка", false)
	if body := b.ask(path+"?lang=ru", nil).body; !strings.Contains(body, "Циновка") || strings.Contains(body, told) {
		t.Error("a person's text is called a machine's")
	}
	say("title", "ru", "", false)
	say("title", "ru", "Коврик", true)
	if body := b.ask(path+"?lang=ru", nil).body; !strings.Contains(body, "Коврик") || !strings.Contains(body, told) {
		t.Error("the reader is not told")
	}
	if body := b.ask(path+"?lang=en", nil).body; strings.Contains(body, "Translated by machine") {
		t.Error("who reads the seller's own words is told of a machine")
	}
	say("title", "ru", "Коврик", false)
	if body := b.ask(path+"?lang=ru", nil).body; strings.Contains(body, told) {
		t.Error("what was confirmed is still called a machine's")
	}
	b.must(b.Catalog.Translate(t.Context(), identity.System(), b.shop.ID, []catalog.Translation{{Field: catalog.FieldTagline, Lang: "ru", Text: "Слова", Machine: true}}))
	if r := b.ask("/s/"+b.shop.Handle+"?lang=ru", nil); r.status != http.StatusOK || !strings.Contains(r.body, told) {
		t.Errorf("the shop's page: %d", r.status)
	}
}

// TestTheSellersOwnWordsComeBeforeEnglish shows a text to readers of a language
// that it is not in.
func TestTheSellersOwnWordsComeBeforeEnglish(t *testing.T) {
	b := newBazaar(t)
	b.must(b.Catalog.SaveShop(t.Context(), identity.System(), b.shop.ID, catalog.NewShop{Name: "Loom", City: "Lahore", Languages: []string{"ur"},
		Tagline: catalog.Texts{"en": "Mats", "ur": "چٹائیاں", "tr": "Kilim"}}))
	for wish, want := range map[string]string{"fa": "چٹائیاں", "fa, tr;q=0.5": "Kilim", "fa, en;q=0.5": "Mats"} {
		hr, err := http.NewRequestWithContext(t.Context(), http.MethodGet, b.server.URL+"/s/"+b.shop.Handle, nil)
		b.must(err)
		hr.Header.Set("Accept-Language", wish)
		w, err := http.DefaultTransport.RoundTrip(hr)
		b.must(err)
		body, err := io.ReadAll(w.Body)
		w.Body.Close()
		b.must(err)
		if _, after, _ := strings.Cut(string(body), `class="headline"`); !strings.HasPrefix(after[strings.IndexByte(after, '>')+1:], want) {
			t.Errorf("%s: %.60s", wish, after)
		}
	}
}
