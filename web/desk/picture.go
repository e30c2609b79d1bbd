package desk

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"agora/catalog"
	"agora/fault"
	"agora/web"
	"agora/web/ui"
)

// cellID is the id of an input in a table, as ui makes ids of names.
func cellID(name string) string { return "f-" + strings.ReplaceAll(name, ".", "-") }

// maxSent is how many pictures one form may bring.
const maxSent = 12

// addPictures takes pictures for a product. Each is taken or refused for itself:
// what was good stays, and who sent others is told which they were, and why.
func (d *Desk) addPictures(r *web.Request) error {
	form, formErr := r.Form()
	large := tooLarge(formErr, "picture")
	if form == nil && large == nil {
		return formErr
	}
	shop, p, err := d.findProduct(r)
	if err != nil {
		return err
	}
	if form == nil {
		return d.showProduct(r, shop, p, large, http.StatusRequestEntityTooLarge)
	}
	files := form.Sent("picture")
	switch {
	case len(files) == 0:
		form.Add("picture", "fault.required")
	case len(files) > maxSent:
		form.Add("picture", "fault.at_most", "max", int64(maxSent))
	}
	if form.Err() != nil {
		return d.showProduct(r, shop, p, form, http.StatusUnprocessableEntity)
	}
	for _, one := range files {
		if err := d.addPicture(r, shop, p, one, form); err != nil {
			return err
		}
	}
	if form.Err() != nil {
		if p, err = d.Catalog.ProductByID(r.R.Context(), r.Actor, shop.ID, p.ID); err != nil {
			return err
		}
		return d.showProduct(r, shop, p, form, http.StatusUnprocessableEntity)
	}
	r.Say("desk.pictures_added")
	return r.Redirect(base(r) + "/products/" + number(int64(p.ID)) + "#pictures")
}

// addPicture takes one of them; why it is refused is added to the form, with
// its name.
func (d *Desk) addPicture(r *web.Request, shop catalog.Shop, p catalog.Product, one web.Sent, form *web.Form) error {
	file, err := one.Open()
	if err != nil {
		return err
	}
	defer file.Close()
	_, err = d.Catalog.AddPicture(r.R.Context(), r.Actor, shop.ID, p.ID, file, nil)
	list := fault.List(err)
	if list == nil || fault.Is(err, fault.Forbidden) || fault.Is(err, fault.NotFound) {
		return err
	}
	for _, e := range list {
		if one.Name == "" {
			form.Add("picture", e.Key, e.Args...)
		} else {
			form.Add("picture", "fault.file_named", "name", alone(one.Name), "why", r.Locale.Error(e))
		}
	}
	return nil
}

// tooLarge makes a form of a file that was too large to be read: the page comes
// back and says so at the field. It is nil for any other error.
func tooLarge(err error, field string) *web.Form {
	if !fault.Is(err, fault.TooLarge) {
		return nil
	}
	form := new(web.Form)
	for _, e := range fault.List(err) {
		form.Add(field, e.Key, e.Args...)
	}
	return form
}

// arrange orders the pictures of a product, gives them words and takes away
// those that are ticked.
func (d *Desk) arrange(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	shop, p, err := d.findProduct(r)
	if err != nil {
		return err
	}
	type placed struct {
		catalog.PictureNote
		at int64
	}
	var list []placed
	for i, m := range p.Media {
		at := pictureAt(i)
		if form.Get(at+"key") != m.Key || form.Has(at+"gone") {
			continue
		}
		note := catalog.PictureNote{Key: m.Key, Alt: maps.Clone(m.Alt)}
		if note.Alt == nil {
			note.Alt = catalog.Texts{}
		}
		note.Alt[shop.Lang()] = form.Text(at+"alt", catalog.MaxShort)
		list = append(list, placed{note, form.Int(at + "place")})
	}
	if form.Err() != nil {
		return d.showProduct(r, shop, p, form, http.StatusUnprocessableEntity)
	}
	slices.SortStableFunc(list, func(a, b placed) int { return cmp.Compare(a.at, b.at) })
	notes := make([]catalog.PictureNote, len(list))
	for i, one := range list {
		notes[i] = one.PictureNote
	}
	if err := d.Catalog.ArrangePictures(r.R.Context(), r.Actor, shop.ID, p.ID, notes); err != nil {
		return err
	}
	r.Say("desk.saved")
	return r.Redirect(base(r) + "/products/" + number(int64(p.ID)) + "#pictures")
}

// pictureAt begins the names of the inputs of the nth picture.
func pictureAt(n int) string { return fmt.Sprintf("pictures.%d.", n) }

// mediaViews are the pictures with their places and words. A picture may be
// put before the first by a smaller number.
func mediaViews(r *web.Request, shop catalog.Shop, p catalog.Product, form *web.Form) (list []mediaView) {
	for i, m := range p.Media {
		at := pictureAt(i)
		edit := ""
		if m.Editable() {
			edit = base(r) + "/products/" + number(int64(p.ID)) + "/pictures/" + m.Key
		}
		list = append(list, mediaView{key: m.Key, at: at, edit: edit, picture: thumb(m, p.Tint, int64(p.ID)), gone: form != nil && form.Has(at+"gone"),
			place: form.Fill(r, ui.Field{Name: at + "place", Label: r.T("desk.place_in_list"), Value: number(int64(i + 1)), Mode: "numeric", Dir: "ltr"}),
			alt: form.Fill(r, ui.Field{Name: at + "alt", Label: r.T("desk.alt"), Value: m.Alt[shop.Lang()], Max: catalog.MaxShort, Span: true,
				Lang: shop.Lang(), Dir: ui.DirOf(shop.Lang())})})
	}
	return list
}
