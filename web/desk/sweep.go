package desk

import (
	"cmp"
	"context"
	"net/http"
	"strconv"
	"strings"

	"agora/catalog"
	"agora/fault"
	"agora/money"
	"agora/web"
	"agora/web/ui"
)

// smallSweep of products is made before the answer; a larger one is left to the
// node's jobs, and a page tells how far it is.
const smallSweep = 100

// sweepView asks what is to be changed of all that a filter finds, and shows
// what that would do.
type sweepView struct {
	base, action string
	found        string
	mishaps      []ui.Mishap
	kind, n      ui.Field
	step, into   ui.Field
	asked        []string // hidden fields: the filter
	sure         []string // hidden fields of the form that does it; nil before a look
	to           string   // where it is sent: the address of the look
	does, why    string
	cols         []ui.Col
	rows         [][]ui.Cell
}

// sweepForm asks for a change or, when the address has one, shows what it would
// do. Nothing is changed.
func (d *Desk) sweepForm(r *web.Request) error { return d.showSweep(r, nil, http.StatusOK) }

func (d *Desk) showSweep(r *web.Request, failed error, code int) error {
	shop, err := d.own(r)
	if err != nil {
		return err
	}
	ask := r.Query
	here := shelfOf(r)
	f, err := here.filter(r, shop)
	if err != nil {
		return err
	}
	categories, err := d.Catalog.Categories(r.R.Context())
	if err != nil {
		return err
	}
	v := sweepView{base: base(r), action: base(r) + "/products/sweep", kind: ui.Field{Name: "kind", Label: r.T("desk.sweep_kind"), Value: ask("kind"), Required: true, Empty: r.T("desk.sweep_choose")},
		n:    ui.Field{Name: "n", Label: r.T("desk.sweep_n"), Hint: r.T("desk.sweep_n_hint"), Value: ask("n"), Max: catalog.MaxShort, Dir: "auto"},
		into: ui.Field{Name: "to", Label: r.T("desk.sweep_to"), Options: orNone(categoryOptions(r, categories, ask("to"))), Empty: r.T("desk.sweep_choose")},
		step: ui.Field{Name: "step", Label: r.T("desk.sweep_step"), Value: ask("step"), Empty: r.T("desk.sweep_exact")}}
	for _, k := range catalog.SweepKinds {
		v.kind.Options = append(v.kind.Options, ui.Option{Value: string(k), Text: r.T("desk.sweep_" + string(k))})
	}
	for _, s := range []string{"1", "5", "10", "50", "100", "500", "1000"} {
		v.step.Options = append(v.step.Options, ui.Option{Value: s, Text: s + " " + string(shop.Currency)})
	}
	v.kind.Options = ui.Select(v.kind.Options, ask("kind"))
	v.step.Options = ui.Select(v.step.Options, ask("step"))
	v.asked = here.pairs()
	change, counts := catalog.Change{}, catalog.Change{Kind: catalog.PriceAdd, N: 1} // the latter only to count what is found
	if ask("kind") != "" && failed == nil {
		if change, failed = readChange(r, shop); failed == nil {
			failed = change.Check().Err()
		}
	}
	if ask("kind") == "" || failed != nil {
		change = counts
	}
	look, err := d.Catalog.LookSweep(r.R.Context(), r.Actor, shop.ID, f, change)
	if failed == nil && fault.Is(err, fault.Invalid) { // the category takes nothing new
		failed = err
		look, err = d.Catalog.LookSweep(r.R.Context(), r.Actor, shop.ID, f, counts)
	}
	if err != nil {
		return err
	}
	v.found = r.N("desk.sweep_found", look.Products)
	switch {
	case failed != nil:
		code = max(code, http.StatusUnprocessableEntity)
		v.blame(r, failed)
	case ask("kind") != "":
		v.look(r, shop, categories, change, look)
		v.sure, v.to = r.FormKey(r.T("desk.sweep")), v.action+"?"+r.R.URL.RawQuery
	}
	return d.page(r, code, shop, "products", r.T("desk.sweep"), sweepPage(v))
}

