package node

import (
	"cmp"
	"context"
	"encoding/json"
	"strconv"

	"agora/event"
	"agora/i18n"
	"agora/identity"
	"agora/jobs"
	"agora/market"
	"agora/notify"
)

// onEnquiries adds what follows from moves of enquiries. What is ordered by a
// quotation is told as any order.
func (p post) onEnquiries(kinds jobs.Kinds) {
	for _, state := range [...]market.EnquiryState{market.EnquiryAsked, market.EnquiryWithdrawn} {
		kinds[event.Kind("enquiry."+string(state))] = []jobs.Reaction{{Name: "mail-seller-enquiry", Do: p.enquired}}
	}
	for _, state := range [...]market.EnquiryState{market.EnquiryAnswered, market.EnquiryDeclined, market.EnquiryRevoked, market.EnquiryLapsed} {
		kinds[event.Kind("enquiry."+string(state))] = []jobs.Reaction{{Name: "mail-buyer-enquiry", Do: p.answeredEnquiry}}
	}
}

// enquired tells the owner of a shop what a buyer asks, or that she asks no
// longer.
func (p post) enquired(ctx context.Context, e event.Event) error {
	q, err := p.Market.Enquiry(ctx, identity.System(), market.EnquiryID(e.Subject))
	if err != nil {
		return err
	}
	if q.State != market.EnquiryAsked && e.Kind == "enquiry.asked" {
		return nil // it moved on meanwhile
	}
	shop, err := p.Catalog.ShopByID(ctx, e.Shop)
	if err != nil {
		return err
	}
	return p.toPerson(ctx, shop.Owner, "enquiry "+strconv.FormatInt(e.ID, 10), func(l *i18n.Locale) (subject, text, path string) {
		path = "/desk/" + strconv.FormatInt(int64(e.Shop), 10) + "/enquiries/" + strconv.FormatInt(e.Subject, 10)
		what := enquiryWhat(l, q)
		if e.Kind == "enquiry.asked" {
			return l.T("mail.enquiry_subject", "what", what),
				l.T("mail.enquiry_text", "what", what, "country", q.To.Name(l.Lang()), "note", q.Note, "day", q.Deadline), path
		}
		return l.T("mail.enquiry_back_subject", "what", what), l.T("mail.enquiry_back_text", "what", what), path
	})
}

// answeredEnquiry tells who asked what the shop did, or did not do in time.
func (p post) answeredEnquiry(ctx context.Context, e event.Event) error {
	var moved market.EnquiryMoved
	if err := json.Unmarshal(e.Body, &moved); err != nil {
		return err
	}
	q, err := p.Market.Enquiry(ctx, identity.System(), market.EnquiryID(e.Subject))
	if err != nil {
		return err
	}
	l := p.Words.Locale(p.Words.Match(q.Lang)).In(q.To)
	key := "mail.enquiry_" + string(moved.To)
	if moved.To == market.EnquiryLapsed && moved.From == market.EnquiryAnswered {
		key = "mail.enquiry_over"
	}
	args := []any{"shop", q.ShopName, "what", enquiryWhat(l, q), "note", q.Quotation.Note, "day", q.Quotation.Until}
	link := p.address() + "/enquiries/" + strconv.FormatInt(e.Subject, 10) + "?k=" + p.Identity.Sign(market.EnquiryPurpose, e.Subject) + "&lang=" + l.Lang()
	return p.Notify.Send(ctx, notify.Message{To: cmp.Or(q.Contact.Email, q.Contact.Phone), Key: "buyer enquiry " + strconv.FormatInt(e.ID, 10),
		Subject: l.T("mail.enquiry_answer_subject", "shop", q.ShopName, "what", enquiryWhat(l, q)),
		Text:    l.T(key, args...) + "\n\n" + l.T("mail.enquiry_link") + "\n" + link + "\n"})
}

// enquiryWhat says what was asked for: its first thing and how many more.
func enquiryWhat(l *i18n.Locale, q market.Enquiry) string {
	if q.Items <= 1 {
		return q.First
	}
	return l.T("store.and_more", "first", q.First, "n", q.Items-1)
}
