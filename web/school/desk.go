package school

import (
	"net/http"
	"slices"

	"agora/academy"
	"agora/fault"
	"agora/identity"
	"agora/web"
	"agora/web/ui"
)

const deskURL = "/academy-desk"

func deskCourseURL(slug string) string { return deskURL + "/" + slug }

// deskRoutes are the ways in of those who teach.
func (s *School) deskRoutes() []web.Route {
	desk := func(method, page string, handle func(*web.Request) error) web.Route {
		return web.Route{Method: method, Pattern: deskURL + page, Access: web.Teacher, Handle: handle}
	}
	return []web.Route{
		desk("GET", "", s.desk),
		desk("POST", "/add", s.addOwn),
		desk("GET", "/{course}", s.roll),
		desk("POST", "/{course}/publish", s.publish),
		desk("POST", "/{course}/retire", s.retire),
		desk("POST", "/{course}/uncertify", s.uncertify),
	}
}

type deskView struct {
	own         []Own // those that may be added
	courses     []deskRow
	first, next string
}

type deskRow struct {
	url, path     string
	export        string // where its newest version is taken out
	title         ui.Link
	state, tone   string
	version       string
	publish, ends bool // what may be done
}

// desk lists the courses of the node, in all states.
func (s *School) desk(r *web.Request) error {
	before := academy.CourseID(r.QueryID("before"))
	list, err := s.Academy.Courses(r.R.Context(), r.Actor, before)
	if err != nil {
		return err
	}
	v := deskView{}
	if before == 0 {
		if v.own, err = s.lacking(r); err != nil {
			return err
		}
	}
	for _, c := range list {
		v.courses = append(v.courses, deskRowOf(r, c))
	}
	if before > 0 {
		v.first = deskURL
	}
	if len(list) == academy.PageSize {
		v.next = deskURL + "?before=" + number(int64(list[len(list)-1].ID))
	}
	f := r.Frame(r.T("academy.desk"))
	f.Place, f.Private = "academy", true
	return r.Page(http.StatusOK, f, deskPage(v))
}

func deskRowOf(r *web.Request, c academy.Course) deskRow {
	row := deskRow{url: deskCourseURL(c.Slug), path: courseURL(c.Slug), export: exportURL(academy.Edition{Slug: c.Slug, Version: c.Newest}), title: tongueOf(r, c.Edition).say(c.Title),
		version: "v" + number(c.Edition.Version), publish: c.State != academy.Published || c.Newest != c.Version, ends: c.State == academy.Published}
	switch c.State {
	case academy.Draft:
		row.state, row.tone = r.T("assembly.state_draft"), "saff"
	case academy.Published:
		row.state, row.tone = r.T("academy.published"), "leaf"
	case academy.Retired:
		row.state = r.T("console.retired")
	}
	return row
}

// lacking are the courses that come with the program and are not kept here.
func (s *School) lacking(r *web.Request) (list []Own, err error) {
	for _, o := range s.Own {
		_, err := s.Academy.Course(r.R.Context(), r.Actor, o.Slug)
		switch {
		case fault.Is(err, fault.NotFound):
			list = append(list, o)
		case err != nil:
			return nil, err
		}
	}
	return list, nil
}

// addOwn keeps a course that comes with the program, and lets it be begun.
func (s *School) addOwn(r *web.Request) error {
	form, err := r.Form()
	if err != nil {
		return err
	}
	i := slices.IndexFunc(s.Own, func(o Own) bool { return o.Slug == form.Get("course") })
	if i < 0 {
		return fault.New(fault.NotFound, "fault.course_unknown")
	}
	if _, err := s.Academy.Course(r.R.Context(), r.Actor, s.Own[i].Slug); !fault.Is(err, fault.NotFound) {
		return r.Done(err, "console.done", deskURL) // the form was sent twice
	}
	c, err := s.Own[i].Course()
	if err != nil {
		return err
	}
	id, _, err := s.Academy.Keep(r.R.Context(), r.Actor, c)
	if err != nil {
		return err
	}
	return r.Done(s.Academy.Publish(r.R.Context(), r.Actor, id), "console.done", deskURL)
}

