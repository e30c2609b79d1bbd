package desk

import (
	"fmt"
	"net/http"

	"agora/catalog"
	"agora/fault"
	"agora/web"
	"agora/web/ui"
)

// videoFields are the addresses of a product's videos, with room for as many as
// it may have.
func videoFields(r *web.Request, p catalog.Product, form *web.Form) (list []ui.Field) {
	for n := range catalog.MaxVideos {
		f := ui.Field{Name: fmt.Sprintf("videos.%d", n), Label: r.T("desk.video", "n", n+1), Type: "url", Dir: "ltr", Mode: "url", Span: true}
		if n < len(p.Videos) {
			f.Value = p.Videos[n]
		}
		list = append(list, form.Fill(r, f))
	}
	return list
}

// setVideos makes the videos of a product those of the form; an empty line is
// none.
func (d *Desk) setVideos(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	shop, p, err := d.findProduct(r)
	if err != nil {
		return err
	}
	var list []string
	var at []int // the input of each
	for n := range catalog.MaxVideos {
		if s := form.Get(fmt.Sprintf("videos.%d", n)); s != "" {
			list, at = append(list, s), append(at, n)
		}
	}
	if form.Err() == nil {
		err = d.Catalog.SetVideos(r.R.Context(), r.Actor, shop.ID, p.ID, list)
		if err == nil {
			r.Say("desk.saved")
			return r.Redirect(base(r) + "/products/" + number(int64(p.ID)) + "#pictures")
		}
		if fault.KindOf(err) != fault.Invalid {
			return err
		}
		for _, e := range fault.List(err) {
			var n int
			if _, err := fmt.Sscanf(e.Field, "videos.%d", &n); err == nil && n < len(at) {
				n = at[n]
			}
			form.Add(fmt.Sprintf("videos.%d", n), e.Key, e.Args...)
		}
	}
	return d.showProduct(r, shop, p, form, http.StatusUnprocessableEntity)
}
