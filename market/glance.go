package market

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"agora/catalog"
	"agora/country"
	"agora/db"
	"agora/fault"
	"agora/identity"
	"agora/ledger"
	"agora/money"
)

// Day is what was ordered on one day (UTC) and not called off.
type Day struct {
	Day    time.Time
	Orders int64
	Sold   money.Amount // goods, in the shop's currency; without one over all shops
}

// Today is what a seller looks at first.
type Today struct {
	Held, Free money.Amount // as in Money
	Payout     time.Time    // day of the next payout
	Open       []Order      // not ended, oldest first; at most openOrders
	Days       []Day        // the last days, oldest first, today at the end
	Enquiries  int64        // that wait for an answer
}

// openOrders bounds Today.Open.
const openOrders = 200

// dayStep is the distance between the ids of two days.
const dayStep = int64(24*time.Hour/time.Microsecond) << 12

// Today gives what waits at a shop, its money and what it sold on each of the
// last days, to those who run it and to the operator: four statements.
func (s *Service) Today(ctx context.Context, by identity.Actor, shop catalog.Shop, days int) (t Today, err error) {
	if !by.Runs(shop.ID) && !by.IsOperator() {
		return t, fault.New(fault.Forbidden, "fault.forbidden")
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		purse, err := ledger.Purse(tx, shop.ID, shop.Currency)
		if err != nil {
			return err
		}
		t.Held, t.Free, t.Payout = money.Of(purse[ledger.Escrow].Minor, shop.Currency), money.Of(purse[ledger.Payable].Minor, shop.Currency), PayoutDay(tx.Now)
		t.Open, err = db.List(tx, scanOrder, "SELECT "+orderColumns+orderJoin+
			`WHERE o.shop_id = $1 AND o.state NOT IN ('completed', 'cancelled', 'refused') ORDER BY o.order_id LIMIT $2`,
			int64(shop.ID), openOrders)
		if err != nil {
			return err
		}
		if t.Enquiries, err = enquiriesWaiting(tx, shop.ID); err != nil {
			return err
		}
		t.Days = lastDays(tx.Now, days, shop.Currency)
		return tx.Each(func(scan db.Scan) error { return addDay(scan, t.Days) },
			fmt.Sprintf(`SELECT order_id / %d, COUNT(*), CAST(SUM(goods) AS BIGINT) FROM orders
			WHERE shop_id = $1 AND order_id >= $2 AND state NOT IN ('awaiting_payment', 'cancelled', 'refused') GROUP BY order_id / %[1]d`, dayStep),
			int64(shop.ID), idOf(t.Days[0].Day))
	})
	return t, err
}

// Pulse is what the whole market does.
type Pulse struct {
	Counts Counts
	Days   []Day // as in Today, without sums: they are in many currencies
}

// Pulse gives the operator the orders by state and by day: one statement.
func (s *Service) Pulse(ctx context.Context, by identity.Actor, days int) (p Pulse, err error) {
	if !by.IsOperator() {
		return p, fault.New(fault.Forbidden, "fault.operators_only")
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		p = Pulse{Counts: Counts{}, Days: lastDays(tx.Now, days, "")}
		return tx.Each(func(scan db.Scan) error {
			var state OrderState
			var day, n int64
			if err := scan(&state, &day, &n); err != nil {
				return err
			}
			if state != "" {
				p.Counts[state] = int(n)
			} else if i := dayOf(p.Days, day); i >= 0 {
				p.Days[i].Orders += n
			}
			return nil
		}, fmt.Sprintf(`SELECT state, CAST(0 AS BIGINT), COUNT(*) FROM orders GROUP BY state
			UNION ALL SELECT '', order_id / %d, COUNT(*) FROM orders
			WHERE order_id >= $1 AND state NOT IN ('awaiting_payment', 'cancelled', 'refused') GROUP BY order_id / %[1]d`, dayStep),
			idOf(p.Days[0].Day))
	})
	return p, err
}

// Destination is how many of a shop's orders go to a country.
type Destination struct {
	To     country.Code
	Orders int64
}

// newestOrders bounds how far Destinations looks back.
const newestOrders = 500

// Destinations gives where a shop's newest orders that were not called off go,
// most first, to those who run it and to the operator.
func (s *Service) Destinations(ctx context.Context, by identity.Actor, shop catalog.ShopID) (list []Destination, err error) {
	if !by.Runs(shop) && !by.IsOperator() {
		return nil, fault.New(fault.Forbidden, "fault.forbidden")
	}
	count := map[country.Code]int64{}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		clear(count)
		return tx.Each(func(scan db.Scan) error {
			var doc string
			if err := scan(&doc); err != nil {
				return err
			}
			var o struct {
				To country.Code `json:"to"`
			}
			err := json.Unmarshal([]byte(doc), &o)
			count[o.To]++
			return err
		}, `SELECT doc FROM orders WHERE shop_id = $1 AND state NOT IN ('awaiting_payment', 'cancelled', 'refused')
			ORDER BY order_id DESC LIMIT $2`, int64(shop), newestOrders)
	})
	for to, n := range count {
		list = append(list, Destination{to, n})
	}
	slices.SortFunc(list, func(a, b Destination) int { return cmp.Or(cmp.Compare(b.Orders, a.Orders), cmp.Compare(a.To, b.To)) })
	return list, err
}

// lastDays gives empty days, the last one that of now.
func lastDays(now time.Time, n int, c money.Currency) []Day {
	days := make([]Day, max(n, 1))
	today := now.UTC().Truncate(24 * time.Hour)
	for i := range days {
		days[i] = Day{Day: today.AddDate(0, 0, i+1-len(days)), Sold: money.Of(0, c)}
	}
	return days
}

// idOf gives the lowest id that is made at a time.
func idOf(t time.Time) int64 { return t.Sub(db.TimeOfID(0)).Microseconds() << 12 }

// dayOf finds the day whose ids begin at day steps; -1 when it is none of them.
func dayOf(days []Day, day int64) int {
	at := db.TimeOfID(day * dayStep)
	return slices.IndexFunc(days, func(d Day) bool { return d.Day.Equal(at) })
}

// addDay adds a row of one day to days.
func addDay(scan db.Scan, days []Day) error {
	var day, n, sold int64
	if err := scan(&day, &n, &sold); err != nil {
		return err
	}
	if i := dayOf(days, day); i >= 0 {
		days[i].Orders, days[i].Sold.Minor = n, sold
	}
	return nil
}
