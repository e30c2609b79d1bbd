package school

import (
	"encoding/csv"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"agora/academy"
	"agora/catalog"
	"agora/country"
	"agora/sheet"
	"agora/web"
	"agora/web/ui"
)

const figuresURL = deskURL + "/figures"

// figuresRoutes are the ways in of officers, and of learners to what officers count.
func (s *School) figuresRoutes() []web.Route {
	return []web.Route{
		{Method: "GET", Pattern: figuresURL, Access: web.Officer, Handle: s.figures},
		{Method: "GET", Pattern: figuresURL + ".csv", Access: web.Officer, Handle: s.figuresFile},
		{Method: "GET", Pattern: aboutURL, Access: web.Buyer, Handle: s.about},
		{Method: "POST", Pattern: aboutURL, Access: web.Buyer, Handle: s.say},
	}
}

// quarters is how many are offered, this one and those before.
const quarters = 8

// figuresView is what an officer reads.
type figuresView struct {
	courses, periods ui.Field
	country          string // whose regions are shown, kept when something else is chosen
	file             string
	all              []ui.Figure
	tables           []figuresTable
}

type figuresTable struct {
	title string
	cols  []ui.Col
	rows  [][]ui.Cell
}

// asks reads what is asked of the address, and finds the course by its slug.
func (s *School) asks(r *web.Request) (ask academy.Ask, err error) {
	ask = academy.Ask{Quarter: academy.ParseQuarter(r.Query("quarter"))}
	if c := country.Code(r.Query("country")); c.Known() {
		ask.Country = c
	}
	if slug := r.Query("course"); slug != "" {
		c, err := s.Academy.Course(r.R.Context(), r.Actor, slug)
		if err != nil {
			return ask, err
		}
		ask.Course = c.ID
	}
	return ask, nil
}

func (s *School) figures(r *web.Request) error {
	ask, err := s.asks(r)
	if err != nil {
		return err
	}
	f, err := s.Academy.Figures(r.R.Context(), r.Actor, ask)
	if err != nil {
		return err
	}
	courses, err := s.Academy.Courses(r.R.Context(), r.Actor, 0)
	if err != nil {
		return err
	}
	v := figuresView{country: string(ask.Country), file: figuresPath(r, ".csv", ask.Country)}
	v.courses = ui.Field{Name: "course", Label: r.T("certificate.subject_course"), Empty: r.T("console.all")}
	for _, c := range courses {
		t := tongueOf(r, c.Edition).say(c.Title)
		v.courses.Options = append(v.courses.Options, ui.Option{Value: c.Slug, Text: t.Text, Lang: t.Lang, Dir: t.Dir, Selected: c.ID == ask.Course})
	}
	v.periods = periodsOf(r, f.At, ask.Quarter)
	for _, m := range academy.Measures {
		v.all = append(v.all, ui.Figure{What: r.T(measureKeys[m]), Value: cellWords(r, f.All[m])})
	}
	for _, split := range f.Splits {
		v.tables = append(v.tables, tableOf(r, split, ask))
	}
	frame := r.Frame(r.T("ui.figures"))
	frame.Place, frame.Private = "academy", true
	return r.Page(http.StatusOK, frame, figuresPage(v))
}

// figuresPath is the page or the file of what is asked for, with the regions of a country.
func figuresPath(r *web.Request, end string, of country.Code) string {
	q := url.Values{}
	for name, value := range map[string]string{"course": r.Query("course"), "quarter": r.Query("quarter"), "country": string(of)} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if len(q) == 0 {
		return figuresURL + end
	}
	return figuresURL + end + "?" + q.Encode()
}

// periodsOf are the quarters in which learners may have begun.
func periodsOf(r *web.Request, now time.Time, asked academy.Quarter) ui.Field {
	f := ui.Field{Name: "quarter", Label: r.T("academy.fig_enrolled"), Empty: r.T("console.all")}
	q := academy.QuarterOf(now)
	for range quarters {
		f.Options = append(f.Options, ui.Option{Value: q.String(), Text: quarterWords(r, q), Selected: q == asked})
		q = q.Before()
	}
	return f
}

// quarterWords are its first and its last day.
func quarterWords(r *web.Request, q academy.Quarter) string {
	from, to := q.Bounds()
	return r.Locale.Date(from) + " – " + r.Locale.Date(to.AddDate(0, 0, -1))
}

