package node

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"agora/assembly"
	"agora/bilingual"
	"agora/catalog"
	"agora/event"
	"agora/feed"
	"agora/jobs"
	"agora/market"
	"agora/once"
	"agora/rates"
)

// reactions are what follows from events: the one place where domains that do
// not know each other meet. Each may run more than once.
func (n *Node) reactions() jobs.Kinds {
	post := post{n.Parts, n.address}
	kinds := jobs.Kinds{
		"group.placed": {
			{Name: "collect", Do: func(ctx context.Context, e event.Event) error {
				return n.Market.Collect(ctx, market.GroupID(e.Subject))
			}, Idle: func(ctx context.Context, e event.Event) (bool, error) {
				return n.Market.Collected(ctx, market.GroupID(e.Subject))
			}},
			{Name: "mail-buyer-placed", Do: post.placed},
		},
		"group.code":        {{Name: "mail-buyer-code", Do: post.code}},
		"group.confirmed":   {{Name: "mail-buyer-confirmed", Do: post.placed}},
		"order.unconfirmed": {{Name: "mail-seller-call", Do: post.toCall}},
		"order.placed":      {{Name: "mail-seller-placed", Do: post.toAccept}, post.pushSeller("push-seller-placed")},
		"order.accepted":    {post.pushBuyer("push-buyer-accepted")},
		"order.shipped": {{Name: "mail-buyer-shipped", Do: post.shipped}, post.pushBuyer("push-buyer-shipped"),
			{Name: "mail-seller-sold", Do: post.sold}},
		market.LinksWanted: {{Name: "mail-buyer-links", Do: post.links}},
		"order.late":       {{Name: "mail-buyer-late", Do: post.late}, {Name: "mail-seller-late", Do: post.lateSeller}},
		"order.lost":       {{Name: "claim-lost", Do: post.lost}},
		"parcels.overdue":  {{Name: "mail-operator-overdue", Do: post.overdue}},
		"order.tracked":    {{Name: "mail-buyer-tracked", Do: post.tracked}},
		"order.delivered":  {post.pushBuyer("push-buyer-delivered")},
		"order.cancelled": {{Name: "mail-buyer-cancelled", Do: post.cancelled},
			post.pushBuyer("push-buyer-cancelled"), post.pushSeller("push-seller-cancelled")},
		"order.given_back": {{Name: "mail-buyer-given-back", Do: post.givenBack}},
		"refund.owed": {{Name: "refund", Do: func(ctx context.Context, e event.Event) error {
			return n.Market.SendRefund(ctx, e.Shop, market.RefundID(e.Subject))
		}}},

		"shop.opened": {{Name: "mail-seller-opened", Do: post.opened}},
		"shop.moved":  {{Name: "mail-seller-sent-back", Do: post.sentBack}},

		"fine.announced": {{Name: "mail-seller-fine", Do: post.fine}},
		"fine.charged":   {{Name: "mail-seller-fine", Do: post.fine}},
		"fine.lifted":    {{Name: "mail-seller-fine", Do: post.fine}},

		"feed.import": {{Name: "run-import", Do: func(ctx context.Context, e event.Event) error {
			return n.Feed.Continue(ctx, e.Shop, feed.ImportID(e.Subject))
		}}},
		"feed.undo": {{Name: "undo-import", Do: func(ctx context.Context, e event.Event) error {
			return n.Feed.ContinueUndo(ctx, e.Shop, feed.ImportID(e.Subject))
		}}},
		catalog.SweepBegun: {{Name: "run-sweep", Do: func(ctx context.Context, e event.Event) error {
			return n.Catalog.ContinueSweep(ctx, e.Shop, catalog.SweepID(e.Subject))
		}}},
		catalog.SweepUndone: {{Name: "undo-sweep", Do: func(ctx context.Context, e event.Event) error {
			return n.Catalog.ContinueSweepUndo(ctx, e.Shop, catalog.SweepID(e.Subject))
		}}},
		"feed.zip": {{Name: "unpack-pictures", Do: n.Feed.Unpack}},
		"product.pictures": {{Name: "fetch-pictures", Do: func(ctx context.Context, e event.Event) error {
			return n.Feed.FetchPictures(ctx, e.Shop, catalog.ProductID(e.Subject))
		}}},
		"product.code_questioned": {{Name: "mail-seller-code", Do: post.codeQuestioned}},
		catalog.SetBroken:         {{Name: "mail-seller-set", Do: post.setBroken}},
		"question.written":        {{Name: "mail-seller-asked", Do: post.asked}},
		"debt.reminded":           {{Name: "mail-debt-reminded", Do: post.debt}},

		assembly.DeckAdded: {{Name: "prepare-slides", Do: n.prepareSlides}},
		assembly.FilesLeft: {{Name: "clear-files", Do: func(ctx context.Context, e event.Event) error {
			return n.Assembly.ClearFiles(ctx, assembly.EventID(e.Subject))
		}}},

		bilingual.Wanted: {{Name: "translate", Do: n.Bilingual.Fill}},

		"remark.answered": {{Name: "mail-answered", Do: post.answered}},
	}
	post.onClaims(kinds)
	n.tellPlatforms(kinds)
	post.onEnquiries(kinds)
	post.onSeats(kinds)
	post.onAllotments(kinds)
	post.onRelief(kinds)
	post.onMessages(kinds)
	post.onMissing(kinds)
	post.onNeeds(kinds)
	post.onAcademy(kinds)
	n.onRecordings(kinds)
	n.onTickets(kinds)
	n.onPrices(post, kinds)
	n.onPractice(kinds)
	n.onTrade(kinds)
	kinds[assembly.GroupsBack] = []jobs.Reaction{{Name: "groups-back", Do: n.groupsBack}}
	return kinds
}

