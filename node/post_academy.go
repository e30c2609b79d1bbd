package node

import (
	"context"
	"encoding/json"
	"strconv"

	"agora/academy"
	"agora/academy/starter"
	"agora/assembly"
	"agora/catalog"
	"agora/event"
	"agora/fault"
	"agora/i18n"
	"agora/identity"
	"agora/jobs"
	"agora/web/school"
)

// onAcademy adds what follows for those who learn.
func (p post) onAcademy(kinds jobs.Kinds) {
	kinds[academy.CourseFinished] = append(kinds[academy.CourseFinished], jobs.Reaction{Name: "mail-finished", Do: p.finishedCourse})
	kinds[academy.CohortChanged] = append(kinds[academy.CohortChanged], jobs.Reaction{Name: "weigh-cohort", Do: p.weighCohort})
	kinds[academy.CohortJoined] = append(kinds[academy.CohortJoined], jobs.Reaction{Name: "count-classes", Do: p.joinedCohort})
	kinds[academy.ClassLinked] = append(kinds[academy.ClassLinked], jobs.Reaction{Name: "count-classes", Do: func(ctx context.Context, e event.Event) error {
		return p.countClasses(ctx, assembly.EventID(e.Subject), 0, 0)
	}})
	kinds[assembly.SessionOver] = append(kinds[assembly.SessionOver], jobs.Reaction{Name: "count-classes", Do: p.endedSession})
}

// finishedCourse tells a learner that her certificate waits for the name on it.
func (p post) finishedCourse(ctx context.Context, e event.Event) error {
	var in academy.In
	if err := json.Unmarshal(e.Body, &in); err != nil {
		return err
	}
	who := identity.PersonID(e.Subject)
	at, err := p.Academy.Standing(ctx, identity.Actor{Person: who}, in.Course)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return p.toPerson(ctx, who, "course finished "+strconv.FormatInt(e.ID, 10), func(l *i18n.Locale) (subject, text, path string) {
		title, _ := catalog.Texts(at.Title).In(l.Lang(), at.Languages...)
		return l.T("mail.course_finished_subject", "course", title), l.T("mail.course_finished_text"), "/academy/" + at.Slug + "/certificate"
	})
}

// ownCourses are those that come with the program.
func ownCourses() []school.Own {
	return []school.Own{
		{Slug: "from-your-hands", Title: "From your hands to their door", Course: starter.Course},
		{Slug: "openstax-entrepreneurship", Title: "Entrepreneurship (OpenStax)", Course: starter.Book},
	}
}
