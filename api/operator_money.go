package api

import (
	"context"

	"agora/catalog"
	"agora/db"
	"agora/ledger"
	"agora/treasury"
)

func (a *API) allPayouts(ctx context.Context, c *call, in *allPayoutsAsked) (*allPayoutsTold, error) {
	before, err := before(in.Cursor)
	if err != nil {
		return nil, err
	}
	list, err := a.o.Treasury.Payouts(ctx, c.by, treasury.PayoutState(in.State), treasury.PayoutID(before), in.Limit)
	if err != nil {
		return nil, err
	}
	out := &allPayoutsTold{Page[PayoutOfShop]{Items: make([]PayoutOfShop, len(list))}}
	for i, p := range list {
		out.Body.Items[i] = payoutOfShop(p)
	}
	if len(list) == in.Limit {
		out.Body.Next = id(list[len(list)-1].ID)
	}
	return out, nil
}

func (a *API) trial(ctx context.Context, _ *call, _ *askedNothing) (*accountsTold, error) {
	var list []ledger.Balance
	err := a.o.DB.Read(ctx, func(tx *db.Tx) (err error) {
		list, err = ledger.Totals(tx)
		return err
	})
	out := &accountsTold{Page[Account]{Items: make([]Account, len(list))}}
	for i, b := range list {
		out.Body.Items[i] = accountOf(b)
	}
	return out, err
}

func (a *API) shopLines(ctx context.Context, c *call, in *shopLinesAsked) (*linesTold, error) {
	n, err := number[catalog.ShopID](in.Shop, "fault.no_shop")
	if err != nil {
		return nil, err
	}
	of := *c
	of.shop = n
	return a.lines(ctx, &of, &linesAsked{Paging: in.Paging, From: in.From, To: in.To, Limit: in.Limit})
}

func (a *API) settings(context.Context, *call, *askedNothing) (*settingsTold, error) {
	out := &settingsTold{}
	for _, l := range a.o.House.Lines() {
		out.Body.Items = append(out.Body.Items, settingOf(l))
	}
	return out, nil
}

func (a *API) rates(ctx context.Context, _ *call, _ *askedNothing) (*ratesTold, error) {
	list, err := a.o.Landed.RatesOn(ctx, a.o.Clock())
	out := &ratesTold{Page[Rate]{Items: make([]Rate, len(list))}}
	for i, r := range list {
		out.Body.Items[i] = rateOf(r)
	}
	return out, err
}
