package market

import (
	"context"
	"crypto/subtle"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"

	"agora/audit"
	"agora/country"
	"agora/db"
	"agora/event"
	"agora/fault"
	"agora/identity"
	"agora/once"
)

// A code is good for so many tries, and is sent so often in all.
const (
	codeTries = 5
	codeSends = 4 // the first, and three times again
)

// Confirmation is how far the buyer's second yes to a group has come.
type Confirmation struct {
	Waits bool  // some orders still wait for it
	Sends int64 // how many codes were sent; only the newest is good
	Tries int64 // wrong ones since the newest was sent
}

// Again reports whether another code may be sent.
func (c Confirmation) Again() bool { return c.Waits && c.Sends < codeSends }

// Placing is the body of "group.placed".
type Placing struct {
	Unconfirmed bool `json:"unconfirmed,omitempty"` // a code was sent: the orders are not placed before it came back
}

// CodeSent is the body of "group.code".
type CodeSent struct {
	N int64 `json:"n"` // which code of the group
}

// confirms reports whether orders paid at the door wait for a second yes.
func (s *Service) confirms() bool { return s.mark != nil && s.cash().Confirm }

func (g Group) unconfirmed() bool {
	for _, o := range g.Orders {
		if o.State == Unconfirmed {
			return true
		}
	}
	return false
}

// askToConfirm begins the confirmation of a group that waits for it. The code
// is not stored: the reaction that sends it computes it.
func askToConfirm(tx *db.Tx, g Group) error {
	if !g.unconfirmed() {
		return nil
	}
	if _, err := tx.Exec(`INSERT INTO cash_codes (group_id, sends, tries) VALUES ($1, 1, 0)`, int64(g.ID)); err != nil {
		return err
	}
	return event.Append(tx, db.House, "group.code", int64(g.ID), CodeSent{1})
}

// code is the n-th code of a group: six digits that only the node's key gives.
func (s *Service) code(id GroupID, n int64) string {
	const most = 1_000_000
	sum := s.mark("cash-code", fmt.Sprintf("%d/%d", id, n))
	return fmt.Sprintf("%06d", binary.BigEndian.Uint64(sum)%most)
}

// Code gives the n-th code of a group, to the program, which sends it; "" when
// it is not good any more.
func (s *Service) Code(ctx context.Context, by identity.Actor, id GroupID, n int64) (Group, string, error) {
	if !by.System {
		return Group{}, "", fault.New(fault.Forbidden, "fault.forbidden")
	}
	g, err := s.Group(ctx, by, id)
	if err != nil || !g.unconfirmed() {
		return g, "", err
	}
	c, err := s.Confirmation(ctx, by, g)
	if err != nil || c.Sends != n {
		return g, "", err
	}
	return g, s.code(id, n), nil
}

// Confirmation tells a group's buyer how far her second yes has come.
func (s *Service) Confirmation(ctx context.Context, by identity.Actor, g Group) (c Confirmation, err error) {
	if !isBuyer(by, g) && !by.IsOperator() && !by.System {
		return c, errNoOrder
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		c, err = confirmation(tx, g)
		return err
	})
	return c, err
}

func confirmation(tx *db.Tx, g Group) (c Confirmation, err error) {
	c.Waits = g.unconfirmed()
	err = tx.Row(`SELECT sends, tries FROM cash_codes WHERE group_id = $1`, []any{int64(g.ID)}, &c.Sends, &c.Tries)
	if errors.Is(err, db.ErrNone) { // placed without one
		err = nil
	}
	return c, err
}

// asked reads the group a buyer confirms, and how far that has come.
func asked(tx *db.Tx, by identity.Actor, id GroupID) (g Group, c Confirmation, err error) {
	if g, err = loadGroup(tx, "group_id = $1", int64(id)); err != nil {
		return g, c, err
	}
	if !isBuyer(by, g) {
		return g, c, errNoOrder
	}
	if err = ordersOf(tx, &g); err != nil {
		return g, c, err
	}
	c, err = confirmation(tx, g)
	return g, c, err
}

