package school

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"agora/academy"
	"agora/course"
	"agora/fault"
	"agora/web"
	"agora/web/ui"
)

// quizView is the form of a quiz, or what became of it.
type quizView struct {
	url       string // where answers go; "" for no quiz
	number    string
	asked     int64
	need      string
	passed    string // the best try, when one passed
	mishaps   []ui.Mishap
	questions []questionView
}

// questionView is one question as it is asked. What is right is not in it.
type questionView struct {
	name    string // of its fields
	kind    course.Kind
	ask     ui.Link
	unit    ui.Link
	choices []choiceView
	rows    []ui.Field // of Order: its places
	field   ui.Field   // of Numeric and Short
	wrong   string     // what is wrong with the form
}

type choiceView struct {
	value string
	text  ui.Link
	on    bool
}

// quizOf makes the form of the next try.
func quizOf(t tongue, c academy.Visit, p academy.Sight, form *web.Form) quizView {
	if p.Questions == 0 {
		return quizView{}
	}
	v := quizView{url: t.url(lessonURL(c.Slug, p.ID) + "/quiz"), asked: p.Questions, number: number(p.Tries.Next()),
		need: t.r.T("academy.quiz_need", "need", p.Quiz.Pass, "of", p.Questions)}
	if c.At.Has(p.ID, academy.Quiz) {
		v.passed = t.r.T("academy.quiz_right", "right", p.Tries.Best, "of", p.Questions)
	}
	if !c.Joined {
		return v
	}
	v.mishaps = form.Mishaps(t.r)
	for _, q := range academy.Drawn(p.Quiz, t.r.Actor.Person, c.ID, p.ID, p.Tries.Next()) {
		v.questions = append(v.questions, questionOf(t, q, form))
	}
	return v
}

func questionOf(t tongue, q course.Question, form *web.Form) questionView {
	v := questionView{name: "q." + q.ID, kind: q.Kind, ask: t.say(q.Ask)}
	var given []string
	if form != nil {
		given = form.List(v.name)
	}
	field := form.Fill(t.r, ui.Field{Name: v.name})
	v.wrong = field.Error
	switch q.Kind {
	case course.Order:
		v.rows = rowsOf(t, q, given)
	case course.Numeric, course.Short:
		v.field = ui.Field{Name: v.name, Label: t.r.T("academy.answer"), Value: field.Value, Error: field.Error, Max: 200, Required: true}
		if q.Kind == course.Numeric {
			v.field.Mode, v.field.Dir, v.unit = "decimal", "ltr", t.say(q.Unit)
		}
	default:
		for i, one := range q.Choices {
			v.choices = append(v.choices, choiceView{strconv.Itoa(i), t.say(one.Text), slices.Contains(given, strconv.Itoa(i))})
		}
	}
	return v
}

// rowsOf are the places of an order, each with all choices.
func rowsOf(t tongue, q course.Question, given []string) (rows []ui.Field) {
	for i := range q.Choices {
		row := ui.Field{Name: "q." + q.ID, ID: questionID("q."+q.ID) + "-" + strconv.Itoa(i), Label: t.r.Locale.Number(int64(i + 1)), Empty: t.r.T("desk.sweep_choose"), Required: true}
		for j, one := range q.Choices {
			text, value := t.say(one.Text), strconv.Itoa(j)
			row.Options = append(row.Options, ui.Option{Value: value, Text: text.Text, Lang: text.Lang, Dir: text.Dir, Selected: i < len(given) && given[i] == value})
		}
		rows = append(rows, row)
	}
	return rows
}

