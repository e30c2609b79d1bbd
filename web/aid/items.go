package aid

import (
	"net/http"
	"slices"
	"strings"

	"agora/goods"
	"agora/relief"
	"agora/web"
	"agora/web/ui"
)

// itemsView is the items of a crisis on the desk, or one of them.
type itemsView struct {
	title   ui.Link
	tabs    []ui.Link
	mishaps []ui.Mishap
	cols    []ui.Col
	rows    [][]ui.Cell
	more    string // address of the next page
	first   string // address of the first, on another
	open    bool
	one     string // name of the item that is changed; "" for the list
	back    string // address of the list
	action  string
	id      string
	form    []ui.Field
	keeps   bool
}

// itemsOnPage bounds the list of the desk.
const itemsOnPage = 100

// itemRoutes end in a slash where they name an item, so that none of a consignment means
// the same address.
func (a *Aid) itemRoutes() []web.Route {
	return []web.Route{
		desk("GET", "/{crisis}/items", a.items),
		desk("POST", "/{crisis}/items", a.stock),
		desk("GET", "/{crisis}/items/{item}/{$}", a.item),
	}
}

func itemURL(i relief.Item) string {
	return boardURL(i.Crisis) + "/items/" + number(int64(i.ID)) + "/"
}

func (a *Aid) items(r *web.Request) error {
	c, err := a.crisisOf(r)
	if err != nil {
		return err
	}
	return a.showItems(r, c, nil, http.StatusOK)
}

// showItems lists the items by code, with the form of another.
func (a *Aid) showItems(r *web.Request, c relief.Crisis, form *web.Form, status int) error {
	list, err := a.Relief.Items(r.R.Context(), c.ID)
	if err != nil {
		return err
	}
	v := a.itemsView(r, c, form)
	v.form, v.keeps = itemFields(r, relief.Item{}, list, form), form != nil && form.Has("keeps")
	v.cols = []ui.Col{{Head: r.T("relief.item")}, {Head: r.T("relief.code")}, {Head: r.T("relief.unit")}, {Head: r.T("relief.packs")}, {Head: r.T("relief.certificate")}}
	if after := r.Query("after"); after != "" {
		v.first = v.back
		list = slices.DeleteFunc(list, func(i relief.Item) bool { return i.Code <= after })
	}
	if len(list) > itemsOnPage {
		list = list[:itemsOnPage]
		v.more = v.back + "?after=" + list[itemsOnPage-1].Code
	}
	for _, i := range list {
		var packs []string
		for _, p := range i.Packs {
			packs = append(packs, packName(r, i, p))
		}
		v.rows = append(v.rows, []ui.Cell{{Text: itemName(r, i), URL: itemURL(i)}, {Text: i.Code, Code: true}, {Text: r.T("relief.in_" + string(i.Unit))}, {Text: strings.Join(packs, ", ")}, {Text: i.Certificate}})
	}
	return a.page(r, status, r.T("relief.items"), itemsPage(v))
}

func (a *Aid) itemsView(r *web.Request, c relief.Crisis, form *web.Form) itemsView {
	at := boardURL(c.ID) + "/items"
	v := itemsView{title: r.Words(c.Title), tabs: tabs(r, c, "/items"), mishaps: form.Mishaps(r), open: c.State == relief.Open, back: at, action: at}
	v.title.URL = boardURL(c.ID)
	return v
}

// item shows one item, to be changed.
func (a *Aid) item(r *web.Request) error {
	c, err := a.crisisOf(r)
	if err != nil {
		return err
	}
	id, err := r.PathID("item")
	if err != nil {
		return err
	}
	i, err := a.Relief.ItemOf(r.R.Context(), c.ID, goods.ItemID(id))
	if err != nil {
		return err
	}
	return a.showItem(r, c, i, nil, http.StatusOK)
}

func (a *Aid) showItem(r *web.Request, c relief.Crisis, i relief.Item, form *web.Form, status int) error {
	list, err := a.Relief.Items(r.R.Context(), c.ID)
	if err != nil {
		return err
	}
	used, err := a.Relief.ItemUsed(r.R.Context(), i)
	if err != nil {
		return err
	}
	v := a.itemsView(r, c, form)
	v.one, v.id = itemName(r, i), number(int64(i.ID))
	v.form, v.keeps = itemFields(r, i, list, form), i.Keeps
	if form != nil {
		v.keeps = form.Has("keeps")
	}
	for n := range v.form {
		if name := v.form[n].Name; used && (name == "unit" || name == "code") && v.form[n].Error == "" {
			v.form[n].Hint = r.T("fault.relief_used")
		}
	}
	return a.page(r, status, v.one, itemsPage(v))
}

// stock writes an item down, or changes the one that the form names.
func (a *Aid) stock(r *web.Request) error {
	c, err := a.crisisOf(r)
	if err != nil {
		return err
	}
	return sent(r, "assembly.saved", func(f *web.Form) (string, error) {
		i, err := a.itemIn(r, c, f)
		if err != nil {
			return "", err
		}
		if err = a.readItem(r, c, f, &i); err == nil {
			_, err = a.Relief.Stock(r.R.Context(), r.Actor, i)
		}
		return boardURL(c.ID) + "/items", ofName(r, err)
	}, func(f *web.Form, status int) error {
		i, err := a.itemIn(r, c, f)
		switch {
		case err != nil:
			return err
		case i.ID != 0:
			return a.showItem(r, c, i, f, status)
		}
		return a.showItems(r, c, f, status)
	})
}

// itemIn gives the item that a form names; an empty one where it names none.
func (a *Aid) itemIn(r *web.Request, c relief.Crisis, f *web.Form) (relief.Item, error) {
	id := goods.ItemID(f.ID("id"))
	if id == 0 {
		return relief.Item{}, nil
	}
	return a.Relief.ItemOf(r.R.Context(), c.ID, id)
}
