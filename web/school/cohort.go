package school

import (
	"net/http"
	"strings"
	"time"

	"agora/academy"
	"agora/catalog"
	"agora/fault"
	"agora/identity"
	"agora/web"
	"agora/web/ui"
)

// Class is an event whose sessions are live classes of a cohort.
type Class struct {
	Event     int64
	Title     catalog.Texts
	Languages []string // its own first
	URL       string
	Ends      time.Time
	Off       bool // it was called off
	Sessions  []Meeting
}

// Meeting is one live class.
type Meeting struct {
	Title        catalog.Texts
	Starts, Ends time.Time
	Over         bool
}

// cohortRoutes are the ways in of those who learn together.
func (s *School) cohortRoutes() []web.Route {
	desk := func(method, page string, handle func(*web.Request) error) web.Route {
		return web.Route{Method: method, Pattern: deskURL + "/{course}/cohorts" + page, Access: web.Teacher, Handle: handle}
	}
	return []web.Route{
		{Method: "GET", Pattern: learnURL + "/code", Access: web.Buyer, Rate: tries, Handle: s.findCohort},
		{Method: "GET", Pattern: learnURL + "/{code}", Access: web.Anyone, Rate: tries, Handle: s.cohort},
		{Method: "GET", Pattern: learnURL + "/{code}/people", Access: web.Buyer, Rate: tries, Handle: s.guided},
		{Method: "POST", Pattern: learnURL + "/{code}/join", Access: web.Buyer, Rate: tries, Handle: s.joinCohort},
		{Method: "POST", Pattern: learnURL + "/{code}/leave", Access: web.Buyer, Handle: s.leaveCohort},
		{Method: "GET", Pattern: "/academy/{course}/cohort", Access: web.Buyer, Handle: s.ownCohort},
		desk("GET", "", s.cohorts),
		desk("POST", "", s.gather),
		desk("GET", "/{cohort}", s.deskCohort),
		desk("POST", "/{cohort}", s.regroup),
		desk("GET", "/{cohort}/people", s.members),
		desk("POST", "/{cohort}/classes", s.addClass),
		desk("POST", "/{cohort}/classes/drop", s.dropClass),
		desk("POST", "/{cohort}/mentors", s.addMentor),
		desk("POST", "/{cohort}/mentors/drop", s.dropMentor),
	}
}

func cohortURL(code string) string { return learnURL + "/" + code }

// cohortView is a cohort as a learner sees it, or who has its link.
type cohortView struct {
	name, url    string
	course       ui.Link
	days, places string
	teacher      string
	asks         string // live classes that it asks for; "" for none
	attended     progress
	joined, open bool
	signIn       string // "" for who is signed in
	classes      []classView
	nextLesson   string
}

// classView is an event with live classes in a list.
type classView struct {
	id, url  string
	title    ui.Link
	off      bool
	meetings []meetingView
}

type meetingView struct {
	when  string
	title ui.Link
	state string // of ol.time
}

// classesOf shows the live classes of events, by the clock of the reader: all that come,
// and the last that were.
func (s *School) classesOf(r *web.Request, events []int64) (list []classView, err error) {
	if len(events) == 0 {
		return nil, nil
	}
	found, err := s.Classes(r.R.Context(), events)
	for _, c := range found {
		v := classView{id: number(c.Event), url: c.URL, title: r.Words(c.Title, c.Languages...), off: c.Off}
		next := true
		for _, m := range near(c.Sessions, r.Now()) {
			row := meetingView{when: r.Moment(m.Starts), title: r.Words(m.Title, c.Languages...), state: "next"}
			switch {
			case m.Over || !r.Now().Before(m.Ends):
				row.state = "done"
			case next:
				row.state, next = "now", false
			}
			v.meetings = append(v.meetings, row)
		}
		list = append(list, v)
	}
	return list, err
}

// near keeps of classes the last two that were and the next eight.
func near(all []Meeting, now time.Time) []Meeting {
	first := 0
	for first < len(all) && !now.Before(all[first].Ends) {
		first++
	}
	return all[max(0, first-2):min(len(all), first+8)]
}

