package school

import (
	"net/http"

	"agora/academy"
	"agora/web"
	"agora/web/ui"
)

type courseView struct {
	url, join    string
	title, about ui.Link
	credit       credit
	facts        []string
	languages    []ui.Link
	elsewhere    string
	modules      []moduleView
	asks         []string
	joined       bool
	signedIn     bool
	open         bool   // it may be begun
	draft        bool   // only who teaches sees it
	signIn       string // where, to come back here
	progress     progress
	next         string // where to go on
	finished     string // when she did
	cohort       string // where her cohort is; "" for none
}

type moduleView struct {
	title   ui.Link
	lessons []lessonRow
}

type lessonRow struct {
	url, minutes string
	title        ui.Link
	state        string // of ol.time: "done", "now", "next"
}

// course is the page of one course.
func (s *School) course(r *web.Request) error {
	c, err := s.Academy.Visit(r.R.Context(), r.Actor, r.Path("course"))
	if err != nil {
		return err
	}
	t, url := tongueOf(r, c.Edition), courseURL(c.Slug)
	v := courseView{url: url, join: t.url(url + "/join"), title: t.say(c.Title), about: t.say(c.About), credit: creditOf(c.Edition), facts: sizeOf(r, c.Edition),
		languages: t.chips(c.Edition, url), elsewhere: t.elsewhere(), asks: asksOf(r, c),
		joined: c.Joined, signedIn: r.Actor.SignedIn(), draft: c.State == academy.Draft, open: c.State == academy.Published || c.At.State == academy.Gone, signIn: web.SignInURL(t.url(url))}
	for _, m := range c.Modules {
		row := moduleView{title: t.say(m.Title)}
		for _, l := range m.Lessons {
			row.lessons = append(row.lessons, lessonRowOf(t, c, l))
		}
		v.modules = append(v.modules, row)
	}
	if c.Joined {
		v.progress = progressOf(r, c.At)
		if c.At.Onward() != "" {
			v.next = t.url(lessonURL(c.Slug, c.At.Onward()))
		}
		if c.At.Cohort > 0 {
			v.cohort = url + "/cohort"
		}
		if !c.At.Finished.IsZero() {
			v.finished = r.T("academy.finished", "date", r.Locale.Date(c.At.Finished))
		}
	}
	f := r.Frame(v.title.Text)
	f.Place, f.Description, f.Found = "academy", v.about.Text, r.Found(url, s.facts(r, c.Edition, v))
	if c.State != academy.Published {
		f.Found = nil
	}
	return r.Page(http.StatusOK, f, coursePage(v))
}

// facts says what a course is in the words of schema.org.
func (s *School) facts(r *web.Request, e academy.Edition, v courseView) map[string]any {
	facts := map[string]any{"@context": "https://schema.org", "@type": "Course", "name": v.title.Text, "description": v.about.Text, "url": r.Origin() + v.url,
		"inLanguage": e.Languages, "isAccessibleForFree": true, "provider": map[string]string{"@type": "Organization", "name": s.House()}}
	if v.credit.author != "" {
		facts["author"] = map[string]string{"@type": "Organization", "name": v.credit.author}
	}
	if v.credit.link != "" {
		facts["license"] = v.credit.link
	}
	return facts
}

func lessonRowOf(t tongue, c academy.Visit, l academy.Lesson) lessonRow {
	row := lessonRow{url: t.url(lessonURL(c.Slug, l.ID)), title: t.say(l.Title), state: "next"}
	if l.Minutes > 0 {
		row.minutes = t.r.N("console.minutes", l.Minutes)
	}
	switch {
	case !c.Joined:
		row.state = ""
	case l.ID == c.At.Onward():
		row.state = "now"
	case isDone(c.At, l):
		row.state = "done"
	}
	return row
}

// isDone reports whether each part of a lesson is done.
func isDone(at academy.Standing, l academy.Lesson) bool {
	for _, p := range l.Parts() {
		if !at.Has(l.ID, p) {
			return false
		}
	}
	return true
}

// asksOf says what the certificate of a course asks for.
func asksOf(r *web.Request, c academy.Visit) (list []string) {
	var quizzes, tasks int64
	lessons := c.Edition.Lessons()
	for _, l := range lessons {
		if l.Questions > 0 {
			quizzes++
		}
		tasks += int64(len(l.Tasks))
	}
	for _, one := range []struct {
		key string
		n   int64
	}{{"academy.asks_lessons", int64(len(lessons))}, {"academy.asks_quizzes", quizzes}, {"academy.asks_tasks", tasks}, {"academy.asks_classes", c.At.Classes}} {
		if one.n > 0 {
			list = append(list, r.T(one.key, "n", one.n))
		}
	}
	return list
}

// join lets a person begin a course, and opens what is next for her.
func (s *School) join(r *web.Request) error {
	ctx := r.R.Context()
	if _, err := s.Academy.Join(ctx, r.Actor, r.Path("course")); err != nil {
		return err
	}
	c, err := s.Academy.Visit(ctx, r.Actor, r.Path("course"))
	if err != nil {
		return err
	}
	t, to := tongueOf(r, c.Edition), courseURL(c.Slug)
	if c.At.Onward() != "" {
		to = lessonURL(c.Slug, c.At.Onward())
	}
	r.Say("assembly.saved")
	return r.Redirect(t.url(to))
}

// leave ends that a person learns a course.
func (s *School) leave(r *web.Request) error {
	c, err := s.Academy.Visit(r.R.Context(), r.Actor, r.Path("course"))
	if err != nil {
		return err
	}
	return r.Done(s.Academy.Leave(r.R.Context(), r.Actor, c.ID), "console.done", courseURL(c.Slug))
}
