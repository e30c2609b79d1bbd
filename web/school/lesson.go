package school

import (
	"maps"
	"net/http"
	"slices"
	"time"

	"agora/academy"
	"agora/course"
	"agora/fault"
	"agora/web"
	"agora/web/ui"
)

type lessonView struct {
	url           string
	course, title ui.Link
	lang, dir     string // of the text
	text          string // HTML
	elsewhere     string
	languages     []ui.Link
	minutes       string
	before, after ui.Link
	credit        credit
	joined, read  bool
	join          ui.Link // how to join; without an address for who can't
	post          bool    // join is a form
	in            string  // language that was asked for
	tasks         []taskView
	quiz          quizView
	work          ui.Link
}

// taskView is something to do in one's own shop.
type taskView struct {
	say    ui.Link
	done   bool
	goTo   ui.Link
	joined bool
	shown  []ui.Link // what shows that it is done; without an address for what is hers alone
}

// lesson is the page of a lesson.
func (s *School) lesson(r *web.Request) error { return s.showLesson(r, http.StatusOK, nil) }

// showLesson shows it, with the form of its quiz when that was refused.
func (s *School) showLesson(r *web.Request, status int, form *web.Form) error {
	c, p, err := s.Academy.Look(r.R.Context(), r.Actor, r.Path("course"), r.Path("lesson"), wishes(r)...)
	if err != nil {
		return err
	}
	t := tongueOf(r, c.Edition)
	t.lang = p.Lang
	url := lessonURL(c.Slug, p.ID)
	v := lessonView{url: url, course: t.say(c.Title), title: t.say(p.Title), lang: t.lang, dir: ui.DirOf(t.lang),
		elsewhere: t.elsewhere(), languages: t.chips(c.Edition, url), credit: creditOf(c.Edition),
		joined: c.Joined, read: c.At.Has(p.ID, academy.Read), before: t.lessonLink(c, p.Before), after: t.lessonLink(c, p.After)}
	v.course.URL = t.url(courseURL(c.Slug))
	v.text, _ = course.Draw(p.Body[p.Lang], s.drawing(r, t, c.Edition, p.Files))
	if p.Minutes > 0 {
		v.minutes = r.N("console.minutes", p.Minutes)
	}
	if t.asked {
		v.in = t.lang
	}
	v.join, v.post = joinLink(r, t, c)
	if err := s.tasks(r, &v, t, c, p.Lesson); err != nil {
		return err
	}
	if p.Work.Say != nil {
		v.work = t.say(p.Work.Say)
	}
	v.quiz = quizOf(t, c, p, form)
	f := r.Frame(v.title.Text)
	f.Place, f.Found = "academy", r.Found(url, nil)
	f.Private = r.Actor.SignedIn()
	return r.Page(status, f, lessonPage(v))
}

// tasks shows what there is to do in a shop, and of what is done what shows it.
func (s *School) tasks(r *web.Request, v *lessonView, t tongue, c academy.Visit, l academy.Lesson) (err error) {
	var proofs map[academy.LeftToDo][]academy.Proof
	for i, task := range l.Tasks {
		part := academy.LeftToDo{Lesson: l.ID, Part: academy.TaskPart(i)}
		one := taskView{say: t.say(task.Say), joined: c.Joined, done: c.At.Has(l.ID, part.Part), goTo: shopPage(r, academy.Check(task.Check))}
		if one.done && proofs == nil {
			if proofs, err = s.Academy.Proofs(r.R.Context(), r.Actor, c.ID); err != nil {
				return err
			}
		}
		for _, p := range proofs[part] {
			if one.done {
				one.shown = append(one.shown, proofLink(r, p))
			}
		}
		v.tasks = append(v.tasks, one)
	}
	return nil
}

// proofLink names what shows that a task is done.
func proofLink(r *web.Request, p academy.Proof) ui.Link {
	l := ui.Link{URL: p.Path, Text: p.Text}
	if p.Words != "" {
		l.Text += " · " + p.Words
	}
	if p.Lang != "" && p.Lang != r.Locale.Lang() && p.Words == "" {
		l.Lang, l.Dir = p.Lang, ui.DirOf(p.Lang)
	}
	return l
}

// lessonLink leads to another lesson; "" gives none.
func (t tongue) lessonLink(c academy.Visit, id string) ui.Link {
	l, _, _, ok := c.Lesson(id)
	if !ok {
		return ui.Link{}
	}
	link := t.say(l.Title)
	link.URL = t.url(lessonURL(c.Slug, id))
	return link
}

// joinLink says how a reader may join, and whether by a form.
func joinLink(r *web.Request, t tongue, c academy.Visit) (l ui.Link, post bool) {
	switch {
	case c.Joined || c.State != academy.Published:
		return l, false
	case !r.Actor.SignedIn():
		return ui.Link{URL: web.SignInURL(t.url(courseURL(c.Slug))), Text: r.T("store.sign_in")}, false
	}
	return ui.Link{URL: t.url(courseURL(c.Slug) + "/join"), Text: r.T("academy.join")}, true
}

// shopPages are where in a shop's desk each task is done.
var shopPages = map[academy.Check]string{
	academy.ProductsPriced: "products", academy.DescribedTwice: "words", academy.DeliveryDescribed: "shop", academy.QuestionAnswered: "voices",
	academy.OrderShipped: "orders", academy.RefundHandled: "orders", academy.FoundInScript: "words",
}

// shopPage leads to where a task is done: to her first shop, or to where she opens one.
func shopPage(r *web.Request, c academy.Check) ui.Link {
	if len(r.Actor.Shops) == 0 {
		return ui.Link{URL: "/desk/open", Text: r.T("ui.open_shop")}
	}
	first := slices.Min(slices.Collect(maps.Keys(r.Actor.Shops)))
	return ui.Link{URL: "/desk/" + number(int64(first)) + "/" + shopPages[c], Text: r.T("academy.task_go")}
}

// read notes that a learner read a lesson, and opens what is next.
func (s *School) read(r *web.Request) error {
	form, err := r.Form()
	if err != nil {
		return err
	}
	c, err := s.Academy.Visit(r.R.Context(), r.Actor, r.Path("course"))
	if err != nil {
		return err
	}
	l, _, after, ok := c.Lesson(r.Path("lesson"))
	if !ok {
		return fault.New(fault.NotFound, "fault.page_not_found")
	}
	to, part := lessonURL(c.Slug, l.ID), ""
	switch {
	case l.Questions > 0:
		part = "#quiz"
	case len(l.Parts()) == 1 && after != "":
		to = lessonURL(c.Slug, after)
	}
	if in := form.Get("in"); in != "" {
		to += "?in=" + c.Speaks(in)
	}
	return r.Done(s.Academy.Opened(r.R.Context(), r.Actor, c.ID, l.ID, time.Time{}), "assembly.saved", to+part)
}
