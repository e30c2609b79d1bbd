package desk

import (
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"agora/catalog"
	"agora/fault"
	"agora/feed"
	"agora/web"
	"agora/web/ui"
)

// mapView asks what the columns of a table are that no format has.
type mapView struct {
	token   string
	columns []mapColumn
}

type mapColumn struct {
	name    string
	samples string
	field   ui.Field
}

// mapColumns reads the columns of a file and offers what each may be.
func (d *Desk) mapColumns(r *web.Request, shop catalog.Shop, file io.ReadSeeker) (*mapView, error) {
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	columns, err := d.Feed.Columns(r.R.Context(), r.Actor, shop, file)
	if err != nil || len(columns) < 2 {
		return nil, err
	}
	return &mapView{columns: mapFields(r, shop, columns)}, nil
}

func mapFields(r *web.Request, shop catalog.Shop, columns []feed.Column) []mapColumn {
	list := make([]mapColumn, len(columns))
	for i, c := range columns {
		list[i] = mapColumn{c.Name, strings.Join(short(c.Samples), " · "), ui.Field{Name: "column." + strconv.Itoa(i), Label: c.Name,
			Empty: r.T("desk.map_leave"), Options: ui.Select(fieldOptions(r, shop), string(c.Field))}}
		list[i].field.Hint = list[i].samples
	}
	return list
}

// short cuts samples to what a phone shows.
func short(samples []string) []string {
	const most = 40
	list := make([]string, len(samples))
	for i, s := range samples {
		if list[i] = strings.Join(strings.Fields(s), " "); len([]rune(list[i])) > most {
			list[i] = string([]rune(list[i])[:most]) + "…"
		}
	}
	return list
}

// fieldOptions are all fields, and texts in each of the shop's languages.
func fieldOptions(r *web.Request, shop catalog.Shop) []ui.Option {
	var list []ui.Option
	names := r.LanguageNames(shop.Languages)
	for _, f := range feed.Fields() {
		list = append(list, ui.Option{Value: string(f), Text: r.T("desk.map_" + string(f))})
		if f != feed.FieldTitle && f != feed.FieldDescription {
			continue
		}
		for i, lang := range shop.Languages {
			if i > 0 {
				list = append(list, ui.Option{Value: string(f) + ":" + lang, Text: r.T("desk.map_"+string(f)) + " · " + names[i]})
			}
		}
	}
	return list
}

// mapFile remembers what the columns are, and looks at the file again.
func (d *Desk) mapFile(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	shop, err := d.own(r)
	if err != nil {
		return err
	}
	file, _, err := d.kept(shop.ID, form)
	if err != nil {
		return err
	}
	if form.Err() != nil {
		if file != nil {
			_ = file.Close()
		}
		return d.page(r, http.StatusUnprocessableEntity, shop, "import", r.T("desk.import"), importPage(importView{base: base(r), mishaps: form.Mishaps(r)}))
	}
	defer file.Close()
	columns, err := d.Feed.Columns(r.R.Context(), r.Actor, shop, file)
	if err != nil {
		return err
	}
	for i := range columns {
		columns[i].Field = feed.Field(form.Get("column." + strconv.Itoa(i)))
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	err = d.Feed.SaveMapping(r.R.Context(), r.Actor, shop, columns)
	if list := fault.List(err); list != nil && !fault.Is(err, fault.Forbidden) {
		v := importView{base: base(r), mapping: &mapView{columns: mapFields(r, shop, columns)}}
		for _, e := range list {
			form.Add(e.Field, e.Key, e.Args...)
		}
		if v.mapping.token, err = d.uploads.keep(shop.ID, file, 0, time.Now()); err != nil {
			return err
		}
		for i := range v.mapping.columns {
			v.mapping.columns[i].field = form.Fill(r, v.mapping.columns[i].field)
		}
		v.mishaps = form.Mishaps(r)
		return d.page(r, http.StatusUnprocessableEntity, shop, "import", r.T("desk.import"), importPage(v))
	}
	if err != nil {
		return err
	}
	return d.lookAt(r, shop, form, file)
}

// sendPictures takes a zip of pictures that products name by their files.
func (d *Desk) sendPictures(r *web.Request) error {
	form, formErr := r.Form()
	large := tooLarge(formErr, "pictures")
	if form == nil && large == nil {
		return formErr
	}
	shop, err := d.own(r)
	if err != nil {
		return err
	}
	if form == nil {
		return d.page(r, http.StatusRequestEntityTooLarge, shop, "import", r.T("desk.import"), importPage(importView{base: base(r), mishaps: large.Mishaps(r)}))
	}
	file, size, err := form.File("pictures")
	if err != nil {
		return err
	}
	if file == nil {
		form.Add("pictures", "fault.required")
	} else {
		defer file.Close()
		err = d.Feed.SendPictures(r.R.Context(), r.Actor, shop.ID, file, size)
		if fault.List(err) == nil || fault.Is(err, fault.Forbidden) {
			if err != nil {
				return err
			}
			r.Say("desk.zip_sent")
			return r.Redirect(base(r) + "/products")
		}
		for _, e := range fault.List(err) {
			form.Add("pictures", e.Key, e.Args...)
		}
	}
	return d.page(r, fault.Status(form.Err()), shop, "import", r.T("desk.import"), importPage(importView{base: base(r), mishaps: form.Mishaps(r)}))
}
