package desk

import (
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"agora/catalog"
	"agora/delivery"
	"agora/fault"
	"agora/web"
	"agora/web/ui"
)

// pointsFileView is the form for a file of points, and what it would change.
type pointsFileView struct {
	base        string
	mishaps     []ui.Mishap
	looked      bool
	counts      string
	token, seen string // of the kept file and of the changes that are shown
	cols        []ui.Col
	rows        [][]ui.Cell
}

// mostChanges bounds what the page lists; it counts all.
const mostChanges = 500

// pointsUpload asks for a file of points.
func (d *Desk) pointsUpload(r *web.Request) error {
	shop, err := d.own(r)
	if err != nil {
		return err
	}
	return d.showPointsFile(r, shop, pointsFileView{}, nil, http.StatusOK)
}

func (d *Desk) showPointsFile(r *web.Request, shop catalog.Shop, v pointsFileView, form *web.Form, status int) error {
	v.base, v.mishaps = base(r), form.Mishaps(r)
	return d.page(r, status, shop, "shop", r.T("desk.points_file"), pointsFilePage(v))
}

// exportPoints gives the shop's points as a file.
func (d *Desk) exportPoints(r *web.Request) error {
	shop, err := d.own(r)
	if err != nil {
		return err
	}
	return d.Delivery.ExportPoints(r.R.Context(), r.Actor, shop.ID, r.Download(shop.Handle+"-points.csv", "text/csv; charset=utf-8"))
}

// comparePoints reads a file of points, says what it would change, and keeps it
// for the yes.
func (d *Desk) comparePoints(r *web.Request) error {
	form, formErr := r.Form()
	large := tooLarge(formErr, "file")
	if form == nil && large == nil {
		return formErr
	}
	shop, err := d.own(r)
	if err != nil {
		return err
	}
	if form == nil {
		return d.showPointsFile(r, shop, pointsFileView{}, large, http.StatusRequestEntityTooLarge)
	}
	file, _, err := form.File("file")
	if err != nil {
		return err
	}
	if file == nil {
		form.Add("file", "fault.required")
		return d.showPointsFile(r, shop, pointsFileView{}, form, http.StatusUnprocessableEntity)
	}
	defer file.Close()
	v := pointsFileView{looked: true}
	changes, err := d.pointChanges(r, shop, file)
	if fault.Is(err, fault.Invalid) {
		rowFaults(r, form, err)
		return d.showPointsFile(r, shop, pointsFileView{}, form, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	if v.token, err = d.uploads.keep(shop.ID, file, 0, time.Now()); err != nil {
		return err
	}
	v.show(r, changes)
	return d.showPointsFile(r, shop, v, nil, http.StatusOK)
}

func (d *Desk) pointChanges(r *web.Request, shop catalog.Shop, file io.Reader) ([]delivery.PointChange, error) {
	list, err := delivery.ReadPoints(file)
	if err != nil {
		return nil, err
	}
	return d.Delivery.ComparePoints(r.R.Context(), r.Actor, shop.ID, list)
}

// show puts changes into the view: what was, and what is.
func (v *pointsFileView) show(r *web.Request, changes []delivery.PointChange) {
	fresh, gone := 0, 0
	v.seen = delivery.Seen(changes)
	v.cols = []ui.Col{{Head: r.T("desk.col_what")}, {Head: r.T("console.tariff_was")}, {Head: r.T("console.tariff_is")}}
	for _, c := range changes {
		name := c.Is.Name
		switch {
		case c.New():
			fresh++
		case c.Gone():
			gone++
			name = c.Was.Name
		}
		if len(v.rows) == mostChanges {
			continue
		}
		v.rows = append(v.rows, []ui.Cell{{Text: name}, {Text: pointWords(r, c.Was)}, {Text: pointWords(r, c.Is)}})
	}
	v.counts = r.T("desk.points_counts", "new", fresh, "changed", len(changes)-fresh-gone, "gone", gone)
}

// pointWords are all that is said of a point in one line; a dash for none.
func pointWords(r *web.Request, p delivery.Point) string {
	if p.Name == "" {
		return "–"
	}
	words := []string{p.Name}
	for _, s := range []string{r.CountryName(p.Country), p.Postcode, p.City, p.Street, p.Hours} {
		if s != "" {
			words = append(words, s)
		}
	}
	if p.Cash {
		words = append(words, r.T("desk.point_cash"))
	}
	return strings.Join(words, " · ")
}

// rowFaults tells the faults of a file of points by row and column.
func rowFaults(r *web.Request, form *web.Form, err error) {
	for _, e := range fault.List(err) {
		parts := strings.Split(e.Field, ".")
		if len(parts) != 3 {
			form.Add("file", e.Key, e.Args...)
			continue
		}
		row, _ := strconv.Atoi(parts[1])
		form.Add("file", "fault.points_row", "row", row, "column", parts[2], "why", r.T(e.Key, e.Args...))
	}
}

// replacePoints makes the points those of the file that was looked at.
func (d *Desk) replacePoints(r *web.Request) error {
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
	if file == nil {
		return d.showPointsFile(r, shop, pointsFileView{}, form, http.StatusUnprocessableEntity)
	}
	defer file.Close()
	list, err := delivery.ReadPoints(file)
	if err == nil {
		err = d.Delivery.ReplacePoints(r.R.Context(), r.Actor, shop.ID, list, form.Get("seen"))
	}
	if fault.Is(err, fault.Invalid) || fault.Is(err, fault.Conflict) {
		status := fault.Status(err)
		rowFaults(r, form, err)
		return d.showPointsFile(r, shop, pointsFileView{}, form, status)
	}
	if err != nil {
		return err
	}
	r.Say("desk.saved")
	return r.Redirect(base(r) + "/shop#points")
}
