package node

import (
	"context"
	"strconv"

	"agora/catalog"
	"agora/event"
	"agora/fault"
	"agora/i18n"
	"agora/identity"
	"agora/notify"
)

// asked tells the owner of a shop that somebody asked about one of its things.
func (p post) asked(ctx context.Context, e event.Event) error {
	m, f, shop, err := p.remark(ctx, e)
	if err != nil {
		return err
	}
	return p.toPerson(ctx, shop.Owner, "question "+strconv.FormatInt(e.ID, 10), func(l *i18n.Locale) (subject, text, path string) {
		thing, _ := f.Title.In(l.Lang(), shop.Languages...)
		return l.T("mail.question_subject", "thing", thing), l.T("mail.question_text", "name", m.Name, "text", m.Body),
			"/desk/" + strconv.FormatInt(int64(e.Shop), 10) + "/voices"
	})
}

// answered tells who wrote beneath a thing that its shop has replied.
func (p post) answered(ctx context.Context, e event.Event) error {
	m, f, shop, err := p.remark(ctx, e)
	if err != nil {
		return err
	}
	return p.toPerson(ctx, m.Person, "answer "+strconv.FormatInt(e.ID, 10), func(l *i18n.Locale) (subject, text, path string) {
		thing, _ := f.Title.In(l.Lang(), shop.Languages...)
		return l.T("mail.answer_subject", "shop", shop.Name), l.T("mail.answer_text", "thing", thing, "text", m.Reply),
			"/s/" + f.ShopHandle + "/" + f.Handle + "#" + string(m.Kind) + "s"
	})
}

// remark gives what an event is about: the remark, the thing above it and its
// shop.
func (p post) remark(ctx context.Context, e event.Event) (m catalog.Remark, f catalog.Face, shop catalog.Shop, err error) {
	if m, err = p.Catalog.Remark(ctx, e.Shop, catalog.RemarkID(e.Subject)); err != nil {
		return m, f, shop, err
	}
	faces, err := p.Catalog.Faces(ctx, []catalog.ProductID{m.Product})
	if err != nil {
		return m, f, shop, err
	}
	shop, err = p.Catalog.ShopByID(ctx, e.Shop)
	return m, faces[m.Product], shop, err
}

// toPerson writes to somebody with an account; who is not there any more, or
// wrote as a guest, is not told.
func (p post) toPerson(ctx context.Context, id identity.PersonID, key string, words func(*i18n.Locale) (subject, text, path string)) error {
	person, err := p.Identity.Person(ctx, identity.System(), id)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	to := person.Email
	if to == "" {
		to = person.Phone
	}
	subject, text, path := words(p.Words.Locale(p.Words.Match(person.Lang)))
	return p.Notify.Send(ctx, notify.Message{To: to, Key: key, Subject: subject, Text: text + "\n\n" + p.address() + path + "\n"})
}
