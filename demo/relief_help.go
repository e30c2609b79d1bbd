package demo

import (
	"context"
	"time"

	"agora/goods"
	"agora/identity"
	"agora/relief"
)

// fillHelp has carriers offer room for the flood, and volunteers take tasks.
func (f *filling) fillHelp(ctx context.Context, by identity.Actor, c relief.Crisis) error {
	have, err := f.Relief.Carriages(ctx, c.ID)
	if err != nil || len(have) > 0 {
		return err
	}
	today := goods.DayOf(time.Now())
	for day, room := range []relief.Room{
		{Vehicle: "lorry", From: "Dushanbe", To: "Kulob", Kilos: 8_000, Packages: 600, Carrier: "Khatlon Haulage", Contact: relief.Contact{Phone: "+992 91 000 00 01"}},
		{Vehicle: "van", From: "Kulob", To: "Vose", Kilos: 900, Carrier: "R. Karimov", Note: "Mornings only", Contact: relief.Contact{Phone: "+992 91 000 00 02"}},
		{Vehicle: "aircraft", From: "Kashgar", To: "Dushanbe", Kilos: 20_000, Packages: 1_500, Carrier: "Pamir Cargo", Contact: relief.Contact{Email: "cargo@demo.agora.example"}},
	} {
		if _, err := f.Relief.Offer(ctx, relief.Carriage{Crisis: c.ID, Day: today + goods.Day(day+1), Room: room}); err != nil {
			return err
		}
	}
	return f.fillTasks(ctx, by, c)
}

func (f *filling) fillTasks(ctx context.Context, by identity.Actor, c relief.Crisis) error {
	var list []relief.Task
	for day, t := range []relief.Task{
		{Skill: "packer", Places: 6, Work: relief.Work{What: "Sort gloves and masks by size", Where: "Airport store, Dushanbe"}},
		{Skill: "driver", Places: 1, Work: relief.Work{What: "Take 40 boxes to Vose", Where: "From Kulob hospital, gate 2"}},
		{Skill: "telephone", Places: 3, Work: relief.Work{What: "Ask health houses what they lack", Where: "At home"}},
	} {
		t.Crisis, t.Starts = c.ID, time.Now().UTC().Truncate(time.Hour).AddDate(0, 0, day+1)
		made, err := f.Relief.PostTask(ctx, by, t)
		if err != nil {
			return err
		}
		list = append(list, made)
	}
	for _, name := range []string{"Anna", "Farrukh"} {
		h, err := f.Relief.Help(ctx, identity.Guest(), relief.Helper{Crisis: c.ID, Offer: relief.Offer{Name: name, Skills: []relief.Skill{"packer", "telephone"}, Hours: 6, Contact: relief.Contact{Phone: "+992 92 000 00 03"}}})
		if err != nil {
			return err
		}
		mine := identity.Actor{Link: relief.HelperLink(h.ID)}
		if err := f.Relief.Claim(ctx, mine, c.ID, h.ID, list[0].ID); err != nil {
			return err
		}
	}
	return nil
}
