package school

import (
	"net/http"

	"agora/academy"
	"agora/identity"
	"agora/web"
	"agora/web/ui"
)

// card is a course in a list.
type card struct {
	url          string
	title, about ui.Link
	facts        []string
	languages    []string
	credit       credit
	progress     progress
	next         ui.Link // what a learner does next
	finished     string  // her certificate; "" until then
	cohort       string  // with which she learns; "" for alone
}

type coursesView struct {
	cards       []card
	first, next string
	learns      bool // the reader is signed in, and may look at what she learns
	desk        bool
	figures     bool // who looks may read them
}

// courses is what may be begun.
func (s *School) courses(r *web.Request) error {
	before := academy.CourseID(r.QueryID("before"))
	list, err := s.Academy.Courses(r.R.Context(), identity.Guest(), before)
	if err != nil {
		return err
	}
	v := coursesView{learns: r.Actor.SignedIn(), desk: academy.Teaches(r.Actor), figures: r.Actor.IsOfficer()}
	for _, c := range list {
		v.cards = append(v.cards, cardOf(r, c.Edition))
	}
	if before > 0 {
		v.first = coursesURL
	}
	if len(list) == academy.PageSize {
		v.next = coursesURL + "?before=" + number(int64(list[len(list)-1].ID))
	}
	f := r.Frame(r.T("academy.title"))
	f.Place, f.Description, f.Found = "academy", r.T("academy.intro"), r.Found(coursesURL, nil)
	return r.Page(http.StatusOK, f, coursesPage(v))
}

func cardOf(r *web.Request, e academy.Edition) card {
	t := tongueOf(r, e)
	return card{url: courseURL(e.Slug), title: t.say(e.Title), about: t.say(e.About), facts: sizeOf(r, e),
		languages: r.LanguageNames(e.Languages), credit: creditOf(e)}
}

// learn is what a person learns, and what is next.
func (s *School) learn(r *web.Request) error { return s.showLearn(r, http.StatusOK, codeField(r)) }

func (s *School) showLearn(r *web.Request, status int, code ui.Field) error {
	list, err := s.Academy.Learns(r.R.Context(), r.Actor)
	if err != nil {
		return err
	}
	var cards []card
	for _, at := range list {
		c, t := cardOf(r, at.Edition), tongueOf(r, at.Edition)
		c.progress = progressOf(r, at)
		if l, _, _, ok := at.Lesson(at.Onward()); ok {
			c.next = t.say(l.Title)
			c.next.URL = lessonURL(at.Slug, l.ID)
		}
		if !at.Finished.IsZero() {
			c.finished = courseURL(at.Slug) + "/certificate"
		}
		if at.Cohort > 0 {
			c.cohort = courseURL(at.Slug) + "/cohort"
		}
		cards = append(cards, c)
	}
	f := r.Frame(r.T("academy.mine"))
	f.Place, f.Private = "academy", true
	guided, err := s.Academy.Guided(r.R.Context(), r.Actor)
	if err != nil {
		return err
	}
	var cohorts []cohortRow
	for _, h := range guided {
		cohorts = append(cohorts, cohortRow{url: cohortURL(h.Code), name: h.Name, days: days(r, h.Group)})
	}
	return r.Page(status, f, learnPage(cards, cohorts, code))
}
