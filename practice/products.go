package practice

import (
	"context"
	"strings"
	"unicode"

	"agora/academy"
	"agora/catalog"
	"agora/identity"
	"agora/money"
	"agora/search"
)

// played reports a shop in play money.
func played(s catalog.Shop) bool { return s.Currency == money.Play }

// products counts what is for sale, and asks the search for it. A copy in a rehearsal is
// no other thing than what it was copied from.
func (l *look) products(ctx context.Context) error {
	seen, asked := map[string]bool{}, 0
	for _, shop := range l.shops {
		if shop.Status == catalog.ShopClosed || !l.wants(academy.ProductsPriced) && !l.wants(academy.DescribedTwice) && !l.wants(academy.FoundInScript) {
			continue
		}
		page, err := l.Catalog.Products(ctx, l.by, shop.ID, catalog.ProductFilter{Status: catalog.ProductActive, Limit: maxProducts})
		if err != nil {
			return err
		}
		for _, p := range page.Items {
			if played(shop) && seen[p.Handle] {
				continue
			}
			seen[p.Handle] = true
			proof := proofOf(shop, p)
			if priced(p) {
				l.add(academy.ProductsPriced, proof)
			}
			if len(described(p)) > 1 {
				l.add(academy.DescribedTwice, proof)
			}
			if shop.Status == catalog.ShopOpen && asked < maxSearches && l.wants(academy.FoundInScript) {
				if err := l.search(ctx, shop, p, &asked); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// search counts a product that is found in another script, and how often was asked.
func (l *look) search(ctx context.Context, shop catalog.Shop, p catalog.Product, asked *int) error {
	words := otherwise(shop, p)
	if words == "" {
		return nil
	}
	if *asked++; *asked == 1 {
		if err := l.Search.CatchUp(ctx); err != nil {
			return err
		}
	}
	found, err := l.finds(ctx, words, p.ID)
	if found {
		proof := proofOf(shop, p)
		proof.Words = words
		l.add(academy.FoundInScript, proof)
	}
	return err
}

// proofOf shows a product: where others see it, which a rehearsal hides, and what it is called.
func proofOf(shop catalog.Shop, p catalog.Product) (proof academy.Proof) {
	proof.Text, proof.Lang = p.Title.In(shop.Lang(), shop.Languages...)
	if !played(shop) {
		proof.Path = "/s/" + shop.Handle + "/" + p.Handle
	}
	return proof
}

// priced reports a product with price, picture and customs code.
func priced(p catalog.Product) bool {
	if len(p.Media) == 0 || p.HS == "" {
		return false
	}
	for _, v := range p.Variants {
		if !v.Retired && v.Price.Minor > 0 {
			return true
		}
	}
	return false
}

// described gives the languages in which a person wrote both what a product is called and
// what it is like, or confirmed what a machine had written.
func described(p catalog.Product) map[string]bool {
	said := map[string]bool{}
	for lang := range p.Title {
		if wrote(p, catalog.FieldTitle, p.Title, lang) && wrote(p, catalog.FieldDescription, p.Description, lang) {
			base, _, _ := strings.Cut(lang, "-")
			said[base] = true
		}
	}
	return said
}

// wrote reports whether a text in a language is there and is a person's.
func wrote(p catalog.Product, field string, t catalog.Texts, lang string) bool {
	return strings.TrimSpace(t[lang]) != "" && !p.Machine.Has(catalog.Passage{Field: field, Texts: t}, lang)
}

// otherwise gives the words by which to look for a product in another script than that of
// its title: its title in a language of such a script, as a person wrote it, else the
// letters by which the search itself reads it; "" for none.
func otherwise(shop catalog.Shop, p catalog.Product) string {
	title, own := p.Title.In(shop.Lang(), shop.Languages...)
	script := scriptOf(title)
	for _, lang := range p.Title.Languages() {
		if s := scriptOf(p.Title[lang]); lang != own && s != "" && s != script && wrote(p, catalog.FieldTitle, p.Title, lang) {
			return p.Title[lang]
		}
	}
	if script == "" || script == "Latin" {
		return ""
	}
	var latin []string
	for _, w := range search.Words(title) {
		if w.Latin != "" {
			latin = append(latin, w.Latin)
		}
	}
	return strings.Join(latin, " ")
}

// scriptOf gives the script of most letters of a text: "Cyrillic"; "" without letters.
func scriptOf(text string) (script string) {
	counts, last := map[string]int{}, ""
	for _, r := range text {
		if !unicode.IsLetter(r) {
			continue
		}
		if last == "" || !unicode.Is(unicode.Scripts[last], r) {
			last = scriptOfLetter(r)
		}
		if counts[last]++; counts[last] > counts[script] {
			script = last
		}
	}
	return script
}

func scriptOfLetter(r rune) string {
	for name, table := range unicode.Scripts { // a letter is in one
		if unicode.Is(table, r) {
			return name
		}
	}
	return ""
}

// finds reports whether a search by words shows a product on its first page.
func (l *look) finds(ctx context.Context, words string, id catalog.ProductID) (bool, error) {
	page, err := l.Catalog.Search(ctx, catalog.Query{Text: words})
	if err != nil {
		return false, err
	}
	for _, c := range page.Items {
		if c.Product == id {
			return true, nil
		}
	}
	return false, nil
}

// questions counts answers to what others asked under her things; in a rehearsal nobody
// but she can ask.
func (l *look) questions(ctx context.Context) error {
	for _, shop := range l.shops {
		if !l.wants(academy.QuestionAnswered) {
			return nil
		}
		page, err := l.Catalog.RemarksOfShop(ctx, l.by, shop.ID, false, "", maxRemarks)
		if err != nil {
			return err
		}
		var ids []catalog.ProductID
		for _, m := range page.Items {
			if answered(shop, m, l.by) {
				ids = append(ids, m.Product)
			}
		}
		faces, err := l.Catalog.Faces(ctx, ids)
		if err != nil {
			return err
		}
		for _, id := range ids {
			f := faces[id]
			var proof academy.Proof
			proof.Text, proof.Lang = f.Title.In(shop.Lang(), shop.Languages...)
			if !played(shop) {
				proof.Path = "/s/" + f.ShopHandle + "/" + f.Handle + "#questions"
			}
			l.add(academy.QuestionAnswered, proof)
		}
	}
	return nil
}

func answered(shop catalog.Shop, m catalog.Remark, by identity.Actor) bool {
	return m.Kind == catalog.Question && !m.Replied.IsZero() && (m.Person != by.Person || played(shop))
}
