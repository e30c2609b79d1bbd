package market

import (
	"context"
	"encoding/hex"
	"errors"
	"time"

	"agora/db"
)

// knownSteps keep who confirmed an order at the door, as keyed digests.
const knownSteps = `
CREATE TABLE cash_known (
	contact TEXT NOT NULL,
	confirmed BIGINT NOT NULL,
	PRIMARY KEY (contact)
) /*clustered*/;
`

// knownFor is how long somebody who confirmed is not asked again.
const knownFor = 365 * 24 * time.Hour

// known is the keyed digest of a phone with the mailbox to which the code went:
// either alone may be known to a stranger.
func (s *Service) known(c Contact) string {
	return hex.EncodeToString(s.mark("cash-known", c.Phone+"\x00"+mailbox(c.Email)))
}

// MustConfirm reports whether an order of this buyer that is paid at the door
// waits for her second yes: where codes are asked for and no deposit is, and who
// with this phone and mailbox did not confirm one before, or did not take a
// parcel since.
func (s *Service) MustConfirm(ctx context.Context, c Contact) (bool, error) {
	if s.cash().Deposit > 0 { // to pay it is yes enough
		return false, nil
	}
	return s.stranger(ctx, c)
}

// stranger is MustConfirm where a deposit is so small that it is nothing.
func (s *Service) stranger(ctx context.Context, c Contact) (bool, error) {
	if !s.confirms() {
		return false, nil
	}
	var at int64
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		return tx.Row(`SELECT confirmed FROM cash_known WHERE contact = $1 AND confirmed > $2`, []any{s.known(c), db.Micro(tx.Now.Add(-knownFor))}, &at)
	})
	if errors.Is(err, db.ErrNone) {
		return true, nil
	}
	return err != nil, err
}

// meet keeps that a buyer confirmed.
func (s *Service) meet(tx *db.Tx, c Contact) error {
	if s.mark == nil {
		return nil
	}
	_, err := tx.Exec(`INSERT INTO cash_known (contact, confirmed) VALUES ($1, $2) ON CONFLICT (contact) DO UPDATE SET confirmed = excluded.confirmed`,
		s.known(c), db.Micro(tx.Now))
	return err
}

// estrange has a buyer confirm the next one again.
func (s *Service) estrange(tx *db.Tx, c Contact) error {
	if s.mark == nil {
		return nil
	}
	_, err := tx.Exec(`DELETE FROM cash_known WHERE contact = $1`, s.known(c))
	return err
}
