package node

import (
	"context"

	"agora/db"
	"agora/delivery"
	"agora/identity"
	"agora/payment"
	"agora/payment/click"
	"agora/payment/hosted"
	"agora/payment/payme"
	"agora/setting"
	"agora/web"
)

// providers are the ways whose providers call us.
type providers struct {
	payme  *payme.Way
	click  *click.Way
	hosted *hosted.Way
}

// ways gives them as ways to pay.
func (p *providers) ways() payment.Ways { return payment.Ways{p.payme, p.click, p.hosted} }

// providing makes them, with the accounts that stand in the settings.
func providing(d *db.DB, h *setting.Service) *providers {
	return &providers{
		payme: &payme.Way{Account: func() (a payme.Account) {
			a.Merchant, a.Key = h.House().PaymeAccount()
			return a
		}, Change: func(ctx context.Context, key string) error {
			merchant, _ := h.House().PaymeAccount()
			return h.Save(ctx, identity.System(), map[string]string{"payme_account": merchant + " " + key})
		}},
		click: &click.Way{Account: func() (a click.Account) {
			a.Service, a.Merchant, a.Key = h.House().ClickAccount()
			return a
		}},
		hosted: hosted.New(d, func() (a hosted.Account) {
			a.URL, a.Key, a.Currencies, a.Secret = h.House().HostedAccount()
			return a
		}),
	}
}

// provide opens the ways in for providers.
func (n *Node) provide(edge *web.Server) {
	edge.Provide("/pay/payme", n.providers.payme.Notices(n.DB, cashier{n.Market}))
	clicked := n.providers.click.Notices(n.DB, cashier{n.Market})
	edge.Provide("/pay/click/prepare", clicked)
	edge.Provide("/pay/click/complete", clicked)
	edge.Provide("/hook/carriers/{carrier}", n.Delivery.Hook(func(ctx context.Context, c delivery.Carrier, list []delivery.Tracked) (delivery.Report, error) {
		return n.Market.TrackAll(ctx, identity.System(), c, list)
	}))
	edge.Provide("/pay/hosted", n.providers.hosted.Notices(cashier{n.Market}, n.settings.Clock))
}
