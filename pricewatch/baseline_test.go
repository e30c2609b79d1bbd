package pricewatch_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"agora/country"
	"agora/db"
	"agora/db/dbtest"
	"agora/money"
	. "agora/pricewatch"
)

// TestOnlyWhatCountsIsBounded fills a market with usual prices of before, up to its bound: one
// may be replaced as often as one likes, and there is room for no other thing.
func TestOnlyWhatCountsIsBounded(t *testing.T) {
	bazaars(t, func(b *bazaar, _ *time.Time) {
		e := Entry{Country: "TJ", HS: "630790", Unit: "piece", Amount: money.Of(400, "TJS"), Source: "Ministry", Day: b.today.AddDate(0, 0, -9)}
		b.must(b.db.Write(b.Context(), func(tx *db.Tx) error {
			for from := 0; from < 1998; from += 222 {
				var args []any
				for n := range 222 {
					args = append(args, tx.ID(), "KG", strings.Replace(`{"country":"KG","hs":"HS","unit":"piece","amount":{"minor":100,"currency":"KGS"},"source":"x","day":"2026-01-01T00:00:00Z"}`, "HS", fmt.Sprint(1000+from+n), 1))
				}
				if _, err := tx.Exec("INSERT INTO price_baselines (baseline_id, country, doc) VALUES "+db.Places(222, 3), args...); err != nil {
					return err
				}
			}
			return nil
		}))
		put := func(hs string, day int, minor int64) error {
			e.HS, e.Day, e.Amount.Minor = hs, b.today.AddDate(0, 0, day), minor
			_, err := b.Base(b.Context(), operator, e)
			return err
		}
		for day := -9; day < 0; day++ {
			b.must(put("630790", day, int64(500+day)))
		}
		b.must(put("630790", -20, 1))
		b.must(put("340111", 0, 300))
		if err := put("220110", 0, 300); err == nil || fieldsOf(err) != "hs" {
			b.Errorf("one more than the bound: %v", err)
		}
		b.must(put("340111", 0, 310))
		list, err := b.Baselines(b.Context(), []country.Code{"TJ"})
		if err != nil || len(list) != 2 || list[0].Amount.Minor != 310 && list[1].Amount.Minor != 310 || list[0].Amount.Minor != 499 && list[1].Amount.Minor != 499 {
			b.Errorf("%+v %v", list, err)
		}
	})
}

// TestTheLatestDayCounts writes prices of few things in any order: of each the latest day
// counts, of one day the last written, and it stays the thing that it was.
func TestTheLatestDayCounts(t *testing.T) {
	clock := time.Now().UTC().Truncate(time.Second)
	b := newBazaar(t, dbtest.At(t, func() time.Time { return clock }, schemas()...), clock)
	counts := map[string]Baseline{}
	rapid.Check(t, func(r *rapid.T) {
		e := Entry{Country: "TJ", HS: rapid.SampledFrom([]string{"630790", "340111"}).Draw(r, "hs"), Unit: rapid.SampledFrom(Units).Draw(r, "unit"),
			Amount: money.Of(rapid.Int64Range(1, 1000).Draw(r, "amount"), "TJS"), Source: "Ministry", Day: b.today.AddDate(0, 0, -rapid.IntRange(0, 3).Draw(r, "day"))}
		got, err := b.Base(b.Context(), operator, e)
		b.must(err)
		key := e.HS + string(e.Unit)
		was, known := counts[key]
		if known && got.Thing != was.Thing || !known && got.Thing != got.ID {
			r.Fatalf("it is thing %d of %+v", got.Thing, was)
		}
		if !known || !was.Day.After(e.Day) {
			counts[key] = got
		}
		list, err := b.Baselines(b.Context(), []country.Code{"TJ"})
		b.must(err)
		if len(list) != len(counts) {
			r.Fatalf("%d count, want %d", len(list), len(counts))
		}
		for _, have := range list {
			if want := counts[have.HS+string(have.Unit)]; have.ID != want.ID || have.Thing != want.Thing {
				r.Fatalf("%+v counts, want %+v", have, want)
			}
		}
	})
}
