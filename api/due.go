package api

import (
	"context"
	"time"

	"agora/market"
	"agora/token"
)

// Due is what an order that is not over will bring its shop, and when.
type Due struct {
	Order   string     `json:"order" doc:"Id of the order"`
	Ref     string     `json:"ref"`
	State   string     `json:"state"`
	Amount  Money      `json:"amount" doc:"What the shop gets"`
	Free    *time.Time `json:"free,omitempty" doc:"When the money becomes the shop's, unless the buyer complains before; left out where it isn't known yet"`
	PaidOut string     `json:"paid_out,omitempty" format:"date" doc:"The payout that it is then in"`
}

type dueAsked struct {
	OfShop
	Paging
	Limit int `query:"limit" minimum:"1" maximum:"200" default:"50" doc:"How many at most"`
}

type dueTold struct{ Body Page[Due] }

func (a *API) addDue() {
	add(a, operation{"GET", "/money/due", token.ReadMoney, "list-due", "What each order that is not over will bring, and on which day it is paid out; oldest orders first", "Money"}, a.due)
}

func (a *API) due(ctx context.Context, c *call, in *dueAsked) (*dueTold, error) {
	after, err := before(in.Cursor)
	if err != nil {
		return nil, err
	}
	list, err := a.o.Market.Waiting(ctx, c.by, c.shop, market.OrderID(after), in.Limit)
	if err != nil {
		return nil, err
	}
	out := &dueTold{Page[Due]{Items: make([]Due, len(list))}}
	for i, o := range list {
		out.Body.Items[i] = dueOf(o)
	}
	if len(list) == in.Limit {
		out.Body.Next = id(list[len(list)-1].ID)
	}
	return out, nil
}

func dueOf(o market.Order) Due {
	d := Due{Order: id(o.ID), Ref: o.Ref, State: string(o.State), Amount: moneyOf(o.Earnings())}
	if day := o.PayoutDay(); !day.IsZero() {
		d.Free, d.PaidOut = at(o.Deadline), day.UTC().Format(time.DateOnly)
	}
	return d
}
