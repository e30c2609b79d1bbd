package node

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"agora/country"
	"agora/event"
	"agora/goods"
	"agora/i18n"
	"agora/jobs"
	"agora/notify"
	"agora/relief"
)

// onAllotments adds what follows when pledges are allotted to facilities: both sides are
// told, neither how the other is reached.
func (p post) onAllotments(kinds jobs.Kinds) {
	kinds[relief.PledgeAllotted] = []jobs.Reaction{{Name: "mail-donors-allotted", Do: p.donorsTold(func(l *i18n.Locale, crisis, lines string) (subject, text string) {
		return l.T("mail.allotted_donor_subject", "crisis", crisis), l.T("mail.allotted_donor_text", "lines", lines)
	})}}
	kinds[relief.PledgeFreed] = []jobs.Reaction{{Name: "mail-donors-freed", Do: p.donorsTold(func(l *i18n.Locale, crisis, lines string) (subject, text string) {
		return l.T("mail.freed_donor_subject", "crisis", crisis), l.T("mail.freed_donor_text", "lines", lines)
	})}}
	kinds[relief.NeedAllotted] = []jobs.Reaction{{Name: "mail-places-allotted", Do: p.placesTold(func(l *i18n.Locale, place, lines string) (subject, text string) {
		return l.T("mail.allotted_place_subject", "place", place), l.T("mail.allotted_place_text", "lines", lines)
	})}}
	kinds[relief.NeedFreed] = []jobs.Reaction{{Name: "mail-places-freed", Do: p.placesTold(func(l *i18n.Locale, place, lines string) (subject, text string) {
		return l.T("mail.freed_place_subject", "place", place), l.T("mail.freed_place_text", "lines", lines)
	})}}
}

// allotments are lines that an event tells of, with their crisis and its items.
type allotments struct {
	crisis relief.Crisis
	items  map[goods.ItemID]relief.Item
	lines  []relief.Line
}

func (p post) allotments(ctx context.Context, e event.Event) (a allotments, err error) {
	var t relief.Telling
	if err := json.Unmarshal(e.Body, &t); err != nil {
		return a, err
	}
	if a.crisis, err = p.Relief.Crisis(ctx, t.Crisis); err != nil {
		return a, err
	}
	list, err := p.Relief.Items(ctx, t.Crisis)
	if err != nil {
		return a, err
	}
	a.items = map[goods.ItemID]relief.Item{}
	for _, i := range list {
		a.items[i.ID] = i
	}
	a.lines, err = p.Relief.LinesOf(ctx, t.Crisis, t.Lines)
	return a, err
}

// what names the goods of a line.
func (a allotments) what(l *i18n.Locale, line relief.Line) string {
	i := a.items[line.Item]
	name, _ := i.Name.In(l.Lang(), "en")
	return name + ", " + l.N("relief.unit_"+string(i.Unit), line.Units)
}

// letter is what one address is told.
type letter struct {
	to, lang string
	lines    []relief.Line
}

// letters puts the lines for each address together, in the order in which they come.
func (a allotments) letters(to func(relief.Line) []letter) (list []letter) {
	at := map[string]int{}
	for _, line := range a.lines {
		for _, one := range to(line) {
			i, ok := at[one.to]
			if !ok {
				i, list = len(list), append(list, one)
				at[one.to] = i
			}
			if mine := &list[i]; len(mine.lines) == 0 || mine.lines[len(mine.lines)-1].ID != line.ID {
				mine.lines = append(mine.lines, line)
			}
		}
	}
	return slices.DeleteFunc(list, func(one letter) bool { return one.to == "" })
}

// saying is subject and text of a letter about a crisis, or a place, with its lines.
type saying func(l *i18n.Locale, about, lines string) (subject, text string)

// donorsTold tells each donor what is said of her pledges.
func (p post) donorsTold(say saying) func(context.Context, event.Event) error {
	return func(ctx context.Context, e event.Event) error {
		return p.tellAllotted(ctx, e, func(l relief.Line) []letter {
			return []letter{{to: mailOf(l.Gift.Contact), lang: cmp.Or(l.Gift.Lang, first(l.To.Country))}}
		}, func(l *i18n.Locale, crisis, _, lines string) (subject, text string) { return say(l, crisis, lines) },
			func(_ *i18n.Locale, line relief.Line) string { return placeLine(line.To) })
	}
}

// placesTold tells who answers for a facility, and who reported its need.
func (p post) placesTold(say saying) func(context.Context, event.Event) error {
	return func(ctx context.Context, e event.Event) error {
		return p.tellAllotted(ctx, e, func(l relief.Line) []letter {
			return []letter{{to: mailOf(l.To.Contact), lang: first(l.To.Country)}, {to: mailOf(l.Want.Reporter), lang: first(l.To.Country)}}
		}, func(l *i18n.Locale, _, place, lines string) (subject, text string) { return say(l, place, lines) }, donorLine)
	}
}

// tellAllotted writes the letters of an event: say gives subject and text, and other what
// a line says of the other side. Below stands the public page of the crisis.
func (p post) tellAllotted(ctx context.Context, e event.Event, to func(relief.Line) []letter,
	say func(l *i18n.Locale, crisis, place, lines string) (subject, text string), other func(*i18n.Locale, relief.Line) string) error {
	a, err := p.allotments(ctx, e)
	if err != nil {
		return err
	}
	for _, one := range a.letters(to) {
		place := one.lines[0].To
		l := p.Words.Locale(p.Words.Match(one.lang)).In(place.Country)
		title, _ := a.crisis.Title.In(l.Lang(), "en")
		var lines []string
		for _, line := range one.lines {
			lines = append(lines, "- "+a.what(l, line)+": "+other(l, line))
		}
		subject, text := say(l, title, place.Name, strings.Join(lines, "\n"))
		err := p.Notify.Send(ctx, notify.Message{To: one.to, Key: "allotted " + strconv.FormatInt(e.ID, 10) + " " + one.to, Subject: subject,
			Text: text + "\n\n" + title + "\n" + p.address() + "/relief/" + strconv.FormatInt(int64(a.crisis.ID), 10) + "\n"})
		if err != nil {
			return err
		}
	}
	return nil
}

// placeLine says where a facility is, as the public may read it.
func placeLine(f relief.Facility) string {
	out := f.Name
	for _, s := range []string{f.Town, f.Landmark, f.Hours} {
		if s != "" {
			out += ", " + s
		}
	}
	return out
}

// donorLine names who gives as the public may read it, and where the goods are.
func donorLine(l *i18n.Locale, line relief.Line) string {
	if line.Gift.Public {
		return line.Gift.Donor + ", " + line.Gift.Place
	}
	return l.T("relief.pledge_unnamed") + ", " + line.Gift.Place
}

// first is the language in which people of a country are written to who chose none.
func first(c country.Code) string {
	if of, ok := country.Find(c); ok && len(of.Languages) > 0 {
		return of.Languages[0]
	}
	return ""
}

// mailOf finds an address in what somebody wrote about how she is reached.
func mailOf(c relief.Contact) string {
	for _, s := range []string{c.Email, c.Phone} {
		if strings.Contains(s, "@") && !strings.ContainsAny(s, " ,;<>") {
			return s
		}
	}
	return ""
}
