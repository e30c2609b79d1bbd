package desk

import (
	"net/http"
	"strconv"

	"agora/blob"
	"agora/catalog"
	"agora/fault"
	"agora/web"
	"agora/web/ui"
)

// editView is the page on which one picture is turned and cut.
type editView struct {
	base, product, title string
	action               string
	all, shown           ui.Picture // all of it as it is turned, and what buyers see of it
	mishaps              []ui.Mishap
	hidden               []string
	turn                 ui.Field
	alt                  ui.Field
	off, at              []slider // what is cut off at each side, and what one looks at
}

// slider is a number that is set by sliding, in thousandths.
type slider struct {
	name, label string
	value, most int
}

// sides are the sides of a picture, as they are named in the form; what is seen
// left is left in every language.
var sides = [...]string{"left", "top", "right", "bottom"}

// findPicture reads the product and the picture of the path.
func (d *Desk) findPicture(r *web.Request) (shop catalog.Shop, p catalog.Product, m catalog.Media, err error) {
	if shop, p, err = d.findProduct(r); err != nil {
		return shop, p, m, err
	}
	for _, m := range p.Media {
		if m.Key == r.Path("key") && m.Editable() {
			return shop, p, m, nil
		}
	}
	return shop, p, m, fault.New(fault.NotFound, "fault.page_not_found")
}

// editPicture shows it.
func (d *Desk) editPicture(r *web.Request) error {
	shop, p, m, err := d.findPicture(r)
	if err != nil {
		return err
	}
	return d.showPicture(r, shop, p, m, nil, http.StatusOK)
}

func (d *Desk) showPicture(r *web.Request, shop catalog.Shop, p catalog.Product, m catalog.Media, form *web.Form, status int) error {
	product := base(r) + "/products/" + number(int64(p.ID))
	v := editView{base: base(r), product: product, title: text(r, shop, p.Title), action: product + "/pictures/" + m.Key,
		all: web.Whole(m), shown: thumb(m, p.Tint, int64(p.ID)), mishaps: form.Mishaps(r), hidden: r.FormKey(r.T("desk.pictures"))}
	v.shown.Lazy = false
	v.turn = form.Fill(r, ui.Field{Name: "turn", Label: r.T("desk.picture_turn"), Value: "0", Options: ui.Select([]ui.Option{
		{Value: "0", Text: r.T("desk.picture_turn_none")}, {Value: "90", Text: r.T("desk.picture_turn_right")},
		{Value: "270", Text: r.T("desk.picture_turn_left")}, {Value: "180", Text: r.T("desk.picture_turn_over")}}, "0")})
	v.alt = form.Fill(r, ui.Field{Name: "alt", Label: r.T("desk.alt"), Value: m.Alt[shop.Lang()], Max: catalog.MaxShort,
		Lang: shop.Lang(), Dir: ui.DirOf(shop.Lang())})
	crop, at := m.Edit.Crop, m.Edit.At
	if crop == [4]int{} {
		crop = [4]int{0, 0, 1000, 1000}
	}
	if at == [2]int{} {
		at = [2]int{500, 500}
	}
	for i, n := range [...]int{crop[0], crop[1], 1000 - crop[0] - crop[2], 1000 - crop[1] - crop[3]} {
		v.off = append(v.off, sliderOf(form, sides[i], r.T("desk.picture_off_"+sides[i]), n, 1000-blob.MinCrop))
	}
	v.at = []slider{sliderOf(form, "at_x", r.T("desk.picture_at_x"), at[0], 1000), sliderOf(form, "at_y", r.T("desk.picture_at_y"), at[1], 1000)}
	return d.page(r, status, shop, "products", r.T("desk.picture_edit"), editPage(v))
}

func sliderOf(form *web.Form, name, label string, value, most int) slider {
	if form != nil {
		if n, err := strconv.Atoi(form.Get(name)); err == nil {
			value = n
		}
	}
	return slider{name, label, value, most}
}

// savePicture takes what was changed. What was cut and looked at is meant of the
// picture as the page showed it, and turns with it.
func (d *Desk) savePicture(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	shop, p, m, err := d.findPicture(r)
	if err != nil {
		return err
	}
	alt := form.Text("alt", catalog.MaxShort)
	turn := form.Int("turn")
	e := readEdit(form, m.Edit)
	if turn < 0 || turn > 270 || turn%90 != 0 {
		form.Add("turn", "fault.choice")
	}
	if form.Err() == nil {
		err = d.Catalog.EditPicture(r.R.Context(), r.Actor, shop.ID, p.ID, m.Key, e.Turned(int(turn)))
		if err == nil {
			err = d.Catalog.Describe(r.R.Context(), r.Actor, shop.ID, p.ID, shop.Lang(), map[string]string{m.Key: alt})
		}
		if err == nil {
			r.Say("desk.saved")
			return r.Redirect(base(r) + "/products/" + number(int64(p.ID)) + "/pictures/" + m.Key)
		}
		if fault.KindOf(err) != fault.Invalid {
			return err
		}
		for _, one := range fault.List(err) {
			form.Add(map[string]string{"crop": "left", "at": "at_x"}[one.Field], one.Key, one.Args...)
		}
	}
	return d.showPicture(r, shop, p, m, form, http.StatusUnprocessableEntity)
}

// readEdit reads the sliders of a picture that is turned as it was.
func readEdit(form *web.Form, was catalog.Edit) catalog.Edit {
	n := func(name string) int { return int(max(-1, min(form.Int(name), 1001))) }
	e := catalog.Edit{Turn: was.Turn, Crop: [4]int{n("left"), n("top"), 1000 - n("left") - n("right"), 1000 - n("top") - n("bottom")}}
	if e.Crop == [4]int{0, 0, 1000, 1000} {
		e.Crop = [4]int{}
	}
	if form.Has("at_x") && form.Has("at_y") {
		e.At = [2]int{max(1, n("at_x")), max(1, n("at_y"))}
	}
	if e.At == [2]int{500, 500} {
		e.At = [2]int{}
	}
	return e
}
