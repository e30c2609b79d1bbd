package console

import (
	"agora/audit"
	"agora/fault"
	"agora/landed"
	"cmp"
	"net/http"

	"agora/catalog"
	"agora/commission"
	"agora/db"
	"agora/web"
	"agora/web/ui"
)

// shopView is a shop as the operator judges it.
type shopView struct {
	name, handle, code, country, city string
	face, tint, tagline, since, owner string
	status, tone, action, orders      string
	moves                             []ui.Link // URL is the move
	why                               ui.Field
	rate                              ui.Field
	rateAction                        string
	prices                            []ui.Option
	pricesAction                      string
}

// shopTones are the colours of the statuses of a shop.
var shopTones = map[catalog.ShopStatus]string{catalog.ShopDraft: "clay", catalog.ShopSubmitted: "saff", catalog.ShopOpen: "leaf",
	catalog.ShopPaused: "lapis", catalog.ShopClosed: "pome"}

func shopViewOf(r *web.Request, s catalog.Shop, book commission.Book) shopView {
	tagline, _ := s.Tagline.In(r.Locale.Lang(), s.Languages...)
	id := number(int64(s.ID))
	v := shopView{name: s.Name, handle: s.Handle, code: string(s.Country), country: r.CountryName(s.Country), city: s.City,
		face: s.Initials, tint: "f-" + s.Tint, tagline: tagline, status: r.T("console.shop_" + string(s.Status)), tone: shopTones[s.Status],
		owner:  r.T("console.owner", "id", number(int64(s.Owner))),
		action: "/console/shops/" + id + "/move", orders: "/console/orders?shop=" + id, rateAction: "/console/shops/" + id + "/commission", pricesAction: "/console/shops/" + id + "/prices",
		why:  ui.Field{Name: "why", ID: "why-" + id, Label: r.T("console.why"), Type: "area", Max: 500, Dir: "auto", Required: true},
		rate: ui.Field{Name: "rate", ID: "rate-" + id, Label: r.T("console.commission"), Value: plainPercent(int64(book.For(s.ID, "").Rate)), Mode: "decimal", Dir: "ltr"}}
	v.since = r.T("console.asked")
	if !s.Opened.IsZero() {
		v.since = r.T("console.open_since", "day", s.Opened)
	}
	for _, m := range s.Moves(r.Actor) {
		if m != catalog.ShopDecline {
			v.moves = append(v.moves, ui.Link{URL: string(m), Text: r.T("console.move_" + string(m))})
		}
	}
	return v
}

// shopsView is the list of shops with what may be done to each.
type shopsView struct {
	listView
	asking []shopView
	mishap []ui.Mishap
}

// shops lists shops by status; those that ask to open stand first.
func (c *Console) shops(r *web.Request) error { return c.showShops(r, nil, http.StatusOK) }

func (c *Console) showShops(r *web.Request, form *web.Form, status int) error {
	ctx := r.R.Context()
	at := catalog.ShopStatus(r.Query("status"))
	page, err := c.Catalog.Shops(ctx, at, r.Query("after"), pageSize)
	if err != nil {
		return err
	}
	asking, err := c.Catalog.Shops(ctx, catalog.ShopSubmitted, "", pageSize)
	if err != nil {
		return err
	}
	ids := make([]db.ShopID, len(page.Items))
	for i, s := range page.Items {
		ids[i] = s.ID
	}
	book, err := c.Commission.Book(ctx, ids...)
	if err != nil {
		return err
	}
	v := shopsView{listView: listView{title: r.T("console.tab_shops"), none: r.T("console.no_shops"), words: r.T("console.no_shops_words"), mishaps: form.Mishaps(r)}}
	for _, s := range []string{"", "submitted", "open", "paused", "draft", "closed"} {
		key := s
		if key == "" {
			key = "all"
		}
		v.chips = append(v.chips, ui.Link{URL: "/console/shops?status=" + s, Text: r.T("console.shop_" + key), Current: s == string(at)})
	}
	for _, s := range asking.Items {
		v.asking = append(v.asking, shopViewOf(r, s, nil))
	}
	v.cols = []ui.Col{{Head: r.T("console.shop")}, {Head: r.T("console.where")}, {Head: r.T("console.status")}, {Head: r.T("console.commission")}, {Head: r.T("console.prices")}, {Head: r.T("console.acts")}}
	view, err := c.Landed.View(ctx)
	if err != nil {
		return err
	}
	for _, s := range page.Items {
		one := shopViewOf(r, s, book)
		for _, p := range []landed.Prices{landed.Untaxed, landed.GrossKept, landed.NetKept} {
			one.prices = append(one.prices, ui.Option{Value: string(p), Text: r.T("console.prices_" + cmp.Or(string(p), "untaxed")), Selected: p == view.Prices(s.ID)})
		}
		v.rows = append(v.rows, []ui.Cell{{Part: shopName(one, "/desk/"+number(int64(s.ID)))}, {Part: place(one.code, one.country, one.city)},
			{Part: ui.Badge(one.tone, "", one.status)}, {Part: rateForm(one)}, {Part: pricesForm(one)}, {Part: shopActs(one)}})
	}
	if r.Query("after") != "" {
		v.first = "/console/shops?status=" + string(at)
	}
	if page.Next != "" {
		v.next = "/console/shops?status=" + string(at) + "&after=" + page.Next
	}
	return c.page(r, status, "shops", v.title, shopsPage(v))
}

// moveShop approves a shop, sends it back with a reason, pauses or closes it.
func (c *Console) moveShop(r *web.Request) error {
	form, id, err := formAndID(r)
	if err != nil {
		return err
	}
	move := catalog.ShopMove(form.Get("move"))
	why := form.Text("why", 500)
	if move == catalog.ShopDecline && why == "" {
		form.Add("why", "fault.required")
	}
	if form.Err() != nil {
		return c.showShops(r, form, http.StatusUnprocessableEntity)
	}
	if err := c.Catalog.MoveShop(r.R.Context(), r.Actor, catalog.ShopID(id), move, why); err != nil {
		return err
	}
	r.Say("console.done")
	return r.Redirect("/console/shops")
}

// formAndID reads what every post about one thing needs. A form with faults
// already comes without an error: who writes it back asks form.Err.
func formAndID(r *web.Request) (*web.Form, int64, error) {
	form, err := r.Form()
	if form == nil {
		return nil, 0, err
	}
	id, err := r.PathID("id")
	return form, id, err
}

// prices says how a shop's prices stand to the VAT of its country, from now on.
func (c *Console) prices(r *web.Request) error {
	form, id, err := formAndID(r)
	if err != nil {
		return err
	}
	shop, err := c.Catalog.ShopByID(r.R.Context(), catalog.ShopID(id))
	if err != nil {
		return err
	}
	p := landed.Prices(form.Get("prices"))
	err = c.DB.Write(r.R.Context(), func(tx *db.Tx) error {
		if err := c.Landed.SetPrices(tx, shop.ID, p); err != nil {
			return err
		}
		return audit.Note(tx, r.Actor, shop.ID, "shop.prices", "shop:"+number(int64(shop.ID)), map[string]string{"prices": string(p)})
	})
	if fault.Is(err, fault.Invalid) {
		_ = form.Join("", err)
		return c.showShops(r, form, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	r.Say("console.done")
	return r.Redirect("/console/shops")
}
