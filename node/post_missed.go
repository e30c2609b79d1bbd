package node

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"

	"agora/event"
	"agora/goods"
	"agora/i18n"
	"agora/identity"
	"agora/jobs"
	"agora/notify"
	"agora/relief"
	"agora/web/aid"
)

// onMissing adds what follows when packages of a consignment did not arrive.
func (p post) onMissing(kinds jobs.Kinds) {
	kinds[relief.Missed] = []jobs.Reaction{{Name: "mail-missed", Do: p.missed}}
	kinds[relief.MissedDue] = []jobs.Reaction{{Name: "mail-missed-due", Do: p.missedDue}}
}

// missed tells who answers for a consignment, and those who follow it as its sender,
// what did not arrive.
func (p post) missed(ctx context.Context, e event.Event) error {
	s, j, items, err := p.shortfall(ctx, e)
	if err != nil || len(j.Gap.Packages) == 0 {
		return err
	}
	key := "relief missed " + strconv.FormatInt(e.ID, 10)
	page := "/" + strconv.FormatInt(int64(s.Crisis), 10) + "/" + strconv.FormatInt(int64(s.Consignment), 10)
	if err := p.toPerson(ctx, s.Owner, key, func(l *i18n.Locale) (subject, text, to string) {
		return l.T("mail.relief_missed_subject", "number", j.Number), lacking(l, j, items), "/aid" + page
	}); err != nil {
		return err
	}
	passes, err := p.Relief.Passes(ctx, identity.System(), s.Crisis, s.Consignment)
	if err != nil {
		return err
	}
	for _, one := range passes {
		if one.Role != relief.PassSender || one.Email == "" || one.Revoked {
			continue
		}
		l := p.Words.Locale(p.Words.Match(one.Lang))
		if err := p.Notify.Send(ctx, notify.Message{To: one.Email, Key: key + " " + strconv.FormatInt(int64(one.ID), 10),
			Subject: l.T("mail.relief_missed_subject", "number", j.Number), Text: lacking(l, j, items) + "\n\n" + p.address() + "/relief" + page + "\n"}); err != nil {
			return err
		}
	}
	return nil
}

// missedDue reminds who answers, as long as something is missing.
func (p post) missedDue(ctx context.Context, e event.Event) error {
	s, j, items, err := p.shortfall(ctx, e)
	if err != nil || len(j.Gap.Packages) == 0 || j.Gap.Discrepancy.ID != s.ID {
		return err
	}
	page := "/aid/" + strconv.FormatInt(int64(s.Crisis), 10) + "/" + strconv.FormatInt(int64(s.Consignment), 10)
	return p.toPerson(ctx, s.Owner, "relief due "+strconv.FormatInt(e.ID, 10), func(l *i18n.Locale) (subject, text, to string) {
		return l.T("mail.relief_due_subject", "number", j.Number), l.T("mail.relief_due_text", "due", l.DateTime(s.Due, nil)) + "\n\n" + lacking(l, j, items), page
	})
}

// shortfall reads what an event is about, as it is now.
func (p post) shortfall(ctx context.Context, e event.Event) (s relief.Shortfall, j relief.Journey, items []relief.Item, err error) {
	if err = json.Unmarshal(e.Body, &s); err != nil {
		return s, j, nil, err
	}
	if j, err = p.Relief.Journey(ctx, s.Crisis, s.Consignment); err != nil {
		return s, j, nil, err
	}
	items, err = p.Relief.Items(ctx, s.Crisis)
	return s, j, items, err
}

// lacking says what is missing of a consignment: numbers, contents, value and who had it
// last.
func lacking(l *i18n.Locale, j relief.Journey, items []relief.Item) string {
	var numbers, lasts []string
	units := map[goods.ItemID]int64{}
	for _, one := range j.Gap.Packages {
		numbers = append(numbers, l.Digits(strconv.FormatInt(one.Number, 10)))
		for _, s := range one.Contents {
			units[s.Lot.Item] += s.Units
		}
		if last := one.Last; last.ID != 0 {
			words := last.Custodian + ", " + last.Person + ", " + last.Place
			if len(lasts) == 0 || lasts[len(lasts)-1] != words {
				lasts = append(lasts, words)
			}
		}
	}
	if lasts == nil {
		lasts = []string{"–"}
	}
	text := l.N("relief.headline", j.Packages, "came", l.Number(j.Tally.Came()), "place", j.Facility.Town) + "\n\n" +
		l.T("mail.relief_missed_text", "numbers", strings.Join(numbers, ", "), "value", aid.WorthIn(l, j.Gap.Worth(), j.Currency), "last", strings.Join(lasts, "; "), "due", l.DateTime(j.Gap.Due, nil)) + "\n"
	for _, i := range items {
		if n := units[i.ID]; n > 0 {
			name, _ := i.Name.In(l.Lang())
			text += "\n- " + name + ": " + l.N("relief.unit_"+string(i.Unit), n)
		}
	}
	return text
}
