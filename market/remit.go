package market

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"time"

	"agora/catalog"
	"agora/db"
	"agora/event"
	"agora/fault"
	"agora/identity"
	"agora/ledger"
	"agora/money"
	"agora/once"
)

// RemittanceID names a remittance.
type RemittanceID int64

// RemittanceState is how far a remittance has come.
type RemittanceState string

// The states.
const (
	RemittanceDeclared RemittanceState = "declared" // the agent says that she paid it in
	RemittanceSettled  RemittanceState = "settled"  // it is at the bank
	RemittanceMissing  RemittanceState = "missing"  // it never came: its orders are hers to remit again
)

// Remittance is cash that an agent paid in for the orders she collected it for.
type Remittance struct {
	ID        RemittanceID
	Agent     identity.PersonID // 0 for carriers without an agent
	State     RemittanceState
	Orders    int64
	Lines     money.Amount // what was collected for its orders
	Declared  money.Amount // what she says she paid in
	Came      money.Amount // what the bank has of it; zero before it is settled
	Reference string       // the number of the paying-in slip
	Proof     string       // the bank's number of it
	Updated   time.Time
}

// Short is what is missing of the sum of its lines; below zero when it is over.
func (r Remittance) Short() money.Amount {
	got := r.Declared
	if r.State == RemittanceSettled {
		got = r.Came
	}
	return money.Of(r.Lines.Minor-got.Minor, r.Lines.Currency)
}

// Collected is what was collected for one order.
type Collected struct {
	Order      OrderID
	Ref        string
	Shop       catalog.ShopID
	Amount     money.Amount
	Remittance RemittanceID // 0 while it is with the agent
}

// remitMost is how many orders one remittance may have.
const remitMost = 200

// Declare says that cash was paid in for orders, by the agent who collected it
// or by an operator for her. Without orders it is for the oldest she holds in
// that currency, or only for what she was short of before.
func (s *Service) Declare(ctx context.Context, by identity.Actor, agent identity.PersonID, sum money.Amount, reference string, orders []OrderID) (r Remittance, err error) {
	if by.Person != agent && !by.IsOperator() || agent == 0 && !by.IsOperator() {
		return r, errNoAgent
	}
	if reference, err = note("reference", reference, true); err != nil {
		return r, err
	}
	if sum.Minor <= 0 || !sum.Currency.Valid() {
		return r, fault.Field("amount", "fault.positive")
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if err := once.Claim(ctx, tx); err != nil {
			return err
		}
		lines, err := uncollected(tx, agent, sum.Currency, orders)
		if err != nil {
			return err
		}
		r = Remittance{ID: RemittanceID(tx.ID()), Agent: agent, State: RemittanceDeclared, Orders: int64(len(lines)), Lines: money.Of(0, sum.Currency),
			Declared: sum, Came: money.Of(0, sum.Currency), Reference: reference, Updated: tx.Now}
		for _, l := range lines {
			r.Lines.Minor += l.Amount.Minor
			if _, err := tx.Exec(`UPDATE cash_collected SET remittance_id = $1 WHERE order_id = $2 AND shop_id = $3 AND remittance_id = 0`,
				int64(r.ID), int64(l.Order), int64(l.Shop)); err != nil {
				return err
			}
		}
		if len(lines) == 0 {
			if owed, err := owes(tx, agent, sum.Currency); err != nil || owed <= 0 {
				return orElse(err, fault.New(fault.Conflict, "fault.nothing_to_remit"))
			}
		}
		if _, err := tx.Exec(`INSERT INTO cash_remittances (remittance_id, agent_id, state, orders, currency, lines, declared, came, reference, proof, updated)
			VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8, '', $9)`, int64(r.ID), int64(agent), string(r.State), r.Orders, string(sum.Currency),
			r.Lines.Minor, sum.Minor, reference, db.Micro(tx.Now)); err != nil {
			return err
		}
		return event.Append(tx, db.House, "cash.declared", int64(r.ID), nil)
	})
	return r, err
}

// orElse gives the first error that is one.
func orElse(err, other error) error {
	if err != nil {
		return err
	}
	return other
}

// owes is what an agent's settled remittances were short of.
func owes(tx *db.Tx, agent identity.PersonID, c money.Currency) (int64, error) {
	b, err := ledger.Of(tx, db.House, cashOf(agent), c)
	return -b.Amount.Minor, err
}

