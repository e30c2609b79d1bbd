package treasury

import (
	"context"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"agora/audit"
	"agora/catalog"
	"agora/db"
	"agora/event"
	"agora/fault"
	"agora/identity"
	"agora/ledger"
	"agora/money"
	"agora/once"
)

// NewFine is what an operator says of a fine. File is nil when there is none.
type NewFine struct {
	Shop     catalog.ShopID
	Amount   money.Amount // in the shop's money
	Reason   string
	Evidence string
	File     io.Reader
}

// Announce tells a shop of a fine: it may appeal for a week, and pays after
// that. Rehearsals have no fines.
func (s *Service) Announce(ctx context.Context, by identity.Actor, n NewFine) (f Fine, err error) {
	if !by.IsOperator() {
		return f, fault.New(fault.Forbidden, "fault.operators_only")
	}
	var faults fault.Fields
	f = Fine{Shop: n.Shop, Amount: n.Amount, State: FineAnnounced, By: by.String()}
	f.Reason = wants(&faults, "reason", n.Reason, MaxFineReason)
	f.Evidence = wants(&faults, "evidence", n.Evidence, MaxFineWords)
	if n.Amount.Minor <= 0 {
		faults.Add("amount", "fault.positive")
	}
	if err := faults.Err(); err != nil {
		return f, err
	}
	if f.File, err = s.keep(ctx, n.File); err != nil {
		return f, err
	}
	return f, s.db.Write(ctx, func(tx *db.Tx) error {
		if err := once.Claim(ctx, tx); err != nil {
			return err
		}
		shop, err := catalog.ShopIn(tx, n.Shop)
		if err != nil {
			return err
		}
		if n.Amount.Currency != shop.Currency || shop.Currency == money.Play {
			return fault.Field("amount", "fault.choice")
		}
		f.ID, f.Holder, f.Due, f.Updated = FineID(tx.ID()), shop.Name, tx.Now.Add(appealFor), tx.Now
		if err := insertFine(tx, f); err != nil {
			return err
		}
		return f.tell(tx, by, "announced")
	})
}

// Appeal is the shop's one answer to a fine, before it is due.
func (s *Service) Appeal(ctx context.Context, by identity.Actor, shop catalog.ShopID, id FineID, words string) error {
	return s.moveFine(ctx, by, shop, id, fineAppeal, "appeal", words)
}

// Uphold says that a fine stands after the appeal: it is charged at once.
func (s *Service) Uphold(ctx context.Context, by identity.Actor, shop catalog.ShopID, id FineID, why string) error {
	return s.moveFine(ctx, by, shop, id, fineUphold, "why", why)
}

// Lift says that a fine falls; what was charged is given back.
func (s *Service) Lift(ctx context.Context, by identity.Actor, shop catalog.ShopID, id FineID, why string) error {
	return s.moveFine(ctx, by, shop, id, fineLift, "why", why)
}

func (s *Service) moveFine(ctx context.Context, by identity.Actor, shop catalog.ShopID, id FineID, m fineMove, field, words string) error {
	var faults fault.Fields
	words = wants(&faults, field, words, MaxFineWords)
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := once.Claim(ctx, tx); err != nil {
			return err
		}
		f, err := loadFine(tx, shop, id)
		if err != nil {
			return err
		}
		if !by.Runs(shop) && !by.IsOperator() {
			return fault.New(fault.Forbidden, "fault.forbidden")
		}
		return f.step(tx, by, m, words, faults.Err())
	})
}

// ChargeFines charges the fines that are due and that nobody appealed against,
// at most limit; it tells how many. The program does it again and again.
func (s *Service) ChargeFines(ctx context.Context, limit int) (charged int, err error) {
	type key struct {
		shop catalog.ShopID
		id   FineID
	}
	var due []key
	if err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		due, err = db.List(tx, func(scan db.Scan) (k key, err error) { err = scan(&k.shop, &k.id); return k, err },
			`SELECT shop_id, fine_id FROM fines WHERE state = 'announced' AND due <= $1 ORDER BY due LIMIT $2`, db.Micro(tx.Now), limit)
		return err
	}); err != nil {
		return 0, err
	}
	for _, k := range due {
		if err := s.db.Write(ctx, func(tx *db.Tx) error {
			f, err := loadFine(tx, k.shop, k.id)
			if err != nil || f.State != FineAnnounced || f.Due.After(tx.Now) {
				return err // moved meanwhile
			}
			return f.step(tx, identity.System(), fineExpire, "", nil)
		}); err != nil {
			return charged, err
		}
		charged++
	}
	return charged, nil
}

