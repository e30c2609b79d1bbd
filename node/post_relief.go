package node

import (
	"context"
	"encoding/json"
	"strconv"

	"agora/event"
	"agora/fault"
	"agora/i18n"
	"agora/identity"
	"agora/jobs"
	"agora/money"
	"agora/notify"
	"agora/payment"
	"agora/relief"
)

// onRelief adds what follows for those who give money or time, as far as an e-mail
// address of theirs is known.
func (p post) onRelief(kinds jobs.Kinds) {
	for _, kind := range []event.Kind{relief.Donates, relief.Donated} {
		kinds[kind] = []jobs.Reaction{{Name: "mail-donor", Do: p.donated}}
	}
	kinds[relief.Helps] = []jobs.Reaction{{Name: "mail-helper", Do: p.helps}}
}

// donated sends a donor how to pay, or that it came, with the link to her page.
func (p post) donated(ctx context.Context, e event.Event) error {
	var in relief.In
	if err := json.Unmarshal(e.Body, &in); err != nil {
		return err
	}
	d, err := p.Relief.DonationOf(ctx, identity.System(), in.Crisis, relief.DonationID(e.Subject))
	if err != nil || d.Contact.Email == "" {
		return err
	}
	l := p.Words.Locale(p.Words.Match(d.Lang))
	text := l.T("relief.give_came")
	switch due := d.ToCome(); {
	case e.Kind == relief.Donates:
		text = p.howToPay(ctx, l, d)
	case !due.IsZero():
		text = l.T("store.pay_part", "amount", l.Money(money.Of(d.Received, d.Amount.Currency)))
	}
	return p.toGiver(ctx, l, e, in.Crisis, d.Contact.Email, l.T("relief.give_yours"), text+"\n\n"+l.T("relief.give_keep"), "/donation/", relief.DonationPurpose)
}

// howToPay says to which account a donation goes.
func (p post) howToPay(ctx context.Context, l *i18n.Locale, d relief.Donation) string {
	way, err := p.Ways.Of("transfer")
	if err != nil {
		return l.T("relief.give_waits")
	}
	a, err := way.Authorize(ctx, payment.Intent{Group: int64(d.ID), Ref: d.Ref, Amount: d.Amount})
	if err != nil {
		return l.T("relief.give_waits")
	}
	return l.T(a.Instructions.Key, "amount", l.Money(d.Amount), "ref", relief.Spaced(d.Ref), "account", a.Instructions.Arg("account"))
}

// helps sends somebody who gives time the link to her tasks.
func (p post) helps(ctx context.Context, e event.Event) error {
	var in relief.In
	if err := json.Unmarshal(e.Body, &in); err != nil {
		return err
	}
	id := relief.HelperID(e.Subject)
	h, _, err := p.Relief.Turns(ctx, identity.Actor{Link: relief.HelperLink(id)}, in.Crisis, id)
	if err != nil || h.Contact.Email == "" {
		return err
	}
	l := p.Words.Locale(p.Words.Match(h.Lang))
	return p.toGiver(ctx, l, e, in.Crisis, h.Contact.Email, l.T("relief.time_yours"), l.T("relief.time_keep"), "/helper/", relief.HelperPurpose)
}

// toGiver writes to who gives, with the title of the crisis and the link to her page.
func (p post) toGiver(ctx context.Context, l *i18n.Locale, e event.Event, crisis relief.CrisisID, to, subject, text, page, purpose string) error {
	c, err := p.Relief.Crisis(ctx, crisis)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	title, _ := c.Title.In(l.Lang(), i18n.Base)
	link := p.address() + page + strconv.FormatInt(int64(crisis), 10) + "/" + strconv.FormatInt(e.Subject, 10) + "?k=" + p.Identity.Sign(purpose, e.Subject) + "&lang=" + l.Lang()
	return p.Notify.Send(ctx, notify.Message{To: to, Key: "relief " + strconv.FormatInt(e.ID, 10), Subject: subject + ": " + title, Text: title + "\n\n" + text + "\n\n" + link + "\n"})
}
