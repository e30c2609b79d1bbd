package desk

import (
	"context"
	"io"
	"net/http"
	"time"

	"agora/catalog"
	"agora/fault"
	"agora/feed"
	"agora/web"
	"agora/web/ui"
)

// importView is the form for a file, and what was found in it.
type importView struct {
	base    string
	mishaps []ui.Mishap
	report  *reportView
	missing *missingView
	mapping *mapView // a table of nobody's format; nil for others
}

// missingView is what did not come of pictures.
type missingView struct {
	head string
	cols []ui.Col
	rows [][]ui.Cell
	some bool // will not come by themselves
}

type reportView struct {
	token    string // of the kept file; "" when there is nothing to confirm
	head     string
	good     string // the button for those that are right, when others are not
	facts    []ui.Row
	left     []ui.Row // columns of which cells were not taken
	problems [][]ui.Cell
	cols     []ui.Col
	more     string
	products [][]ui.Cell
	pcols    []ui.Col
}

// importForm asks for a file.
func (d *Desk) importForm(r *web.Request) error {
	shop, err := d.own(r)
	if err != nil {
		return err
	}
	v := importView{base: base(r)}
	if v.missing, err = d.missing(r, shop); err != nil {
		return err
	}
	return d.ok(r, shop, "import", r.T("desk.import"), importPage(v))
}

// missing lists pictures that did not come; nil when all did.
func (d *Desk) missing(r *web.Request, shop catalog.Shop) (*missingView, error) {
	list, all, err := d.Feed.MissingPictures(r.R.Context(), r.Actor, shop.ID, shownMissing)
	if err != nil || all == 0 {
		return nil, err
	}
	v := &missingView{head: r.N("desk.imp_missing", all), cols: []ui.Col{{Head: r.T("desk.map_picture")}, {Head: r.T("desk.imp_reason")}, {Head: ""}}}
	for _, m := range list {
		why, act := r.T("desk.imp_again"), ui.Cell{}
		if m.Reason != nil {
			why, v.some = r.Locale.Error(m.Reason), true
			act.Part = ui.Act("2 s", base(r)+"/import/again", r.T("desk.try_again"), "product", number(int64(m.Product)), "address", m.Address)
		}
		v.rows = append(v.rows, []ui.Cell{{Text: m.Address, Code: true, URL: base(r) + "/products/" + number(int64(m.Product))}, {Text: why}, act})
	}
	return v, nil
}

// picturesAgain has pictures that did not come fetched once more: one, or all.
func (d *Desk) picturesAgain(r *web.Request) error {
	form, err := r.Form()
	if err != nil {
		return err
	}
	shop, err := d.own(r)
	if err != nil {
		return err
	}
	n, err := d.Feed.TryPictures(r.R.Context(), r.Actor, shop.ID, catalog.ProductID(form.ID("product")), form.Get("address"))
	if err != nil {
		return err
	}
	if n > 0 {
		r.Say("desk.imp_again")
	}
	return r.Redirect(base(r) + "/import")
}

// shownMissing is how many pictures that did not come are listed.
const shownMissing = 50

// rehearse reads the file, says what it would do, and keeps it for the
// confirmation. It writes nothing to the catalogue.
func (d *Desk) rehearse(r *web.Request) error {
	form, formErr := r.Form()
	large := tooLarge(formErr, "file")
	if form == nil && large == nil {
		return formErr
	}
	shop, err := d.own(r)
	if err != nil {
		return err
	}
	v := importView{base: base(r)}
	if form == nil {
		v.mishaps = large.Mishaps(r)
		return d.page(r, http.StatusRequestEntityTooLarge, shop, "import", r.T("desk.import"), importPage(v))
	}
	file, _, err := form.File("file")
	if err != nil {
		return err
	}
	if file == nil {
		form.Add("file", "fault.required")
		v.mishaps = form.Mishaps(r)
		return d.page(r, http.StatusUnprocessableEntity, shop, "import", r.T("desk.import"), importPage(v))
	}
	defer file.Close()
	return d.lookAt(r, shop, form, file)
}

// lookAt says what a file would do, or asks what its columns are.
func (d *Desk) lookAt(r *web.Request, shop catalog.Shop, form *web.Form, file io.ReadSeeker) error {
	v := importView{base: base(r)}
	report, err := d.Feed.Import(r.R.Context(), r.Actor, shop, file, feed.How{Dry: true})
	if fault.HasKey(err, "fault.feed_header") {
		if v.mapping, err = d.mapColumns(r, shop, file); v.mapping != nil {
			if v.mapping.token, err = d.uploads.keep(shop.ID, file, 0, time.Now()); err != nil {
				return err
			}
			return d.page(r, http.StatusOK, shop, "import", r.T("desk.import"), importPage(v))
		}
		if err == nil {
			err = fault.New(fault.Invalid, "fault.feed_header", "have", "")
		}
	}
	if fault.List(err) != nil && !fault.Is(err, fault.Forbidden) {
		for _, e := range fault.List(err) {
			form.Add("file", e.Key, e.Args...)
		}
		v.mishaps = form.Mishaps(r)
		return d.page(r, fault.Status(form.Err()), shop, "import", r.T("desk.import"), importPage(v))
	}
	if err != nil {
		return err
	}
	v.report = reportOf(r, shop, report)
	if report.Format == feed.Mapped {
		v.report.facts[0].Value = r.T("desk.map_own")
		if v.mapping, err = d.mapColumns(r, shop, file); err != nil {
			return err
		}
	}
	status := http.StatusUnprocessableEntity
	if len(report.Problems) == 0 {
		status = http.StatusOK
	}
	if len(report.Products) > 0 || v.mapping != nil { // one file is kept, for the one answer or the other
		token, err := d.uploads.keep(shop.ID, file, len(report.Products), time.Now())
		if err != nil {
			return err
		}
		if len(report.Products) > 0 {
			v.report.token = token
		}
		if v.mapping != nil {
			v.mapping.token = token
		}
	}
	return d.page(r, status, shop, "import", r.T("desk.import"), importPage(v))
}