// step takes a fine along the table: what it means for money, its row, audit
// and event. bad is what is wrong with the words, told after what is wrong with
// the move.
func (f Fine) step(tx *db.Tx, by identity.Actor, m fineMove, words string, bad error) error {
	r, err := f.rule(by, m)
	if err != nil {
		return err
	}
	if m == fineAppeal && !tx.Now.Before(f.Due) {
		return fault.New(fault.Conflict, "fault.fine_state")
	}
	if bad != nil {
		return bad
	}
	switch {
	case r.to == FineCharged:
		err = f.charge(tx)
	case r.from == FineCharged:
		err = f.giveBack(tx)
	}
	if err != nil {
		return err
	}
	f.State, f.Updated = r.to, tx.Now
	switch m {
	case fineAppeal:
		f.Appeal = words
	case fineUphold, fineLift:
		f.Decided, f.Decision = by.String(), words
	}
	if err := f.enter(tx, r.from); err != nil {
		return err
	}
	return f.tell(tx, by, string(f.State))
}

// tell notes what happened and tells of it.
func (f Fine) tell(tx *db.Tx, by identity.Actor, what string) error {
	if err := audit.Note(tx, by, f.Shop, "fine."+what, "fine:"+strconv.FormatInt(int64(f.ID), 10), map[string]string{"amount": f.Amount.String()}); err != nil {
		return err
	}
	return event.Append(tx, f.Shop, event.Kind("fine."+what), int64(f.ID), nil)
}

// charge takes the fine from what is free on the seller's balance; the rest is
// her debt.
func (f Fine) charge(tx *db.Tx) error {
	b, err := ledger.Of(tx, f.Shop, ledger.Payable, f.Amount.Currency)
	if err != nil {
		return err
	}
	paid := min(f.Amount.Minor, max(b.Amount.Minor-b.Held.Minor, 0))
	return f.post(tx, "fine.charged", f.Amount.Minor, -paid, paid-f.Amount.Minor)
}

// giveBack gives a charged fine back: against what the seller owes, the rest
// to her balance.
func (f Fine) giveBack(tx *db.Tx) error {
	debt, err := ledger.Of(tx, f.Shop, ledger.Debt, f.Amount.Currency)
	if err != nil {
		return err
	}
	netted := min(f.Amount.Minor, -debt.Amount.Minor)
	return f.post(tx, "fine.lifted", -f.Amount.Minor, f.Amount.Minor-netted, netted)
}

// post books minor units on the three accounts that a fine touches.
func (f Fine) post(tx *db.Tx, kind string, fines, payable, debt int64) error {
	c := f.Amount.Currency
	_, err := ledger.Post(tx, ledger.Transfer{Shop: f.Shop, Kind: kind, Subject: int64(f.ID), Legs: []ledger.Leg{
		{Account: ledger.Fines, Amount: money.Of(fines, c)}, {Account: ledger.Payable, Amount: money.Of(payable, c)},
		{Account: ledger.Debt, Amount: money.Of(debt, c)}}})
	return err
}

// wants gives a text that must be there, of at most most characters.
func wants(faults *fault.Fields, field, s string, most int) string {
	s = strings.TrimSpace(s)
	switch {
	case s == "":
		faults.Add(field, "fault.required")
	case utf8.RuneCountInString(s) > most:
		faults.Add(field, "fault.too_long", "max", most)
	case !utf8.ValidString(s) || strings.ContainsFunc(s, func(r rune) bool { return r < ' ' && r != '\n' && r != '\r' && r != '\t' }):
		faults.Add(field, "fault.text")
	}
	return s
}
