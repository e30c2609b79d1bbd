package desk

import (
	"io"
	"net/http"

	"agora/catalog"
	"agora/digital"
	"agora/fault"
	"agora/web"
	"agora/web/ui"
)

// contentsView is what a digital product holds.
type contentsView struct {
	crumbs       []ui.Link
	title        string
	action       string
	mishaps      []ui.Mishap
	files        []contentFile
	hint         string
	file         ui.Field
	choices      []ui.Field // of which choice the keys are; none when there is one
	variant      string
	keys, sheet  ui.Field
	counts       []ui.Row
	fileKey, add []string // hidden, see once
}

type contentFile struct {
	id         string
	name, size string
}

// contents shows the files and the counts of keys of a product.
func (d *Desk) contents(r *web.Request) error { return d.showContents(r, nil, http.StatusOK) }

func (d *Desk) showContents(r *web.Request, form *web.Form, status int) error {
	shop, p, err := d.findProduct(r)
	if err != nil {
		return err
	}
	if !p.Digital {
		return errElsewhere
	}
	c, err := d.Catalog.Contents(r.R.Context(), r.Actor, shop.ID, p.ID)
	if err != nil {
		return err
	}
	at := base(r) + "/products/" + number(int64(p.ID))
	v := contentsView{title: r.T("desk.digital_title"), action: at, mishaps: form.Mishaps(r),
		crumbs:  []ui.Link{{URL: base(r) + "/products", Text: r.T("desk.products")}, {URL: at, Text: text(r, shop, p.Title)}, {Text: r.T("desk.digital_title")}},
		hint:    r.T("desk.digital_files_hint", "max", digital.MaxFiles, "mb", digital.MaxFile>>20),
		file:    form.Fill(r, ui.Field{Name: "file", Label: r.T("desk.digital_file")}),
		keys:    form.Fill(r, ui.Field{Name: "keys", Label: r.T("desk.digital_keys"), Hint: r.T("desk.digital_keys_hint", "max", digital.MaxKeys), Type: "area", Rows: 6, Dir: "ltr", Span: true}),
		sheet:   form.Fill(r, ui.Field{Name: "sheet", Label: r.T("desk.digital_sheet")}),
		fileKey: r.FormKey(r.T("desk.digital_file")), add: r.FormKey(r.T("desk.digital_keys"))}
	for _, f := range c.Files {
		v.files = append(v.files, contentFile{number(f.ID), f.Name, r.T("store.kb", "n", max(1, (f.Size+512)>>10))})
	}
	var choices []ui.Option
	for _, variant := range p.Variants {
		if variant.Retired {
			continue
		}
		name := choiceName(p, variant, r.Locale.Lang(), shop.Languages)
		if name == "" {
			name = text(r, shop, p.Title)
		}
		choices = append(choices, ui.Option{Value: number(int64(variant.ID)), Text: name})
		if k := c.Keys[variant.ID]; k.Any() {
			v.counts = append(v.counts, ui.Row{What: name, Value: r.T("desk.digital_counts", "free", k.Free, "given", k.Given, "burnt", k.Burnt, "last", k.Last)})
		}
	}
	if len(choices) > 1 {
		v.choices = []ui.Field{form.Fill(r, ui.Field{Name: "variant", Label: r.T("desk.col_choice"), Options: choices})}
	} else if len(choices) == 1 {
		v.variant = choices[0].Value
	}
	return d.page(r, status, shop, "products", v.title, contentsPage(v))
}

// addFile takes a private file.
func (d *Desk) addFile(r *web.Request) error {
	form, formErr := r.Form()
	if large := tooLarge(formErr, "file"); form == nil && large != nil {
		return d.showContents(r, large, http.StatusRequestEntityTooLarge)
	}
	if form == nil {
		return formErr
	}
	shop, p, err := d.findProduct(r)
	if err != nil {
		return err
	}
	file, name, err := form.Named("file")
	if err != nil {
		return err
	}
	if file == nil {
		form.Add("file", "fault.required")
		return d.showContents(r, form, http.StatusUnprocessableEntity)
	}
	defer file.Close()
	return d.changed(r, form, p, "desk.saved", func(r *web.Request) error {
		ctx, err := r.Once(contentsURL(r, p))
		if err != nil {
			return err
		}
		return d.Catalog.AddFile(ctx, r.Actor, shop.ID, p.ID, name, file)
	})
}

// removeFile takes a file out.
func (d *Desk) removeFile(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	shop, p, err := d.findProduct(r)
	if err != nil {
		return err
	}
	return d.changed(r, form, p, "desk.saved", func(r *web.Request) error {
		return d.Catalog.RemoveFile(r.R.Context(), r.Actor, shop.ID, p.ID, form.ID("file"))
	})
}

// addKeys takes keys that were pasted, or a text file of them.
func (d *Desk) addKeys(r *web.Request) error {
	form, formErr := r.Form()
	if large := tooLarge(formErr, "sheet"); form == nil && large != nil {
		return d.showContents(r, large, http.StatusRequestEntityTooLarge)
	}
	if form == nil {
		return formErr
	}
	shop, p, err := d.findProduct(r)
	if err != nil {
		return err
	}
	if form.Err() != nil {
		return d.showContents(r, form, http.StatusUnprocessableEntity)
	}
	list := form.Get("keys")
	file, _, err := form.File("sheet")
	if err != nil {
		return err
	}
	if file != nil {
		defer file.Close()
		b, err := io.ReadAll(io.LimitReader(file, keysBody))
		if err != nil {
			return err
		}
		list = string(b)
	}
	return d.changed(r, form, p, "desk.saved", func(r *web.Request) error {
		ctx, err := r.Once(contentsURL(r, p))
		if err == nil {
			_, err = d.Catalog.AddKeys(ctx, r.Actor, shop.ID, p.ID, catalog.VariantID(form.ID("variant")), list)
		}
		return err
	})
}

// changed makes a change of the contents and shows the page again.
func (d *Desk) changed(r *web.Request, form *web.Form, p catalog.Product, said string, change func(*web.Request) error) error {
	err := change(r)
	if list := fault.List(err); list != nil && (fault.Is(err, fault.Invalid) || fault.Is(err, fault.Conflict) || fault.Is(err, fault.TooLarge)) {
		_ = form.Join("", err)
		for _, e := range list {
			if e.Field == "" || fault.Is(err, fault.Conflict) {
				form.Add("keys", e.Key, e.Args...)
			}
		}
		return d.showContents(r, form, http.StatusUnprocessableEntity)
	}
	return r.Done(err, said, contentsURL(r, p))
}

func contentsURL(r *web.Request, p catalog.Product) string {
	return base(r) + "/products/" + number(int64(p.ID)) + "/digital"
}
