package desk

import (
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"agora/catalog"
	"agora/market"
	"agora/money"
	"agora/web"
	"agora/web/ui"
)

// base is the address of the shop's desk.
func base(r *web.Request) string { return "/desk/" + strconv.FormatInt(int64(r.Shop), 10) }

// own gives the shop of the request, its payout account too.
func (d *Desk) own(r *web.Request) (catalog.Shop, error) {
	return d.Catalog.OwnShop(r.R.Context(), r.Actor, r.Shop)
}

// rooms are the tabs of the desk: key, path, icon.
var rooms = [...][3]string{
	{"today", "", "clock"}, {"orders", "/orders", "box"}, {"products", "/products", "shop"},
	{"voices", "/voices", "chat"}, {"money", "/money", "cash"}, {"import", "/import", "file"}, {"shop", "/shop", "pen"},
}

// page writes a page of the desk, with its tabs and its bell.
func (d *Desk) page(r *web.Request, status int, shop catalog.Shop, tab, title string, main templ.Component) error {
	counts, err := d.Market.Counts(r.R.Context(), r.Actor, shop.ID)
	if err != nil {
		return err
	}
	return d.pageOf(r, status, shop, tab, title, waiting(counts), main)
}

// pageOf is page for who knows already how many orders wait.
func (d *Desk) pageOf(r *web.Request, status int, shop catalog.Shop, tab, title string, wait int, main templ.Component) error {
	f := r.Frame(title)
	f.Room, f.Home, f.Place, f.NoCart, f.Private = r.T("desk.room"), base(r), "shop", true, true
	f.Shop = ui.Link{URL: base(r), Text: r.T("desk.my_shop", "shop", shop.Name)}
	f.Live = base(r) + "/bell"
	for _, room := range rooms {
		l := ui.Link{URL: base(r) + room[1], Text: r.T("desk.tab_" + room[0]), Icon: room[2], Current: room[0] == tab}
		if room[0] == "orders" {
			l.Count, l.CountName = wait, "orders"
		}
		f.Tabs = append(f.Tabs, l)
		if room[0] != "import" && room[0] != "voices" { // a thumb has room for five
			f.Bar = append(f.Bar, l)
		}
	}
	return r.Page(status, f, web.Staged(shop.Status == catalog.ShopRehearsal, withKeys(main)))
}

// ok writes a page of the desk that has nothing to complain about.
func (d *Desk) ok(r *web.Request, shop catalog.Shop, tab, title string, main templ.Component) error {
	return d.page(r, http.StatusOK, shop, tab, title, main)
}

// waiting counts the orders that the shop has to do something about.
func waiting(c market.Counts) int {
	return c[market.Placed] + c[market.Accepted] + c[market.Packed]
}

// door leads to the shop a person runs, lets her choose among several, or
// shows the form that opens one.
func (d *Desk) door(r *web.Request) error {
	switch len(r.Actor.Shops) {
	case 0:
		return r.Redirect("/desk/open")
	case 1:
		return r.Redirect(base(r))
	}
	var links []ui.Link
	for id := range r.Actor.Shops {
		shop, err := d.Catalog.ShopByID(r.R.Context(), id)
		if err != nil {
			return err
		}
		if shop.Currency == money.Play { // her rehearsals are reached from the shop that they copy
			continue
		}
		links = append(links, ui.Link{URL: "/desk/" + strconv.FormatInt(int64(id), 10), Text: shop.Name})
	}
	if len(links) == 1 {
		return r.Redirect(links[0].URL)
	}
	sortLinks(links)
	f := r.Frame(r.T("desk.choose_shop"))
	f.Room, f.NoCart, f.Private, f.Place = r.T("desk.room"), true, true, "shop"
	return r.Page(http.StatusOK, f, doors(links))
}

// bell streams the number of waiting orders whenever it may have changed.
func (d *Desk) bell(r *web.Request) error {
	ring, end := d.Market.Bell(r.Shop)
	events := make(chan web.Event, 2)
	ctx := r.R.Context()
	go func() {
		defer end()
		defer close(events)
		for {
			select {
			case <-ctx.Done():
				return
			case <-ring:
			}
			counts, err := d.Market.Counts(ctx, r.Actor, r.Shop)
			if err != nil {
				return
			}
			for _, e := range []web.Event{{Name: "count", Value: map[string]int{"orders": waiting(counts)}}, {Name: "fresh", Value: true}} {
				select {
				case events <- e:
				case <-ctx.Done():
					return
				}
			}
		}
	}()
	return r.Stream(events)
}
