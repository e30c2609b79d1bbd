package desk

import (
	"context"
	"time"

	"agora/fault"
	"agora/identity"
	"agora/market"
	"agora/money"
	"agora/web"
	"agora/web/ui"
)

// fillBack fills the form by which the seller gives money back.
func (v *orderView) fillBack(r *web.Request, o market.Order, form *web.Form) {
	v.giveBack = o.Refundable(time.Now())
	v.amount = form.Fill(r, ui.Field{Name: "amount", Label: r.T("desk.back_amount", "currency", string(o.Goods.Currency)),
		Hint: r.T("desk.back_most", "most", o.Left().Goods), Mode: "decimal", Dir: "ltr", Max: 20})
	v.policy = ui.Field{Name: "policy", Label: r.T("desk.back_policy")}
	for _, p := range market.Policies {
		v.policy.Options = append(v.policy.Options, ui.Option{Value: string(p), Text: r.T("desk.back_" + string(p))})
	}
	v.policy = form.Fill(r, v.policy)
	v.why = form.Fill(r, ui.Field{Name: "why", Label: r.T("desk.back_why"), Type: "area", Max: 500, Required: true, Span: true, Dir: "auto"})
}

// back gives money of an order back to its buyer.
func (d *Desk) back(r *web.Request) error {
	form, err := r.Form()
	if form == nil {
		return err
	}
	return d.move(r, func(ctx context.Context, by identity.Actor, id market.OrderID) error {
		_, o, _, err := d.find(r)
		if err != nil {
			return err
		}
		goods, policy := money.Of(0, o.Goods.Currency), market.RefundPolicy(form.Get("policy"))
		if policy != market.BackAll {
			if goods, err = r.Amount(form.Get("amount"), o.Goods.Currency); err != nil {
				return fault.Field("amount", "fault.money_format")
			}
		}
		_, err = d.Market.GiveBack(ctx, by, id, policy, goods, form.Get("why"))
		return err
	})
}
