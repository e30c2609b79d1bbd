package desk

import (
	"net/http"
	"strconv"
	"strings"

	"agora/catalog"
	"agora/fault"
	"agora/web"
	"agora/web/ui"
)

// wordlessView is the work of giving words to pictures that have none.
type wordlessView struct {
	base, action string
	mishaps      []ui.Mishap
	rows         []wordlessRow
	hidden       []string
	first, next  string
}

// wordlessRow is one picture.
type wordlessRow struct {
	url, title string
	picture    ui.Picture
	words      ui.Field
}

// wordlessProducts is how many products a page of them has.
const wordlessProducts = 12

// unworded is the way to the pictures without words, and how many they are; no
// address when there is none.
func (d *Desk) unworded(r *web.Request, shop catalog.Shop) (l ui.Link, err error) {
	c, err := d.Catalog.Coverage(r.R.Context(), r.Actor, shop.ID)
	if err == nil && c.Wordless > 0 {
		l = ui.Link{URL: base(r) + "/pictures", Text: r.N("desk.pictures_wordless", c.Wordless)}
	}
	return l, err
}

// wordless lists the pictures that nobody described in the shop's language.
func (d *Desk) wordless(r *web.Request) error { return d.showWordless(r, nil, http.StatusOK) }

func (d *Desk) showWordless(r *web.Request, form *web.Form, status int) error {
	shop, err := d.own(r)
	if err != nil {
		return err
	}
	page, err := d.Catalog.WordlessProducts(r.R.Context(), r.Actor, shop.ID, shop.Lang(), r.Query("after"), wordlessProducts)
	if err != nil {
		return err
	}
	v := wordlessView{base: base(r), action: base(r) + "/pictures", mishaps: form.Mishaps(r), hidden: r.FormKey(r.T("desk.pictures"))}
	if r.Query("after") != "" {
		v.first = v.action
	}
	if page.Next != "" {
		v.next = v.action + "?after=" + page.Next
	}
	for _, p := range page.Items {
		for _, m := range p.Media {
			if m.Alt[shop.Lang()] != "" {
				continue
			}
			v.rows = append(v.rows, wordlessRow{url: v.base + "/products/" + number(int64(p.ID)), title: text(r, shop, p.Title), picture: thumb(m, p.Tint, int64(p.ID)),
				words: form.Fill(r, ui.Field{Name: "alt." + number(int64(p.ID)) + "." + m.Key, Label: r.T("desk.alt"), Max: catalog.MaxShort,
					Lang: shop.Lang(), Dir: ui.DirOf(shop.Lang())})})
		}
	}
	return d.page(r, status, shop, "products", r.T("desk.pictures"), wordlessPage(v))
}

// describe takes the words; a picture without any waits on.
func (d *Desk) describe(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	shop, err := d.own(r)
	if err != nil {
		return err
	}
	words := map[catalog.ProductID]map[string]string{}
	for rest := range form.Under("alt.") {
		product, key, _ := strings.Cut(rest, ".")
		id, err := strconv.ParseInt(product, 10, 64)
		said := form.Text("alt."+rest, catalog.MaxShort)
		if err != nil || said == "" {
			continue
		}
		of := words[catalog.ProductID(id)]
		if of == nil {
			of = map[string]string{}
			words[catalog.ProductID(id)] = of
		}
		of[key] = said
	}
	if form.Err() != nil {
		return d.showWordless(r, form, http.StatusUnprocessableEntity)
	}
	for id, of := range words {
		if err := d.Catalog.Describe(r.R.Context(), r.Actor, shop.ID, id, shop.Lang(), of); err != nil && !fault.Is(err, fault.NotFound) {
			return err
		}
	}
	r.Say("desk.saved")
	return r.Redirect(base(r) + "/pictures")
}
