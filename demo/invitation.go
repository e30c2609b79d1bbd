package demo

import (
	"context"
	"fmt"
	"time"

	"agora/assembly"
	"agora/catalog"
	"agora/identity"
	"agora/money"
)

// pass is a kind of tickets of the plan; its price is in the money of the shop.
type pass struct {
	Name, About catalog.Texts
	Price       string
	Most        int64
}

// appeal is a call for speakers: for how many days from now, and what comes in.
type appeal struct {
	Days  int
	Words catalog.Texts
	Talks []struct {
		Person          int // by place in the list of people
		Title, Abstract string
	}
}

// prepare gives a draft its logos, its tickets and its call for speakers.
func (f *filling) prepare(ctx context.Context, by identity.Actor, e assembly.Event, g gathering) error {
	if err := f.fillLogos(ctx, by, e); err != nil {
		return err
	}
	if err := f.fillTickets(ctx, by, e, g); err != nil || g.Call == nil {
		return err
	}
	until := time.Now().AddDate(0, 0, g.Call.Days).Truncate(time.Hour)
	return f.Assembly.CallSpeakers(ctx, by, e.ID, assembly.Appeal{Until: until, Words: g.Call.Words})
}

// fillLogos draws the logos of organisations that have none.
func (f *filling) fillLogos(ctx context.Context, by identity.Actor, e assembly.Event) error {
	for at, o := range e.Invited() {
		if o.HasLogo() {
			continue
		}
		file, err := emblem(o.Name)
		if err != nil {
			return err
		}
		seen, err := f.Assembly.Event(ctx, by, e.ID)
		if err == nil {
			err = f.Assembly.Name(ctx, by, seen, at, o, file)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", o.Name, err)
		}
	}
	return nil
}

// fillTickets offers the tickets that are missing.
func (f *filling) fillTickets(ctx context.Context, by identity.Actor, e assembly.Event, g gathering) error {
	have, err := f.Assembly.Tickets(ctx, e.ID)
	if err != nil || len(g.Tickets) == 0 {
		return err
	}
	for _, t := range g.Tickets[len(have):] {
		price, err := money.Parse(t.Price, f.shops[g.Host].Currency)
		if err == nil {
			_, err = f.Assembly.Offer(ctx, by, assembly.Ticket{Event: e.ID, Most: t.Most, Price: price, Pass: assembly.Pass{Name: t.Name, About: t.About, Role: assembly.Attendee}})
		}
		if err != nil {
			return fmt.Errorf("%s: %w", t.Name["en"], err)
		}
	}
	return nil
}

// fillGuests lets people take the free tickets of an event that has tickets.
func (f *filling) fillGuests(ctx context.Context, e assembly.Event, g gathering, plan gatherings) error {
	list, err := f.Assembly.Tickets(ctx, e.ID)
	if err != nil {
		return err
	}
	for _, t := range list {
		if !t.Free() {
			continue
		}
		for n, p := range plan.People[:g.Seats] {
			_, _, err := f.Assembly.Register(ctx, identity.Guest(), e.ID, assembly.Applicant{Name: p.Name, Email: email(n), Country: p.Country, Lang: p.Lang, Agreed: true, Ticket: t.ID})
			if err != nil {
				return err
			}
		}
		return nil
	}
	return nil
}

// fillTalks has people propose talks while the call is open.
func (f *filling) fillTalks(ctx context.Context, by identity.Actor, e assembly.Event, g gathering, plan gatherings) error {
	if g.Call == nil || !e.Called(time.Now()) {
		return nil
	}
	mine, err := f.Assembly.Mine(ctx, by, e.ID)
	if err != nil {
		return err
	}
	have, err := f.Assembly.Proposals(ctx, by, e.ID, mine.ID, 0)
	if err != nil || len(have) >= len(g.Call.Talks) {
		return err
	}
	for _, t := range g.Call.Talks[len(have):] {
		p := plan.People[t.Person]
		_, err := f.Assembly.Propose(ctx, assembly.Proposal{Event: e.ID, Email: email(t.Person),
			Talk: assembly.Talk{Name: p.Name, Country: p.Country, Tongue: p.Lang, Lang: "en", Title: t.Title, Abstract: t.Abstract}}, true)
		if err != nil {
			return fmt.Errorf("%s: %w", t.Title, err)
		}
	}
	return nil
}
