package demo

import (
	"context"
	"time"

	"agora/academy"
	"agora/academy/starter"
	"agora/course"
	"agora/fault"
)

// pupil is who learns in the demo, by her account.
const pupil = "aizada@demo.agora.example"

// fillAcademy lets the starter course be begun, and somebody be in the midst of it.
func (f *filling) fillAcademy(ctx context.Context) error {
	by, err := f.operator(ctx)
	if err != nil {
		return err
	}
	own, err := starter.Course()
	if err != nil {
		return err
	}
	have, err := f.Academy.Course(ctx, by, own.ID)
	if fault.Is(err, fault.NotFound) {
		have.ID, _, err = f.Academy.Keep(ctx, by, own)
	}
	if err != nil {
		return err
	}
	if have.State != academy.Published {
		if err := f.Academy.Publish(ctx, by, have.ID); err != nil {
			return err
		}
	}
	return f.learn(ctx, have.ID, own)
}

// learn has the pupil read two lessons and pass the quiz of the first.
func (f *filling) learn(ctx context.Context, id academy.CourseID, c *course.Course) error {
	by, err := f.actor(ctx, pupil)
	if err != nil {
		return err
	}
	if _, err := f.Academy.Join(ctx, by, c.ID); err != nil {
		return err
	}
	lessons := c.Modules[0].Lessons
	for _, l := range lessons[:2] {
		if err := f.Academy.Opened(ctx, by, id, l.ID, time.Time{}); err != nil {
			return err
		}
	}
	try := academy.Attempt{Number: 1, Answers: map[string]course.Answer{}}
	for _, q := range academy.Drawn(lessons[0].Quiz, by.Person, id, lessons[0].ID, try.Number) {
		try.Answers[q.ID] = rightAnswer(q)
	}
	_, err = f.Academy.Answer(ctx, by, id, lessons[0].ID, try)
	return err
}

// rightAnswer picks what is right of the choices of a question.
func rightAnswer(q course.Question) (a course.Answer) {
	for i, c := range q.Choices {
		if c.Right {
			a.Picked = append(a.Picked, int64(i))
		}
	}
	return a
}
