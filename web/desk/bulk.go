package desk

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"agora/catalog"
	"agora/fault"
	"agora/once"
	"agora/web"
	"agora/web/ui"
)

// bulkRows is about how many rows a page of prices and stock has; a product is
// never cut.
const bulkRows = 20

// bulkView is prices and stock of many products as one form.
type bulkView struct {
	base, action string
	currency     string
	mishaps      []ui.Mishap
	places       []ui.Link
	at           string // id of the place that is counted, "" for all together
	addPlace     ui.Field
	rename       ui.Field
	rows         []bulkRow
	uncoded      ui.Link
	first, next  string
	hidden       []string // of the form
}

// bulkRow is one variant.
type bulkRow struct {
	url, name, choice string
	held              string
	cells             []ui.Field // price, stock
	hidden            []string   // what they were
}

// prices shows a page of prices and stock.
func (d *Desk) prices(r *web.Request) error { return d.showPrices(r, nil, http.StatusOK) }

func (d *Desk) showPrices(r *web.Request, form *web.Form, code int) error {
	shop, err := d.own(r)
	if err != nil {
		return err
	}
	ctx := r.R.Context()
	after := r.Query("after")
	page, err := d.Catalog.Products(ctx, r.Actor, shop.ID, catalog.ProductFilter{Cursor: after, Limit: bulkRows})
	if err != nil {
		return err
	}
	places, err := d.Catalog.Locations(ctx, r.Actor, shop.ID)
	if err != nil {
		return err
	}
	items, next := fitting(page)
	v := bulkView{base: base(r), currency: string(shop.Currency), mishaps: form.Mishaps(r)}
	at := v.place(r, shop, places, form)
	var here map[catalog.VariantID][2]int64
	if at != 0 {
		var ids []catalog.VariantID
		for _, p := range items {
			for _, one := range p.Variants {
				ids = append(ids, one.ID)
			}
		}
		if here, err = d.Catalog.StockIn(ctx, r.Actor, shop.ID, at, ids); err != nil {
			return err
		}
	}
	for _, p := range items {
		for _, one := range p.Variants {
			if at != 0 {
				one.OnHand, one.Held = here[one.ID][0], here[one.ID][1]
			}
			v.rows = append(v.rows, bulkRowOf(r, shop, p, one, form))
		}
	}
	if v.uncoded, err = d.uncoded(r, shop); err != nil {
		return err
	}
	v.action = pricesURL(r, v.at, after)
	v.hidden = append(r.FormKey(r.T("desk.price_and_stock")), "back", v.action)
	if after != "" {
		v.first = pricesURL(r, v.at, "")
	}
	if next != "" {
		v.next = pricesURL(r, v.at, next)
	}
	return d.page(r, code, shop, "products", r.T("desk.price_and_stock"), bulkPage(v))
}

// fitting gives as many products of a page as fit, at least one, and the
// cursor after them.
func fitting(page catalog.Page[catalog.Product]) ([]catalog.Product, string) {
	rows := 0
	for i, p := range page.Items {
		if rows += len(p.Variants); rows > bulkRows && i > 0 {
			return page.Items[:i], catalog.After(page.Items[i-1].ID)
		}
	}
	return page.Items, page.Next
}

func pricesURL(r *web.Request, at, after string) string {
	q := url.Values{}
	if at != "" {
		q.Set("at", at)
	}
	if after != "" {
		q.Set("after", after)
	}
	s := base(r) + "/products/edit"
	if len(q) > 0 {
		s += "?" + q.Encode()
	}
	return s
}

// place fills the choice of the place that is counted. With one place only all
// together are counted.
func (v *bulkView) place(r *web.Request, shop catalog.Shop, places []catalog.Location, form *web.Form) (at catalog.LocationID) {
	asked := r.QueryID("at")
	v.places = []ui.Link{{URL: pricesURL(r, "", ""), Text: r.T("desk.all_places"), Current: true}}
	for _, p := range places {
		name := p.Name
		if name == "" {
			name = shop.City
		}
		l := ui.Link{URL: pricesURL(r, number(int64(p.ID)), ""), Text: name + " " + r.Locale.Number(p.OnHand)}
		if int64(p.ID) == asked {
			at, l.Current, v.places[0].Current = p.ID, true, false
			v.at = number(asked)
			v.rename = form.Fill(r, ui.Field{Name: "name", ID: "f-rename", Label: r.T("desk.place_name"), Value: name, Max: catalog.MaxShort, Required: true, Dir: "auto"})
		}
		v.places = append(v.places, l)
	}
	if len(places) == 1 {
		v.places, v.at, at = nil, "", 0
	}
	v.addPlace = ui.Field{Name: "name", Label: r.T("desk.place_name"), Hint: r.T("desk.place_hint"), Max: catalog.MaxShort, Required: true, Dir: "auto"}
	if v.at == "" {
		v.addPlace = form.Fill(r, v.addPlace)
	}
	return at
}

