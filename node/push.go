package node

import (
	"context"
	"errors"
	"strconv"

	"agora/event"
	"agora/i18n"
	"agora/jobs"
	"agora/market"
	"agora/notify"
	"agora/web"
)

// Short notes say what happened to which order, in the language of the browser
// that asked, and nothing about anybody.

// noteSeller tells the owner of a shop what happened to an order of hers.
func (p post) noteSeller(ctx context.Context, e event.Event) error {
	m, err := moved(e)
	if err != nil {
		return err
	}
	if m.To == market.Cancelled && (m.From == market.AwaitingPayment || m.From == market.Unconfirmed || m.Event == market.Decline) {
		return nil // never hers, or her own doing
	}
	list, err := p.ofSeller(ctx, e)
	if err != nil {
		return err
	}
	link := "/desk/" + strconv.FormatInt(int64(e.Shop), 10) + "/orders/" + strconv.FormatInt(e.Subject, 10)
	return p.note(ctx, e, list, link, m)
}

// ofSeller gives the browsers of a shop's owner that asked for notes.
func (p post) ofSeller(ctx context.Context, e event.Event) ([]notify.Subscription, error) {
	shop, err := p.Catalog.ShopByID(ctx, e.Shop)
	if err != nil {
		return nil, err
	}
	return p.Push.Subscriptions(ctx, web.PersonSubject(int64(shop.Owner)))
}

// noteBuyer tells whoever placed an order how far it is.
func (p post) noteBuyer(ctx context.Context, e event.Event) error {
	m, err := moved(e)
	if err != nil || m.Event == market.Hand { // nothing is on its way; the mail has the links
		return err
	}
	list, err := p.ofBuyer(ctx, m)
	if err != nil {
		return err
	}
	return p.note(ctx, e, list, "/orders/"+strconv.FormatInt(int64(m.Group), 10), m)
}

// ofBuyer gives the browsers that asked for notes about an order.
func (p post) ofBuyer(ctx context.Context, m market.Moved) ([]notify.Subscription, error) {
	return p.Push.Subscriptions(ctx, web.OrderSubject(int64(m.Group)))
}

// pushSeller and pushBuyer are notes of a name, to whom asked for them.
func (p post) pushSeller(name string) jobs.Reaction {
	return jobs.Reaction{Name: name, Do: p.noteSeller, Idle: func(ctx context.Context, e event.Event) (bool, error) {
		list, err := p.ofSeller(ctx, e)
		return len(list) == 0, err
	}}
}

func (p post) pushBuyer(name string) jobs.Reaction {
	return jobs.Reaction{Name: name, Do: p.noteBuyer, Idle: func(ctx context.Context, e event.Event) (bool, error) {
		m, err := moved(e)
		if err != nil {
			return false, err
		}
		list, err := p.ofBuyer(ctx, m)
		return len(list) == 0, err
	}}
}

// note sends one note to each browser. One that fails does not keep the others
// from theirs; what is sent is not sent again when the job is repeated.
func (p post) note(ctx context.Context, e event.Event, list []notify.Subscription, link string, m market.Moved) error {
	var problems []error
	for _, s := range list {
		l := p.Words.Locale(p.Words.Match(s.Lang))
		problems = append(problems, p.Notify.Send(ctx, notify.Message{To: s.To(), Link: link,
			Key:     "push " + strconv.FormatInt(e.ID, 10) + " " + strconv.FormatInt(s.ID, 10),
			Subject: moveWords(l, m), Text: l.T("push.open")}))
	}
	return errors.Join(problems...)
}

// moveWords says in a line what an event made of an order.
func moveWords(l *i18n.Locale, m market.Moved) string {
	if m.Event == market.Hand { // nothing is on its way
		return l.T("mail.sold_subject", "ref", m.Ref)
	}
	switch m.To {
	case market.Placed:
		return l.T("mail.accept_subject", "ref", m.Ref)
	case market.Shipped:
		return l.T("mail.shipped_subject", "ref", m.Ref)
	case market.Cancelled:
		return l.T("mail.cancelled_subject", "ref", m.Ref)
	}
	return m.Ref + ": " + l.T("desk.st_"+string(m.To))
}
