package market

import (
	"context"
	"time"

	"agora/catalog"
	"agora/country"
	"agora/db"
	"agora/event"
	"agora/fault"
	"agora/identity"
	"agora/once"
)

// NewEnquiry is what a buyer asks. The lines have no prices yet.
type NewEnquiry struct {
	Cart   string // token of the cart that kept the lines, which are forgotten with it; "" for none
	Shop   catalog.ShopID
	Lines  []EnquiryLine
	To     country.Code
	Wanted time.Time // a day; zero for no matter when
	Note   string
	Email  string // of a guest; who is signed in is reached as ever when it is empty
	Lang   string
}

// EnquiryMoved is the body of the events of an enquiry.
type EnquiryMoved struct {
	From EnquiryState `json:"from,omitempty"`
	To   EnquiryState `json:"to"`
}

// Ask sends an enquiry to a shop. Faults name EnquiryField of a line,
// "lines", "to", "wanted", "note", "email".
func (s *Service) Ask(ctx context.Context, by identity.Actor, n NewEnquiry) (e Enquiry, err error) {
	e = Enquiry{Shop: n.Shop, State: EnquiryAsked, Person: by.Person, Lines: n.Lines,
		EnquiryDoc: EnquiryDoc{Name: by.Name, To: n.To, Wanted: n.Wanted, Note: n.Note, Lang: n.Lang}}
	if err := e.check(by, n.Email); err != nil {
		return e, err
	}
	lines, err := s.catalog.Variants(ctx, variantsOf(e.Lines))
	if err != nil {
		return e, err
	}
	if err := e.about(lines, by); err != nil {
		return e, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if err := once.Claim(ctx, tx); err != nil {
			return err
		}
		if err := n.sent(tx); err != nil {
			return err
		}
		if err := e.bounded(tx); err != nil {
			return err
		}
		if e.Wanted.Before(day(tx.Now)) && !e.Wanted.IsZero() || e.Wanted.After(day(tx.Now).AddDate(0, 0, maxWantedDays)) {
			return fault.Field("wanted", "fault.enquiry_day")
		}
		e.ID, e.Updated, e.Deadline = EnquiryID(tx.ID()), tx.Now, tx.Now.Add(enquiryLife)
		if err := insertEnquiry(tx, e); err != nil {
			return err
		}
		return s.tellEnquiry(tx, e, "")
	})
	return e, err
}

// check cleans what was typed, or gives every fault of it.
func (e *Enquiry) check(by identity.Actor, email string) error {
	var f fault.Fields
	if len(e.Lines) == 0 || len(e.Lines) > MaxEnquiryLines {
		f.Add("lines", "fault.enquiry_lines", "max", MaxEnquiryLines)
	}
	had := map[catalog.VariantID]bool{}
	for _, l := range e.Lines {
		if l.Quantity < 1 || l.Quantity > maxQuantity {
			f.Add(EnquiryField(l.Variant), "fault.quantity", "max", int64(maxQuantity))
		}
		if had[l.Variant] {
			f.Add(EnquiryField(l.Variant), "fault.enquiry_twice")
		}
		had[l.Variant] = true
		e.Items += l.Quantity
	}
	if !e.To.Known() {
		f.Add("to", "fault.choice")
	}
	if !e.Wanted.IsZero() {
		e.Wanted = day(e.Wanted)
	}
	text, err := note("note", e.Note, false)
	if err := f.Join("", err); err != nil {
		return err
	}
	e.Note = text
	contact := Contact{Email: email, Phone: by.Phone}
	if email == "" {
		contact.Email = by.Email
	}
	contact, err = contact.checked(country.Address{Phone: by.Phone})
	if err := f.Join("", err); err != nil {
		return err
	}
	if e.Contact = contact; err == nil && contact == (Contact{}) {
		f.Add("email", "fault.required")
	}
	return f.Err()
}

// about proves that all lines are of things that the shop sells, and keeps how
// they are called.
func (e *Enquiry) about(lines []catalog.Line, by identity.Actor) error {
	if len(lines) != len(e.Lines) {
		return fault.New(fault.NotFound, "fault.no_variant")
	}
	for _, l := range lines {
		if l.Shop.ID != e.Shop || l.Shop.Status == catalog.ShopRehearsal && !by.Runs(l.Shop.ID) {
			return fault.New(fault.NotFound, "fault.no_variant")
		}
		if !l.Shop.Sells() || l.Product.Status != catalog.ProductActive || l.Variant.Retired {
			title, _ := l.Product.Title.In("")
			return fault.New(fault.Conflict, "fault.not_for_sale", "title", title)
		}
		if l.Variant.ID == e.Lines[0].Variant {
			e.First, _ = l.Product.Title.In(l.Shop.Lang())
		}
		e.ShopName, e.ShopHandle, e.Currency = l.Shop.Name, l.Shop.Handle, l.Shop.Currency
	}
	return nil
}

// bounded keeps one person from filling the desk of a shop.
func (e Enquiry) bounded(tx *db.Tx) error {
	if e.Person == 0 {
		return nil // how fast guests may send is bounded by the window
	}
	var open int64
	if err := tx.Row(`SELECT COUNT(*) FROM enquiries WHERE person_id = $1 AND person_id > 0 AND shop_id = $2 AND state = 'asked'`,
		[]any{int64(e.Person), int64(e.Shop)}, &open); err != nil {
		return err
	}
	if open >= maxOpen {
		return fault.New(fault.Conflict, "fault.enquiry_many", "max", maxOpen)
	}
	return nil
}

// tellEnquiry writes the event of a move, "enquiry." and the state it led to, and
// rings the desk.
func (s *Service) tellEnquiry(tx *db.Tx, e Enquiry, from EnquiryState) error {
	tx.AfterCommit(func() { s.bells.ring(e.Shop) })
	return event.Append(tx, e.Shop, event.Kind("enquiry."+string(e.State)), int64(e.ID), EnquiryMoved{From: from, To: e.State})
}

// day is the day (UTC) of a moment.
func day(t time.Time) time.Time { return t.UTC().Truncate(24 * time.Hour) }
