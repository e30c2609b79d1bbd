package school

import (
	"net/http"
	"regexp"
	"strconv"

	"agora/academy"
	"agora/fault"
	"agora/identity"
	"agora/web"
	"agora/web/ui"
)

func deskCohortsURL(slug string) string { return deskCourseURL(slug) + "/cohorts" }

// cohortsView is the cohorts of a course, for who teaches.
type cohortsView struct {
	url, first, next string
	title            ui.Link
	mishaps          []ui.Mishap
	fields           []ui.Field
	rows             []cohortRow
}

type cohortRow struct{ url, name, days, places string }

// cohortFields are what a teacher writes about a cohort.
func cohortFields(r *web.Request, form *web.Form, g academy.Group) (list []ui.Field) {
	for _, f := range []ui.Field{
		{Name: "name", Label: r.T("assembly.name"), Value: g.Name, Max: academy.MaxCohortName, Required: true, Span: true},
		{Name: "starts", Label: r.T("desk.disc_first"), Type: "date", Value: g.Starts, Required: true},
		{Name: "ends", Label: r.T("desk.disc_last"), Type: "date", Value: g.Ends, Required: true},
		{Name: "zone", Label: r.T("assembly.zone"), Value: g.Zone, Dir: "ltr", Max: 40, Required: true},
		{Name: "places", Label: r.T("assembly.capacity"), Value: number(g.Places), Mode: "numeric", Required: true},
		{Name: "classes", Label: r.T("academy.classes_need"), Hint: r.T("academy.class_counts"), Value: number(g.Classes), Mode: "numeric", Span: true},
	} {
		list = append(list, form.Fill(r, f))
	}
	return list
}

func groupOf(form *web.Form) academy.Group {
	return academy.Group{Name: form.Text("name", academy.MaxCohortName), Starts: form.Get("starts"), Ends: form.Get("ends"), Zone: form.Get("zone"), Places: form.Int("places"), Classes: form.Int("classes")}
}

func (s *School) cohorts(r *web.Request) error { return s.showCohorts(r, http.StatusOK, nil) }

func (s *School) showCohorts(r *web.Request, status int, form *web.Form) error {
	c, err := s.taught(r)
	if err != nil {
		return err
	}
	before := academy.CohortID(r.QueryID("before"))
	list, err := s.Academy.Cohorts(r.R.Context(), r.Actor, c.ID, before)
	if err != nil {
		return err
	}
	v := cohortsView{url: deskCohortsURL(c.Slug), title: tongueOf(r, c.Edition).say(c.Title), mishaps: form.Mishaps(r),
		fields: cohortFields(r, form, academy.Group{Zone: r.Country.Zone(), Places: 30})}
	for _, h := range list {
		v.rows = append(v.rows, cohortRow{url: v.url + "/" + number(int64(h.ID)), name: h.Name, days: days(r, h.Group), places: r.T("slots.free", "n", max(0, h.Places-h.Taken), "of", h.Places)})
	}
	if before > 0 {
		v.first = v.url
	}
	if len(list) == academy.PageSize {
		v.next = v.url + "?before=" + number(int64(list[len(list)-1].ID))
	}
	f := r.Frame(r.T("academy.cohorts"))
	f.Place, f.Private = "academy", true
	return r.Page(status, f, cohortsPage(v))
}

// gather makes a cohort.
func (s *School) gather(r *web.Request) error {
	form, err := r.Form()
	if err != nil {
		return err
	}
	c, err := s.taught(r)
	if err != nil {
		return err
	}
	g := groupOf(form)
	if form.Err() != nil {
		return s.showCohorts(r, http.StatusUnprocessableEntity, form)
	}
	h, err := s.Academy.Gather(r.R.Context(), r.Actor, c.ID, g)
	if err == nil {
		return r.Done(nil, "console.done", deskCohortsURL(c.Slug)+"/"+number(int64(h.ID)))
	}
	if err := form.Join("", err); err != nil {
		return err
	}
	return s.showCohorts(r, http.StatusUnprocessableEntity, form)
}

// deskCohort is one cohort, for who teaches.
type deskCohort struct {
	url, back, name, link, code string
	title                       ui.Link
	mishaps                     []ui.Mishap
	fields                      []ui.Field
	event, login                ui.Field
	classes                     []classView
	mentors                     []mentorRow
}

type mentorRow struct{ id, name string }

// cohortOf finds the course and the cohort of the path.
func (s *School) cohortOf(r *web.Request) (c academy.Course, h academy.Cohort, err error) {
	id, err := r.PathID("cohort")
	if err != nil {
		return c, h, err
	}
	if c, err = s.taught(r); err != nil {
		return c, h, err
	}
	h, err = s.Academy.Cohort(r.R.Context(), r.Actor, c.ID, academy.CohortID(id))
	return c, h, err
}

func (s *School) deskCohort(r *web.Request) error { return s.showCohort(r, http.StatusOK, nil) }

