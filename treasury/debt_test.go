package treasury

import (
	"testing"
	"time"

	"agora/db"
	"agora/db/dbtest"
	"agora/ledger"
	"agora/market/markettest"
	"agora/money"
	"agora/setting"
)

func TestWhoOwesIsRemindedAtEachOfItsDaysOnce(t *testing.T) {
	now := time.Date(2026, 11, 26, 9, 0, 0, 0, time.UTC)
	dbtest.EachAt(t, func() time.Time { return now }, append(markettest.Schemas(), setting.Schema, Schema), func(t *testing.T, d *db.DB) {
		now = time.Date(2026, 11, 26, 9, 0, 0, 0, time.UTC)
		f := markettest.New(t, d, 2, 1, 1)
		s, ctx := New(d, setting.New(d)), t.Context()
		shop := f.Shops[0]
		owe := func(n int64) {
			t.Helper()
			if err := d.Write(ctx, func(tx *db.Tx) error {
				_, err := ledger.Post(tx, ledger.Transfer{Shop: shop.ID, Kind: "test", Legs: []ledger.Leg{
					{Account: ledger.Debt, Amount: money.Of(-n, shop.Currency)}, {Account: ledger.Fines, Amount: money.Of(n, shop.Currency)}}})
				return err
			}); err != nil {
				t.Fatal(err)
			}
		}
		remind := func(want int) {
			t.Helper()
			if n, err := s.Remind(ctx); n != want || err != nil {
				t.Fatalf("%s: %d reminded, %v, want %d", now, n, err, want)
			}
		}
		owe(5_000)
		remind(0)
		for _, step := range []struct{ days, reminded int }{{6, 0}, {1, 1}, {0, 0}, {13, 0}, {1, 1}, {30, 1}, {100, 0}} {
			now = now.AddDate(0, 0, step.days)
			remind(step.reminded)
		}
		list, err := s.Debts(ctx, markettest.Operator(), 0)
		if err != nil || len(list) != 1 || list[0].Amount.Minor != 5_000 || list[0].Level != 3 || list[0].Holder != shop.Name {
			t.Errorf("%+v, %v", list, err)
		}
		if _, err := s.Debts(ctx, shop.Seller, 0); err == nil {
			t.Error("a seller reads what others owe")
		}
		owe(-5_000)
		remind(0)
		owe(100) // a new debt begins anew
		remind(0)
		now = now.AddDate(0, 0, 7)
		remind(1)
	})
}
