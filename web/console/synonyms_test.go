package console

import (
	"net/url"
	"strings"
	"testing"
)

// TestAnOperatorKeepsSynonyms adds a group, changes it, and takes it away.
func TestAnOperatorKeepsSynonyms(t *testing.T) {
	o := newOffice(t)
	const page = "/console/synonyms"
	if r := o.ask("olga", page+"?words=boorsoq", nil); r.status != 200 || !strings.Contains(r.body, `value="boorsoq"`) {
		t.Errorf("with a word to begin with: %d", r.status)
	}
	if r := o.ask("olga", page, url.Values{"words": {"one"}}); r.status != 422 || !strings.Contains(r.body, "at least two") || !strings.Contains(r.body, `value="one"`) {
		t.Errorf("one word: %d", r.status)
	}
	if r := o.ask("olga", page, url.Values{"words": {"boorsoq, баурсак"}}); r.status != 303 {
		t.Errorf("adding: %d", r.status)
	}
	list, err := o.Catalog.AllSynonyms(t.Context())
	o.must(err)
	id := number(int64(list[0].ID))
	if r := o.ask("olga", page, url.Values{"id": {id}, "words": {""}}); r.status != 422 || !strings.Contains(r.body, `id="words-`+id+`"`) {
		t.Errorf("no words: %d", r.status)
	}
	if r := o.ask("olga", page, url.Values{"id": {id}, "words": {"boorsoq, بورسوق"}}); r.status != 303 {
		t.Errorf("changing: %d", r.status)
	}
	if body := o.ask("olga", page, nil).body; !strings.Contains(body, "boorsoq, بورسوق") {
		t.Error("the page does not show it")
	}
	if r := o.ask("olga", page, url.Values{"id": {id}, "words": {"x"}, "drop": {"1"}}); r.status != 303 {
		t.Errorf("taking away: %d", r.status)
	}
	if list, err = o.Catalog.AllSynonyms(t.Context()); err != nil || len(list) != 0 {
		t.Errorf("%v, %v", list, err)
	}
}
