package node

import (
	"testing"
	"time"

	"agora/academy"
	"agora/academy/starter"
	"agora/assembly"
	"agora/catalog"
	"agora/course"
	"agora/identity"
)

// TestALiveClassEndsACourse has a learner with a cohort read all there is, and come to its
// live class: when the host puts that over, the course is finished and she is told.
func TestALiveClassEndsACourse(t *testing.T) {
	n := start(t, settings(t, t.TempDir()))
	defer stop(t, n)
	ctx, host := t.Context(), identity.Actor{Person: 1, Name: "Aigul", Roles: []identity.Role{identity.Operator}}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	p, err := n.Identity.SignUp(ctx, identity.NewPerson{Name: "Nurai", Login: "nurai@example.org", Password: "long enough words", Country: "KG", Lang: "ky"})
	must(err)
	c, err := starter.Course()
	must(err)
	c.Modules = c.Modules[:1]
	c.Modules[0].Lessons = c.Modules[0].Lessons[:1]
	c.Modules[0].Lessons[0].Quiz, c.Modules[0].Lessons[0].Tasks = course.Quiz{}, nil
	id, _, err := n.Academy.Keep(ctx, identity.System(), c)
	must(err)
	must(n.Academy.Publish(ctx, identity.System(), id))

	began := time.Now().Add(-30 * time.Minute).Truncate(time.Minute)
	e, err := n.Assembly.Save(ctx, host, assembly.Event{Starts: began, Ends: began.Add(2 * time.Hour), Plan: assembly.Plan{Kind: assembly.Class,
		Title: catalog.Texts{"en": "Mondays"}, Zone: "Asia/Bishkek", Langs: []string{"ky"}}})
	must(err)
	must(n.Assembly.Publish(ctx, host, e.ID))
	s, err := n.Assembly.Schedule(ctx, host, assembly.Session{Event: e.ID, Starts: began, Ends: began.Add(time.Hour), Topic: assembly.Topic{Title: catalog.Texts{"en": "Photographs"}}})
	must(err)
	shown, err := classes(n.Assembly)(ctx, []int64{int64(e.ID), 5})
	must(err)
	if len(shown) != 1 || len(shown[0].Sessions) != 1 || shown[0].URL != eventPath(e) {
		t.Errorf("the pages show %v", shown)
	}

	today := time.Now().Format(time.DateOnly)
	h, err := n.Academy.Gather(ctx, identity.System(), id, academy.Group{Name: "Winter", Starts: today, Ends: time.Now().AddDate(0, 1, 0).Format(time.DateOnly), Zone: "Asia/Bishkek", Places: 5, Classes: 1})
	must(err)
	must(n.Academy.Link(ctx, identity.System(), id, h.ID, int64(e.ID), e.Ends))
	_, err = n.Academy.JoinCohort(ctx, p.Actor(), h.Code)
	must(err)
	must(n.Academy.Opened(ctx, p.Actor(), id, c.Modules[0].Lessons[0].ID, time.Time{}))
	if at, err := n.Academy.Standing(ctx, p.Actor(), id); err != nil || at.State != academy.Learning {
		t.Fatal(at.State, err)
	}

	seat, _, err := n.Assembly.Register(ctx, p.Actor(), e.ID, assembly.Applicant{Name: "Nurai", Email: "nurai@example.org", Country: "KG", Lang: "ky", Agreed: true})
	must(err)
	in, err := n.Assembly.Enter(ctx, p.Actor(), e.ID, seat.ID, s.ID)
	must(err)
	board := assembly.Seated{Event: e, Session: s, Seat: assembly.Seat{Role: assembly.HostRole}}
	must(n.Assembly.Begin(ctx, board))
	must(n.Assembly.Attend(ctx, in))
	must(n.Assembly.End(ctx, board))
	outboxOf(t, n, "nurai@example.org", "/academy/from-your-hands/certificate") // it waits until she is told
	if at, err := n.Academy.Standing(ctx, p.Actor(), id); err != nil || at.State != academy.Finished {
		t.Error(at.State, err)
	}
}