func bulkRowOf(r *web.Request, shop catalog.Shop, p catalog.Product, v catalog.Variant, form *web.Form) bulkRow {
	id := number(int64(v.ID))
	row := bulkRow{url: base(r) + "/products/" + number(int64(p.ID)), name: text(r, shop, p.Title),
		choice: strings.Join(p.ChoiceOf(v, r.Locale.Lang(), shop.Languages...), ", ")}
	if v.Held > 0 {
		row.held = r.T("desk.of_them_held", "n", v.Held)
	}
	row.cells = []ui.Field{
		form.Fill(r, ui.Field{Name: "v." + id + ".price", Label: r.T("desk.col_price"), Value: plain(v.Price), Mode: "decimal", Dir: "ltr"}),
		form.Fill(r, ui.Field{Name: "v." + id + ".on_hand", Label: r.T("desk.col_stock"), Value: number(v.OnHand), Mode: "numeric", Dir: "ltr"}),
	}
	row.hidden = []string{"v." + id + ".was", plain(v.Price) + " " + number(v.OnHand)}
	return row
}

// savePrices changes what differs from what the page showed, so that orders
// that came meanwhile keep what they did to the stock of other rows.
func (d *Desk) savePrices(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	shop, err := d.own(r)
	if err != nil {
		return err
	}
	at := r.QueryID("at")
	to := pricesURL(r, r.Query("at"), r.Query("after"))
	list := readBulk(r, shop, form)
	if form.Err() == nil && len(list) > 0 {
		ctx, err := r.Once(to)
		if err == nil {
			err = d.Catalog.ChangeVariants(ctx, r.Actor, shop.ID, catalog.LocationID(at), list)
		}
		if _, before := once.Answer(err); before {
			return r.Done(err, "desk.saved", to)
		}
		if fault.List(err) == nil && err != nil || fault.Is(err, fault.Forbidden) || fault.Is(err, fault.NotFound) {
			return err
		}
		for _, e := range fault.List(err) {
			form.Add(bulkField(list, e.Field), e.Key, e.Args...)
		}
	}
	if err := form.Err(); err != nil {
		return d.showPrices(r, form, fault.Status(err))
	}
	return r.Done(nil, "desk.saved", to)
}

// readBulk gives the rows that were changed.
func readBulk(r *web.Request, shop catalog.Shop, form *web.Form) (list []catalog.VariantChange) {
	for rest, was := range form.Under("v.") {
		id, last, _ := strings.Cut(rest, ".")
		n, err := strconv.ParseInt(id, 10, 64)
		if last != "was" || err != nil || n <= 0 {
			continue
		}
		price, count, _ := strings.Cut(was, " ")
		at := "v." + id + "."
		c := catalog.VariantChange{Variant: catalog.VariantID(n)}
		if form.Get(at+"price") != price {
			c.Price = amount(r, form, at+"price", shop.Currency)
		}
		if form.Get(at+"on_hand") != count {
			if form.Need(at+"on_hand", 12) != "" {
				c.OnHand, c.Count = form.Int(at+"on_hand"), true
				c.Saw, err = strconv.ParseInt(count, 10, 64)
				c.Seen = err == nil
			}
		}
		if c.Price.Currency != "" || c.Count {
			list = append(list, c)
		}
	}
	return list
}

// bulkField turns the path of a fault into the name of an input.
func bulkField(list []catalog.VariantChange, field string) string {
	var n int
	var part string
	if _, err := fmt.Sscanf(strings.ReplaceAll(field, ".", " "), "variants %d %s", &n, &part); err == nil && n < len(list) {
		return "v." + number(int64(list[n].Variant)) + "." + part
	}
	return field
}

// savePlace names a place of stock, or adds one.
func (d *Desk) savePlace(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	at := r.QueryID("at")
	name := form.Need("name", catalog.MaxShort)
	if form.Err() == nil {
		id, err := d.Catalog.SaveLocation(r.R.Context(), r.Actor, r.Shop, catalog.LocationID(at), name)
		if err == nil {
			r.Say("desk.saved")
			return r.Redirect(pricesURL(r, number(int64(id)), ""))
		}
		if !fault.Is(err, fault.Invalid) {
			return err
		}
		if err := form.Join("", err); err != nil {
			return err
		}
	}
	return d.showPrices(r, form, http.StatusUnprocessableEntity)
}
