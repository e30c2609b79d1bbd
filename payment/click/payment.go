package click

import (
	"errors"

	"agora/db"
	"agora/fault"
	"agora/money"
	"agora/payment"
)

// Schema is the tables of this package. Payments belong to the house; amount is
// tiyin, prepare_id a small number, as the provider keeps it in one.
var Schema = db.Schema{Name: "click", Steps: []string{`
CREATE TABLE click_payments (
	click_id TEXT NOT NULL,
	shop_id BIGINT NOT NULL,
	prepare_id BIGINT NOT NULL,
	group_id BIGINT NOT NULL,
	ref TEXT NOT NULL,
	amount BIGINT NOT NULL CHECK (amount > 0),
	state TEXT NOT NULL,
	updated BIGINT NOT NULL,
	PRIMARY KEY (click_id, shop_id)
) /*clustered*/;
CREATE UNIQUE INDEX click_payments_prepared ON click_payments (prepare_id, shop_id);
`}}

// The states of a payment.
const (
	prepared  = "prepared"
	confirmed = "confirmed"
	cancelled = "cancelled"
)

// paid is one payment of the provider.
type paid struct {
	ID      string // click_trans_id
	Prepare int64
	Group   int64
	Ref     string
	Amount  int64
	State   string
}

func load(tx *db.Tx, id string) (p paid, found bool, err error) {
	p, err = db.One(tx, func(scan db.Scan) (p paid, err error) {
		err = scan(&p.ID, &p.Prepare, &p.Group, &p.Ref, &p.Amount, &p.State)
		return p, err
	}, `SELECT click_id, prepare_id, group_id, ref, amount, state FROM click_payments WHERE click_id = $1 AND shop_id = 0`, id)
	if errors.Is(err, db.ErrNone) {
		return p, false, nil
	}
	return p, err == nil, err
}

func turn(tx *db.Tx, p paid, state string) error {
	_, err := tx.Exec(`UPDATE click_payments SET state = $1, updated = $2 WHERE click_id = $3 AND shop_id = 0`,
		state, db.Micro(tx.Now), p.ID)
	return err
}

// prepare answers whether the money may be taken, and remembers that it asked.
func (n *notices) prepare(tx *db.Tx, f form) (p paid, code int, err error) {
	p, found, err := load(tx, f.Trans)
	switch {
	case err != nil:
		return p, 0, err
	case found && (p.Ref != f.Ref || p.Amount != f.Minor):
		return p, codeRequest, nil
	case found && p.State == confirmed:
		return p, codePaid, nil
	case found && p.State == cancelled:
		return p, codeCancelled, nil
	}
	b, code, err := n.payable(tx, f)
	if err != nil || code != codeGood || found {
		return p, code, err
	}
	p = paid{ID: f.Trans, Group: b.Group, Ref: f.Ref, Amount: f.Minor, State: prepared}
	if err := tx.Row(`SELECT COALESCE(MAX(prepare_id), 0) + 1 FROM click_payments`, nil, &p.Prepare); err != nil {
		return p, 0, err
	}
	_, err = tx.Exec(`INSERT INTO click_payments (click_id, shop_id, prepare_id, group_id, ref, amount, state, updated)
		VALUES ($1, 0, $2, $3, $4, $5, $6, $7)`, p.ID, p.Prepare, p.Group, p.Ref, p.Amount, p.State, db.Micro(tx.Now))
	return p, codeGood, err
}

// payable gives the bill that a call is for, or the code that says why not.
func (n *notices) payable(tx *db.Tx, f form) (payment.Bill, int, error) {
	b, err := n.cashier.Bill(tx, f.Ref)
	switch {
	case fault.KindOf(err) == fault.NotFound:
		return b, codeOrder, nil
	case err != nil:
		return b, 0, err
	case b.Paid && !b.Open:
		return b, codePaid, nil
	case !b.Open || b.Due.Minor <= 0:
		return b, codeCancelled, nil
	case b.Due != money.Of(f.Minor, "UZS"):
		return b, codeAmount, nil
	}
	return b, codeGood, nil
}

// complete books the money, once. What no longer fits the bill is refused: the
// provider then gives it back to its client.
func (n *notices) complete(tx *db.Tx, f form) (p paid, code int, err error) {
	p, found, err := load(tx, f.Trans)
	switch {
	case err != nil:
		return p, 0, err
	case !found || p.Prepare != f.Prep || p.Ref != f.Ref:
		return p, codeNone, nil
	case p.State == confirmed:
		return p, codePaid, nil
	case p.State == cancelled:
		return p, codeCancelled, nil
	case f.Failed:
		return p, codeCancelled, turn(tx, p, cancelled)
	case p.Amount != f.Minor:
		return p, codeAmount, nil
	}
	b, code, err := n.payable(tx, f)
	if err != nil {
		return p, 0, err
	}
	if code != codeGood {
		if code == codePaid { // by another payment: this one is not
			code = codeCancelled
		}
		return p, code, turn(tx, p, cancelled)
	}
	if _, err := n.cashier.Take(tx, payment.Receipt{Way: n.way.Kind(), Key: p.ID, Ref: p.Ref, Amount: b.Due, At: tx.Now}); err != nil {
		return p, 0, err
	}
	return p, codeGood, turn(tx, p, confirmed)
}