// uncollected gives what an agent holds for orders, all of which she must hold;
// the oldest when none are named.
func uncollected(tx *db.Tx, agent identity.PersonID, c money.Currency, orders []OrderID) ([]Collected, error) {
	if len(orders) > remitMost {
		return nil, fault.Field("order", "fault.remit_most", "most", remitMost)
	}
	args := []any{int64(agent), string(c)}
	where := ""
	if len(orders) > 0 {
		ids := make([]int64, len(orders))
		for i, id := range orders {
			ids[i] = int64(id)
		}
		where = " AND c.order_id IN " + listed(&args, ids)
	}
	list, err := collectedBy(tx, `c.agent_id = $1 AND c.currency = $2 AND c.remittance_id = 0`+where, args...)
	if err == nil && len(orders) > 0 && len(list) != len(slices.Compact(slices.Sorted(slices.Values(orders)))) {
		err = fault.New(fault.Conflict, "fault.remit_changed")
	}
	return list, err
}

func collectedBy(tx *db.Tx, where string, args ...any) ([]Collected, error) {
	return db.List(tx, func(scan db.Scan) (c Collected, err error) {
		var number int64
		var seq int
		err = scan(&c.Order, &c.Shop, &c.Amount.Currency, &c.Amount.Minor, &c.Remittance, &number, &seq)
		c.Ref = orderRef(ref(number), seq)
		return c, err
	}, `SELECT c.order_id, c.shop_id, c.currency, c.amount, c.remittance_id, g.number, o.seq FROM cash_collected c
		JOIN orders o ON o.order_id = c.order_id AND o.shop_id = c.shop_id JOIN order_groups g ON g.group_id = o.group_id
		WHERE `+where+` ORDER BY c.order_id LIMIT `+strconv.Itoa(remitMost), args...)
}

// Till is what an agent sees of her cash.
type Till struct {
	Purse
	Orders      []Collected  // not remitted yet, oldest first
	Remittances []Remittance // newest first
}

// TillOf gives an agent's cash to herself and to the operator.
func (s *Service) TillOf(ctx context.Context, by identity.Actor, agent identity.PersonID) (t Till, err error) {
	if by.Person != agent && !by.IsOperator() || agent == 0 && !by.IsOperator() {
		return t, errNoAgent
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if agent != 0 {
			if t.Agent, err = loadAgent(tx, agent); err != nil {
				return err
			}
		}
		holds, err := held(tx, []int64{int64(agent)})
		if err != nil {
			return err
		}
		t.Holds = holds[agent]
		if t.Orders, err = collectedBy(tx, `c.agent_id = $1 AND c.remittance_id = 0`, int64(agent)); err != nil {
			return err
		}
		t.Remittances, err = db.List(tx, scanRemittance, "SELECT "+remittanceColumns+` FROM cash_remittances
			WHERE agent_id = $1 ORDER BY remittance_id DESC LIMIT $2`, int64(agent), pageSize)
		return err
	})
	return t, err
}

const remittanceColumns = "remittance_id, agent_id, state, orders, currency, lines, declared, came, reference, proof, updated"

func scanRemittance(scan db.Scan) (r Remittance, err error) {
	var c money.Currency
	var updated int64
	err = scan(&r.ID, &r.Agent, &r.State, &r.Orders, &c, &r.Lines.Minor, &r.Declared.Minor, &r.Came.Minor, &r.Reference, &r.Proof, &updated)
	r.Lines.Currency, r.Declared.Currency, r.Came.Currency, r.Updated = c, c, c, db.Time(updated)
	return r, err
}

// DeclaredRemittances gives the operator what waits for the bank, oldest first,
// of ids above after.
func (s *Service) DeclaredRemittances(ctx context.Context, by identity.Actor, after RemittanceID) (list []Remittance, err error) {
	if !by.IsOperator() {
		return nil, fault.New(fault.Forbidden, "fault.operators_only")
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list, err = db.List(tx, scanRemittance, "SELECT "+remittanceColumns+` FROM cash_remittances
			WHERE state = 'declared' AND remittance_id > $1 ORDER BY remittance_id LIMIT $2`, int64(after), pageSize)
		return err
	})
	return list, err
}

// RemittanceOf gives the operator one remittance with its orders.
func (s *Service) RemittanceOf(ctx context.Context, by identity.Actor, id RemittanceID) (r Remittance, lines []Collected, err error) {
	if !by.IsOperator() {
		return r, nil, fault.New(fault.Forbidden, "fault.operators_only")
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		if r, err = loadRemittance(tx, id); err != nil {
			return err
		}
		lines, err = collectedBy(tx, `c.remittance_id = $1`, int64(id))
		return err
	})
	return r, lines, err
}

func loadRemittance(tx *db.Tx, id RemittanceID) (Remittance, error) {
	r, err := db.One(tx, scanRemittance, "SELECT "+remittanceColumns+" FROM cash_remittances WHERE remittance_id = $1", int64(id))
	if errors.Is(err, db.ErrNone) {
		err = fault.New(fault.NotFound, "fault.remittance_unknown")
	}
	return r, err
}