// days says from when to when a cohort learns.
func days(r *web.Request, g academy.Group) string {
	var said []string
	for _, day := range []string{g.Starts, g.Ends} {
		if t, err := time.Parse(time.DateOnly, day); err == nil {
			said = append(said, r.Locale.Date(t))
		}
	}
	return strings.Join(said, " – ")
}

// cohort shows a cohort to who has its code.
func (s *School) cohort(r *web.Request) error {
	h, err := s.Academy.Together(r.R.Context(), r.Actor, r.Path("code"))
	if err != nil {
		return err
	}
	t, url := tongueOf(r, h.Edition), cohortURL(h.Code)
	v := cohortView{name: h.Name, url: url, course: t.say(h.Title), days: days(r, h.Group), joined: h.Joined, open: h.Open, nextLesson: courseURL(h.Slug),
		places: r.T("slots.free", "n", max(0, h.Places-h.Taken), "of", h.Places)}
	v.course.URL = courseURL(h.Slug)
	if h.Group.Classes > 0 {
		v.asks = r.T("academy.asks_classes", "n", h.Group.Classes)
		done := min(h.Attended, h.Group.Classes)
		v.attended = progress{done, h.Group.Classes, r.T("academy.classes_attended", "n", done, "need", h.Group.Classes)}
	}
	if !r.Actor.SignedIn() {
		v.signIn = web.SignInURL(url)
	}
	if v.classes, err = s.classesOf(r, h.Events); err != nil {
		return err
	}
	names, err := s.names(r, h.Teacher)
	if err != nil {
		return err
	}
	v.teacher = names[0]
	f := r.Frame(h.Name)
	f.Place, f.Private = "academy", true
	return r.Page(http.StatusOK, f, cohortPage(v))
}

// codeField is where a code is typed.
func codeField(r *web.Request) ui.Field {
	return ui.Field{Name: "code", Label: r.T("academy.cohort_code"), Value: r.Query("code"), Dir: "ltr", Max: 20, Required: true}
}

// findCohort leads who typed a code to the cohort.
func (s *School) findCohort(r *web.Request) error {
	code := academy.ReadCode(r.Query("code"))
	_, err := s.Academy.Together(r.R.Context(), r.Actor, code)
	if err == nil {
		return r.Redirect(cohortURL(code))
	}
	if !fault.Is(err, fault.NotFound) {
		return err
	}
	field := codeField(r)
	field.Error = r.T("fault.cohort_unknown")
	return s.showLearn(r, http.StatusUnprocessableEntity, field)
}

// joinCohort lets a learner learn with a cohort.
func (s *School) joinCohort(r *web.Request) error {
	h, err := s.Academy.JoinCohort(r.R.Context(), r.Actor, r.Path("code"))
	if err != nil {
		return err
	}
	return r.Done(nil, "assembly.saved", cohortURL(h.Code))
}

// leaveCohort lets her learn on alone.
func (s *School) leaveCohort(r *web.Request) error {
	h, err := s.Academy.Together(r.R.Context(), r.Actor, r.Path("code"))
	if err != nil {
		return err
	}
	if h.Joined {
		err = s.Academy.LeaveCohort(r.R.Context(), r.Actor, h.Course)
	}
	return r.Done(err, "console.done", courseURL(h.Slug))
}

// ownCohort leads a learner to the cohort with which she learns a course.
func (s *School) ownCohort(r *web.Request) error {
	c, err := s.Academy.Visit(r.R.Context(), r.Actor, r.Path("course"))
	if err != nil {
		return err
	}
	h, err := s.Academy.OwnCohort(r.R.Context(), r.Actor, c.ID)
	if err != nil {
		return err
	}
	return r.Redirect(cohortURL(h.Code))
}

// guided shows a mentor who is in her cohort, and how far.
func (s *School) guided(r *web.Request) error {
	ctx, after := r.R.Context(), identity.PersonID(r.QueryID("after"))
	h, err := s.Academy.Together(ctx, r.Actor, r.Path("code"))
	if err != nil {
		return err
	}
	list, err := s.Academy.Members(ctx, r.Actor, h.Course, h.ID, after)
	if err != nil {
		return err
	}
	return s.showRoll(r, h.Edition, cohortURL(h.Code)+"/people", list, after)
}