// importFile imports the file that was looked at.
func (d *Desk) importFile(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	shop, err := d.own(r)
	if err != nil {
		return err
	}
	file, goods, err := d.kept(shop.ID, form)
	if err != nil {
		return err
	}
	if form.Err() != nil { // the page asks for the file again
		if file != nil {
			file.Close()
		}
		v := importView{base: base(r), mishaps: form.Mishaps(r)}
		return d.page(r, http.StatusUnprocessableEntity, shop, "import", r.T("desk.import"), importPage(v))
	}
	defer file.Close()
	good := form.Get("good") != ""
	ctx := r.R.Context()
	id, err := d.Feed.Begin(ctx, r.Actor, shop, file, good)
	if err != nil {
		return err
	}
	if goods <= largeImport { // else the node's jobs run it
		if err := d.Feed.Continue(context.WithoutCancel(ctx), shop.ID, id); err != nil {
			return err
		}
	}
	return r.Redirect(base(r) + "/import/run")
}

func reportOf(r *web.Request, shop catalog.Shop, report feed.Report) *reportView {
	variants := 0
	for _, p := range report.Products {
		variants += len(p.Variants)
	}
	v := &reportView{facts: []ui.Row{
		{What: r.T("desk.imp_format"), Value: report.Format.String()},
		{What: r.T("desk.imp_rows"), Value: r.Locale.Number(int64(report.Rows))},
		{What: r.T("desk.products"), Value: r.Locale.Number(int64(len(report.Products)))},
		{What: r.T("desk.imp_variants"), Value: r.Locale.Number(int64(variants))},
	}}
	count := func(key string, n int) {
		if n > 0 {
			v.facts = append(v.facts, ui.Row{What: r.T(key), Value: r.Locale.Number(int64(n))})
		}
	}
	count("desk.imp_new", report.New)
	count("desk.imp_same", report.Same)
	count("desk.imp_refused", report.Refused)
	count("desk.imp_loose", report.Loose)
	if report.Pictures > 0 {
		v.facts = append(v.facts, ui.Row{What: r.T("desk.pictures"), Value: r.Locale.Number(int64(report.Pictures)), Why: r.T("desk.imp_pictures")})
	}
	if report.Digital > 0 {
		v.facts = append(v.facts, ui.Row{What: r.T("desk.imp_digital"), Value: r.Locale.Number(int64(report.Digital)), Why: r.T("desk.imp_digital_words")})
	}
	for _, l := range report.Left {
		v.left = append(v.left, ui.Row{What: r.T("desk.imp_left_column", "column", l.Column), Value: r.N("desk.imp_left", int64(l.Cells))})
	}
	if report.LeftMore > 0 {
		v.left = append(v.left, ui.Row{What: r.T("desk.imp_left_columns"), Value: r.N("desk.imp_more", int64(report.LeftMore))})
	}
	bad := int64(len(report.Problems) + report.More)
	switch {
	case bad > 0:
		v.head = r.N("desk.imp_bad", bad)
		if n := int64(len(report.Products)); n > 0 {
			v.good = r.N("desk.imp_only_good", n)
		}
	case len(report.Products) == 0:
		v.head = r.T("desk.imp_empty")
	default:
		v.head = r.N("desk.imp_good", int64(len(report.Products)))
	}
	v.cols = []ui.Col{{Head: r.T("desk.imp_row"), Number: true}, {Head: r.T("desk.imp_column")}, {Head: r.T("desk.imp_reason")}}
	for _, p := range report.Problems {
		v.problems = append(v.problems, []ui.Cell{{Text: number(int64(p.Row)), Code: true}, {Text: p.Column}, {Text: r.Locale.Error(p.Fault)}})
	}
	if report.More > 0 {
		v.more = r.N("desk.imp_more", int64(report.More))
	}
	v.pcols = []ui.Col{{Head: r.T("desk.col_product")}, {Head: r.T("desk.imp_variants"), Number: true}, {Head: r.T("desk.col_price"), Number: true}, {Head: r.T("desk.col_status")}}
	for i, p := range report.Products {
		if i == shownProducts {
			break
		}
		row := []ui.Cell{{Text: text(r, shop, p.Title)}, {Text: r.Locale.Number(int64(len(p.Variants)))}, {}, {Text: r.T("desk.product_" + string(p.Status))}}
		if len(p.Variants) > 0 {
			row[2].Amount = p.Variants[0].Price
		}
		v.products = append(v.products, row)
	}
	return v
}

// shownProducts is how many products of a file the rehearsal lists.
const shownProducts = 100

// export gives all products as a file that imports back to the same state, or
// as one that another system takes.
func (d *Desk) export(r *web.Request) error {
	shop, err := d.own(r)
	if err != nil {
		return err
	}
	format, kind, ext := feed.Format(r.Query("as")), "text/csv", ".csv"
	switch format {
	case "":
		format = feed.Agora
	case feed.Shopify:
		ext = "-shopify.csv"
	case feed.Merchant:
		kind, ext = "application/xml", "-merchant.xml"
	default:
		return fault.New(fault.NotFound, "fault.not_found")
	}
	return d.Feed.ExportAs(r.R.Context(), r.Actor, shop, format, feed.Site{Origin: r.Origin()}, r.Download(shop.Handle+ext, kind+"; charset=utf-8"))
}