var measureKeys = map[academy.Measure]string{
	academy.Enrolled: "academy.fig_enrolled", academy.Active: "academy.fig_active", academy.Completed: "academy.state_finished",
	academy.Opened: "academy.fig_opened", academy.Sold: "academy.fig_sold",
}

var splitKeys = map[string]string{
	"course": "certificate.subject_course", "country": "store.country", "region": "store.a_province", "gender": "academy.fig_gender", "age": "academy.fig_age",
}

func tableOf(r *web.Request, split academy.Split, ask academy.Ask) figuresTable {
	t := figuresTable{title: r.T(splitKeys[split.By])}
	if split.By == "region" {
		t.title += ": " + r.CountryName(ask.Country)
	}
	t.cols = []ui.Col{{Head: r.T(splitKeys[split.By])}}
	for _, m := range academy.Measures {
		t.cols = append(t.cols, ui.Col{Head: r.T(measureKeys[m]), Number: true})
	}
	for _, row := range split.Rows {
		head := ui.Cell{Text: rowWords(r, split.By, row).Text}
		if split.By == "country" && row.Key != "" {
			head.URL = figuresPath(r, "", country.Code(row.Key))
		}
		if split.By == "course" {
			head.Part = run(rowWords(r, split.By, row))
		}
		cells := []ui.Cell{head}
		for _, c := range row.Cells {
			cells = append(cells, ui.Cell{Text: cellWords(r, c)})
		}
		t.rows = append(t.rows, cells)
	}
	return t
}

// rowWords names a row in the language of the page.
func rowWords(r *web.Request, by string, row academy.Row) ui.Link {
	switch {
	case by == "course":
		return r.Words(catalog.Texts(row.Title))
	case row.Key == "" && (by == "gender" || by == "age"):
		return ui.Link{Text: r.T("academy.fig_unsaid")}
	case row.Key == "":
		return ui.Link{Text: r.T("academy.fig_rest")}
	case by == "country":
		return ui.Link{Text: r.CountryName(country.Code(row.Key))}
	case by == "gender":
		return ui.Link{Text: r.T("academy.fig_" + row.Key)}
	case by == "age":
		return ui.Link{Text: ageWords(r, row.Key)}
	}
	return ui.Link{Text: row.Key}
}

func ageWords(r *web.Request, key string) string {
	if from, to, ok := strings.Cut(key, "to"); ok {
		return r.Locale.Digits(from + "–" + to)
	}
	return r.T("academy.fig_" + key)
}

func cellWords(r *web.Request, c academy.Cell) string {
	switch c {
	case academy.Few:
		return r.T("academy.fig_few")
	case academy.Hidden:
		return r.T("academy.fig_hidden")
	}
	return r.Locale.Number(int64(c))
}

// figuresFile gives the same as a file.
func (s *School) figuresFile(r *web.Request) error {
	ask, err := s.asks(r)
	if err != nil {
		return err
	}
	f, err := s.Academy.Figures(r.R.Context(), r.Actor, ask)
	if err != nil {
		return err
	}
	return writeFigures(r, r.Download("academy-"+f.At.Format(time.DateOnly)+".csv", "text/csv; charset=utf-8"), f)
}

func writeFigures(r *web.Request, w io.Writer, f academy.Figures) error {
	out := csv.NewWriter(w)
	head := []string{"split", "key", "name", "enrolled", "active_30_days", "finished", "shops_opened", "first_sales"}
	write := func(by, key, name string, cells academy.Cells) {
		line := []string{by, sheet.Guard(key), sheet.Guard(name)}
		for _, c := range cells {
			line = append(line, plain(c))
		}
		_ = out.Write(line) // Error tells
	}
	_ = out.Write(head)
	write("all", "", "", f.All)
	for _, split := range f.Splits {
		for _, row := range split.Rows {
			write(split.By, row.Key, rowWords(r, split.By, row).Text, row.Cells)
		}
	}
	out.Flush()
	return out.Error()
}

// plain is a cell for a program: a number, "<5", or nothing where it is hidden.
func plain(c academy.Cell) string {
	switch c {
	case academy.Few:
		return "<5"
	case academy.Hidden:
		return ""
	}
	return number(int64(c))
}
