package desk

import (
	"net/http"
	"strings"

	"agora/catalog"
	"agora/fault"
	"agora/web"
)

// cellID is the id of an input in a table, as ui makes ids of names.
func cellID(name string) string { return "f-" + strings.ReplaceAll(name, ".", "-") }

// addPicture takes a picture for a product.
func (d *Desk) addPicture(r *web.Request) error {
	form, err := r.Form()
	if err != nil {
		return err
	}
	shop, p, err := d.findProduct(r)
	if err != nil {
		return err
	}
	file, _, err := form.File("picture")
	if err != nil {
		return err
	}
	if file == nil {
		form.Add("picture", "fault.required")
		return d.showProduct(r, shop, p, form, http.StatusUnprocessableEntity)
	}
	defer file.Close()
	_, err = d.Catalog.AddPicture(r.R.Context(), r.Actor, shop.ID, p.ID, file, nil)
	if list := fault.List(err); list != nil && !fault.Is(err, fault.Forbidden) {
		for _, e := range list {
			form.Add("picture", e.Key, e.Args...)
		}
		return d.showProduct(r, shop, p, form, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	r.Say("desk.picture_added")
	return r.Redirect(base(r) + "/products/" + number(int64(p.ID)))
}

// removePicture takes a picture away from a product.
func (d *Desk) removePicture(r *web.Request) error {
	form, err := r.Form()
	if err != nil {
		return err
	}
	id, err := r.PathID("id")
	if err != nil {
		return err
	}
	if err := d.Catalog.RemovePicture(r.R.Context(), r.Actor, r.Shop, catalog.ProductID(id), form.Get("key")); err != nil {
		return err
	}
	r.Say("desk.saved")
	return r.Redirect(base(r) + "/products/" + number(int64(id)))
}
