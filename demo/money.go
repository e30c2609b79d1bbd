package demo

import (
	"context"

	"agora/db"
	trade "agora/market"
	"agora/money"
	"agora/payment"
	"agora/treasury"
)

// came is money on the demo bank's statement that fits no order as it stands.
type came struct {
	key, ref, payer string
	amount          money.Amount
	back            bool // nobody knows what for: it is owed back
}

// strays wait for the operator's judgement; the last was judged and waits to be
// sent.
var strays = []came{
	{"demo-1", "for the lamb, Asel", "Asel Nurlanova", money.Of(1_250_00, "KZT"), false},
	{"demo-2", "AG-", "Kaspi transfer, no name", money.Of(4_900_00, "KZT"), false},
	{"demo-3", "rent of November", "Lahore Textile Stores", money.Of(35_000_00, "PKR"), true},
}

// fillMoney leaves work for the operator who looks at the money: payments that
// fit no order, a refund to send, payouts to approve, a fine that a shop has
// appealed against.
func (f *filling) fillMoney(ctx context.Context) error {
	operator, err := f.operator(ctx)
	if err != nil {
		return err
	}
	for _, s := range strays {
		var t payment.Taken
		if err := f.DB.Write(ctx, func(tx *db.Tx) (err error) {
			t, err = f.Market.Take(tx, payment.Receipt{Way: "transfer", Key: s.key, Ref: s.ref, Payer: s.payer, Amount: s.amount, At: tx.Now})
			return err
		}); err != nil {
			return err
		}
		if s.back && t.Outcome == payment.Parked {
			if err := f.Market.SendBack(ctx, operator, t.ID, "He meant another house and wrote to us."); err != nil {
				return err
			}
		}
	}
	if _, err := f.Treasury.Plan(ctx, trade.LastPayoutDay); err != nil {
		return err
	}
	return f.fillFine(ctx)
}

// fillFine fines one shop, whose owner appeals.
func (f *filling) fillFine(ctx context.Context) error {
	operator, err := f.operator(ctx)
	if err != nil {
		return err
	}
	have, err := f.Treasury.Fines(ctx, operator, "", 0)
	if err != nil || len(have) > 0 {
		return err
	}
	const shop = "tula"
	seller, err := f.actor(ctx, f.owner(shop))
	if err != nil {
		return err
	}
	fine, err := f.Treasury.Announce(ctx, operator, treasury.NewFine{Shop: f.shops[shop].ID, Amount: money.Of(1_500_00, f.shops[shop].Currency),
		Reason:   "Three parcels were marked as sent a week before they were",
		Evidence: "The carrier's first scan of each is seven to nine days after the day on the order."})
	if err != nil {
		return err
	}
	return f.Treasury.Appeal(ctx, seller, fine.Shop, fine.ID, "The post office was closed for the flood; the parcels stood with the clerk. I have her note.")
}
