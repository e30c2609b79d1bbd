package api

import (
	"context"
	"strconv"
	"time"

	"agora/catalog"
	"agora/fault"
	"agora/ledger"
	"agora/market"
	"agora/token"
	"agora/treasury"
)

// Balance is how the shop's money stands.
type Balance struct {
	Held       Money  `json:"held" doc:"Paid by buyers, not yet the shop's"`
	Free       Money  `json:"free" doc:"The shop's, in the next payout"`
	Owed       Money  `json:"owed" doc:"What the shop owes the house"`
	NextPayout string `json:"next_payout" format:"date"`
}

// Payout is one sum on its way to the shop's account.
type Payout struct {
	ID      string    `json:"id"`
	Ref     string    `json:"ref"`
	Day     string    `json:"day" format:"date"`
	Amount  Money     `json:"amount"`
	State   string    `json:"state"`
	Proof   string    `json:"proof,omitempty" doc:"The bank's number, or why it came back"`
	Updated time.Time `json:"updated"`
}

// StatementLine is one transfer of the shop's statement, in minor units of its
// currency.
type StatementLine struct {
	Transfer string    `json:"transfer"`
	At       time.Time `json:"at"`
	Kind     string    `json:"kind" example:"order.paid"`
	Order    string    `json:"order,omitempty" doc:"Reference"`
	Currency string    `json:"currency"`
	Change   Standing  `json:"change" doc:"By this transfer"`
	After    Standing  `json:"after" doc:"How it stands then"`
}

// Standing is how money stands, or changes, in minor units.
type Standing struct {
	Held   int64 `json:"held" doc:"Paid by buyers, not yet the shop's"`
	Own    int64 `json:"own" doc:"The shop's, less what it owes"`
	Paying int64 `json:"paying" doc:"In payouts that the bank has not confirmed"`
	Fees   int64 `json:"fees" doc:"The house's commission with its tax"`
}

type moneyAsked struct{ OfShop }

type payoutsAsked struct {
	OfShop
	Paging
	Limit int `query:"limit" minimum:"1" maximum:"200" default:"50" doc:"How many at most"`
}

type payoutAsked struct {
	OfShop
	Payout string `path:"payout" maxLength:"19" doc:"Id of the payout"`
}

type linesAsked struct {
	OfShop
	Paging
	From  string `query:"from" format:"date" doc:"First day, UTC; left out: the first of this month"`
	To    string `query:"to" format:"date" doc:"Last day, UTC; left out: today"`
	Limit int    `query:"limit" minimum:"1" maximum:"200" default:"50" doc:"How many at most"`
}

type (
	balanceTold struct{ Body Balance }
	payoutsTold struct{ Body Page[Payout] }
	payoutTold  struct{ Body Payout }
	linesTold   struct{ Body Page[StatementLine] }
)

func (a *API) addMoney() {
	add(a, operation{"GET", "/money", token.ReadMoney, "get-balance", "How the shop's money stands", "Money"}, a.balance)
	add(a, operation{"GET", "/money/payouts", token.ReadMoney, "list-payouts", "The payouts of the shop, newest first", "Money"}, a.payouts)
	add(a, operation{"GET", "/money/payouts/{payout}", token.ReadMoney, "get-payout", "One payout", "Money"}, a.payout)
	add(a, operation{"GET", "/money/lines", token.ReadMoney, "list-statement", "The statement of the shop, oldest first", "Money"}, a.lines)
}

func (a *API) balance(ctx context.Context, c *call, _ *moneyAsked) (*balanceTold, error) {
	shop, err := a.o.Catalog.OwnShop(ctx, c.by, c.shop)
	if err != nil {
		return nil, err
	}
	m, err := a.o.Market.Money(ctx, c.by, shop, 0)
	if err != nil {
		return nil, err
	}
	return &balanceTold{Balance{moneyOf(m.Held), moneyOf(m.Free), moneyOf(m.Owed), m.Payout.UTC().Format(time.DateOnly)}}, nil
}

func (a *API) payouts(ctx context.Context, c *call, in *payoutsAsked) (*payoutsTold, error) {
	before, err := before(in.Cursor)
	if err != nil {
		return nil, err
	}
	list, err := a.o.Treasury.PayoutsOf(ctx, c.by, c.shop, treasury.PayoutID(before), in.Limit)
	if err != nil {
		return nil, err
	}
	out := &payoutsTold{Page[Payout]{Items: make([]Payout, len(list))}}
	for i, p := range list {
		out.Body.Items[i] = payoutOf(p)
	}
	if len(list) == in.Limit {
		out.Body.Next = id(list[len(list)-1].ID)
	}
	return out, nil
}

func (a *API) lines(ctx context.Context, c *call, in *linesAsked) (*linesTold, error) {
	after, err := before(in.Cursor)
	if err != nil {
		return nil, err
	}
	period, err := periodOf(in.From, in.To, a.o.Clock())
	if err != nil {
		return nil, err
	}
	shop, err := a.o.Catalog.OwnShop(ctx, c.by, c.shop)
	if err != nil {
		return nil, err
	}
	_, list, err := a.o.Market.Statement(ctx, c.by, shop, period, ledger.TransferID(after), in.Limit)
	if err != nil {
		return nil, err
	}
	out := &linesTold{Page[StatementLine]{Items: make([]StatementLine, len(list))}}
	for i, l := range list {
		out.Body.Items[i] = lineOf(l, shop)
	}
	if len(list) == in.Limit {
		out.Body.Next = id(list[len(list)-1].Transfer)
	}
	return out, nil
}

func payoutOf(p treasury.Payout) Payout {
	return Payout{id(p.ID), p.Ref(), p.Day.UTC().Format(time.DateOnly), moneyOf(p.Amount), string(p.State), p.Proof, p.Updated.UTC()}
}

func (a *API) payout(ctx context.Context, c *call, in *payoutAsked) (*payoutTold, error) {
	n, err := strconv.ParseInt(in.Payout, 10, 64)
	if err != nil {
		return nil, fault.New(fault.NotFound, "fault.not_found")
	}
	p, err := a.o.Treasury.Payout(ctx, c.by, c.shop, treasury.PayoutID(n))
	return &payoutTold{payoutOf(p)}, err
}

func lineOf(l market.StatementLine, shop catalog.Shop) StatementLine {
	return StatementLine{id(l.Transfer), l.At.UTC(), l.Kind, l.Order, string(shop.Currency), Standing(l.Change), Standing(l.After)}
}

// periodOf reads the days of a statement; both are in it.
func periodOf(from, to string, now time.Time) (market.Period, error) {
	p := market.Period{From: market.Month(now).From, To: now.UTC().Truncate(24 * time.Hour)}
	for _, d := range []struct {
		said string
		into *time.Time
	}{{from, &p.From}, {to, &p.To}} {
		if d.said == "" {
			continue
		}
		t, err := time.Parse(time.DateOnly, d.said)
		if err != nil {
			return p, fault.Field("from", "fault.period")
		}
		*d.into = t
	}
	if p.To.Before(p.From) {
		return p, fault.Field("from", "fault.period")
	}
	p.To = p.To.AddDate(0, 0, 1)
	return p, nil
}
