package payme

import (
	"context"
	"time"

	"agora/db"
	"agora/fault"
	"agora/money"
	"agora/payment"
)

// maxMilli bounds a time of the protocol: beyond it microseconds overflow.
const maxMilli = 1_000_000_000_000_000

// maxStatement bounds a statement; a longer one is refused, not cut.
const maxStatement = 10_000

// payable gives the bill that an account and a sum are for, or says why not.
func (n *notices) payable(tx *db.Tx, p params) (payment.Bill, error) {
	b, err := n.cashier.Bill(tx, p.order())
	switch {
	case p.Account == nil || p.Amount == nil:
		return b, refuse(codeRequest, "")
	case fault.KindOf(err) == fault.NotFound:
		return b, refuse(codeOrder, field)
	case err != nil:
		return b, err
	case b.Paid && !b.Open:
		return b, refuse(codePaid, field)
	case !b.Open || b.Due.Minor <= 0:
		return b, refuse(codeClosed, field)
	case b.Due.Currency != "UZS":
		return b, refuse(codeCurrency, field)
	case b.Due.Minor != *p.Amount:
		return b, refuse(codeAmount, "")
	}
	return b, nil
}

func (n *notices) checkPerform(tx *db.Tx, p params) (any, *refusal, error) {
	if _, err := n.payable(tx, p); err != nil {
		return nil, nil, err
	}
	return map[string]bool{"allow": true}, nil, nil
}

// create begins a transaction, or repeats the answer of the one that waits.
func (n *notices) create(tx *db.Tx, p params) (any, *refusal, error) {
	if p.ID == "" || p.Time == nil || *p.Time <= 0 || *p.Time > maxMilli || p.Amount == nil || p.Account == nil {
		return nil, nil, refuse(codeRequest, "")
	}
	t, err := load(tx, p.ID)
	if err == nil {
		if t.State == stateCreated && t.expired(tx.Now) {
			return nil, refuse(codePerform, ""), drop(tx, t, reasonTimeout)
		}
		if t.State != stateCreated || t.Amount != *p.Amount || t.Told.UnixMilli() != *p.Time {
			return nil, nil, refuse(codePerform, "")
		}
		return created(t), nil, nil
	}
	if r, ok := err.(*refusal); !ok || r.Code != codeNone {
		return nil, nil, err
	}
	b, err := n.payable(tx, p)
	if err != nil {
		return nil, nil, err
	}
	t = transaction{ID: p.ID, Ours: tx.ID(), Group: b.Group, Ref: b.Ref, Amount: *p.Amount, State: stateCreated,
		Told: time.UnixMilli(*p.Time).UTC(), Created: tx.Now}
	if t.expired(tx.Now) {
		return nil, nil, refuse(codePerform, "")
	}
	if other, err := busy(tx, b.Group); err != nil || other {
		if err == nil {
			err = refuse(codeBusy, field)
		}
		return nil, nil, err
	}
	return created(t), nil, save(tx, t)
}

func created(t transaction) any {
	return map[string]any{"create_time": milli(t.Created), "transaction": t.ours(), "state": t.State}
}

// drop cancels a transaction that was not performed.
func drop(tx *db.Tx, t transaction, reason int64) error {
	t.State, t.Reason, t.Cancelled = stateDropped, reason, tx.Now
	return save(tx, t)
}

// perform books the money, once. An order that meanwhile waits for other money
// or none refuses it: the provider then gives it back to its client.
func (n *notices) perform(tx *db.Tx, p params) (any, *refusal, error) {
	if p.ID == "" {
		return nil, nil, refuse(codeRequest, "")
	}
	t, err := load(tx, p.ID)
	switch {
	case err != nil:
		return nil, nil, err
	case t.State == statePaid:
		return performed(t), nil, nil
	case t.State != stateCreated:
		return nil, nil, refuse(codePerform, "")
	case t.expired(tx.Now):
		return nil, refuse(codePerform, ""), drop(tx, t, reasonTimeout)
	}
	b, err := n.cashier.Bill(tx, t.Ref)
	if err != nil {
		return nil, nil, err
	}
	if !b.Open || b.Due != money.Of(t.Amount, "UZS") {
		return nil, nil, refuse(codePerform, "")
	}
	if _, err := n.cashier.Take(tx, payment.Receipt{Way: n.way.Kind(), Key: t.ID, Ref: t.Ref, Amount: b.Due, At: tx.Now}); err != nil {
		return nil, nil, err
	}
	t.State, t.Performed = statePaid, tx.Now
	return performed(t), nil, save(tx, t)
}

