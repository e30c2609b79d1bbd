package market

import (
	"context"

	"agora/audit"
	"agora/db"
	"agora/fault"
	"agora/identity"
	"agora/ledger"
	"agora/money"
)

// SettleRemittance says what came of a remittance at the bank, and the bank's
// number of it. Each of its orders is cleared; what is missing stays with the
// agent, what is over is hers.
func (s *Service) SettleRemittance(ctx context.Context, by identity.Actor, id RemittanceID, came money.Amount, proof string) error {
	proof, err := note("proof", proof, true)
	if err != nil {
		return err
	}
	return s.onRemittance(ctx, by, id, "remittance.settled", proof, func(tx *db.Tx, r Remittance) error {
		if came.Currency != r.Declared.Currency || came.Minor <= 0 || came.Minor > 2*max(r.Declared.Minor, r.Lines.Minor) {
			return fault.Field("amount", "fault.amount_differs", "want", r.Declared, "have", came)
		}
		lines, err := collectedBy(tx, `c.remittance_id = $1`, int64(id))
		if err != nil {
			return err
		}
		till := cashOf(r.Agent)
		for _, l := range lines {
			if _, err := ledger.Post(tx, ledger.Transfer{Shop: l.Shop, Kind: "cash.remitted", Subject: int64(l.Order),
				Legs: []ledger.Leg{leg(till, l.Amount), leg(ledger.Between, l.Amount.Neg())}}); err != nil {
				return err
			}
		}
		if err := postHouse(tx, "cash.remitted", int64(id), leg(ledger.Between, r.Lines), leg(ledger.Bank, came.Neg()),
			leg(till, money.Of(came.Minor-r.Lines.Minor, came.Currency))); err != nil {
			return err
		}
		_, err = tx.Exec(`UPDATE cash_remittances SET state = 'settled', came = $1, proof = $2, updated = $3 WHERE remittance_id = $4`,
			came.Minor, proof, db.Micro(tx.Now), int64(id))
		return err
	})
}

// MissRemittance says that a remittance never came: its orders are the agent's
// to remit again.
func (s *Service) MissRemittance(ctx context.Context, by identity.Actor, id RemittanceID, why string) error {
	why, err := note("proof", why, true)
	if err != nil {
		return err
	}
	return s.onRemittance(ctx, by, id, "remittance.missed", why, func(tx *db.Tx, r Remittance) error {
		if _, err := tx.Exec(`UPDATE cash_collected SET remittance_id = 0 WHERE agent_id = $1 AND remittance_id = $2`, int64(r.Agent), int64(id)); err != nil {
			return err
		}
		_, err := tx.Exec(`UPDATE cash_remittances SET state = 'missing', proof = $1, updated = $2 WHERE remittance_id = $3`,
			why, db.Micro(tx.Now), int64(id))
		return err
	})
}

// onRemittance does something to a remittance that waits for the bank.
func (s *Service) onRemittance(ctx context.Context, by identity.Actor, id RemittanceID, action, words string, do func(*db.Tx, Remittance) error) error {
	if !by.IsOperator() {
		return fault.New(fault.Forbidden, "fault.operators_only")
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		r, err := loadRemittance(tx, id)
		if err != nil {
			return err
		}
		if r.State != RemittanceDeclared {
			return fault.New(fault.Conflict, "fault.remittance_settled")
		}
		if err := do(tx, r); err != nil {
			return err
		}
		return audit.Note(tx, by, db.House, action, words, map[string]string{"reference": r.Reference, "declared": r.Declared.String()})
	})
}
