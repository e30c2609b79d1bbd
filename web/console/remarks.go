package console

import (
	"net/http"

	"agora/catalog"
	"agora/web"
	"agora/web/ui"
)

// remarks lists what people wrote beneath things, hidden or not.
func (c *Console) remarks(r *web.Request) error { return c.showRemarks(r, nil, 0, http.StatusOK) }

// showRemarks writes the page; form is a refused wish to hide the remark at.
func (c *Console) showRemarks(r *web.Request, form *web.Form, at catalog.RemarkID, status int) error {
	page, err := c.Catalog.AllRemarks(r.R.Context(), r.Actor, r.Query("cursor"), pageSize)
	if err != nil {
		return err
	}
	ids := make([]catalog.ProductID, len(page.Items))
	for i, m := range page.Items {
		ids[i] = m.Product
	}
	faces, err := c.Catalog.Faces(r.R.Context(), ids)
	if err != nil {
		return err
	}
	v := remarksView{mishaps: form.Mishaps(r)}
	for _, m := range page.Items {
		one := remarkOf(r, m, faces[m.Product])
		if m.ID == at {
			one.why = form.Fill(r, one.why)
		}
		v.list = append(v.list, one)
	}
	if r.Query("cursor") != "" {
		v.first = "/console/remarks"
	}
	if page.Next != "" {
		v.next = "/console/remarks?cursor=" + page.Next
	}
	return c.page(r, status, "remarks", r.T("console.tab_remarks"), remarksPage(v))
}

func remarkOf(r *web.Request, m catalog.Remark, f catalog.Face) remarkView {
	id := number(int64(m.ID))
	title, _ := f.Title.In(r.Locale.Lang(), r.Reads()...)
	return remarkView{thing: ui.Link{URL: "/s/" + f.ShopHandle + "/" + f.Handle, Text: title}, hidden: m.Hidden,
		action: "/console/remarks/" + number(int64(m.Shop)) + "/" + id,
		said:   r.Said(m, ""),
		why:    ui.Field{Name: "why", ID: "why-" + id, Label: r.T("console.remark_why"), Max: 500, Dir: "auto", Required: true}}
}

// hideRemark takes a remark from its page with a reason, or puts it back.
func (c *Console) hideRemark(r *web.Request) error {
	shop, err := r.PathID("shop")
	if err != nil {
		return err
	}
	form, id, err := formAndID(r)
	if form == nil {
		return err
	}
	if form.Err() == nil {
		err := c.Catalog.Hide(r.R.Context(), r.Actor, catalog.ShopID(shop), catalog.RemarkID(id), form.Get("hide") != "", form.Get("why"))
		if err == nil {
			r.Say("console.done")
			return r.Redirect("/console/remarks")
		}
		if err := form.Join("", err); err != nil {
			return err
		}
	}
	return c.showRemarks(r, form, catalog.RemarkID(id), http.StatusUnprocessableEntity)
}
