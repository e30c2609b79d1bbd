package market

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"agora/audit"
	"agora/db"
	"agora/delivery"
	"agora/fault"
	"agora/identity"
	"agora/ledger"
	"agora/money"
)

// Agent hands parcels of a carrier over at a point, and collects what is paid
// at the door.
type Agent struct {
	Person  identity.PersonID
	Name    string
	Carrier string // whose parcels; as shops name it when they ship
	Point   string // where: "Lahore, Anarkali 5"
	Ended   bool   // no longer one; what she still holds stays hers to remit
}

// Purse is what an agent holds, by currency, largest code last.
type Purse struct {
	Agent
	Holds []money.Amount
}

// cashOf is the account on which stands what an agent holds; carriers who
// report to shops, and to no agent, share the one of the way.
func cashOf(agent identity.PersonID) ledger.Account { return ledger.Holder(payCash, int64(agent)) }

// Appoint makes a person an agent of a carrier, or changes what she is.
func (s *Service) Appoint(ctx context.Context, by identity.Actor, p identity.Person, carrier, point string) error {
	if !by.IsOperator() {
		return fault.New(fault.Forbidden, "fault.operators_only")
	}
	var f fault.Fields
	var err error
	if carrier, err = note("carrier", carrier, true); err != nil {
		_ = f.Join("", err)
	}
	if point, err = note("point", point, true); err != nil {
		_ = f.Join("", err)
	}
	if err := f.Err(); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := identity.GrantAgent(tx, by, p.ID); err != nil {
			return err
		}
		if _, err := tx.Exec(`INSERT INTO cash_agents (person_id, name, carrier, point, ended) VALUES ($1, $2, $3, $4, 0)
			ON CONFLICT (person_id) DO UPDATE SET name = excluded.name, carrier = excluded.carrier, point = excluded.point, ended = 0`,
			int64(p.ID), p.Name, carrier, point); err != nil {
			return err
		}
		return audit.Note(tx, by, db.House, "agent.appointed", p.Actor().String(), map[string]string{"carrier": carrier, "point": point})
	})
}

// Dismiss takes the role away. What the agent holds is still to be remitted;
// the operator declares it for her.
func (s *Service) Dismiss(ctx context.Context, by identity.Actor, id identity.PersonID) error {
	if !by.IsOperator() {
		return fault.New(fault.Forbidden, "fault.operators_only")
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if err := identity.RevokeAgent(tx, by, id); err != nil {
			return err
		}
		n, err := tx.Exec(`UPDATE cash_agents SET ended = $1 WHERE person_id = $2 AND ended = 0`, db.Micro(tx.Now), int64(id))
		if err != nil || n == 0 {
			return err
		}
		return audit.Note(tx, by, db.House, "agent.dismissed", identity.Actor{Person: id}.String(), nil)
	})
}

func scanAgent(scan db.Scan) (a Agent, err error) {
	var ended int64
	err = scan(&a.Person, &a.Name, &a.Carrier, &a.Point, &ended)
	a.Ended = ended > 0
	return a, err
}

// AgentOf gives an agent to herself and to the operator.
func (s *Service) AgentOf(ctx context.Context, by identity.Actor, id identity.PersonID) (a Agent, err error) {
	if by.Person != id && !by.IsOperator() {
		return a, errNoAgent
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		a, err = loadAgent(tx, id)
		return err
	})
	return a, err
}

var errNoAgent = fault.New(fault.Forbidden, "fault.agents_only")

func loadAgent(tx *db.Tx, id identity.PersonID) (Agent, error) {
	a, err := db.One(tx, scanAgent, `SELECT person_id, name, carrier, point, ended FROM cash_agents WHERE person_id = $1`, int64(id))
	if errors.Is(err, db.ErrNone) {
		err = errNoAgent
	}
	return a, err
}

// Agents gives the operator all agents of ids above after, with what each
// holds.
func (s *Service) Agents(ctx context.Context, by identity.Actor, after identity.PersonID) (list []Purse, err error) {
	if !by.IsOperator() {
		return nil, fault.New(fault.Forbidden, "fault.operators_only")
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		agents, err := db.List(tx, scanAgent, `SELECT person_id, name, carrier, point, ended FROM cash_agents
			WHERE person_id > $1 ORDER BY person_id LIMIT $2`, int64(after), pageSize)
		if err != nil {
			return err
		}
		ids := make([]int64, 0, len(agents)+1)
		if after == 0 { // carriers without an agent
			agents, ids = append([]Agent{{}}, agents...), append(ids, 0)
		}
		for _, a := range agents {
			if a.Person != 0 {
				ids = append(ids, int64(a.Person))
			}
		}
		holds, err := held(tx, ids)
		for _, a := range agents {
			if p := (Purse{a, holds[a.Person]}); a.Person != 0 || len(p.Holds) > 0 {
				list = append(list, p)
			}
		}
		return err
	})
	return list, err
}