// answer takes the answers of a learner. Who left a question out is shown the form again.
func (s *School) answer(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	ctx, slug, lesson := r.R.Context(), r.Path("course"), r.Path("lesson")
	c, p, err := s.Academy.Look(ctx, r.Actor, slug, lesson, wishes(r)...)
	if err != nil {
		return err
	}
	if !c.Joined {
		return fault.New(fault.NotFound, "fault.learner_unknown")
	}
	try := academy.Attempt{Number: form.ID("n"), Answers: map[string]course.Answer{}}
	for _, q := range academy.Drawn(p.Quiz, r.Actor.Person, c.ID, lesson, try.Number) {
		try.Answers[q.ID] = answerOf(form, q)
	}
	to := tongueOf(r, c.Edition).url(lessonURL(slug, lesson) + "/quiz")
	if form.Err() != nil {
		return s.showLesson(r, http.StatusUnprocessableEntity, form)
	}
	m, err := s.Academy.Answer(ctx, r.Actor, c.ID, lesson, try)
	if fault.HasKey(err, "fault.quiz_answered") { // on a page from before
		r.Say("fault.quiz_answered")
		return r.Redirect(tongueOf(r, c.Edition).url(lessonURL(slug, lesson)) + "#quiz")
	}
	if err != nil {
		if form.Join("", err) != nil {
			return err
		}
		return s.showLesson(r, http.StatusUnprocessableEntity, form)
	}
	return r.Redirect(withQuery(to, "n="+number(m.Number)))
}

// answerOf reads what was answered to a question; nothing is a fault of the form.
func answerOf(form *web.Form, q course.Question) (a course.Answer) {
	name := "q." + q.ID
	given := form.List(name)
	if len(given) == 0 || slices.Contains(given, "") {
		form.Add(name, "fault.required")
		return a
	}
	if len(q.Choices) == 0 {
		a.Written = given[0]
		return a
	}
	for _, g := range given {
		n, err := strconv.ParseInt(g, 10, 64)
		if err != nil {
			form.Add(name, "fault.form_broken")
			return a
		}
		a.Picked = append(a.Picked, n)
	}
	return a
}

// markedView is what was right in a try.
type markedView struct {
	course, lesson ui.Link
	passed         bool
	words          string
	rows           []markedRow
	again, next    string // addresses; "" for none
	nextText       ui.Link
	credit         credit
}

type markedRow struct {
	ask, why ui.Link
	right    bool
	given    []ui.Link
}

// marked shows a try with what was right in it, and why.
func (s *School) marked(r *web.Request) error {
	slug, lesson := r.Path("course"), r.Path("lesson")
	c, m, err := s.Academy.Marked(r.R.Context(), r.Actor, slug, lesson, r.Query("device"), r.QueryID("n"))
	if err != nil {
		return err
	}
	t := tongueOf(r, c.Edition)
	v := markedView{course: t.say(c.Title), lesson: t.lessonLink(c, lesson), passed: m.Passed, credit: creditOf(c.Edition),
		words: r.T("academy.quiz_right", "right", m.Right, "of", int64(len(m.Questions)))}
	v.course.URL = t.url(courseURL(slug))
	if !m.Passed {
		v.words += " " + r.T("academy.quiz_need", "need", m.Need, "of", int64(len(m.Questions)))
		v.again = v.lesson.URL + "#quiz"
	}
	if c.At.Onward() != "" && m.Passed {
		v.nextText = t.lessonLink(c, c.At.Onward())
		v.next = v.nextText.URL
	} else if !c.At.Finished.IsZero() {
		v.next, v.nextText = courseURL(slug)+"/certificate", ui.Link{Text: r.T("assembly.certify_yours")}
	}
	for _, q := range m.Questions {
		v.rows = append(v.rows, markedRow{ask: t.say(q.Ask), why: t.say(q.Why), right: m.RightOnes[q.ID], given: givenOf(t, q, m.Answers[q.ID])})
	}
	f := r.Frame(r.T("academy.quiz"))
	f.Place, f.Private = "academy", true
	return r.Page(http.StatusOK, f, markedPage(v))
}

// givenOf says what was answered.
func givenOf(t tongue, q course.Question, a course.Answer) (list []ui.Link) {
	if a.Written != "" {
		list = append(list, ui.Link{Text: a.Written})
	}
	for _, p := range a.Picked {
		if p >= 0 && p < int64(len(q.Choices)) {
			list = append(list, t.say(q.Choices[p].Text))
		}
	}
	return list
}

// questionID is the id to which the words above a refused form lead.
func questionID(name string) string { return "f-" + strings.ReplaceAll(name, ".", "-") }
