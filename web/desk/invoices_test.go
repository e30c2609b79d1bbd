package desk

import (
	"strings"
	"testing"
	"time"

	"agora/db"
	"agora/ledger"
	"agora/money"
)

func TestAnInvoiceIsPrinted(t *testing.T) {
	b := newBench(t)
	c := b.shop.Currency
	b.must(b.store.Write(t.Context(), func(tx *db.Tx) error {
		_, err := ledger.Post(tx, ledger.Transfer{Shop: b.shop.ID, Kind: "test", Subject: 1, Legs: []ledger.Leg{
			{Account: ledger.Commission, Amount: money.Of(12_300, c)}, {Account: ledger.CommissionTax, Amount: money.Of(456, c)},
			{Account: ledger.Buyers, Amount: money.Of(-12_756, c)}}})
		return err
	}))
	b.ahead = 31 * 24 * time.Hour
	made, err := b.Invoices.Make(t.Context())
	b.ahead = 0
	if err != nil || made != 1 {
		t.Fatalf("%d made, %v", made, err)
	}
	list, err := b.Invoices.List(t.Context(), b.actor("sadia"), b.shop.ID, 0)
	b.must(err)
	if r := b.ask("sadia", b.desk(b.shop)+"/invoices", nil); r.status != 200 || !strings.Contains(r.body, list[0].Number) || !strings.Contains(r.body, "5%") {
		t.Errorf("list: %d", r.status)
	}
	one := b.desk(b.shop) + "/invoices/" + number(int64(list[0].ID))
	if r := b.ask("sadia", one, nil); r.status != 200 || !strings.Contains(r.body, "127.56") || !strings.Contains(r.body, list[0].Number) {
		t.Errorf("invoice: %d", r.status)
	}
	if r := b.ask("bilal", one, nil); r.status != 403 {
		t.Errorf("another seller: %d", r.status)
	}
	if r := b.ask("bilal", b.desk(b.other)+"/invoices/"+number(int64(list[0].ID)), nil); r.status != 404 {
		t.Errorf("under another shop: %d", r.status)
	}
}
