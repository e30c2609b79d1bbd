package node

import (
	"strings"
	"testing"
	"time"

	"agora/academy"
	"agora/academy/starter"
	"agora/course"
	"agora/identity"
)

// TestWhoFinishedACourseIsTold has somebody finish the starter course: a mail in her
// language leads to where she chooses the name on her certificate.
func TestWhoFinishedACourseIsTold(t *testing.T) {
	n := start(t, settings(t, t.TempDir()))
	defer stop(t, n)
	ctx := t.Context()
	p, err := n.Identity.SignUp(ctx, identity.NewPerson{Name: "Nurai", Login: "nurai@example.org", Password: "long enough words", Country: "KG", Lang: "ky"})
	if err != nil {
		t.Fatal(err)
	}
	c, err := starter.Course()
	if err != nil {
		t.Fatal(err)
	}
	c.Modules = c.Modules[:1]
	for i := range c.Modules[0].Lessons {
		c.Modules[0].Lessons[i].Quiz, c.Modules[0].Lessons[i].Tasks = course.Quiz{}, nil
	}
	id, _, err := n.Academy.Keep(ctx, identity.System(), c)
	if err != nil {
		t.Fatal(err)
	}
	if err := n.Academy.Publish(ctx, identity.System(), id); err != nil {
		t.Fatal(err)
	}
	if _, err := n.Academy.Join(ctx, p.Actor(), c.ID); err != nil {
		t.Fatal(err)
	}
	for _, l := range c.Modules[0].Lessons {
		if err := n.Academy.Opened(ctx, p.Actor(), id, l.ID, time.Time{}); err != nil {
			t.Fatal(err)
		}
	}
	if at, err := n.Academy.Standing(ctx, p.Actor(), id); err != nil || at.State != academy.Finished {
		t.Fatal(at.State, err)
	}
	told := outboxOf(t, n, "nurai@example.org", "/academy/from-your-hands/certificate")
	if !strings.Contains(told, "Сиздин колдон алардын эшигине") || strings.Contains(told, "{") {
		t.Errorf("she is told %q", told)
	}
}
