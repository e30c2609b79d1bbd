package node

import (
	"context"
	"encoding/json"
	"strconv"
	"time"

	"agora/event"
	"agora/fault"
	"agora/i18n"
	"agora/identity"
	"agora/jobs"
	"agora/notify"
	"agora/relief"
)

// onNeeds adds what follows when nobody says whether a need stands.
func (p post) onNeeds(kinds jobs.Kinds) {
	kinds[relief.NeedUnconfirmed] = []jobs.Reaction{{Name: "mail-need-unconfirmed", Do: p.unconfirmed}}
}

// reliefTasks are what relief does again and again.
func (n *Node) reliefTasks() []jobs.Task {
	const many = 200
	return []jobs.Task{jobs.Every("sleep-needs", 10*time.Minute, func(ctx context.Context) error {
		for {
			found, err := n.Relief.Sleep(ctx, many)
			if err != nil || found < many {
				return err
			}
		}
	})}
}

// unconfirmed asks who reported a need, and its facility, whether it stands.
func (p post) unconfirmed(ctx context.Context, e event.Event) error {
	var u relief.Unconfirmed
	if err := json.Unmarshal(e.Body, &u); err != nil {
		return err
	}
	a, err := p.Relief.Asking(ctx, identity.System(), u.Crisis, relief.NeedID(e.Subject))
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	still := a.State == relief.Wanted || a.State == relief.Asleep
	if !still || a.Of.State != relief.Open || a.Confirmed.After(e.At().AddDate(0, 0, -relief.AskAfter)) {
		return nil // somebody answered meanwhile
	}
	l := p.Words.Locale(p.Words.Match(a.Lang)).In(a.At.Country)
	subject, text := unconfirmedWords(l, a, u.Day)
	link := p.address() + "/needed/" + strconv.FormatInt(int64(a.Crisis), 10) + "/" + strconv.FormatInt(int64(a.ID), 10) +
		"?k=" + p.Identity.Sign(relief.NeedPurpose, int64(a.ID)) + "&lang=" + l.Lang()
	for to, email := range map[string]string{"reporter": a.Reporter.Email, "facility": a.At.Contact.Email} {
		if email == "" || to == "facility" && email == a.Reporter.Email {
			continue
		}
		if err := p.Notify.Send(ctx, notify.Message{To: email, Key: "need " + strconv.FormatInt(e.ID, 10) + " " + to, Subject: subject, Text: text + "\n\n" + link + "\n"}); err != nil {
			return err
		}
	}
	return nil
}

// unconfirmedWords say what is asked, in the language of who reported it.
func unconfirmedWords(l *i18n.Locale, a relief.Question, day int64) (subject, text string) {
	item := a.What.Named(l.Lang())
	args := []any{"item", item, "place", a.At.Name + ", " + a.At.Town, "what", l.N("relief.unit_"+string(a.What.Unit), a.Left()), "day", l.Date(a.Confirmed)}
	key := "mail.need_text"
	if day == relief.SleepAfter {
		key = "mail.need_asleep_text"
	}
	return l.T("mail.need_subject", args...), l.T(key, args...)
}
