package market

import (
	"context"
	"errors"
	"fmt"

	"agora/catalog"
	"agora/db"
	"agora/money"
	"agora/payment"
)

// errOneAtATime holds back a refund while another of its group is with the way.
var errOneAtATime = errors.New("another refund of the group is being sent")

// SendRefund sends a refund through its way; a job, safe to repeat. Before the
// way is asked the refund is marked: after a break the way is asked what became
// of it, and where it can't tell, a person is.
func (s *Service) SendRefund(ctx context.Context, shop catalog.ShopID, id RefundID) error {
	r, a, broke, err := s.ask(ctx, shop, id)
	if err != nil || r.State == RefundSent || a.ID == "" {
		return err
	}
	way, err := s.ways.Of(r.Way)
	if err != nil {
		return err
	}
	if broke {
		done, err := s.afterBreak(ctx, way, &a, r)
		if err != nil || done {
			return err
		}
	}
	a, err = way.Refund(ctx, a, money.Of(a.Refunded.Minor+r.Amount.Minor, r.Amount.Currency))
	if err != nil {
		return fmt.Errorf("refund %d by %s: %w", id, r.Way, err)
	}
	return s.answered(ctx, r, a)
}

// ask marks a refund as being asked for, and gives the attempt through which
// it goes: none when a person sends it. broke tells that it was marked before.
func (s *Service) ask(ctx context.Context, shop catalog.ShopID, id RefundID) (r Refund, a payment.Attempt, broke bool, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		a, broke = payment.Attempt{}, false
		if r, err = loadRefund(tx, shop, id); err != nil {
			return err
		}
		way, err := s.ways.Of(r.Way)
		if err != nil {
			return err
		}
		if _, byHand := way.(payment.ByHand); byHand || r.State == RefundSent || r.State == RefundUnknown {
			return nil
		}
		attempts, err := payment.ByGroup(tx, int64(r.Group))
		if err != nil {
			return err
		}
		for _, b := range attempts {
			if b.Handler == r.Way {
				a = b
			}
		}
		if a.ID == "" || a.Refunded.Minor+r.Amount.Minor > a.Captured.Minor {
			a = payment.Attempt{}
			return nil // nothing, or less, came by this way: a person decides
		}
		if broke = r.State == RefundAsking; broke {
			return nil
		}
		n, err := tx.Exec(`UPDATE refunds SET state = 'asking', updated = $1 WHERE refund_id = $2 AND shop_id = $3 AND state = 'owed'
			AND NOT EXISTS (SELECT 1 FROM refunds o WHERE o.group_id = $4 AND o.state = 'asking')`,
			db.Micro(tx.Now), int64(r.ID), int64(r.Shop), int64(r.Group))
		if err == nil && n == 0 {
			err = errOneAtATime
		}
		return err
	})
	return r, a, broke, err
}

// afterBreak finds out what became of a refund that was asked for before the
// program broke off. done tells that nothing more is to be asked.
func (s *Service) afterBreak(ctx context.Context, way payment.Handler, a *payment.Attempt, r Refund) (done bool, err error) {
	if _, local := way.(payment.Local); local {
		return false, nil // asking it again costs nothing
	}
	asks, ok := way.(payment.Asks)
	var now payment.Attempt
	if ok {
		now, err = asks.Outcome(ctx, *a)
	}
	if !ok || errors.Is(err, payment.ErrUnknown) {
		return true, s.db.Write(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(`UPDATE refunds SET state = 'unknown', updated = $1 WHERE refund_id = $2 AND shop_id = $3 AND state = 'asking'`,
				db.Micro(tx.Now), int64(r.ID), int64(r.Shop))
			return err
		})
	}
	if err != nil {
		return true, err
	}
	if now.Refunded.Minor >= a.Refunded.Minor+r.Amount.Minor {
		return true, s.answered(ctx, r, now)
	}
	return false, nil
}

// answered books the way's yes.
func (s *Service) answered(ctx context.Context, r Refund, a payment.Attempt) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := payment.Record(tx, a); err != nil {
			return err
		}
		return sent(tx, r, a.ID)
	})
}