// held gives what agents hold by currency: what they collected and did not
// remit, and what their remittances were short of (or, below zero, over).
func held(tx *db.Tx, agents []int64) (map[identity.PersonID][]money.Amount, error) {
	type pile struct {
		agent identity.PersonID
		c     money.Currency
	}
	sums := map[pile]int64{}
	var args []any
	if err := tx.Each(func(scan db.Scan) error {
		var p pile
		var minor int64
		err := scan(&p.agent, &p.c, &minor)
		sums[p] = minor
		return err
	}, `SELECT c.agent_id, c.currency, CAST(SUM(c.amount) AS BIGINT) FROM cash_collected c
		LEFT JOIN cash_remittances r ON r.remittance_id = c.remittance_id
		WHERE c.agent_id IN `+listed(&args, agents)+` AND (c.remittance_id = 0 OR r.state = 'declared')
		GROUP BY c.agent_id, c.currency`, args...); err != nil {
		return nil, err
	}
	whose, accounts := map[ledger.Account]identity.PersonID{}, make([]ledger.Account, len(agents))
	for i, id := range agents {
		accounts[i] = cashOf(identity.PersonID(id))
		whose[accounts[i]] = identity.PersonID(id)
	}
	balances, err := ledger.InHouse(tx, accounts)
	for _, b := range balances {
		sums[pile{whose[b.Account], b.Amount.Currency}] -= b.Amount.Minor
	}
	out := map[identity.PersonID][]money.Amount{}
	for p, minor := range sums {
		if minor != 0 {
			out[p.agent] = append(out[p.agent], money.Of(minor, p.c))
		}
	}
	for _, list := range out {
		slices.SortFunc(list, func(a, b money.Amount) int { return cmp.Compare(a.Currency, b.Currency) })
	}
	return out, err
}

// ToHandOver finds parcels of the agent's carrier that are paid at the door and
// on their way, by their exact tracking number or the order's reference. It is
// no list: an agent sees who stands before her, and nobody else's address.
func (s *Service) ToHandOver(ctx context.Context, by identity.Actor, text string) (list []Order, err error) {
	text = strings.TrimSpace(text)
	if text == "" || len(text) > 60 {
		return nil, nil
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		a, err := agentNow(tx, by)
		if err != nil {
			return err
		}
		where, args := "EXISTS (SELECT 1 FROM parcel_numbers n WHERE n.number = $1 AND n.order_id = p.order_id AND n.shop_id = p.shop_id)", []any{""}
		if n, err := parseRef(strings.SplitN(text, "/", 2)[0]); err == nil {
			where, args = "g.number = $1", []any{n}
		} else if t, err := delivery.CheckTracking(text); err == nil && t != "" {
			args[0] = t
		} else {
			return nil
		}
		all, err := db.List(tx, scanOrder, "SELECT "+orderColumns+orderJoin+`JOIN parcels p ON p.order_id = o.order_id AND p.shop_id = o.shop_id
			WHERE `+where+` AND o.state = 'shipped' ORDER BY o.order_id LIMIT 100`, args...)
		if err != nil {
			return err
		}
		if err := details(tx, pointers(all)...); err != nil {
			return err
		}
		for _, o := range all {
			if a.handles(o) {
				list = append(list, o)
			}
		}
		return nil
	})
	return list, err
}

// agentNow gives the agent that an actor is now.
func agentNow(tx *db.Tx, by identity.Actor) (Agent, error) {
	if !by.IsAgent() {
		return Agent{}, errNoAgent
	}
	a, err := loadAgent(tx, by.Person)
	if err == nil && a.Ended {
		err = errNoAgent
	}
	return a, err
}

// handles reports whether an order is one of the agent's: paid at the door, its
// parcel with her carrier.
func (a Agent) handles(o Order) bool {
	return o.CashOnDelivery() && o.Parcel != nil && strings.EqualFold(strings.TrimSpace(o.Parcel.Carrier), a.Carrier)
}

// HandOver says that a parcel was handed over and its sum collected, by an
// agent. Only the whole sum is taken.
func (s *Service) HandOver(ctx context.Context, by identity.Actor, id OrderID, got money.Amount) error {
	return s.atDoor(ctx, by, id, Deliver, "", func(o *Order) error {
		if got != o.AtDoor() {
			return fault.Field("amount", "fault.amount_differs", "want", o.AtDoor(), "have", got)
		}
		return nil
	})
}

// RefuseAtDoor says that the buyer did not take a parcel, by an agent.
func (s *Service) RefuseAtDoor(ctx context.Context, by identity.Actor, id OrderID, reason string) error {
	reason, err := note("reason", reason, true)
	if err != nil {
		return err
	}
	return s.atDoor(ctx, by, id, Refuse, reason, func(*Order) error { return nil })
}
