package node

import (
	"context"
	"encoding/json"
	"slices"

	"agora/academy"
	"agora/assembly"
	"agora/event"
	"agora/identity"
	"agora/web/school"
)

// weighCohort finishes the course of those who have done all, since their cohort asks for
// less.
func (p post) weighCohort(ctx context.Context, e event.Event) error {
	var of academy.OfCohort
	if err := json.Unmarshal(e.Body, &of); err != nil {
		return err
	}
	return p.Academy.Weigh(ctx, of)
}

// endedSession tells the academy who was in a session, when it is a class of a cohort.
func (p post) endedSession(ctx context.Context, e event.Event) error {
	var of assembly.OfEvent
	if err := json.Unmarshal(e.Body, &of); err != nil {
		return err
	}
	return p.countClasses(ctx, of.Event, assembly.SessionID(e.Subject), 0)
}

// joinedCohort counts for who joined a cohort the classes that she was in before.
func (p post) joinedCohort(ctx context.Context, e event.Event) error {
	var of academy.OfCohort
	if err := json.Unmarshal(e.Body, &of); err != nil {
		return err
	}
	events, err := p.Academy.Events(ctx, of.Course, of.Cohort)
	for _, id := range events {
		if err == nil {
			err = p.countClasses(ctx, assembly.EventID(id), 0, identity.PersonID(e.Subject))
		}
	}
	return err
}

// countClasses tells the academy who was in the sessions of an event that are over: in one of
// them, or all for 0, and of one person, or everybody for 0. It may come again: what is
// known is known once.
func (p post) countClasses(ctx context.Context, id assembly.EventID, only assembly.SessionID, of identity.PersonID) error {
	has, err := p.Academy.HasClasses(ctx, int64(id))
	if err != nil || !has {
		return err
	}
	over, err := p.Assembly.EndedSessions(ctx, id)
	if err != nil {
		return err
	}
	for _, s := range over {
		if only != 0 && s.ID != only {
			continue
		}
		for after, more := assembly.SeatID(0), true; more; more = after > 0 {
			who, last, err := p.Assembly.Attenders(ctx, id, s.ID, after)
			if err != nil {
				return err
			}
			if of != 0 {
				who = slices.DeleteFunc(who, func(id identity.PersonID) bool { return id != of })
			}
			if err := p.Academy.Attended(ctx, int64(id), int64(s.ID), who, s.Ends); err != nil {
				return err
			}
			after = last
		}
	}
	return nil
}

// classes are the live classes of a cohort, for its pages: the sessions of events.
func classes(a *assembly.Service) func(context.Context, []int64) ([]school.Class, error) {
	return func(ctx context.Context, ids []int64) (list []school.Class, err error) {
		events := make([]assembly.EventID, len(ids))
		for i, id := range ids {
			events[i] = assembly.EventID(id)
		}
		found, err := a.Programmes(ctx, events)
		for _, e := range found {
			c := school.Class{Event: int64(e.ID), Title: e.Title, Languages: e.Langs, URL: eventPath(e.Event), Ends: e.Ends, Off: e.State == assembly.Cancelled}
			for _, s := range e.Sessions {
				if !s.Break {
					c.Sessions = append(c.Sessions, school.Meeting{Title: s.Title, Starts: s.Starts, Ends: s.Ends, Over: s.State == assembly.Over})
				}
			}
			list = append(list, c)
		}
		return list, err
	}
}
