package demo

import (
	"context"
	"time"

	"agora/academy"
	"agora/assembly"
)

// fillCohort has the pupil learn with a cohort, which asks for two live classes: sessions
// of the class among the events.
func (f *filling) fillCohort(ctx context.Context) error {
	by, err := f.operator(ctx)
	if err != nil {
		return err
	}
	c, err := f.Academy.Course(ctx, by, "from-your-hands")
	if err != nil {
		return err
	}
	have, err := f.Academy.Cohorts(ctx, by, c.ID, 0)
	if err != nil || len(have) > 0 {
		return err
	}
	now := time.Now()
	h, err := f.Academy.Gather(ctx, by, c.ID, academy.Group{Name: "Bishkek", Starts: now.AddDate(0, 0, -14).Format(time.DateOnly), Ends: now.AddDate(0, 2, 0).Format(time.DateOnly),
		Zone: "Asia/Bishkek", Places: 25, Classes: 2})
	if err != nil {
		return err
	}
	events, err := f.Assembly.Coming(ctx, now, assembly.Event{})
	if err != nil {
		return err
	}
	for _, e := range events {
		if e.Kind != assembly.Class {
			continue
		}
		if err := f.Academy.Link(ctx, by, c.ID, h.ID, int64(e.ID), e.Ends); err != nil {
			return err
		}
	}
	who, err := f.actor(ctx, pupil)
	if err != nil {
		return err
	}
	_, err = f.Academy.JoinCohort(ctx, who, h.Code)
	return err
}
