package demo

import (
	"cmp"
	"context"
	"embed"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"agora/assembly"
	"agora/catalog"
	"agora/db"
	"agora/demo/market"
	"agora/fault"
	"agora/identity"
)

//go:embed assembly.json
var meetings embed.FS

// gatherings are the events of the demo, and who comes to them.
type gatherings struct {
	Events []gathering `json:"events"`
	People []struct{ Name, Country, Lang string }
}

// gathering is one event as the plan has it: days from today, hours of its zone.
type gathering struct {
	Host     string `json:"host"` // handle of a shop; "" for the house
	Days     int    `json:"days"`
	At       string `json:"at"`
	Hours    int    `json:"hours"`
	Capacity int64  `json:"capacity"`
	assembly.Plan
	Speakers []assembly.Speaker `json:"speakers"`
	Sessions []struct {
		Day      int    `json:"day"` // of the event, from 0
		At       string `json:"at"`
		Minutes  int    `json:"minutes"`
		Speakers []int  `json:"speakers"` // by place in the list of speakers
		Title    catalog.Texts
		About    catalog.Texts
		Track    string
		Break    bool
		Repeat   assembly.Repeat
	} `json:"sessions"`
	Tickets []pass  `json:"tickets"`
	Call    *appeal `json:"call"`
	Seats   int     `json:"seats"` // how many of the people come
	Roles   []struct {
		Seat    int           `json:"seat"` // by place in the list of people
		Role    assembly.Role `json:"role"`
		Channel string        `json:"channel"`
	} `json:"roles"`
}

func loadGatherings() (g gatherings, err error) {
	raw, err := meetings.ReadFile("assembly.json")
	if err != nil {
		return g, err
	}
	return g, json.Unmarshal(raw, &g)
}

// fillAssembly holds a conference, a live sale, a class, and what is over.
func (f *filling) fillAssembly(ctx context.Context) error {
	plan, err := loadGatherings()
	if err != nil {
		return err
	}
	for _, g := range plan.Events {
		by, host, err := f.holder(ctx, g.Host)
		if err == nil {
			err = f.gather(ctx, by, host, g, plan)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", g.Title["en"], err)
		}
	}
	return nil
}

// holder gives who holds the events of a shop, or of the house.
func (f *filling) holder(ctx context.Context, shop string) (identity.Actor, db.ShopID, error) {
	if shop == "" {
		by, err := f.operator(ctx)
		return by, db.House, err
	}
	by, err := f.actor(ctx, f.owner(shop))
	return by, f.shops[shop].ID, err
}

// gather makes one event, or what is missing of it. What was called off stays so.
func (f *filling) gather(ctx context.Context, by identity.Actor, host db.ShopID, g gathering, plan gatherings) error {
	e, err := f.heldAs(ctx, by, host, g.Title["en"])
	if err == nil && e.ID == 0 {
		starts := clock(time.Now().In(g.Location()).AddDate(0, 0, g.Days), g.At)
		e, err = f.Assembly.Save(ctx, by, assembly.Event{Host: host, Starts: starts, Ends: starts.Add(time.Duration(g.Hours) * time.Hour), Capacity: g.Capacity, Plan: g.Plan})
	}
	if err != nil || e.State == assembly.Cancelled {
		return err
	}
	if err := f.fillAgenda(ctx, by, e, g); err != nil {
		return err
	}
	if e.State == assembly.Draft {
		if err := f.prepare(ctx, by, e, g); err != nil {
			return err
		}
		if err := f.Assembly.Publish(ctx, by, e.ID); err != nil {
			return err
		}
	}
	if _, err := f.Assembly.Mine(ctx, by, e.ID); fault.Is(err, fault.NotFound) {
		_, err = f.Assembly.TakeHostSeat(ctx, by, e.ID)
		if err != nil {
			return err
		}
	} else if err != nil {
		return err
	}
	if time.Now().After(e.Ends) {
		return nil // nobody registers for it any more
	}
	return f.fillSeats(ctx, by, e.ID, g, plan)
}

// heldAs finds an event of a host by its English title.
func (f *filling) heldAs(ctx context.Context, by identity.Actor, host db.ShopID, title string) (assembly.Event, error) {
	for before := assembly.EventID(0); ; {
		list, err := f.Assembly.Held(ctx, by, host, before)
		for _, e := range list {
			if e.Title["en"] == title {
				return e, nil
			}
			before = e.ID
		}
		if err != nil || len(list) <= assembly.PageSize {
			return assembly.Event{}, err
		}
	}
}

