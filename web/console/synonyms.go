package console

import (
	"net/http"
	"net/url"
	"strings"

	"agora/catalog"
	"agora/fault"
	"agora/web"
	"agora/web/ui"
)

// missedShown is how many queries in vain are listed.
const missedShown = 30

// synonymsShown is how many groups a page has.
const synonymsShown = 50

// synonymsView is the operator's synonyms, with a form for one more.
type synonymsView struct {
	mishaps     []ui.Mishap
	fresh       synonymForm
	missed      []missedRow
	list        []synonymForm
	first, next string
}

// missedRow is what was looked for in vain.
type missedRow struct{ words, times, when, add string }

// synonymForm is a group in its form.
type synonymForm struct {
	id    string
	words ui.Field
	key   []string
}

func (c *Console) synonyms(r *web.Request) error { return c.showSynonyms(r, nil, http.StatusOK) }

func (c *Console) showSynonyms(r *web.Request, form *web.Form, status int) error {
	list, err := c.Catalog.AllSynonyms(r.R.Context())
	if err != nil {
		return err
	}
	v := synonymsView{mishaps: form.Mishaps(r), fresh: synonymOf(r, form, "", r.Query("words"))}
	missed, err := c.Catalog.Missed(missedShown)
	if err != nil {
		return err
	}
	for _, m := range missed {
		v.missed = append(v.missed, missedRow{m.Query, r.Locale.Number(m.Seen), r.Locale.Date(m.Last), "/console/synonyms?words=" + url.QueryEscape(m.Query)})
	}
	from := int(min(max(r.QueryID("from"), 0), int64(len(list))))
	if from > 0 {
		v.first = "/console/synonyms"
	}
	if rest := list[from:]; len(rest) > synonymsShown {
		list, v.next = rest[:synonymsShown], "/console/synonyms?from="+number(int64(from+synonymsShown))
	} else {
		list = rest
	}
	for _, g := range list {
		v.list = append(v.list, synonymOf(r, form, number(int64(g.ID)), strings.Join(g.Words, ", ")))
	}
	return c.page(r, status, "synonyms", r.T("console.tab_synonyms"), synonymsPage(v))
}

// synonymOf is the form of a group, with what was typed when it was this one.
func synonymOf(r *web.Request, form *web.Form, id, words string) synonymForm {
	if form != nil && form.Get("id") != id {
		form = nil
	}
	f := synonymForm{id: id, key: r.FormKey(r.T("console.tab_synonyms")),
		words: form.Fill(r, ui.Field{Name: "words", ID: "words-" + id, Label: r.T("console.synonym_words"), Value: words, Max: 1500, Dir: "auto", Required: true})}
	if id == "" {
		f.words.ID, f.words.Hint = "", r.T("console.synonym_hint")
	}
	return f
}

// saveSynonyms adds a group, changes one, or takes one away.
func (c *Console) saveSynonyms(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	id := catalog.SynonymsID(form.ID("id"))
	if form.Has("drop") {
		err = c.Catalog.DropSynonyms(r.R.Context(), r.Actor, id)
	} else {
		err = c.Catalog.SaveSynonyms(r.R.Context(), r.Actor, id, form.Need("words", 1500))
	}
	if fault.Is(err, fault.Invalid) {
		if form.Err() == nil {
			_ = form.Join("", err) // it is Invalid
		}
		return c.showSynonyms(r, form, http.StatusUnprocessableEntity)
	}
	return r.Done(err, "console.done", "/console/synonyms")
}