// taught finds the course of the path.
func (s *School) taught(r *web.Request) (academy.Course, error) {
	return s.Academy.Course(r.R.Context(), r.Actor, r.Path("course"))
}

func (s *School) publish(r *web.Request) error {
	c, err := s.taught(r)
	if err != nil {
		return err
	}
	return r.Done(s.Academy.Publish(r.R.Context(), r.Actor, c.ID), "console.done", deskURL)
}

func (s *School) retire(r *web.Request) error {
	c, err := s.taught(r)
	if err != nil {
		return err
	}
	return r.Done(s.Academy.Retire(r.R.Context(), r.Actor, c.ID), "console.done", deskURL)
}

// rollView is who learns a course.
type rollView struct {
	url, first, next string
	back, title      ui.Link
	teaches          bool // else she is a mentor
	people           []rollRow
}

type rollRow struct {
	name, person string
	progress     progress
	began        string
	state, tone  string
	check        string // where her certificate is checked; "" for none
}

// roll lists the learners of a course.
func (s *School) roll(r *web.Request) error {
	c, err := s.taught(r)
	if err != nil {
		return err
	}
	after := identity.PersonID(r.QueryID("after"))
	list, err := s.Academy.Learners(r.R.Context(), r.Actor, c.ID, after)
	if err != nil {
		return err
	}
	return s.showRoll(r, c.Edition, deskCourseURL(c.Slug), list, after)
}

// showRoll shows a page of learners of a course, whose pages begin at path.
func (s *School) showRoll(r *web.Request, e academy.Edition, path string, list []academy.OnRoll, after identity.PersonID) error {
	who := make([]identity.PersonID, len(list))
	for i, o := range list {
		who[i] = o.Person
	}
	names, err := s.names(r, who...)
	if err != nil {
		return err
	}
	v := rollView{back: ui.Link{URL: learnURL, Text: r.T("academy.mine")}, url: deskCourseURL(e.Slug), title: tongueOf(r, e).say(e.Title)}
	if v.teaches = academy.Teaches(r.Actor); v.teaches {
		v.back = ui.Link{URL: deskURL, Text: r.T("academy.desk")}
	}
	for i, o := range list {
		v.people = append(v.people, rollRowOf(r, o, names[i]))
	}
	if after > 0 {
		v.first = path
	}
	if len(list) == academy.PageSize {
		v.next = path + "?after=" + number(int64(list[len(list)-1].Person))
	}
	f := r.Frame(v.title.Text)
	f.Place, f.Private = "academy", true
	return r.Page(http.StatusOK, f, rollPage(v))
}

func rollRowOf(r *web.Request, o academy.OnRoll, name string) rollRow {
	row := rollRow{name: name, person: number(int64(o.Person)), began: r.Locale.Date(o.Began),
		progress: progress{o.Done, o.All, r.T("academy.done_of", "done", o.Done, "all", o.All)}}
	switch o.State {
	case academy.Finished:
		row.state, row.tone = r.T("academy.state_finished"), "leaf"
	case academy.Gone:
		row.state = r.T("academy.state_gone")
	}
	if o.Certificate != "" {
		row.check = web.CertificatePath(o.Certificate)
	}
	return row
}

// names gives how people are called, in their order; "" for who is no more.
func (s *School) names(r *web.Request, people ...identity.PersonID) ([]string, error) {
	who, names := make([]string, len(people)), make([]string, len(people))
	for i, p := range people {
		who[i] = identity.Actor{Person: p}.String()
	}
	known, err := s.People.Names(r.R.Context(), identity.System(), who)
	for i := range names {
		names[i] = known[who[i]]
	}
	return names, err
}

// uncertify takes a certificate back.
func (s *School) uncertify(r *web.Request) error {
	form, err := r.Form()
	if err != nil {
		return err
	}
	c, err := s.taught(r)
	if err != nil {
		return err
	}
	return r.Done(s.Academy.Uncertify(r.R.Context(), r.Actor, c.ID, identity.PersonID(form.ID("person"))), "console.done", deskCourseURL(c.Slug))
}
