package assembly

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"time"

	"agora/catalog"
	"agora/db"
	"agora/discount"
	"agora/fault"
	"agora/money"
)

// Deal is what a shop takes off a thing of its own while it shows it: a percentage,
// or so much of each.
type Deal struct {
	Shop    db.ShopID // whose the thing is
	Percent int64
	Off     money.Amount
	Minutes int64
	Most    int64 // things in all; 0 without bound
}

// Offer is the deal that goes with what is on the table. It ends by the clock of the
// node, also when the thing is taken away before: what was promised is kept.
type Offer struct {
	Code   string    `json:"code"` // by which the market knows it; shown to nobody
	Closes time.Time `json:"closes"`
	Most   int64     `json:"most,omitempty"`
	Seat   SeatID    `json:"seat"` // who made it
}

// Open reports whether the offer runs; the zero one never does.
func (o Offer) Open(now time.Time) bool { return o.Code != "" && now.Before(o.Closes) }

// OfferOnTable puts a thing on the table, as PutOnTable does, for less. Only the shop
// that holds the event offers so, and only what is its own. Faults name "percent",
// "price", "minutes" or "most".
func (s *Service) OfferOnTable(ctx context.Context, at Seated, product catalog.ProductID, d Deal) error {
	if at.Event.Host == db.House || at.Event.Host != d.Shop {
		return fault.Field("percent", "fault.offer_own")
	}
	key := rand.Text()[:20]
	return s.onTable(ctx, at, product, func(tx *db.Tx) (string, error) {
		o := Offer{Closes: tx.Now.Add(time.Duration(d.Minutes) * time.Minute).Truncate(time.Millisecond), Most: d.Most, Seat: at.Seat.ID}
		var err error
		o.Code, err = discount.Offer{Shop: d.Shop, Product: int64(product), Title: at.Session.Title, Key: key,
			Percent: d.Percent, Off: d.Off, Closes: o.Closes, Most: d.Most}.Add(tx)
		return text(o), err
	})
}

func (o *Offer) row() row {
	var doc string
	return row{[]any{&doc}, func() error {
		if doc == "" {
			return nil
		}
		return json.Unmarshal([]byte(doc), o)
	}}
}