// blame puts faults beside their fields.
func (v *sweepView) blame(r *web.Request, err error) {
	for _, e := range fault.List(err) {
		words := r.Locale.Error(e)
		field := cmp.Or(map[string]string{"category": "to", "brand": "n"}[e.Field], e.Field)
		for _, in := range []*ui.Field{&v.kind, &v.n, &v.step, &v.into} {
			if in.Name == field {
				in.Error = words
			}
		}
		v.mishaps = append(v.mishaps, ui.Mishap{Field: "f-" + field, Words: words})
	}
}

// look shows some of what would change.
func (v *sweepView) look(r *web.Request, shop catalog.Shop, categories []catalog.Category, c catalog.Change, look catalog.SweepLook) {
	v.does = r.N("desk.sweep_changes", look.Changed)
	if look.Refused > 0 {
		v.why = r.N("desk.sweep_refused", look.Refused, "why", r.Locale.Error(look.Why))
	}
	v.cols = []ui.Col{{Head: r.T("desk.col_product")}, {Head: r.T("desk.tr_was"), Number: true}, {Head: r.T("desk.tr_becomes"), Number: true}}
	for _, s := range look.Samples {
		name := text(r, shop, s.Product.Title)
		for _, one := range s.Product.Variants {
			if one.ID == s.Variant {
				if choice := strings.Join(s.Product.ChoiceOf(one, r.Locale.Lang(), shop.Languages...), ", "); choice != "" {
					name += ", " + choice
				}
			}
		}
		row := []ui.Cell{{Text: name, URL: v.base + "/products/" + number(int64(s.Product.ID))}}
		switch {
		case c.Kind.Prices():
			row = append(row, ui.Cell{Amount: money.Of(s.Was, shop.Currency)}, ui.Cell{Amount: money.Of(s.To, shop.Currency)})
		case c.Kind.Stock():
			row = append(row, ui.Cell{Text: r.Locale.Number(s.Was)}, ui.Cell{Text: r.Locale.Number(s.To)})
		case c.Kind == catalog.SweepBrand:
			row = append(row, ui.Cell{Text: told(s.Label)}, ui.Cell{Text: told(c.Text)})
		case c.Kind == catalog.SweepCategory:
			row = append(row, ui.Cell{Text: told(categoryName(r, categories, s.Label))}, ui.Cell{Text: told(categoryName(r, categories, c.Text))})
		default:
			to := map[catalog.SweepKind]catalog.ProductStatus{catalog.SweepPublish: catalog.ProductActive, catalog.SweepHide: catalog.ProductDraft, catalog.SweepArchive: catalog.ProductArchived}[c.Kind]
			row = append(row, ui.Cell{Text: r.T("desk.product_" + string(s.Product.Status))}, ui.Cell{Text: r.T("desk.product_" + string(to))})
		}
		v.rows = append(v.rows, row)
	}
}

// categoryName gives the name of a category; "" of none.
func categoryName(r *web.Request, categories []catalog.Category, key string) string {
	for _, c := range categories {
		if c.Key == key {
			name, _ := c.Names.In(r.Locale.Lang(), r.Reads()...)
			return name
		}
	}
	return ""
}

