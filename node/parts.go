package node

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"

	"agora/academy"
	"agora/api"
	"agora/assembly"
	"agora/audit"
	"agora/bilingual"
	"agora/blob"
	"agora/catalog"
	"agora/certificate"
	"agora/claim"
	"agora/commission"
	"agora/db"
	"agora/delivery"
	"agora/digital"
	"agora/discount"
	"agora/event"
	"agora/feed"
	"agora/goods"
	"agora/hook"
	"agora/i18n"
	"agora/identity"
	"agora/invoice"
	"agora/landed"
	"agora/ledger"
	"agora/market"
	"agora/money"
	"agora/notify"
	"agora/once"
	"agora/payment"
	"agora/payment/click"
	"agora/payment/hosted"
	"agora/payment/offline"
	"agora/payment/payme"
	"agora/payment/qr"
	"agora/practice"
	"agora/pricewatch"
	"agora/rates"
	"agora/relief"
	"agora/room"
	"agora/setting"
	"agora/token"
	"agora/translate"
	"agora/treasury"
	"agora/ucp"
	"agora/web/hall"
	"agora/wording"
)

// Parts are the services of a node.
type Parts struct {
	Words     *i18n.Bundle
	Blobs     *blob.Store
	Identity  *identity.Service
	Tokens    *token.Service
	Hooks     *hook.Service
	House     *setting.Service
	Wording   *wording.Service
	Notify    *notify.Service
	Push      *notify.Push
	Landed    *landed.Service
	Rates     *rates.Service
	Catalog   *catalog.Service
	Search    *catalog.Indexer
	Feed      *feed.Service
	Bilingual *bilingual.Service
	Delivery  *delivery.Service
	Ways      payment.Ways
	Market    *market.Service
	Treasury  *treasury.Service
	Claims    *claim.Service
	Assembly  *assembly.Service
	Relief    *relief.Service
	Academy   *academy.Service
	Prices    *pricewatch.Service
	Practice  *practice.Counter

	Certificates *certificate.Service

	Commission *commission.Service
	Invoices   *invoice.Service

	Rooms room.Engine // live rooms

	streams   *hall.Streams // of sessions, to those beyond their rooms
	providers *providers
	private   *blob.Store // files that no address leads to
}

// Schemas are the tables of all packages, in the order of their ranks.
func Schemas() []db.Schema {
	return []db.Schema{
		event.Schema, notify.Schema, once.Schema,
		identity.Schema, ledger.Schema, goods.Schema, audit.Schema, landed.Schema, digital.Schema,
		token.Schema, hook.Schema, setting.Schema, wording.Schema, certificate.Schema, catalog.Schema, commission.Schema, discount.Schema, delivery.Schema, payment.Schema, rates.Schema, feed.Schema,
		market.Schema, treasury.Schema, bilingual.Schema, claim.Schema, assembly.Schema, academy.Schema, relief.Schema, pricewatch.Schema, invoice.Schema, ucp.Schema,
		payme.Schema, click.Schema, hosted.Schema,
	}
}