func performed(t transaction) any {
	return map[string]any{"perform_time": milli(t.Performed), "transaction": t.ours(), "state": t.State}
}

// cancel ends a transaction; one that was performed gives its money back and
// cancels the orders, unless one of them was shipped.
func (n *notices) cancel(tx *db.Tx, p params) (any, *refusal, error) {
	if p.ID == "" || p.Reason == nil {
		return nil, nil, refuse(codeRequest, "")
	}
	t, err := load(tx, p.ID)
	if err != nil {
		return nil, nil, err
	}
	switch t.State {
	case stateCreated:
		t.State = stateDropped
	case statePaid:
		switch err := n.cashier.Reverse(tx, n.way.Kind(), t.ID, "payme"); {
		case fault.KindOf(err) == fault.Conflict:
			return nil, nil, refuse(codeCancel, "")
		case err != nil:
			return nil, nil, err
		}
		t.State = stateReturned
	default:
		return cancelled(t), nil, nil
	}
	t.Reason, t.Cancelled = *p.Reason, tx.Now
	return cancelled(t), nil, save(tx, t)
}

func cancelled(t transaction) any {
	return map[string]any{"cancel_time": milli(t.Cancelled), "transaction": t.ours(), "state": t.State}
}

func (n *notices) check(tx *db.Tx, p params) (any, *refusal, error) {
	if p.ID == "" {
		return nil, nil, refuse(codeRequest, "")
	}
	t, err := load(tx, p.ID)
	if err != nil {
		return nil, nil, err
	}
	return state(t), nil, nil
}

func state(t transaction) map[string]any {
	return map[string]any{"create_time": milli(t.Created), "perform_time": milli(t.Performed), "cancel_time": milli(t.Cancelled),
		"transaction": t.ours(), "state": t.State, "reason": t.reason()}
}

// statement gives the transactions that the provider began in a span of time.
func (n *notices) statement(tx *db.Tx, p params) (any, *refusal, error) {
	if p.From == nil || p.To == nil || *p.From < 0 || *p.To > maxMilli {
		return nil, nil, refuse(codeRequest, "")
	}
	list, err := db.List(tx, scan, "SELECT "+columns+` FROM payme_transactions
		WHERE told >= $1 AND told <= $2 ORDER BY told, payme_id LIMIT $3`, *p.From*1000, *p.To*1000+999, maxStatement+1)
	if err != nil {
		return nil, nil, err
	}
	if len(list) > maxStatement {
		return nil, nil, refuse(codeInternal, "span")
	}
	rows := make([]map[string]any, len(list))
	for i, t := range list {
		rows[i] = state(t)
		rows[i]["id"], rows[i]["time"], rows[i]["amount"] = t.ID, milli(t.Told), t.Amount
		rows[i]["account"] = map[string]string{field: t.Ref}
	}
	return map[string]any{"transactions": rows}, nil, nil
}

// fiscal keeps where the tax receipt of a transaction is found.
func (n *notices) fiscal(tx *db.Tx, p params) (any, *refusal, error) {
	const most = 500
	if p.ID == "" || p.Fiscal == nil || len(p.Fiscal.Link) > most {
		return nil, nil, refuse(codeRequest, "")
	}
	if _, err := load(tx, p.ID); err != nil {
		return nil, nil, err
	}
	_, err := tx.Exec(`UPDATE payme_transactions SET fiscal = $1 WHERE payme_id = $2 AND shop_id = 0`, p.Fiscal.Link, p.ID)
	return map[string]bool{"success": true}, nil, err
}

// change takes a new key.
func (n *notices) change(ctx context.Context, p params) (any, error) {
	if p.Password == "" || len(p.Password) > 200 {
		return nil, refuse(codeRequest, "")
	}
	if err := n.way.Change(ctx, p.Password); err != nil {
		return nil, err
	}
	return map[string]bool{"success": true}, nil
}