// fillAgenda invites the speakers and schedules the sessions that are missing.
func (f *filling) fillAgenda(ctx context.Context, by identity.Actor, e assembly.Event, g gathering) error {
	speakers, err := f.Assembly.Speakers(ctx, e.ID)
	if err != nil {
		return err
	}
	ids := map[string]assembly.SpeakerID{}
	for _, s := range speakers {
		ids[s.Name] = s.ID
	}
	for _, s := range g.Speakers {
		if ids[s.Name] == 0 {
			made, err := f.Assembly.Invite(ctx, by, e.ID, s)
			if err != nil {
				return err
			}
			ids[s.Name] = made.ID
		}
	}
	sessions, err := f.Assembly.Sessions(ctx, e.ID)
	if err != nil {
		return err
	}
	have := map[string]bool{}
	for _, s := range sessions {
		have[s.Starts.UTC().String()+s.Title["en"]] = true
	}
	first := e.Starts.In(e.Location())
	for _, s := range g.Sessions {
		starts := clock(first.AddDate(0, 0, s.Day), s.At)
		if have[starts.UTC().String()+s.Title["en"]] {
			continue
		}
		topic := assembly.Topic{Title: s.Title, About: s.About, Track: s.Track, Break: s.Break}
		for _, n := range s.Speakers {
			topic.Speakers = append(topic.Speakers, ids[g.Speakers[n].Name])
		}
		made, err := f.Assembly.Schedule(ctx, by, assembly.Session{Event: e.ID, Starts: starts, Ends: starts.Add(time.Duration(s.Minutes) * time.Minute), Topic: topic})
		if err == nil && s.Repeat.Every != assembly.Once {
			_, err = f.Assembly.Repeat(ctx, by, e.ID, made.ID, s.Repeat)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", s.Title["en"], err)
		}
	}
	return nil
}

// fillSeats lets people come, as the list that an organiser brings, and one who
// has an account.
func (f *filling) fillSeats(ctx context.Context, by identity.Actor, id assembly.EventID, g gathering, plan gatherings) error {
	e, err := f.Assembly.Event(ctx, by, id)
	if err != nil || e.Admitted+e.Waiting > int64(g.Seats) { // they, and the host
		return err
	}
	if err := f.fillTalks(ctx, by, e, g, plan); err != nil {
		return err
	}
	if len(g.Tickets) > 0 {
		return f.fillGuests(ctx, e, g, plan)
	}
	buyer, err := f.buyer("saima")
	if err != nil {
		return err
	}
	guest, err := f.actor(ctx, buyer.Email)
	if err == nil {
		_, _, err = f.Assembly.Register(ctx, guest, id, assembly.Applicant{Name: buyer.Name, Email: buyer.Email, Country: buyer.Country, Lang: buyer.Language, Agreed: true})
	}
	if err != nil {
		return err
	}
	var list strings.Builder
	w := csv.NewWriter(&list)
	_ = w.Write([]string{"name", "email", "country", "language"}) // a Builder takes all
	for n, p := range plan.People[:g.Seats] {
		_ = w.Write([]string{p.Name, email(n), p.Country, p.Lang})
	}
	w.Flush()
	if got, err := f.Assembly.Import(ctx, by, id, strings.NewReader(list.String()), true); err != nil || got.Refused > 0 {
		return cmp.Or(err, fmt.Errorf("%+v", got.Faults))
	}
	return f.appoint(ctx, by, id, g)
}

// appoint gives some of who come something to do.
func (f *filling) appoint(ctx context.Context, by identity.Actor, id assembly.EventID, g gathering) error {
	list, err := f.Assembly.Seats(ctx, by, id, 0)
	if err != nil {
		return err
	}
	for _, seat := range list {
		for _, r := range g.Roles {
			if seat.Email == email(r.Seat) && seat.Role != r.Role {
				if err := f.Assembly.Appoint(ctx, by, id, seat.ID, r.Role, r.Channel); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// email is the address of one of the people.
func email(n int) string { return fmt.Sprintf("seat%02d%s", n+1, market.Domain) }

// clock gives a day at a time of its zone ("19:00").
func clock(day time.Time, at string) time.Time {
	t, _ := assembly.When(day.Format(time.DateOnly)+"T"+at, day.Location()) // a test reads them all
	return t
}