// Confirm is the buyer's second yes: with the newest code, all orders of the
// group that wait for it are placed. A wrong code counts; saying yes again
// changes nothing.
func (s *Service) Confirm(ctx context.Context, by identity.Actor, id GroupID, code string) error {
	code = strings.Join(strings.Fields(country.Digits(code)), "")
	var wrong error // counted, which an error of the transaction would undo
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		wrong = nil
		g, c, err := asked(tx, by, id)
		switch {
		case err != nil:
			return err
		case !c.Waits:
			return over(g)
		case c.Tries >= codeTries:
			return fault.Field("code", "fault.code_spent")
		case subtle.ConstantTimeCompare([]byte(code), []byte(s.code(id, c.Sends))) != 1:
			wrong = fault.Field("code", "fault.code_wrong", "left", codeTries-c.Tries-1)
			_, err := tx.Exec(`UPDATE cash_codes SET tries = tries + 1 WHERE group_id = $1`, int64(id))
			return err
		}
		for _, o := range g.Orders {
			if o.State == Unconfirmed {
				if err := s.step(tx, by, &o, Confirm, "", nil); err != nil {
					return err
				}
			}
		}
		if err := s.meet(tx, g.Contact); err != nil {
			return err
		}
		return event.Append(tx, db.House, "group.confirmed", int64(id), nil)
	})
	if err != nil {
		return err
	}
	return wrong
}

// over says what became of a group that waits for no yes: nothing is wrong
// when it was given.
func over(g Group) error {
	for _, o := range g.Orders {
		if o.State != Cancelled {
			return nil
		}
	}
	return fault.New(fault.Conflict, "fault.order_state", "state", string(Cancelled), "event", string(Confirm))
}

// SendCode sends the buyer another code after the n-th, which is good no more;
// asked again for the same n, it sends nothing.
func (s *Service) SendCode(ctx context.Context, by identity.Actor, id GroupID, n int64) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		g, c, err := asked(tx, by, id)
		switch {
		case err != nil:
			return err
		case !c.Waits:
			return over(g)
		case c.Sends != n:
			return nil
		case !c.Again():
			return fault.Field("code", "fault.code_sends")
		}
		if _, err := tx.Exec(`UPDATE cash_codes SET sends = sends + 1, tries = 0 WHERE group_id = $1`, int64(id)); err != nil {
			return err
		}
		return event.Append(tx, db.House, "group.code", int64(id), CodeSent{c.Sends + 1})
	})
}

// Vouch says that the buyer confirmed an order by phone: an operator, the
// program, or the shop where no code could reach the buyer by mail.
func (s *Service) Vouch(ctx context.Context, by identity.Actor, id OrderID) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := once.Claim(ctx, tx); err != nil {
			return err
		}
		o, err := loadOrder(tx, id)
		if err != nil {
			return err
		}
		g, err := loadGroup(tx, "group_id = $1", int64(o.Group))
		if err != nil {
			return err
		}
		if !by.System && !by.IsOperator() && !(by.Runs(o.Shop) && g.Contact.Email == "") {
			return fault.New(fault.Forbidden, "fault.forbidden")
		}
		if err := s.step(tx, by, &o, Confirm, "", nil); err != nil {
			return err
		}
		if err := audit.Note(tx, by, o.Shop, "order.vouched", o.Ref, nil); err != nil {
			return err
		}
		if err := ordersOf(tx, &g); err != nil || g.unconfirmed() {
			return err
		}
		if by.System || by.IsOperator() { // a shop vouches for its own order only
			if err := s.meet(tx, g.Contact); err != nil {
				return err
			}
		}
		return event.Append(tx, db.House, "group.confirmed", int64(g.ID), nil)
	})
}
