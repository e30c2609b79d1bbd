package console

import (
	"net/http"
	"net/url"
	"strconv"

	"agora/fault"
	"agora/i18n"
	"agora/web"
	"agora/web/ui"
	"agora/wording"
)

// words shows how far the languages are, or the texts of one of them.
func (c *Console) words(r *web.Request) error {
	if r.Query("in") == "" {
		return c.standings(r)
	}
	lang, text, only := r.Query("in"), r.Query("q"), wording.Only(r.Query("only"))
	at, _ := strconv.Atoi(r.Query("from"))
	at = max(at, 0)
	lines, found := c.Wording.List(lang, wording.Filter{Text: text, Only: only, Offset: at, Limit: pageSize})
	here := func(o wording.Only, from int) string {
		q := url.Values{"in": {lang}}
		for name, v := range map[string]string{"q": text, "only": string(o)} {
			if v != "" {
				q.Set(name, v)
			}
		}
		if from > 0 {
			q.Set("from", strconv.Itoa(from))
		}
		return "/console/words?" + q.Encode()
	}
	l := c.Wording.Locale(lang)
	if l.Lang() != lang {
		return fault.New(fault.NotFound, "fault.not_found")
	}
	v := listView{title: l.Name(), intro: r.N("console.words_found", int64(found)), none: r.T("console.words_none"),
		search: ui.Field{Name: "q", Label: r.T("console.words_find"), Value: text, Max: 200, Dir: "auto"}, kept: []string{"in", lang, "only", string(only)},
		cols: []ui.Col{{Head: c.english()}, {Head: l.Name()}, {Head: r.T("desk.col_state")}}}
	for _, o := range []wording.Only{wording.All, wording.Unreviewed, wording.Untranslated, wording.Own} {
		v.chips = append(v.chips, ui.Link{URL: here(o, 0), Text: onlyName(r, o), Current: o == only})
	}
	for _, line := range lines {
		v.rows = append(v.rows, []ui.Cell{{Part: wordLink(editURL(lang, line.Key), shown(line.English), line.Key)},
			{Part: ui.Run(lang, l.Dir(), shown(line.Now))}, {Part: wordState(line)}})
	}
	if at > 0 {
		v.first = here(only, 0)
	}
	if at+len(lines) < found {
		v.next = here(only, at+len(lines))
	}
	return c.ok(r, "words", v.title, wordsPage(lang, v))
}

func (c *Console) english() string { return c.Wording.Locale(i18n.Base).Name() }

func onlyName(r *web.Request, o wording.Only) string {
	if o == wording.All {
		return r.T("console.msg_all")
	}
	return r.T("console.words_" + string(o))
}

func (c *Console) standings(r *web.Request) error {
	v := listView{title: r.T("console.tab_words"), intro: r.T("console.words_words"),
		cols: []ui.Col{{Head: r.T("ui.language")}, {Head: r.T("console.words_translated"), Number: true},
			{Head: r.T("console.words_reviewed"), Number: true}, {Head: r.T("console.words_own"), Number: true}}}
	for _, s := range c.Wording.Standings() {
		share := func(n int64) ui.Cell { return ui.Cell{Text: r.Locale.Percent(n * 100 / max(s.Texts, 1) * 100)} }
		v.rows = append(v.rows, []ui.Cell{{Part: wordLink("/console/words?in="+s.Lang, s.Name, s.Lang)},
			share(s.Translated), share(s.Reviewed), {Text: r.Locale.Number(s.Own)}})
	}
	return c.ok(r, "words", v.title, list(v))
}

// shown is a text in one line.
func shown(e i18n.Entry) string {
	if e.Forms != nil {
		return e.Forms["other"]
	}
	return e.Text
}

func editURL(lang, key string) string {
	return "/console/words/edit?" + url.Values{"in": {lang}, "key": {key}}.Encode()
}

// editWords shows one text with a form to correct it.
func (c *Console) editWords(r *web.Request) error {
	return c.showWords(r, r.Query("in"), r.Query("key"), nil, http.StatusOK)
}

func (c *Console) showWords(r *web.Request, lang, key string, form *web.Form, status int) error {
	line, err := c.Wording.Find(lang, key)
	if err != nil {
		return err
	}
	l := c.Wording.Locale(lang)
	v := wordView{Line: line, lang: lang, dir: l.Dir(), name: l.Name(), english: c.english()}
	add := func(name, label, value string) {
		v.fields = append(v.fields, form.Fill(r, ui.Field{Name: name, Label: label, Value: value, Type: "area", Rows: 3, Span: true, Lang: lang, Dir: l.Dir()}))
	}
	if line.Written.Forms == nil {
		add("text", l.Name(), line.Now.Text)
	}
	for _, f := range l.Forms() {
		if line.Written.Forms != nil {
			add("text."+f, l.Name()+" · "+f, line.Now.Forms[f])
		}
	}
	return c.page(r, status, "words", key, wordPage(v, form.Mishaps(r)))
}

// wordView is one text to correct.
type wordView struct {
	wording.Line
	lang, dir, name string
	english         string // the word for it
	fields          []ui.Field
}

// pairsOf gives the phrases of an entry with the name of each form.
func pairsOf(e i18n.Entry) [][2]string {
	if e.Forms == nil {
		return [][2]string{{"", e.Text}}
	}
	var list [][2]string
	for _, f := range []string{"zero", "one", "two", "few", "many", "other"} {
		if s, ok := e.Forms[f]; ok {
			list = append(list, [2]string{f, s})
		}
	}
	return list
}

// saveWords corrects a text, marks it as reviewed, or takes the program's back.
func (c *Console) saveWords(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	lang, key := form.Get("in"), form.Get("key")
	line, err := c.Wording.Find(lang, key)
	if err != nil {
		return err
	}
	if form.Get("do") == "revert" {
		err = c.Wording.Revert(r.R.Context(), r.Actor, lang, key)
	} else if err = form.Err(); err == nil {
		e := i18n.Entry{Text: form.Get("text")}
		if line.Written.Forms != nil {
			e = i18n.Entry{Forms: form.Under("text.")}
		}
		err = c.Wording.Save(r.R.Context(), r.Actor, lang, key, e, form.Get("reviewed") == "yes")
	}
	if fault.Is(err, fault.Invalid) {
		if err := form.Join("", err); err != nil {
			return err
		}
		return c.showWords(r, lang, key, form, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	r.Say("desk.saved")
	return r.Redirect(editURL(lang, key))
}

// exportWords gives the texts of a language as a catalogue file, or the keys of
// those that are reviewed as the file beside it.
func (c *Console) exportWords(r *web.Request) error {
	lang, name, write := r.Query("in"), "", c.Wording.Export
	if r.Query("what") == "reviewed" {
		name, write = "reviewed-", c.Wording.ExportReviewed
	}
	raw, err := write(lang)
	if err != nil {
		return err
	}
	_, err = r.Download(name+lang+".json", "application/json; charset=utf-8").Write(raw)
	return err
}