// tasks are what the node does again and again.
func (n *Node) tasks() []jobs.Task {
	const many = 1000
	const cartAge = 24 * time.Hour
	return append(slices.Concat(n.recordingTasks(), n.reliefTasks(), n.forgetTasks(many)), []jobs.Task{
		jobs.Every("expire-orders", 20*time.Second, func(ctx context.Context) error {
			for {
				moved, err := n.Market.Expire(ctx, many)
				if err != nil || moved < many {
					return err
				}
			}
		}),
		jobs.Every("lapse-holds", 10*time.Second, func(ctx context.Context) error {
			_, err := n.Market.LapseHolds(ctx, many)
			return err
		}),
		jobs.Every("lapse-enquiries", time.Minute, func(ctx context.Context) error {
			_, err := n.Market.LapseEnquiries(ctx, many)
			return err
		}),
		jobs.Every("late-parcels", 10*time.Minute, func(ctx context.Context) error {
			late, lost := n.House.House().Late()
			_, err := n.Market.Late(ctx, market.LateTerms{Late: late, Lost: lost}, many)
			return err
		}),
		jobs.Every("report-overdue", time.Hour, func(ctx context.Context) error {
			_, err := n.Market.ReportOverdue(ctx)
			return err
		}),
		jobs.Every("release-shifts", 10*time.Minute, func(ctx context.Context) error {
			_, err := n.Relief.ReleaseShifts(ctx, many)
			return err
		}),
		jobs.Every("expire-claims", time.Minute, func(ctx context.Context) error {
			_, err := n.Claims.Expire(ctx, many)
			return err
		}),
		jobs.Every("ask-gateway", 5*time.Minute, func(ctx context.Context) error {
			return n.providers.hosted.Ask(ctx, cashier{n.Market}, many)
		}),
		jobs.Every("watch-prices", 10*time.Second, n.Prices.Look),
		jobs.Every("ask-banks", 10*time.Minute, rates.Asker{Service: n.Rates}.Ask),
		jobs.Every("plan-payouts", 10*time.Minute, func(ctx context.Context) error {
			_, err := n.Treasury.Plan(ctx, market.LastPayoutDay)
			return err
		}),
		jobs.Every("charge-fines", 10*time.Minute, func(ctx context.Context) error {
			_, err := n.Treasury.ChargeFines(ctx, many)
			return err
		}),
		jobs.Every("remind-debtors", time.Hour, func(ctx context.Context) error {
			_, err := n.Treasury.Remind(ctx)
			return err
		}),
		jobs.Every("make-invoices", time.Hour, func(ctx context.Context) error {
			_, err := n.Invoices.Make(ctx)
			return err
		}),
		jobs.Every("forget-carts", cartAge, func(ctx context.Context) error { return n.Market.ForgetCarts(ctx, many) }),
		jobs.Every("forget-arrivals", time.Hour, func(ctx context.Context) error { return n.Academy.ForgetArrivals(ctx, many) }),
		jobs.Every("forget-machines", time.Hour, func(ctx context.Context) error { return n.Machines.Forget(ctx, many) }),
		jobs.Every("rotate-keys", 24*time.Hour, n.Machines.Rotate),
		jobs.Every("forget-webhooks", 24*time.Hour, func(ctx context.Context) error { return n.Hooks.Forget(ctx, 100*many) }),
		jobs.Every("forget-forms", 24*time.Hour, func(ctx context.Context) error { return once.Forget(ctx, n.DB, 100*many) }),
		jobs.Every("forget-sessions", 24*time.Hour, func(ctx context.Context) error {
			_, err := n.Identity.Sweep(ctx)
			return err
		}),
	}...)
}

// moved reads the body of an order's event.
func moved(e event.Event) (m market.Moved, err error) { return m, json.Unmarshal(e.Body, &m) }

// prepareSlides makes pictures of slides that somebody sent.
func (n *Node) prepareSlides(ctx context.Context, e event.Event) error {
	var w assembly.DeckWork
	if err := json.Unmarshal(e.Body, &w); err != nil {
		return err
	}
	return n.Assembly.PrepareDeck(ctx, w, assembly.DeckID(e.Subject))
}
