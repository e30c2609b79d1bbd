package treasury_test

import (
	"testing"
	"time"

	"agora/db"
	"agora/db/dbtest"
	"agora/identity"
	"agora/ledger"
	"agora/market/markettest"
	"agora/money"
	"agora/treasury"
)

// TestAMarginBecomesAResult sells for rupees what is priced in som, with a
// margin of 1.5 %: the shop has its whole price, and closing the position at the
// rate of the day leaves the margin to the house.
func TestAMarginBecomesAResult(t *testing.T) {
	dbtest.Each(t, schemas(), func(t *testing.T, d *db.DB) {
		h := open(t, d, 1)
		h.Landed.Charge(func(time.Time) money.Bps { return 150 })
		token, err := h.Fill(t.Context(), h.Shops[0].Variants[0])
		if err != nil {
			t.Fatal(err)
		}
		c, err := h.Quoted(t.Context(), token, "play")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := h.Market.Place(t.Context(), identity.Guest(), c); err != nil {
			t.Fatal(err)
		}
		list, err := h.Positions(t.Context(), markettest.Operator())
		if err != nil || len(list) != 1 || list[0].Pair != ledger.Pair("PKR", "KGS") {
			t.Fatal(list, err)
		}
		taken, given := list[0].Sides[0], list[0].Sides[1]
		if given != money.Of(-15_000, "KGS") { // goods and freight
			t.Errorf("the shop has %s", given)
		}
		day := money.Rate{From: "PKR", To: "KGS", Value: 87_400_000_000 / 281} // as the fixture has it
		bought, err := money.HalfUp.Convert(taken, day)
		if err != nil {
			t.Fatal(err)
		}
		if err := h.Convert(t.Context(), markettest.Operator(), treasury.Conversion{Pair: list[0].Pair, Sold: taken, Bought: bought, Day: time.Now(), Proof: "B-1"}); err != nil {
			t.Fatal(err)
		}
		var result ledger.Balance
		if err := d.Read(t.Context(), func(tx *db.Tx) (err error) {
			result, err = ledger.Of(tx, db.House, ledger.Result, "KGS")
			return err
		}); err != nil || result.Amount != money.Of(225, "KGS") { // 1.5 % of 150.00
			t.Errorf("the house gained %s, %v", result.Amount, err)
		}
	})
}
