package desk

import (
	"context"
	"slices"

	"github.com/a-h/templ"

	"agora/academy"
	"agora/catalog"
	"agora/identity"
	"agora/web"
	"agora/web/ui"
)

// Lessons tells what somebody learns that is done in a shop.
type Lessons interface {
	Told(ctx context.Context, by identity.Actor) ([]academy.Practice, error)
}

// learnView is one line about the lesson that teaches what a page is for.
type learnView struct {
	next   bool // it is what to learn next, whatever the page is for
	lesson ui.Link
	done   bool
}

// taught puts above a page of the desk the lesson that teaches what the page is for and
// whether its task is done, for who learns such a course; without checks, the task to do
// next.
func (d *Desk) taught(r *web.Request, main templ.Component, checks ...academy.Check) (templ.Component, error) {
	if d.Lessons == nil {
		return main, nil
	}
	list, err := d.Lessons.Told(r.R.Context(), r.Actor)
	if err != nil {
		return nil, err
	}
	p, ok := lessonFor(list, checks)
	if !ok {
		return main, nil
	}
	v := learnView{next: len(checks) == 0, done: p.Done, lesson: ui.Link{URL: "/academy/" + p.Course + "/" + p.Lesson}}
	var tag string
	if v.lesson.Text, tag = catalog.Texts(p.Title).In(r.Locale.Lang(), p.Languages...); tag != r.Locale.Lang() {
		v.lesson.Lang, v.lesson.Dir = tag, ui.DirOf(tag)
	}
	return learnt(v, main), nil
}

// teaching is page with the lesson above it.
func (d *Desk) teaching(r *web.Request, status int, shop catalog.Shop, tab, title string, main templ.Component, checks ...academy.Check) error {
	main, err := d.taught(r, main, checks...)
	if err != nil {
		return err
	}
	return d.page(r, status, shop, tab, title, main)
}

// lessonFor chooses of tasks the first that is left of some checks, else the last that is
// done of them; without checks, the first that is left.
func lessonFor(list []academy.Practice, checks []academy.Check) (found academy.Practice, ok bool) {
	for _, p := range list {
		if len(checks) > 0 && !slices.Contains(checks, p.Check()) {
			continue
		}
		if !p.Done {
			return p, true
		}
		if len(checks) > 0 {
			found, ok = p, true
		}
	}
	return found, ok
}
