package market

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"crypto/rand"

	"agora/catalog"
	"agora/db"
	"agora/fault"
	"agora/identity"
	"agora/money"
	"agora/once"
)

// Quote is what a shop answers to an enquiry.
type Quote struct {
	Units   []money.Amount // of one of each line, in the shop's currency, in the order of the lines
	Freight *money.Amount  // of the whole, in the shop's currency; nil: as its ways of delivery say
	Lead    int            // days until all is made
	Until   time.Time      // the last day on which it can be ordered
	Note    string
}

// AnswerEnquiry makes the quotation of a shop. Faults name "unit.N", "freight",
// "lead", "until", "note".
func (s *Service) AnswerEnquiry(ctx context.Context, by identity.Actor, shop catalog.ShopID, id EnquiryID, q Quote) error {
	text, err := note("note", q.Note, false)
	if err != nil {
		return err
	}
	return s.moveEnquiry(ctx, by, shop, id, EnquiryAnswer, func(tx *db.Tx, e *Enquiry) error {
		if err := q.check(*e, tx.Now); err != nil {
			return err
		}
		for i, unit := range q.Units {
			e.Lines[i].Unit = unit
		}
		e.Quotation = Quotation{Lead: q.Lead, Until: day(q.Until), Note: text}
		if q.Freight != nil {
			e.Quotation.Freight = &q.Freight.Minor
		}
		e.cart, e.Deadline = quotedCart+rand.Text(), e.Quotation.Until.AddDate(0, 0, 1)
		return e.saveUnits(tx)
	})
}

// check gives what is wrong with an answer.
func (q Quote) check(e Enquiry, now time.Time) error {
	var f fault.Fields
	if len(q.Units) != len(e.Lines) {
		return fault.New(fault.Invalid, "fault.form_broken")
	}
	for i, unit := range q.Units {
		if at := fmt.Sprintf("unit.%d", i); unit.Currency != e.Currency || unit.Minor < 1 || unit.Minor > catalog.MaxPrice {
			f.Add(at, "fault.enquiry_price")
		}
	}
	if p := q.Freight; p != nil && (p.Currency != e.Currency || p.Minor < 0 || p.Minor > catalog.MaxPrice) {
		f.Add("freight", "fault.enquiry_freight")
	}
	if q.Lead < 0 || q.Lead > catalog.MaxLeadDays {
		f.Add("lead", "fault.enquiry_lead", "max", catalog.MaxLeadDays)
	}
	if until := day(q.Until); until.Before(day(now)) || until.After(day(now).AddDate(0, 0, MaxQuotedDays)) {
		f.Add("until", "fault.enquiry_until", "max", MaxQuotedDays)
	}
	return f.Err()
}

// DeclineEnquiry: the shop makes no quotation, and says why.
func (s *Service) DeclineEnquiry(ctx context.Context, by identity.Actor, shop catalog.ShopID, id EnquiryID, reason string) error {
	return s.endEnquiry(ctx, by, shop, id, EnquiryDecline, reason)
}

// RevokeQuotation: the shop takes its quotation back, and says why.
func (s *Service) RevokeQuotation(ctx context.Context, by identity.Actor, shop catalog.ShopID, id EnquiryID, reason string) error {
	return s.endEnquiry(ctx, by, shop, id, EnquiryRevoke, reason)
}

func (s *Service) endEnquiry(ctx context.Context, by identity.Actor, shop catalog.ShopID, id EnquiryID, ev EnquiryEvent, reason string) error {
	reason, err := note("reason", reason, true)
	if err != nil {
		return err
	}
	return s.moveEnquiry(ctx, by, shop, id, ev, func(_ *db.Tx, e *Enquiry) error {
		e.Quotation.Note = reason
		return nil
	})
}

// WithdrawEnquiry: the buyer takes it back.
func (s *Service) WithdrawEnquiry(ctx context.Context, by identity.Actor, shop catalog.ShopID, id EnquiryID) error {
	return s.moveEnquiry(ctx, by, shop, id, EnquiryWithdraw, nil)
}

// moveEnquiry takes an enquiry one step along its table in one transaction; to
// who has no part in it, it is not there.
func (s *Service) moveEnquiry(ctx context.Context, by identity.Actor, shop catalog.ShopID, id EnquiryID, ev EnquiryEvent, more func(*db.Tx, *Enquiry) error) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := once.Claim(ctx, tx); err != nil {
			return err
		}
		e, err := loadEnquiry(tx, "enquiry_id = $1", int64(id))
		if err != nil {
			return err
		}
		if e.Shop != shop || !e.Asker(by) && !by.Runs(e.Shop) && !by.System {
			return errNoEnquiry
		}
		return s.stepEnquiry(tx, by, e, ev, more)
	})
}

func (s *Service) stepEnquiry(tx *db.Tx, by identity.Actor, e Enquiry, ev EnquiryEvent, more func(*db.Tx, *Enquiry) error) error {
	r, err := e.next(by, ev)
	if err != nil {
		return err
	}
	if !e.Deadline.After(tx.Now) && ev != EnquiryLapse {
		return fault.New(fault.Conflict, "fault.enquiry_lapsed") // the clock is only late
	}
	e.State, e.Deadline, e.Updated = r.to, time.Time{}, tx.Now
	if more != nil {
		if err := more(tx, &e); err != nil {
			return err
		}
	}
	if err := e.save(tx, r.from); err != nil {
		return err
	}
	return s.tellEnquiry(tx, e, r.from)
}

// quotedCart begins the tokens of carts that quotations fill; those of buyers
// have capital letters only.
const quotedCart = "quotation-"

// accept marks the quotation of a cart as ordered, in the transaction that places
// it: only one placement can. A cart that a buyer filled is emptied.
func (s *Service) accept(tx *db.Tx, by identity.Actor, token string, g GroupID) error {
	if !strings.HasPrefix(token, quotedCart) {
		return emptyCart(tx, token)
	}
	e, err := loadEnquiry(tx, "cart = $1", token)
	if err != nil {
		return err
	}
	return s.stepEnquiry(tx, by, e, EnquiryAccept, func(_ *db.Tx, e *Enquiry) error {
		e.Group = g
		return nil
	})
}

// LapseEnquiries ends enquiries and quotations whose time has passed, at most
// limit of them, and tells how many. One that can't be ended holds back no
// other.
func (s *Service) LapseEnquiries(ctx context.Context, limit int) (ended int, err error) {
	var due []EnquiryID
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		due, err = db.List(tx, func(scan db.Scan) (id EnquiryID, err error) { err = scan(&id); return id, err },
			`SELECT enquiry_id FROM enquiries WHERE deadline > 0 AND deadline <= $1 ORDER BY deadline, enquiry_id LIMIT $2`, db.Micro(tx.Now), limit)
		return err
	})
	var problems []error
	for _, id := range due {
		err := s.db.Write(ctx, func(tx *db.Tx) error {
			e, err := loadEnquiry(tx, "enquiry_id = $1", int64(id))
			if err != nil || e.Deadline.IsZero() || e.Deadline.After(tx.Now) {
				return err // moved meanwhile
			}
			return s.stepEnquiry(tx, identity.System(), e, EnquiryLapse, nil)
		})
		if err != nil {
			problems = append(problems, fmt.Errorf("enquiry %d: %w", id, err))
			continue
		}
		ended++
	}
	return ended, errors.Join(append(problems, err)...)
}