// readChange reads the change of the address.
func readChange(r *web.Request, shop catalog.Shop) (catalog.Change, error) {
	c := catalog.Change{Kind: catalog.SweepKind(r.Query("kind"))}
	var f fault.Fields
	amount := func(field, text string) int64 {
		a, err := r.Amount(text, shop.Currency)
		_ = f.Join(field, err)
		return a.Minor
	}
	switch n := r.Query("n"); {
	case c.Kind == catalog.SweepCategory:
		c.Text = r.Query("to")
	case c.Kind == catalog.SweepBrand:
		c.Text = strings.TrimSpace(n)
	case c.Kind == catalog.PriceBy:
		percent, err := r.Percent(strings.Trim(n, "%\u066a "))
		_ = f.Join("n", err)
		c.N = int64(percent)
	case c.Kind.Prices():
		c.N = amount("n", n)
	case c.Kind.Stock():
		plain, err := r.Locale.ParseDecimal(n)
		if err == nil {
			c.N, err = strconv.ParseInt(plain, 10, 64)
		}
		if err != nil {
			f.Add("n", "fault.number")
		}
	}
	if c.Kind.Prices() && r.Query("step") != "" {
		c.Step = amount("step", r.Query("step"))
	}
	return c, f.Err()
}

// sweep begins what was looked at.
func (d *Desk) sweep(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	shop, err := d.own(r)
	if err != nil {
		return err
	}
	to := base(r) + "/products/sweep/run"
	change, err := readChange(r, shop)
	if err != nil {
		return d.showSweep(r, err, http.StatusUnprocessableEntity)
	}
	ctx, err := r.Once(to)
	if err != nil {
		return r.Done(err, "desk.saved", to)
	}
	f, err := shelfOf(r).filter(r, shop)
	if err != nil {
		return err
	}
	id, products, err := d.Catalog.BeginSweep(ctx, r.Actor, shop.ID, f, change)
	if err == nil && products <= smallSweep { // else the node's jobs make it
		err = d.Catalog.ContinueSweep(context.WithoutCancel(r.R.Context()), shop.ID, id)
	}
	if fault.List(err) != nil && (fault.Is(err, fault.Invalid) || fault.HasKey(err, "fault.sweep_runs")) {
		return d.showSweep(r, err, fault.Status(err))
	}
	if err != nil {
		return r.Done(err, "desk.saved", to)
	}
	return r.Redirect(to)
}

// sweeping shows how far the newest sweep is. While it runs the browser asks
// again by itself, with or without script.
func (d *Desk) sweeping(r *web.Request) error {
	shop, err := d.own(r)
	if err != nil {
		return err
	}
	w, ok, err := d.Catalog.LatestSweep(r.R.Context(), r.Actor, shop.ID)
	if err != nil {
		return err
	}
	if !ok {
		return r.Redirect(base(r) + "/products")
	}
	v := runView{base: base(r), id: number(int64(w.ID)), label: r.T("desk.sweep"), done: w.Done, of: w.Total, ended: w.Ended(), undo: w.CanUndo,
		words: r.T("desk.imp_progress", "done", r.Locale.Number(w.Done), "of", r.Locale.Number(w.Total)), said: r.N("desk.sweep_changed", w.Changed)}
	if w.State == catalog.SweepUndid {
		v.said = r.T("desk.sweep_undone")
	}
	if w.Refused > 0 {
		v.facts = []ui.Row{{What: r.T("desk.imp_same"), Value: r.Locale.Number(w.Refused)}}
	}
	if !v.ended {
		r.W.Header().Set("Refresh", "2")
	}
	return d.page(r, http.StatusOK, shop, "products", r.T("desk.sweep"), sweepingPage(v))
}

// undoSweep takes the newest sweep back.
func (d *Desk) undoSweep(r *web.Request) error {
	form, err := r.Form()
	if err != nil {
		return err
	}
	shop, err := d.own(r)
	if err != nil {
		return err
	}
	id := catalog.SweepID(form.ID("sweep"))
	if err := d.Catalog.UndoSweep(r.R.Context(), r.Actor, shop.ID, id); err != nil {
		return err
	}
	w, _, err := d.Catalog.LatestSweep(r.R.Context(), r.Actor, shop.ID)
	if err == nil && w.Total <= smallSweep {
		err = d.Catalog.ContinueSweepUndo(context.WithoutCancel(r.R.Context()), shop.ID, id)
	}
	if err != nil {
		return err
	}
	return r.Redirect(base(r) + "/products/sweep/run")
}
