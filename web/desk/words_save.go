package desk

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"agora/catalog"
	"agora/fault"
	"agora/once"
	"agora/web"
)

// wordsEntry is one text of a posted page.
type wordsEntry struct {
	product catalog.ProductID
	n       int
	saw     string // hash of what the page showed
	field   string
	text    string
}

func (e wordsEntry) name() string { return number(int64(e.product)) + "." + number(int64(e.n)) }

// wordsEntries reads a posted page, in its order.
func wordsEntries(form *web.Form) (list []wordsEntry) {
	for name, hidden := range form.Under("h.") {
		id, at, _ := strings.Cut(name, ".")
		product, err := strconv.ParseInt(id, 10, 64)
		n, err2 := strconv.Atoi(at)
		saw, field, ok := strings.Cut(hidden, " ")
		if err != nil || err2 != nil || !ok || product < 0 || len(form.List("t."+name)) == 0 {
			continue
		}
		list = append(list, wordsEntry{catalog.ProductID(product), n, saw, field, form.Get("t." + name)})
	}
	slices.SortFunc(list, func(a, b wordsEntry) int { return cmp.Or(-cmp.Compare(a.product, b.product), cmp.Compare(a.n, b.n)) })
	return list
}

// wordsProductsOf gives the products of a posted page.
func wordsProductsOf(form *web.Form) (ids []catalog.ProductID) {
	for _, e := range wordsEntries(form) {
		if e.product != 0 && !slices.Contains(ids, e.product) {
			ids = append(ids, e.product)
		}
	}
	return ids
}

// saveWords changes the texts that differ from what the page showed, and those
// of a machine that were confirmed: all of them or none.
func (d *Desk) saveWords(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	lang := r.Query("in")
	to := web.Local(form.Get("back"), wordsURL(r, lang))
	var list []catalog.Translation
	var names []string
	for _, e := range wordsEntries(form) {
		if catalog.Hash(e.text) == e.saw && (!form.Has("ok."+number(int64(e.product))) || e.text == "") {
			continue
		}
		list = append(list, catalog.Translation{Product: e.product, Field: e.field, Lang: lang, Text: e.text, Saw: e.saw})
		names = append(names, e.name())
	}
	if form.Err() == nil && len(list) > 0 {
		ctx, err := r.Once(to)
		if err == nil {
			err = d.Catalog.Translate(ctx, r.Actor, r.Shop, list)
		}
		if _, before := once.Answer(err); before {
			return r.Done(err, "desk.saved", to)
		}
		if fault.List(err) == nil && err != nil || fault.Is(err, fault.Forbidden) {
			return err
		}
		for _, e := range fault.List(err) {
			field := e.Field
			var n int
			if _, err := fmt.Sscanf(e.Field, "texts.%d", &n); err == nil && n < len(names) {
				field = "t." + names[n]
			}
			form.Add(field, e.Key, e.Args...)
		}
	}
	if err := form.Err(); err != nil {
		return d.showWords(r, form, fault.Status(err))
	}
	return r.Done(nil, "desk.saved", to)
}
