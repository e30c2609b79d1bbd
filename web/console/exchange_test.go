package console

import (
	"maps"
	"net/url"
	"strings"
	"testing"
	"time"

	"agora/audit"
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
	o.must(o.Landed.SaveRates(t.Context(), []money.Rate{{From: "USD", To: "PKR", Value: 280 * money.RateScale, Day: time.Now().AddDate(0, 0, -1), Source: "SBP"},
		{From: "USD", To: "KGS", Value: 87.5 * money.RateScale, Day: time.Now().AddDate(0, 0, -1), Source: "NBKR"}}))
	// 900.00 at the book are 280.00, at today's rate 281.25
	if r := o.ask("olga", "/console/exchange", nil); r.status != 200 || !strings.Contains(r.body, "0.311111111") || !strings.Contains(r.body, "0.3125") || !strings.Contains(r.body, ">1.25") {
		t.Errorf("the position: %d %s", r.status, r.body)
	}
	form := url.Values{"pair": {string(pair)}, "sold": {"۹۰۰.00 pkr"}, "bought": {"285.00 KGS"}, "day": {time.Now().UTC().Format(time.DateOnly)}, "proof": {"B-7"}}
	if r := o.ask("sadia", "/console/exchange", form); r.status != 403 {
		t.Errorf("a seller: %d", r.status)
	}
	if r := o.ask("olga", "/console/exchange", url.Values{"pair": {string(pair)}, "sold": {"900"}, "bought": {"1.00 KGS"}}); r.status != 422 || !strings.Contains(r.body, `id="f-sold-e"`) {
		t.Errorf("a sum without a currency: %d", r.status)
	}
	for name, wrong := range map[string]string{"pair": "exchange:PKR-UZS", "sold": "900.01 PKR", "bought": "285.00 UZS", "day": "2001-01-01", "proof": " "} {
		with := maps.Clone(form)
		with.Set(name, wrong)
		if r := o.ask("olga", "/console/exchange", with); r.status != 422 || !strings.Contains(r.body, `id="f-`+name+`-e"`) {
			t.Errorf("%s %q: %d", name, wrong, r.status)
		}
	}
	over := maps.Clone(form)
	over.Set("sold", "1000.00 PKR")
	if r := o.ask("olga", "/console/exchange", over); !strings.Contains(r.body, "At most ₨900.00") || !strings.Contains(r.body, `value="1000.00 PKR"`) {
		t.Errorf("too much, with what was typed and what is there: %s", r.body)
	}
	if r := o.ask("olga", "/console/exchange", form); r.status != 303 {
		t.Errorf("booked: %d", r.status)
	}
	if r := o.ask("olga", "/console/exchange", nil); r.status != 200 || strings.Contains(r.body, string(pair)) {
		t.Errorf("the position is still there: %d", r.status)
	}
	notes, err := audit.List(t.Context(), o.DB, audit.Filter{Subject: string(pair)}, audit.Page{})
	if o.must(err); len(notes) != 1 || notes[0].Action != "exchange.closed" {
		t.Errorf("audited %v", notes)
	}
}
