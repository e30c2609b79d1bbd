package market_test

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"agora/db"
	"agora/db/dbtest"
	"agora/event"
	"agora/identity"
	"agora/market"
	"agora/market/markettest"
)

// TestTheOperatorHearsOfNewLateParcelsOnceADay lets parcels of two shops become
// late, then lost, while the report is asked for again and again.
func TestTheOperatorHearsOfNewLateParcelsOnceADay(t *testing.T) {
	const day = 24 * time.Hour
	terms := market.LateTerms{Late: 3 * day, Lost: 5 * day}
	ahead := time.Duration(0)
	clock := func() time.Time { return time.Now().Add(ahead) }
	dbtest.EachAt(t, clock, markettest.Schemas(), func(t *testing.T, d *db.DB) {
		ahead = 0
		f := markettest.New(t, d, 2, 1, 10)
		m, ctx := f.Market, t.Context()
		var sent []market.Order
		for _, s := range f.Shops {
			g, err := m.Place(ctx, identity.Guest(), cart(t, f, "play", s.Variants[0]))
			if err != nil {
				t.Fatal(err)
			}
			o := g.Orders[0]
			if err := errors.Join(m.Accept(ctx, s.Seller, o.ID), m.Pack(ctx, s.Seller, o.ID), m.Ship(ctx, s.Seller, o.ID, "Swift", "SW-000"+string(rune('1'+len(sent))))); err != nil {
				t.Fatal(err)
			}
			sent = append(sent, o)
		}
		due := sent[0].ArriveBy
		if sent[1].ArriveBy.After(due) {
			due = sent[1].ArriveBy
		}
		noon := due.Truncate(day).Add(12 * time.Hour)
		at := func(days int, hours, want int) {
			t.Helper()
			ahead = time.Until(noon.Add(time.Duration(days)*day + time.Duration(hours)*time.Hour))
			if _, err := m.Late(ctx, terms, 10); err != nil {
				t.Fatal(err)
			}
			if n, err := m.ReportOverdue(ctx); err != nil || n != want {
				t.Errorf("day %d, %d hours: %d are reported, want %d; %v", days, hours, n, want, err)
			}
		}
		at(1, 0, 0)
		at(5, 0, 2)
		at(5, 1, 0)
		at(6, 0, 0) // nothing is new
		if err := m.Deliver(ctx, f.Shops[1].Seller, sent[1].ID); err != nil {
			t.Fatal(err)
		}
		at(11, 0, 1)
		at(12, 0, 0)
		reports := reported(t, d)
		if len(reports) != 2 || len(reports[0].Shops) != 2 || len(reports[0].Shops[0].Late) != 1 || len(reports[1].Shops) != 1 ||
			len(reports[1].Shops[0].Lost) != 1 || reports[1].Shops[0].Lost[0].Ref != sent[0].Ref || reports[1].Shops[0].Shop != f.Shops[0].ID {
			t.Errorf("%+v", reports)
		}
	})
}

func reported(t *testing.T, d *db.DB) (list []market.Overdue) {
	t.Helper()
	events, err := event.After(t.Context(), d, 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range events {
		if e.Kind != "parcels.overdue" {
			continue
		}
		var o market.Overdue
		if err := json.Unmarshal(e.Body, &o); err != nil {
			t.Fatal(err)
		}
		list = append(list, o)
	}
	return list
}
