package school

import (
	"errors"
	"net/http"

	"agora/academy"
	"agora/course"
	"agora/fault"
	"agora/web"
	"agora/web/ui"
)

const importURL = deskURL + "/import"

// importRoutes are the ways by which a course comes to the node.
func (s *School) importRoutes() []web.Route {
	return []web.Route{
		{Method: "GET", Pattern: importURL, Access: web.Teacher, Handle: s.arrived},
		{Method: "POST", Pattern: importURL, Access: web.Teacher, Body: academy.MaxArrival + web.DefaultBody, Handle: s.receive},
		{Method: "POST", Pattern: importURL + "/keep", Access: web.Teacher, Handle: s.keepArrived},
	}
}

// importView is the form for a file with a course, and what is in the one that came.
type importView struct {
	title   string
	mishaps []ui.Mishap
	file    ui.Field
	refused []string // what is wrong with it
	arrival string   // "" for none
	course  ui.Link
	facts   []string
	again   bool // there is a course of this name
	figures []ui.Figure
	notes   []string
	more    string // how many notes are not listed
}

// formatName is a name, the same in each language.
func formatName(f academy.Format) string {
	switch f {
	case academy.Cartridge:
		return "Common Cartridge"
	case academy.Book:
		return "OpenStax"
	}
	return "Agora"
}

func (s *School) arrived(r *web.Request) error { return s.showImport(r, nil, nil, http.StatusOK) }

func (s *School) showImport(r *web.Request, form *web.Form, wrong course.Problems, status int) error {
	a, ok, err := s.Academy.Arrived(r.R.Context(), r.Actor)
	if err != nil {
		return err
	}
	v := importView{title: r.T("desk.import"), mishaps: form.Mishaps(r), refused: sentences(wrong),
		file: form.Fill(r, ui.Field{Name: "file", Label: r.T("certificate.check_read"), Hint: r.T("academy.import_hint", "max", int64(academy.MaxArrival>>20))})}
	if ok && wrong == nil {
		if err := s.arrival(r, &v, a); err != nil {
			return err
		}
	}
	f := r.Frame(v.title)
	f.Place, f.Private = "academy", true
	return r.Page(status, f, importPage(v))
}

// arrival says what is in the file that came.
func (s *School) arrival(r *web.Request, v *importView, a academy.Arrival) error {
	_, err := s.Academy.Course(r.R.Context(), r.Actor, a.Slug)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	v.again, v.arrival = err == nil, number(int64(a.ID))
	v.course = tongueOf(r, academy.Edition{Languages: a.Languages}).say(a.Title)
	for _, fact := range append([]string{a.Slug, formatName(a.Format), a.Author, a.Licence}, r.LanguageNames(a.Languages)...) {
		if fact != "" {
			v.facts = append(v.facts, fact)
		}
	}
	for _, f := range []struct {
		what string
		n    int64
	}{{"hall.replay_chapters", a.Modules}, {"academy.import_lessons", a.Lessons}, {"desk.words", a.Words}, {"store.questions", a.Questions},
		{"academy.tasks", a.Tasks}, {"academy.work", a.Works}, {"desk.pictures", a.Pictures}, {"desk.digital_files", a.Files}} {
		v.figures = append(v.figures, ui.Figure{What: r.T(f.what), Value: r.Locale.Number(f.n)})
	}
	if v.notes = sentences(a.Notes); a.More > 0 {
		v.more = "+" + r.Locale.Number(a.More)
	}
	return nil
}

// sentences are problems in words, which are English.
func sentences(list []course.Problem) []string {
	out := make([]string, len(list))
	for i, p := range list {
		if out[i] = p.Error(); p.Path == "" {
			out[i] = p.Words()
		}
	}
	return out
}

// receive looks at a file, and keeps nothing of it but for its sender's word.
func (s *School) receive(r *web.Request) error {
	form, err := r.Form()
	if err != nil {
		return err
	}
	file, _, err := form.File("file")
	if err != nil {
		return err
	}
	if file == nil {
		form.Add("file", "fault.required")
		return s.showImport(r, form, nil, http.StatusUnprocessableEntity)
	}
	defer file.Close()
	err = s.Academy.Receive(r.R.Context(), r.Actor, file)
	var one course.Problem
	var all course.Problems
	switch {
	case errors.As(err, &all):
		return s.showImport(r, form, all, http.StatusUnprocessableEntity)
	case errors.As(err, &one):
		return s.showImport(r, form, course.Problems{one}, http.StatusUnprocessableEntity)
	case err != nil:
		return err
	}
	return r.Redirect(importURL)
}

// keepArrived keeps the course that was looked at as a draft.
func (s *School) keepArrived(r *web.Request) error {
	form, err := r.Form()
	if err != nil {
		return err
	}
	_, _, err = s.Academy.KeepArrived(r.R.Context(), r.Actor, academy.ArrivalID(form.ID("arrival")))
	if fault.HasKey(err, "fault.upload_gone") {
		form.Add("file", "fault.upload_gone")
		return s.showImport(r, form, nil, http.StatusUnprocessableEntity)
	}
	return r.Done(err, "console.done", deskURL)
}
