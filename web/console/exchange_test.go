package console

import (
	"net/url"
	"strings"
	"testing"

	"agora/db"
	"agora/ledger"
	"agora/money"
)

func TestAConversionIsBooked(t *testing.T) {
	o := newOffice(t)
	pair := ledger.Pair("PKR", "KGS")
	o.must(o.DB.Write(t.Context(), func(tx *db.Tx) error {
		_, err := ledger.Post(tx, ledger.Transfer{Shop: o.shop, Kind: "test", Subject: 1, Legs: []ledger.Leg{
			{Account: ledger.Way("play"), Amount: money.Of(-90_000, "PKR")}, {Account: pair, Amount: money.Of(90_000, "PKR")},
			{Account: pair, Amount: money.Of(-28_000, "KGS")}, {Account: ledger.Escrow, Amount: money.Of(28_000, "KGS")}}})
		return err
	}))
	form := url.Values{"pair": {string(pair)}, "sold": {"900.00 PKR"}, "bought": {"285.00 KGS"}, "day": {"2026-01-05"}, "proof": {"B-7"}}
	if r := o.ask("sadia", "/console/exchange", form); r.status != 403 {
		t.Errorf("a seller: %d", r.status)
	}
	if r := o.ask("olga", "/console/exchange", url.Values{"pair": {string(pair)}, "sold": {"900"}, "bought": {"1.00 KGS"}}); r.status != 422 || !strings.Contains(r.body, `id="f-sold-e"`) {
		t.Errorf("a sum without a currency: %d", r.status)
	}
	if r := o.ask("olga", "/console/exchange", form); r.status != 303 {
		t.Errorf("booked: %d", r.status)
	}
	if r := o.ask("olga", "/console/exchange", nil); r.status != 200 || strings.Contains(r.body, string(pair)) {
		t.Errorf("the position is still there: %d", r.status)
	}
}