// assemble makes the services in the order in which they need each other.
func assemble(ctx context.Context, d *db.DB, s Settings) (Parts, error) {
	var p Parts
	var err error
	if p.Words, err = i18n.Load(); err != nil {
		return p, fmt.Errorf("messages: %w", err)
	}
	if s.Gallery {
		p.Words.AddPseudo()
	}
	files, err := s.shelves(ctx)
	if err != nil {
		return p, err
	}
	private := files.Private
	p.Blobs, p.private = files.Public, private
	p.Identity = identity.New(d, identity.Options{Clock: s.Clock})
	if err := p.Identity.Start(ctx); err != nil {
		return p, fmt.Errorf("identity: %w", err)
	}
	p.Tokens = token.NewService(d)
	p.House = setting.New(d)
	p.House.Rule("qr_accounts", qr.CheckAccounts)
	p.House.Rule("payout_accounts", treasury.CheckAccounts)
	p.House.Rule("rate_fetch", rates.CheckBanks)
	p.House.Rule("rate_banks", rates.CheckOrder)
	p.House.Rule("rate_pivot", rates.CheckPivot)
	p.House.Rule("ucp_namespace", ucp.CheckNamespace)
	if err := p.House.Load(ctx); err != nil {
		return p, fmt.Errorf("settings: %w", err)
	}
	p.Wording = wording.New(d, p.Words)
	if err := p.Wording.Load(ctx); err != nil {
		return p, fmt.Errorf("wordings: %w", err)
	}
	keeper := p.House
	house := keeper.House()
	p.Push = notify.NewPush(d, func() string {
		h := p.House.House()
		return cmp.Or(h.Address, "mailto:"+h.MailFrom)
	})
	if err := p.Push.Start(ctx); err != nil {
		return p, err
	}
	p.Notify = notify.New(d, p.Push, notify.NewMail(func() notify.Server {
		h := p.House.House()
		return notify.Server{URL: h.MailServer, From: h.MailFrom, Name: h.Name}
	}))
	p.Landed = landed.New(d)
	p.Landed.Charge(func(day time.Time) money.Bps { return p.House.House().Spread(day) })
	p.Rates = rates.New(d, p.Landed, func() rates.Wishes {
		h := p.House.House()
		return rates.Wishes{Pivot: money.Currency(h.RatePivot), Order: h.RateBanks, Fetch: h.RateFetch}
	})
	p.Catalog = catalog.New(d, p.Blobs)
	p.Search = p.Catalog.NewIndexer(s.search(), s.Log)
	p.Feed = feed.New(d, p.Catalog)
	p.Bilingual = bilingual.New(d, p.Catalog, func() translate.Provider { return translator(p.House.House()) })
	p.Delivery = delivery.New(d)
	p.providers = providing(d, p.House)
	p.Ways = append(ways(s, p.House), p.providers.ways()...)
	p.Catalog.Reaches(reaches(p.Delivery, p.Ways))
	p.Market = market.New(d, p.Catalog, p.Landed, p.Delivery, p.Ways, market.Options{Deadlines: market.Deadlines{
		Pay: house.Pay, Accept: house.Accept, Ship: house.Ship, Transit: house.Transit, Object: house.Object},
		Cash: func() market.CashTerms { return cashTerms(keeper.House()) }, Mark: p.Identity.Mark})
	p.Commission = commission.New(d)
	p.Invoices = invoice.New(d, func() string { return p.House.House().Name })
	p.Treasury = treasury.New(d, p.House)
	p.Treasury.KeepPapers(private)
	p.Market.KeepProofs(private)
	p.Feed.KeepFiles(private)
	p.Catalog.KeepFiles(private)
	p.Assembly, p.Certificates, p.Relief = assembly.New(d), certificate.New(d), relief.New(d)
	p.Assembly.KeepFiles(private)
	p.Academy = academy.New(d, private)
	p.Practice = &practice.Counter{Academy: p.Academy, People: p.Identity, Catalog: p.Catalog, Search: p.Search, Delivery: p.Delivery, Market: p.Market}
	p.Prices = watchPrices(d, p, s.Log)
	p.Relief.KeepFiles(private)
	p.Assembly.ShowLogos(p.Blobs)
	p.streams = &hall.Streams{Assembly: p.Assembly, People: p.Identity, Log: s.Log, Clock: s.Clock}
	p.Market.Admits(seats{p.Assembly})
	p.Claims = claim.New(d, p.Market, private, claimDeadlines(house))
	p.Market.LeavesTo(toDonation)
	p.Treasury.Reads(cashier{p.Market})
	p.Hooks = hook.NewService(d, hook.Options{Dev: s.Dev, Log: s.Log, Thing: api.Things{Catalog: p.Catalog, Market: p.Market, Treasury: p.Treasury}.Thing})
	return p, nil
}

// claimDeadlines are how long the states of a claim last, as the operator set it.
func claimDeadlines(h setting.House) claim.Deadlines {
	return claim.Deadlines{Answer: h.ClaimDay("answer"), Agree: h.ClaimDay("agree"), SendBack: h.ClaimDay("send_back"), Transit: h.ClaimDay("transit"),
		Replace: h.ClaimDay("replace"), Arbitrate: h.ClaimDay("arbitrate"), Appeal: h.ClaimDay("appeal")}
}

// ways are the ways to pay. For real prices money that is none only a demo takes.
func ways(s Settings, h *setting.Service) payment.Ways {
	list := payment.Ways{
		offline.Cash{PerParcel: func(c money.Currency) money.Amount { return h.House().CashFee(c) }},
		offline.Transfer{Account: func(c money.Currency) string { return h.House().Account(c) }},
		qr.Way{Account: func(c money.Currency) string { return h.House().QR(c) }},
	}
	return append(payment.Ways{payment.Play{OnlyRehearsals: !s.Demo}}, list...)
}

// cashTerms are the operator's terms of cash on delivery.
func cashTerms(h setting.House) market.CashTerms {
	t := market.CashTerms{Confirm: h.CashConfirm, Deposit: h.Deposit(), HouseReturns: h.CashReturns}
	t.NoShows, t.NoShowFor = h.NoShows()
	return t
}

// translator is the machine that the operator has set; nil for none.
func translator(h setting.House) translate.Provider {
	if h.TranslateAt == "" {
		return nil
	}
	return translate.Libre{Address: strings.TrimSuffix(h.TranslateAt, "/"), Key: h.TranslateBy}
}