func (s *School) showCohort(r *web.Request, status int, form *web.Form) error {
	ctx := r.R.Context()
	c, h, err := s.cohortOf(r)
	if err != nil {
		return err
	}
	v := deskCohort{back: deskCohortsURL(c.Slug), url: deskCohortsURL(c.Slug) + "/" + number(int64(h.ID)), name: h.Name, code: h.Code, link: r.Origin() + cohortURL(h.Code),
		title: tongueOf(r, c.Edition).say(c.Title), mishaps: form.Mishaps(r), fields: cohortFields(r, form, h.Group),
		event: form.Fill(r, ui.Field{Name: "event", Label: r.T("academy.class_event"), Dir: "ltr", Max: 200, Required: true}),
		login: form.Fill(r, ui.Field{Name: "login", Label: r.T("store.login"), Dir: "ltr", Max: 200, Required: true})}
	events, err := s.Academy.Events(ctx, c.ID, h.ID)
	if err != nil {
		return err
	}
	if v.classes, err = s.classesOf(r, events); err != nil {
		return err
	}
	if v.mentors, err = s.mentorsOf(r, c.ID, h.ID); err != nil {
		return err
	}
	f := r.Frame(h.Name)
	f.Place, f.Private = "academy", true
	return r.Page(status, f, deskCohortPage(v))
}

func (s *School) mentorsOf(r *web.Request, course academy.CourseID, id academy.CohortID) (rows []mentorRow, err error) {
	list, err := s.Academy.Mentors(r.R.Context(), course, id)
	if err != nil {
		return nil, err
	}
	names, err := s.names(r, list...)
	for i, p := range list {
		rows = append(rows, mentorRow{number(int64(p)), names[i]})
	}
	return rows, err
}

// change does something to the cohort of the path with what was typed, and shows the
// faults of its fields.
func (s *School) change(r *web.Request, do func(*web.Form, academy.Course, academy.Cohort) error) error {
	form, err := r.Form()
	if err != nil {
		return err
	}
	c, h, err := s.cohortOf(r)
	if err != nil {
		return err
	}
	if err = do(form, c, h); err == nil {
		return r.Done(nil, "console.done", deskCohortsURL(c.Slug)+"/"+number(int64(h.ID)))
	}
	if err := form.Join("", err); err != nil {
		return err
	}
	return s.showCohort(r, http.StatusUnprocessableEntity, form)
}

func (s *School) regroup(r *web.Request) error {
	return s.change(r, func(form *web.Form, c academy.Course, h academy.Cohort) error {
		g := groupOf(form)
		if err := form.Err(); err != nil {
			return err
		}
		return s.Academy.Regroup(r.R.Context(), r.Actor, c.ID, h.ID, g)
	})
}

// eventAddress is an event as its address names it, or by its number.
var eventAddress = regexp.MustCompile(`^(?:.*/events/)?(\d{1,19})(?:[/?#].*)?$`)

// addClass takes the sessions of an event as live classes.
func (s *School) addClass(r *web.Request) error {
	return s.change(r, func(form *web.Form, c academy.Course, h academy.Cohort) error {
		unknown := fault.Field("event", "fault.event_unknown")
		m := eventAddress.FindStringSubmatch(form.Get("event"))
		if m == nil {
			return unknown
		}
		id, err := strconv.ParseInt(m[1], 10, 64)
		if err != nil {
			return unknown
		}
		found, err := s.Classes(r.R.Context(), []int64{id})
		if err != nil {
			return err
		}
		if len(found) == 0 {
			return unknown
		}
		return s.Academy.Link(r.R.Context(), r.Actor, c.ID, h.ID, id, found[0].Ends)
	})
}

func (s *School) dropClass(r *web.Request) error {
	return s.change(r, func(form *web.Form, c academy.Course, h academy.Cohort) error {
		return s.Academy.Unlink(r.R.Context(), r.Actor, c.ID, h.ID, form.ID("event"))
	})
}

// addMentor lets somebody with an account look after a cohort.
func (s *School) addMentor(r *web.Request) error {
	return s.change(r, func(form *web.Form, c academy.Course, h academy.Cohort) error {
		p, err := s.People.ByLogin(r.R.Context(), identity.System(), form.Get("login"))
		if fault.Is(err, fault.NotFound) {
			return fault.Field("login", "fault.mentor_unknown")
		}
		if err != nil {
			return err
		}
		return s.Academy.AddMentor(r.R.Context(), r.Actor, c.ID, h.ID, p.ID)
	})
}

func (s *School) dropMentor(r *web.Request) error {
	return s.change(r, func(form *web.Form, c academy.Course, h academy.Cohort) error {
		return s.Academy.DropMentor(r.R.Context(), r.Actor, c.ID, h.ID, identity.PersonID(form.ID("person")))
	})
}

// members lists who is in a cohort, and how far.
func (s *School) members(r *web.Request) error {
	c, h, err := s.cohortOf(r)
	if err != nil {
		return err
	}
	after := identity.PersonID(r.QueryID("after"))
	list, err := s.Academy.Members(r.R.Context(), r.Actor, c.ID, h.ID, after)
	if err != nil {
		return err
	}
	return s.showRoll(r, c.Edition, deskCohortsURL(c.Slug)+"/"+number(int64(h.ID))+"/people", list, after)
}
