package desk

import (
	"strings"

	"agora/catalog"
	"agora/fault"
	"agora/money"
	"agora/web"
	"agora/web/ui"
)

// startProductView asks for the first product.
type startProductView struct {
	startView
	picture ui.Picture // what is there already
	has     bool
	error   string // of the picture
}

func (v startView) product(r *web.Request, p progress, form *web.Form) startProductView {
	one := catalog.Variant{OnHand: 1}
	if len(p.first.Variants) > 0 {
		one = p.first.Variants[0]
	}
	grams := ""
	if one.Grams > 0 {
		grams = number(one.Grams)
	}
	for _, f := range []ui.Field{
		{Name: "title", Label: r.T("desk.f_title"), Value: p.first.Title[p.shop.Lang()], Max: catalog.MaxTitle, Required: true, Span: true, Dir: "auto"},
		{Name: "price", Label: r.T("desk.price_in", "currency", string(p.shop.Currency)), Value: plain(one.Price), Mode: "decimal", Required: true, Dir: "ltr"},
		{Name: "on_hand", Label: r.T("desk.how_many"), Value: number(one.OnHand), Mode: "numeric", Required: true, Dir: "ltr"},
		{Name: "grams", Label: r.T("desk.col_grams"), Hint: r.T("desk.grams_hint"), Value: grams, Mode: "numeric", Required: true, Dir: "ltr"},
	} {
		v.fields = append(v.fields, form.Fill(r, f))
	}
	out := startProductView{startView: v, has: len(p.first.Media) > 0, error: form.Fill(r, ui.Field{Name: "picture"}).Error}
	out.picture = thumb(p.first.Picture(), p.first.Tint, int64(p.first.ID))
	return out
}

// takeProduct puts up the first product, or mends it: who comes back finds
// what was written.
func (d *Desk) takeProduct(r *web.Request, shop catalog.Shop, form *web.Form) error {
	ctx := r.R.Context()
	p, err := d.progress(r, shop)
	if err != nil {
		return err
	}
	if len(p.first.Options) > 0 {
		return nil
	}
	file, _, err := form.File("picture")
	if err != nil {
		return err
	}
	if file != nil {
		defer file.Close()
	} else if len(p.first.Media) == 0 {
		form.Add("picture", "fault.required")
	}
	draft := readFirst(r, shop, p.first, form)
	if form.Err() != nil {
		return nil
	}
	id, err := d.Catalog.SaveProduct(ctx, r.Actor, shop.ID, draft)
	if err != nil {
		return joinFirst(form, err)
	}
	if file == nil {
		return nil
	}
	_, err = d.Catalog.AddPicture(ctx, r.Actor, shop.ID, id, file, catalog.Texts{shop.Lang(): draft.Title[shop.Lang()]})
	if list := fault.List(err); list != nil && !fault.Is(err, fault.Forbidden) {
		for _, e := range list {
			form.Add("picture", e.Key, e.Args...)
		}
		return nil
	}
	return err
}

// readFirst makes a draft of the short form.
func readFirst(r *web.Request, shop catalog.Shop, p catalog.Product, form *web.Form) catalog.Draft {
	draft := p.Draft()
	draft.Pictures, draft.Status = nil, catalog.ProductActive
	if p.ID == 0 {
		draft.Origin = shop.Country
	}
	if draft.Title == nil {
		draft.Title = catalog.Texts{}
	}
	draft.Title[shop.Lang()] = form.Need("title", catalog.MaxTitle)
	v := catalog.VariantDraft{}
	if len(draft.Variants) > 0 {
		v = draft.Variants[0]
	}
	v.Price = money.Of(0, shop.Currency)
	if form.Need("price", 30) != "" {
		if v.Price = amount(r, form, "price", shop.Currency); v.Price.Minor <= 0 {
			form.Add("price", "fault.price_zero")
		}
	}
	if form.Need("on_hand", 12) != "" {
		v.OnHand = form.Int("on_hand")
	}
	if form.Need("grams", 12) != "" {
		v.Grams = form.Int("grams")
	}
	draft.Variants = []catalog.VariantDraft{v}
	return draft
}

// joinFirst leads the faults of a draft to the fields of the short form.
func joinFirst(form *web.Form, err error) error {
	list := fault.List(err)
	if list == nil || fault.Is(err, fault.Forbidden) {
		return err
	}
	for _, e := range list {
		field, _, _ := strings.Cut(strings.TrimPrefix(e.Field, "variants.0."), ".")
		form.Add(field, e.Key, e.Args...)
	}
	return nil
}
