package console

import (
	"net/http"
	"slices"
	"strings"

	"agora/catalog"
	"agora/hs"
	"agora/web"
	"agora/web/ui"
)

// doubtsPage is how many products the page of codes has.
const doubtsPage = 20

// codesView is products whose customs code a person should look at.
type codesView struct {
	mishaps     []ui.Mishap
	list        []codeView
	first, next string
}

// codeView is one product with its code, the first suggestion, and what to do.
type codeView struct {
	thing  ui.Link
	shop   string
	has    string // the code it has; "" for none
	means  string // what the list says of it; "" for what it has not
	best   hs.Entry
	why    string
	asked  string // what was written to the seller already
	action string
	note   ui.Field
}

func (c *Console) codes(r *web.Request) error { return c.showCodes(r, nil, 0, http.StatusOK) }

// showCodes writes the page; form is a refused note to the seller of at.
func (c *Console) showCodes(r *web.Request, form *web.Form, at catalog.ProductID, status int) error {
	page, err := c.Catalog.Doubts(r.R.Context(), r.Actor, r.Query("cursor"), doubtsPage)
	if err != nil {
		return err
	}
	v := codesView{mishaps: form.Mishaps(r)}
	for _, d := range page.Items {
		one := codeOf(r, d)
		if d.ID == at {
			one.note = form.Fill(r, one.note)
		}
		v.list = append(v.list, one)
	}
	if r.Query("cursor") != "" {
		v.first = "/console/codes"
	}
	if page.Next != "" {
		v.next = "/console/codes?cursor=" + page.Next
	}
	return c.page(r, status, "codes", r.T("console.tab_codes"), codesPage(v))
}

func codeOf(r *web.Request, d catalog.Doubt) codeView {
	id := number(int64(d.ID))
	title, _ := d.Title.In(r.Locale.Lang(), r.Reads()...)
	v := codeView{thing: ui.Link{URL: "/s/" + d.ShopHandle + "/" + d.Handle, Text: title}, shop: d.ShopName, has: d.HS, asked: d.Asked,
		action: "/console/codes/" + number(int64(d.Shop)) + "/" + id,
		note:   ui.Field{Name: "why", ID: "why-" + id, Label: r.T("console.code_note"), Max: 500, Dir: "auto", Required: true}}
	if m, ok := hs.Lookup(d.HS); ok {
		v.means = m.Closest().Text
	}
	if d.First != nil {
		v.best = d.First.Codes[0]
		var words []string
		for _, reason := range d.First.Reasons {
			if reason.Wrote != "" && !slices.Contains(words, reason.Wrote) {
				words = append(words, reason.Wrote)
			}
		}
		v.why = strings.Join(words, ", ")
	}
	return v
}

// reviewCode gives a product the code that was suggested, or its seller a note.
func (c *Console) reviewCode(r *web.Request) error {
	shop, err := r.PathID("shop")
	if err != nil {
		return err
	}
	form, id, err := formAndID(r)
	if form == nil {
		return err
	}
	if form.Err() == nil {
		ctx, of, product := r.R.Context(), catalog.ShopID(shop), catalog.ProductID(id)
		if code := form.Get("code"); code != "" {
			err = c.Catalog.GiveCode(ctx, r.Actor, of, product, form.Get("saw"), code)
		} else {
			err = c.Catalog.QuestionCode(ctx, r.Actor, of, product, form.Get("why"))
		}
		if err == nil {
			r.Say("console.done")
			return r.Redirect("/console/codes")
		}
		if err := form.Join("", err); err != nil {
			return err
		}
	}
	return c.showCodes(r, form, catalog.ProductID(id), http.StatusUnprocessableEntity)
}
